"""PostgreSQL, Redis and web processes end while people send forms: each form is taken once."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import urllib.parse
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from ground import Ground, free_port, listens, report, wait_until

CASES = 30
PEOPLE = 3
SECONDS = 75


def main() -> None:
    with Ground() as ground:
        ground.stand()
        from django.db import connections  # noqa: PLC0415 - once Django is set up
        from django.db.models import Count  # noqa: PLC0415 - once Django is set up
        from django.utils import timezone  # noqa: PLC0415 - once Django is set up

        from audit.models import Event  # noqa: PLC0415 - once Django is set up
        from audit.verifying import broken_links  # noqa: PLC0415 - once Django is set up
        from commitments.models import Breach, Explanation  # noqa: PLC0415 - once Django is set up
        from tests import cast  # noqa: PLC0415 - once Django is set up

        today: date = timezone.localdate()
        for number in range(CASES):
            cast.notice(
                today,
                reference=f"N-{number}",
                received_on=today - timedelta(days=10),
                last_day=today + timedelta(days=20),
            )
        officer = cast.person("officer", cast.council())
        cases = list(Breach.objects.values_list("pk", flat=True))
        connections.close_all()

        port = free_port()
        web = ground.start(
            *("-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"),
            *("--worker-class", "gthread", "--threads", "4", "--no-control-socket"),
            *("--log-level", "critical"),
        )
        wait_until(lambda: listens(port), "the web server starts")
        people = [Person(f"http://127.0.0.1:{port}", officer.email) for _ in range(PEOPLE)]
        shares = [cases[each::PEOPLE] for each in range(PEOPLE)]
        ends_at = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=person.reply_to, args=(share, ends_at))
            for person, share in zip(people, shares, strict=True)
        ]
        for thread in threads:
            thread.start()
        faults = 0
        chance = random.Random(12)
        while any(thread.is_alive() for thread in threads) and time.monotonic() < ends_at - 40:
            time.sleep(chance.uniform(0.5, 1.5))
            make_a_fault(ground, web.pid, chance)
            faults += 1
        for thread in threads:
            thread.join()
        said_done = {case for person in people for case in person.done}
        answered = Event.objects.filter(verb="breach.answered").values("subject_id")
        twice = answered.annotate(times=Count("pk")).filter(times__gt=1).count()
        replied = set(Explanation.objects.values_list("breach_id", flat=True))
        broken = len(list(broken_links()))
        report(
            "servers gone",
            len(said_done - replied) + len(set(cases) - replied) + broken,
            twice + Explanation.objects.count() - len(replied),
            forms=len(said_done),
            sent_again=sum(person.again for person in people),
            faults=faults,
            without_words=sum(person.without_words for person in people),
        )


def make_a_fault(ground: Ground, web: int, chance: random.Random) -> None:
    match chance.choice(["postgres", "redis", "web"]):
        case "postgres":
            ground.stop_postgres()
            time.sleep(chance.uniform(0, 1))
            ground.start_postgres()
        case "redis":
            ground.stop_redis()
            time.sleep(chance.uniform(0, 2))
            ground.start_redis()
        case _:
            children = Path(f"/proc/{web}/task/{web}/children").read_text().split()
            with suppress(ProcessLookupError):
                os.kill(int(chance.choice(children)), signal.SIGKILL)


class Person:
    """Replies to cases, and sends the same form again until it has been taken."""

    def __init__(self, site: str, email: str) -> None:
        from tests.ops.visiting import Visitor  # noqa: PLC0415 - once Django is set up

        self._visitor = Visitor(site)
        self._visitor.sign_in(email, "let-me-in-2026")
        self.done: set[int] = set()
        self.again = 0
        self.without_words = 0

    def reply_to(self, cases: list[int], ends_at: float) -> None:
        from tests.ops.visiting import HiddenFields  # noqa: PLC0415 - once Django is set up

        for case in cases:
            path = f"/breaches/{case}/reply/"
            form = self._until(lambda path=path: self._visitor.get(path), 200, ends_at)
            if form is None:
                return
            typed = HiddenFields(form.body).found | {"position": "explains", "text": f"Case {case}"}
            sent = urllib.parse.urlencode(typed).encode()
            taken = self._until(
                lambda path=path, sent=sent: self._visitor.send(path, sent), 200, ends_at
            )
            if taken is None:
                return
            self.done.add(case)

    def _until(self, ask, status: int, ends_at: float):  # type: ignore[no-untyped-def]
        while time.monotonic() < ends_at:
            with suppress(OSError):
                answer = ask()
                if answer.status == status:
                    return answer
                self.without_words += answer.status == 500
            self.again += 1
            time.sleep(0.1)
        return None


if __name__ == "__main__":
    main()
