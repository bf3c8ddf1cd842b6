"""How long a sweep takes, as ratios in one run. Needs PostgreSQL: DATABASE_URL names the server.

    DATABASE_URL=postgres://postgres@127.0.0.1:5432/test python benchmarks/sweep.py

Two figures, each from the median of three sweeps over the same 10,000 checks that fall due:
- the sweep with 1,000,000 checks against hand-written set-based SQL doing the same writes (at most 3);
- the sweep with 1,000,000 checks against the sweep with 100,000 (at most 1.3).
"""

import os
import statistics
import sys
import time
from datetime import date
from pathlib import Path

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
from django.db import connection, transaction

from commitments.checks import reassess_due
from commitments.models import Breach, Check
from compacts.models import Rule
from organisations.models import Organisation

DUE = 10_000
REPEATS = 3
DUE_ON = date(2027, 1, 1)

ACTS = """
INSERT INTO commitments_act (kind, area_id, reference, title, responsible_id, acted_on, state, compact_id,
                             standing, version, recorded_at, voided_reason, told_by_file,
                             undone, sure)
SELECT 'notice', %(area)s, 'B-' || n, 'Notice ' || n, %(body)s, DATE '2026-11-01', 'live', %(compact)s,
       'in_force', 1, now(), '', false, '[]', '[]'
FROM generate_series(%(first)s, %(last)s) AS n
"""
CHECKS = """
INSERT INTO commitments_check (act_id, rule_id, area_id, responsible_id, sector, facts, voided, outcome, reason,
                               due_on, last_day_to_act, late, missing, reassess_on, assessed_on, calendar,
                               quarantined)
SELECT a.id, %(rule)s, a.area_id, a.responsible_id, 'public',
       jsonb_build_object('kind', 'end', 'last_day',
           CASE WHEN due THEN '2027-03-31' ELSE '2028-03-31' END),
       false, CASE WHEN due THEN 'at_risk' ELSE 'on_track' END, 'No notice yet.',
       day, day, false, '[]', CASE WHEN due THEN day + 1 ELSE day - 28 END, DATE '2026-11-20', 'benchmark', ''
FROM commitments_act a
CROSS JOIN LATERAL (SELECT substr(a.reference, 3)::int %% %(every)s = 0 AS due) d
CROSS JOIN LATERAL (SELECT CASE WHEN due THEN DATE '2026-12-31' ELSE DATE '2027-12-31' END AS day) x
"""
BY_HAND = [
    """CREATE TEMP TABLE fell_due ON COMMIT DROP AS
       SELECT id, area_id, responsible_id FROM commitments_check WHERE reassess_on <= %(on)s FOR UPDATE""",
    """UPDATE commitments_check c SET outcome = 'breach', reason = 'No written notice by the latest day.',
              breached_on = c.due_on + 1, shortfall_days = NULL, reassess_on = NULL, assessed_on = %(on)s,
              calendar = 'benchmark', quarantined = ''
       FROM fell_due f WHERE c.id = f.id""",
    """INSERT INTO commitments_breach (check_made_id, area_id, responsible_id, sector, breached_on, detected_on,
                                       reply_due_on, state, closed_because, remedy)
       SELECT id, area_id, responsible_id, 'public', %(on)s, %(on)s, DATE '2027-01-15', 'flagged', '', ''
       FROM fell_due""",
    """INSERT INTO audit_event (chain, number, at, actor_post, verb, subject_type, subject_id, detail,
                                detail_digest, salt, records, key_number, previous_hash, hash)
       SELECT 'benchmark', row_number() OVER (), now(), '', 'breach.raised', 'commitments.breach', b.id,
              jsonb_build_object('check', b.check_made_id, 'breached_on', b.breached_on, 'ref', '4.4',
                                 'from', 'at_risk', 'to', 'breach', 'on', %(on)s::date),
              repeat('0', 64), repeat('0', 32), '{}', 1, repeat('0', 64),
              encode(sha256(('breach.raised' || b.id)::bytea), 'hex')
       FROM commitments_breach b JOIN fell_due f ON f.id = b.check_made_id""",
]


def run(sql: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def fill(total: int) -> None:
    """Tops the tables up to `total` checks, of which DUE fall due on DUE_ON."""
    call_command("load_compacts", verbosity=0)
    rule = Rule.objects.select_related("provision").get(
        type="minimum_notice", provision__compact__slug="thurrock-2012"
    )
    body = Organisation.objects.get(slug="thurrock-council")
    empty()
    run(
        ACTS,
        area=body.area_id,
        body=body.pk,
        compact=rule.provision.compact_id,
        first=1,
        last=total,
    )
    run(CHECKS, rule=rule.pk, every=total // DUE)
    settle()


def empty() -> None:
    run("TRUNCATE commitments_act, commitments_check, commitments_breach, audit_event CASCADE")
    run("TRUNCATE audit_chainhead")


def settle() -> None:
    for table in ("commitments_act", "commitments_check", "commitments_breach", "audit_event"):
        run(f"VACUUM ANALYZE {table}")


def again() -> None:
    """Puts the tables back to before the sweep."""
    run("TRUNCATE commitments_breach, audit_event CASCADE")
    run("TRUNCATE audit_chainhead")
    run(
        """UPDATE commitments_check SET outcome = 'at_risk', breached_on = NULL,
           reassess_on = due_on + 1 WHERE outcome = 'breach'"""
    )
    settle()


def by_hand() -> None:
    with transaction.atomic():
        for statement in BY_HAND:
            run(statement, on=DUE_ON)


def swept() -> None:
    assert reassess_due(on=DUE_ON).breaches == DUE


def timed(work, what: str) -> float:
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
        assert Breach.objects.count() == DUE, what
        again()
    print(
        f"{what}: {statistics.median(seconds):.2f} s ({Check.objects.count():,} checks)", flush=True
    )
    return statistics.median(seconds)


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL server; a scratch database is made on it.")
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        fill(100_000)
        small = timed(swept, "sweep")
        fill(1_000_000)
        large = timed(swept, "sweep")
        hand = timed(by_hand, "set-based SQL by hand")
        print(f"sweep / set-based SQL: {large / hand:.2f} (at most 3)")
        print(f"1,000,000 checks / 100,000 checks: {large / small:.2f} (at most 1.3)")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
