"""How fast notices come in: rows a second with their checks, and the most memory that it took.

    python benchmarks/import_notices.py [ROWS]

By default 100,000 rows, into a new SQLite file in a folder of its own that is removed afterwards.
With DATABASE_URL set, into a scratch database on that PostgreSQL server.
At least 2,000 rows a second are wanted, within 300 MB.
"""

import csv
import json
import os
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="import-benchmark-")
os.environ["VAR_DIR"] = FOLDER.name
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")
os.environ.setdefault("SECRET_KEY", "a benchmark holds no secret: 0123456789")
os.environ.setdefault("SEAL_KEYS", "1:a benchmark holds no secret: 0123456789")
os.environ.setdefault("SITE_URL", "http://localhost")
os.environ.setdefault("ALLOWED_HOSTS", "localhost")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from commitments.models import Act, Breach, Check
from funding.subjects import NOTICE

ROWS = 100_000
RECIPIENTS = 2_000
AREAS = [
    ("thurrock", "Thurrock Council", date(2013, 1, 1), "exceptional_circumstances"),
    ("stockton", "Stockton-on-Tees Borough Council", date(2014, 9, 1), "central_government"),
]


def write_rows(path: Path, count: int) -> None:
    """Two areas, every kind; one notice in five too short, some with an exception."""
    chance = random.Random(2012)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(NOTICE.table.by_name)
        for number in range(1, count + 1):
            out.writerow(row(number, chance))


def row(number: int, chance: random.Random) -> list[object]:
    area, funder, first, exception = AREAS[number % 4 == 0]
    received = first + timedelta(days=chance.randrange(1000))
    short = chance.random() < 0.2
    last = received + timedelta(
        days=chance.randrange(20, 89) if short else chance.randrange(93, 400)
    )
    claimed = short and chance.random() < 0.3
    return [
        f"B-{number:06}", area, funder, f"Voluntary organisation {chance.randrange(RECIPIENTS)}",
        f"Programme {chance.randrange(300)}", chance.choice(["change", "reduce", "end"]),
        received - timedelta(days=14), received, "yes" if chance.random() < 0.97 else "", last,
        "no", "", exception if claimed else "",
        f"Reasons given for notice {number}, at some length" if claimed or chance.random() < 0.5 else "",
        received if claimed else "",
        received - timedelta(days=7) if claimed and area == "stockton" else "",
        last if claimed and area == "stockton" else "",
        f"£{chance.randrange(5, 400) * 500:,}", chance.randrange(0, 9000),
    ]  # fmt: skip


def prepare() -> str:
    if connection.vendor == "postgresql":
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    else:
        name = ""
        call_command("migrate", verbosity=0, run_syncdb=True)
    call_command("load_compacts", verbosity=0)
    return name


def measure(path: Path, *options: str) -> None:
    said = StringIO()
    began, worked = time.perf_counter(), time.process_time()
    call_command("import_notices", "--sure", str(path), *options, stdout=said)
    seconds, own = time.perf_counter() - began, time.process_time() - worked
    rows = json.loads(said.getvalue())["rows"]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(said.getvalue().strip())
    print(f"{rows:,} rows in {seconds:.1f} s: {rows / seconds:,.0f} rows a second; {most:.0f} MB")
    print(f"{own:.1f} s of one core: {rows / own:,.0f} rows a second of own time")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    path = Path(FOLDER.name, "notices.csv")
    write_rows(path, rows)
    name = prepare()
    try:
        measure(path, "--create-organisations")
        print(
            f"{Act.objects.count():,} acts, {Check.objects.count():,} checks, "
            f"{Breach.objects.count():,} breaches in {connection.vendor}"
        )
    finally:
        if name:
            connection.creation.destroy_test_db(name, verbosity=0)
        connection.close()
        FOLDER.cleanup()


if __name__ == "__main__":
    main()
