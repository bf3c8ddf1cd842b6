"""How much longer the dashboard takes than its bare SQL, with 100,000 checks and 10,000 breaches.

    python benchmarks/dashboard.py

Into a new SQLite file in a folder of its own that is removed afterwards; with DATABASE_URL set, into a
scratch database on that PostgreSQL server. The page is asked for by an ordinary request, from sign-in
to HTML; then the same queries are run again, bare, and their rows read. Under 3 times is wanted.
"""

import os
import sys
import tempfile
from datetime import datetime, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

FOLDER = tempfile.TemporaryDirectory(prefix="dashboard-benchmark-")
os.environ["VAR_DIR"] = FOLDER.name
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("DATABASE_URL"):
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")
    os.environ.setdefault("SECRET_KEY", "a benchmark holds no secret: 0123456789")
    os.environ.setdefault("SEAL_KEYS", "1:a benchmark holds no secret: 0123456789")
    os.environ.setdefault("SITE_URL", "http://localhost")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    os.environ.setdefault("HTTPS", "false")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from commitments.checks import RuleBook
from commitments.models import Act, Breach, Check
from forums.models import Forum, Meeting
from organisations.models import Area, Membership, Organisation
from rules import ENGLAND_AND_WALES

CHECKS, BREACHES, BODIES = 100_000, 10_000, 400
TARGET = 3
ROUNDS = 7
ON = timezone.localdate()
NOW = datetime(ON.year, ON.month, ON.day, 9, tzinfo=ZoneInfo("Europe/London"))
DASHBOARD = "/areas/thurrock/dashboard/"


# The area ---------------------------------------------------------------------------------------


def people(area):
    """The council, the voluntary organisations, the forum that met two months ago, and its chair."""
    council = Organisation.objects.get(area=area, slug="thurrock-council")
    groups = [
        Organisation(area=area, slug=f"group-{n}", name=f"Group {n}", sector="vcs", kind="charity")
        for n in range(BODIES)
    ]
    groups = Organisation.objects.bulk_create(groups)
    forum = Forum.objects.create(area=area, name="Joint Strategic Forum")
    met_on = ON - timedelta(days=60)
    Meeting.objects.create(forum=forum, planned_on=met_on, held_on=met_on)
    chair = User.objects.create_user("chair@benchmark.example", None, post="Forum chair")
    cvs = Organisation.objects.get(area=area, slug="thurrock-cvs")
    Membership.objects.create(user=chair, area=area, organisation=cvs, role="forum_chair")
    return council, groups, chair


def facts_of(number):
    """One act in turn: notices short, in full, explained, ahead or unclear; consultations likewise."""
    day = ON - timedelta(days=200 + number * 7 % 1500)
    kind = "consultation" if number % 4 == 0 else "notice"
    turn = number // 4 % 10
    if kind == "consultation":
        opens_on = ON - timedelta(days=40) if turn == 3 else day
        facts = {"formal_written": None if turn == 5 else True, "opens_on": opens_on}
        facts["closes_on"] = opens_on + timedelta(days=60 if turn < 9 else 90)
        if turn < 2:
            facts |= {"explanation": "The grant closed early.", "explained_on": opens_on}
        return kind, "", opens_on, facts
    facts = {"kind": "end", "in_writing": None if turn == 5 else True, "received_on": day}
    facts["last_day"] = day + timedelta(days=50 + number % 40 if turn < 5 else 95 + number % 60)
    if turn == 9:
        ahead = ON + timedelta(days=100 + number % 90)
        facts = {"kind": "end", "last_day": ahead}
        return kind, "end", ON - timedelta(days=5), facts
    if turn < 2:
        facts |= {
            "exception": "exceptional_circumstances",
            "rationale": "The funder itself was cut at short notice.",
            "rationale_given_on": day,
        }
    return kind, "end", day, facts


def judged(area, council, groups):
    """Acts with their checks, unsaved, for ever."""
    rule_book, number = RuleBook.for_areas([area]), 0
    while True:
        kind, subkind, acted_on, facts = facts_of(number)
        group = groups[number % BODIES]
        by_vcs = kind == "consultation" and number % 8 == 0
        act = Act(
            kind=kind,
            area=area,
            reference=f"B-{number}",
            title=f"{kind.capitalize()} {number}",
            responsible=group if by_vcs else council,
            counterpart=None if by_vcs else group,
            acted_on=acted_on,
            state="live",
            recorded_at=NOW,
        )
        judgement = rule_book.judge(act, subkind=subkind, facts=facts, on=ON)
        act.compact, act.standing = judgement.compact, judgement.standing
        yield act, [check_of(act, finding) for finding in judgement.findings]
        number += 1


def check_of(act, finding):
    verdict = finding.verdict
    return Check(
        act=act,
        rule=finding.rule,
        area_id=act.area_id,
        responsible=finding.duty_of,
        sector=finding.duty_of.sector,
        facts=finding.facts,
        outcome=str(verdict.outcome),
        reason=verdict.reason,
        due_on=verdict.due_on,
        last_day_to_act=verdict.last_day_to_act,
        breached_on=verdict.breached_on,
        shortfall_days=verdict.shortfall_days,
        spare_days=verdict.spare_days,
        late=verdict.late,
        missing=list(verdict.missing),
        reassess_on=verdict.reassess_on,
        assessed_on=ON,
        calendar=ENGLAND_AND_WALES.version,
    )


def fill(area, council, groups):
    """Exactly as many checks and cases as asked for; what would be one case too many is left out."""
    source, checks, broken = judged(area, council, groups), 0, 0
    while checks < CHECKS:
        batch = []
        for act, found in islice(source, 2000):
            failing = sum(check.outcome == "breach" for check in found)
            if broken + failing <= BREACHES:
                batch.append((act, found[: CHECKS - checks]))
                checks += len(batch[-1][1])
                broken += sum(check.outcome == "breach" for check in batch[-1][1])
        Act.objects.bulk_create([act for act, found in batch], batch_size=1000)
        made = Check.objects.bulk_create([each for _, found in batch for each in found], 1000)
        Breach.objects.bulk_create(
            [case_of(each) for each in made if each.outcome == "breach"], 1000
        )
    return checks, broken


def case_of(check):
    found_on = ON - timedelta(days=check.pk % 120)
    return Breach(
        check_made=check,
        area_id=check.area_id,
        responsible_id=check.responsible_id,
        sector=check.sector,
        breached_on=check.breached_on,
        detected_on=max(found_on, check.breached_on),
        reply_due_on=ON,
        state="flagged" if check.pk % 5 else "answered",
    )


# The measure ------------------------------------------------------------------------------------


def timed(work):
    began = perf_counter()
    work()
    return perf_counter() - began


def captured(client):
    """The queries of one request, as they went to the database."""
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        assert client.get(DASHBOARD).status_code == 200
    return asked


def bare(queries):
    with connection.cursor() as cursor:
        for sql, params in queries:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def main():
    scratch = prepare()
    try:
        return measure()
    finally:
        if scratch:
            connection.creation.destroy_test_db(scratch, verbosity=0)


def prepare():
    """An empty database with the compacts; the name of the scratch database, where one was made."""
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    scratch = ""
    if connection.vendor == "postgresql":
        scratch = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    else:
        call_command("migrate", verbosity=0)
    call_command("load_compacts", stdout=StringIO())
    return scratch


def measure():
    area = Area.objects.get(slug="thurrock")
    council, groups, chair = people(area)
    checks, broken = fill(area, council, groups)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(chair)
    queries = captured(client)
    whole, sql = [], []
    for _ in range(ROUNDS):
        whole.append(timed(lambda: client.get(DASHBOARD)))
        sql.append(timed(lambda: bare(queries)))
    ratio = median(whole) / median(sql)
    sys.stdout.write(
        f"{checks:,} checks and {broken:,} breaches in one area, {connection.vendor}.\n"
        f"The dashboard took {median(whole) * 1000:.0f} ms in {len(queries)} queries; "
        f"the same queries bare took {median(sql) * 1000:.0f} ms (medians of {ROUNDS}).\n"
        f"Ratio {ratio:.2f}; under {TARGET} is wanted: {'yes' if ratio < TARGET else 'NO'}.\n"
    )
    return 0 if ratio < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
