"""`manage.py migrate` started twice at once on an empty database: both end well, nothing twice."""

from __future__ import annotations

import os

from ground import Ground, report


def main() -> None:
    with Ground() as ground:
        os.environ.update(ground.environment())
        both = [ground.start("manage.py", "migrate", "--verbosity", "0") for _ in range(2)]
        failed = sum(each.wait() != 0 for each in both)
        checked = ground.start("manage.py", "migrate", "--check", "--verbosity", "0").wait()
        report("migrated twice", int(checked != 0), failed, processes=len(both))


if __name__ == "__main__":
    main()
