"""Notices out of a table: the columns, and how each row becomes a notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from commitments.models import Act
from funding.actions.acts import notice_title, subkind_of
from funding.actions.facts import notice_acted_on, notice_facts
from funding.models import Notice
from funding.permissions import may_act_for_funder
from imports.engine import Importable
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column


def _codes(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(words)) for code, words in choices)


COLUMNS = (
    Column(
        "funder",
        "text",
        "The body that gave the notice, by its name here.",
        required=True,
        example="Thurrock Council",
    ),
    Column(
        "recipient",
        "text",
        "The organisation that received it, by its name here.",
        required=True,
        example="Thurrock CVS",
    ),
    Column("programme", "text", "What the support is for.", example="Volunteer centre"),
    Column(
        "kind",
        "choice",
        "Whether support changes, is reduced or ends.",
        required=True,
        choices=_codes(Notice.Kind.choices),
        example="end",
    ),
    Column("decided_on", "date", "The day of the decision.", example="2026-11-20"),
    Column(
        "received_on",
        "date",
        "The day the notice reached the recipient. A day ahead is a plan.",
        example="2026-12-01",
    ),
    Column("in_writing", "yes_no", "Whether it was in writing. Blank: not known.", example="yes"),
    Column(
        "last_day",
        "date",
        'The last day of support on the old terms: a change "from 1 April" has 31 March.',
        example="2027-03-31",
    ),
    Column(
        "fixed_term_end", "yes_no", "Whether a fixed term simply comes to its end.", example="no"
    ),
    Column(
        "renewal_expected",
        "choice",
        "At the end of a fixed term: whether the recipient could expect a renewal.",
        choices=(("yes", "y"), ("no", "n")),
    ),
    Column(
        "exception",
        "choice",
        "The exception that is relied on, if any.",
        choices=_codes(Notice.ExceptionClaimed.choices),
    ),
    Column("rationale", "long_text", "The reasons that were given.", longest=20_000),
    Column("rationale_given_on", "date", "The day the reasons were given."),
    Column(
        "central_notice_received_on",
        "date",
        "Central government's own notice to the funder: the day it was received.",
    ),
    Column("central_last_day", "date", "The last day of central government's own funding."),
    Column("amount_before", "money", "Pounds a year on the old terms.", example="24000"),
    Column("amount_after", "money", "Pounds a year afterwards.", example="0"),
)


def _title(notice: Notice, act: Act) -> str:
    if act.counterpart is None:
        return f"{notice.get_kind_display()}: {notice.programme or 'support'}"
    return notice_title(notice.kind, notice.programme, act.counterpart)


def _acted_on(notice: Notice, recorded_on: date) -> date:
    return notice_acted_on(notice, on=recorded_on)


NOTICES = Importable(
    kind=Act.Kind.NOTICE,
    model=Notice,
    noun=("notice", "notices"),
    columns=COLUMNS,
    responsible="funder",
    counterpart="recipient",
    facts=notice_facts,
    subkind=subkind_of,
    acted_on=_acted_on,
    may_record=may_act_for_funder,
    title=_title,
    titled_by=frozenset({"kind", "programme", "recipient"}),
    bodies={
        "funder": (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC),
        "recipient": (Sector.VCS, Organisation.Kind.CHARITY),
    },
)
