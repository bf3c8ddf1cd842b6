"""A notice as a kind of act."""

from __future__ import annotations

from datetime import date
from functools import partial

from commitments.models import Act
from commitments.subjects import OWN_CODES, Facts, Sheet, Subject, Tells, fact_column, known
from funding.models import Notice
from funding.permissions import may_act_for_funder, may_import_notices
from funding.subjects.around import around_notices
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column
from rules import fact_names

WORDS = {
    Notice.Kind.CHANGE: "a change to",
    Notice.Kind.REDUCE: "a reduction of",
    Notice.Kind.END: "the end of",
}


def notice_title(notice: Notice, act: Act) -> str:
    if act.counterpart is None:
        return f"{notice.get_kind_display()}: {notice.programme or 'support'}"
    words = WORDS[Notice.Kind(notice.kind)]
    return f"Notice of {words} {notice.programme or 'support'}, {act.counterpart}"


def notice_facts(notice: Notice) -> Facts:
    """All of `minimum_notice`, and the event, rationale and own records of `required_record`."""
    return known(
        {
            "kind": notice.kind,
            "received_on": notice.received_on,
            "in_writing": notice.in_writing,
            "last_day": notice.last_day,
            "fixed_term_end": notice.fixed_term_end,
            "renewal_expected": notice.renewal_expected,
            "exception": notice.exception,
            "rationale": notice.rationale,
            "rationale_given_on": notice.rationale_given_on,
            "central_notice_received_on": notice.central_notice_received_on,
            "central_last_day": notice.central_last_day,
            "previous_last_day": notice.previous_last_day,
            "moved_on": notice.moved_on,
            "withdrawn_on": notice.withdrawn_on,
            "event_on": notice.received_on or notice.decided_on,
            "fields": known({**notice.records, "rationale": notice.rationale}),
        }
    )


def notice_acted_on(notice: Notice, recorded_on: date) -> date:
    """The date that chooses the edition: receipt, else decision, else the day of recording."""
    return notice.received_on or notice.decided_on or recorded_on


_column = partial(fact_column, "notice")

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
    _column("programme", "text", "What the support is for.", example="Volunteer centre"),
    _column("kind", "choice", required=True, choices=tuple(Notice.Kind.choices), example="end"),
    _column("decided_on", "date", example="2026-11-20"),
    _column(
        "received_on",
        "date",
        "The day it reached the recipient. A day ahead is a plan.",
        example="2026-12-01",
    ),
    _column("in_writing", "yes_no", "Blank: not known.", example="yes"),
    _column("last_day", "date", 'A change "from 1 April" has 31 March.', example="2027-03-31"),
    _column("fixed_term_end", "yes_no", example="no"),
    _column(
        "renewal_expected",
        "choice",
        "For a fixed term that runs out.",
        choices=(("yes", "y"), ("no", "n")),
    ),
    _column(
        "exception",
        "choice",
        "The exception that is relied on, if any.",
        choices=tuple(Notice.ExceptionClaimed.choices),
    ),
    _column("rationale", "long_text", longest=20_000),
    _column("rationale_given_on", "date"),
    _column("central_notice_received_on", "date"),
    _column("central_last_day", "date"),
    _column("amount_before", "money", "Pounds a year on the old terms.", example="24000"),
    _column("amount_after", "money", "Pounds a year afterwards.", example="0"),
)

NOTICE = Subject(
    kind="notice",
    model=Notice,
    prefix="N",
    noun=("notice", "notices"),
    facts=notice_facts,
    comes_from={
        "event_on": ("received_on", "decided_on"),
        "fields.rationale": ("rationale",),
    },
    subkind=lambda notice: str(notice.kind),
    subkinds=tuple(Notice.Kind.values),
    acted_on=notice_acted_on,
    tells=Tells(
        facts=frozenset(fact_names("minimum_notice")) | {"event_on"},
        fields=frozenset({"rationale"}) | OWN_CODES,
    ),
    may_record=may_act_for_funder,
    responsible="funder",
    counterpart="recipient",
    title=notice_title,
    titled_by=frozenset({"kind", "programme", "recipient"}),
    correctable=(
        "received_on",
        "sent_on",
        "method",
        "in_writing",
        "last_day",
        "decided_on",
        "programme",
        "fixed_term_end",
        "renewal_expected",
        "exception",
        "rationale",
        "rationale_given_on",
        "central_notice_received_on",
        "central_last_day",
        "moved_on",
        "withdrawn_on",
        "amount_before",
        "amount_after",
    ),
    coded=frozenset({"records"}),
    around=around_notices,
    register="funding:notices",
    sheet=Sheet(
        columns=COLUMNS,
        bodies={
            "funder": (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC),
            "recipient": (Sector.VCS, Organisation.Kind.CHARITY),
        },
        may_import=may_import_notices,
    ),
)
