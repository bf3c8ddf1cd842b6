"""Every address that takes a form is sent six times at the same instant: it takes effect once.

Each trial is held three times on fresh rows: sent once, for what is right; one opened form sent six
times, as by an impatient click; and six forms that were opened apart, sent together.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from audit.verifying import broken_links
from commitments.checks.verify import differences
from tests.concurrency.six import ANSWERED, SIX, Hall, Outcome, Trial, locks_left
from tests.concurrency.trials import TABLES
from tests.house.test_addresses import addresses

UNTRIED = {
    "organisations:act_for": "writes no row of ours: the session keeps the last choice",
    "organisations:setup": "only where nobody has an account: organisations/test_areas.py sends it at once",
    "style_guide": "writes nothing: it shows what a form looks like",
    "account_login": "how often is limited: tests/attacks/test_sign_in_limits.py",
    "account_logout": "whoever signs out twice is signed out",
    "account_signup": "refuses everybody: accounts are by invitation",
    "account_reauthenticate": "asks for the password again, and writes no row of ours",
    "account_confirm_login_code": "the package's own: the code lies in the browser's session",
    "account_set_password": "the package's own, for people without a password: we have none",
    "account_change_password": "the package's own: the last password that was sent holds",
    "account_reset_password": "the package's own: sends a link, as often as the limits allow",
    "account_reset_password_from_key": "the package's own: the last password that was sent holds",
    "account_request_login_code": "the package's own: sends a code, as often as the limits allow",
    "account_way_in": "the link is spent by the first sign-in: tests/attacks/test_guessing.py",
    "account_end_session": "what is ended twice is ended",
    "account_end_other_sessions": "what is ended twice is ended",
    "mfa_authenticate": "a code is taken once: tests/attacks/test_second_factor.py",
    "mfa_reauthenticate": "a code is taken once: tests/attacks/test_second_factor.py",
    "mfa_reauthenticate_webauthn": "a passkey answers one question, that lies in the session",
    "mfa_login_webauthn": "a passkey answers one question, that lies in the session",
    "mfa_add_webauthn": "a passkey answers one question, that lies in the session",
    "mfa_activate_totp": "the package's own: a constraint lets one app in a person in",
    "mfa_deactivate_totp": "the package's own: what is removed twice is removed",
    "mfa_generate_recovery_codes": "the package's own: it holds the person's row",
    "mfa_edit_webauthn": "the package's own: the last name that was sent holds",
    "mfa_remove_webauthn": "the package's own: what is removed twice is removed",
    "funding:draft_preview": "shows what would follow, and writes nothing",
    "consultations:draft_plan": "shows what would follow, and writes nothing",
    "imports:moved": "sends the form on to the address that takes it",
    "imports:moved_page": "sends the form on to the address that takes it",
}
"""Addresses that take a form and have no trial, each with the reason."""


def takes_forms(view: Any) -> bool:
    """Whether a view answers a POST: by its class, its decorator, or for want of one."""
    if hasattr(view, "view_class"):
        return hasattr(view.view_class, "post")
    while view is not None:
        code = getattr(view, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            held = view.__closure__[code.co_freevars.index("request_method_list")]
            return "POST" in held.cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def test_every_address_that_takes_a_form_is_tried() -> None:
    taking = {name for name, _, view in addresses(get_resolver()) if takes_forms(view)}
    tried = {trial.address for table in TABLES.values() for trial in table}
    assert taking == tried | set(UNTRIED)
    assert not tried & set(UNTRIED)


def test_no_two_trials_have_one_name() -> None:
    names = Counter(trial.name for table in TABLES.values() for trial in table)
    assert set(names.values()) == {1}


def multiplied(counted: Counter[str], times: int) -> Counter[str]:
    return Counter({name: count * times for name, count in counted.items()})


def check(outcome: Outcome, *, events: Counter[str], rows: Counter[str]) -> None:
    assert set(outcome.statuses) <= ANSWERED, outcome.said
    assert not outcome.is_busy, outcome.said
    assert outcome.events == events, outcome.statuses
    assert outcome.rows == rows, outcome.statuses
    assert outcome.holds
    assert not locks_left()


def faults(hall: Hall) -> list[str]:
    """Acts of the area whose stored checks and cases are not those of a fresh judgement."""
    found = differences(area=hall.scene.area)
    return [str(each) for _, differing in found for each in differing]


def three_times(hall: Hall, trial: Trial) -> None:
    alone = hall.hold(trial, forms=1, times=1)
    right = Counter(trial.events)
    check(alone, events=right, rows=alone.rows)
    once = hall.hold(trial, forms=1, times=SIX)
    check(once, events=right, rows=alone.rows)
    apart = hall.hold(trial, forms=SIX, times=SIX)
    each = SIX if trial.adds else 1
    rows = Counter({**multiplied(alone.rows, each), **trial.apart})
    check(apart, events=multiplied(right, each), rows=rows)
    assert not faults(hall)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_six_at_once_do_what_one_does(table: str, hall: Hall, subtests: pytest.Subtests) -> None:
    for trial in TABLES[table]:
        with subtests.test(trial.name):
            three_times(hall, trial)
    assert not list(broken_links())
    call_command("verify_audit", verbosity=0)
