"""Minimum notice of a change, a reduction or an end of support.

The rules specification, section 3.1 (Thurrock 2012 4.4; Stockton S2.38).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import WARN_DAYS, days_before, note_standing, standing
from rules.length import Length, Unit
from rules.params import (
    MOST_MONTHS,
    Code,
    Codes,
    Count,
    Flag,
    Params,
    length_instead_of,
    warn_days,
)
from rules.verdict import Outcome, Verdict, cannot_assess, not_applicable
from rules.words import capitalised, code_in_words, codes_in_words, distance, plain

FACTS = (
    "kind", "received_on", "in_writing", "told", "last_day", "fixed_term_end", "renewal_expected",
    "exception", "rationale", "rationale_given_on", "central_notice_received_on",
    "central_last_day", "previous_last_day", "moved_on", "withdrawn_on",
)  # fmt: skip
KINDS = ("change", "reduce", "end")
EXCEPTIONS = ("central_government", "exceptional_circumstances")

MONTHS = Count(
    name="months",
    meaning="How many months of notice the clause asks for.",
    least=1,
    most=MOST_MONTHS,
    default=3,
    example=3,
)
LENGTH = length_instead_of("months")
TRIGGERS = Codes(
    name="triggers",
    meaning="What may happen to support that the clause covers.",
    choices=KINDS,
    example=["change", "reduce", "end"],
)
EXCEPTION = Code(
    name="exception",
    meaning="What the clause allows shorter notice for.",
    choices=EXCEPTIONS,
    example="exceptional_circumstances",
)
FIXED_TERMS = Flag(
    name="fixed_terms",
    meaning="Whether a fixed term that just ends is covered like any other ending.",
    example=True,
)
ADDRESSEE = Code(
    name="addressee",
    meaning="Whom the clause says to tell, where that is not the organisation supported; the "
    "fact `told` has their date, and it need not be in writing.",
    example="service_users",
)
WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the latest day for notice")
PARAMS = (MONTHS, LENGTH, TRIGGERS, EXCEPTION, FIXED_TERMS, ADDRESSEE, WARN_DAYS_BEFORE)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH,
    Outcome.REMEDIED,
)  # fmt: skip
_KINDS, _EXCEPTIONS = frozenset(KINDS), frozenset(EXCEPTIONS)


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    triggers: tuple[str, ...]
    exception: str | None
    fixed_terms: bool
    addressee: str | None
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            length=LENGTH.read_or(params, MONTHS, Unit.MONTHS),
            triggers=TRIGGERS.read(params),
            exception=EXCEPTION.read(params),
            fixed_terms=FIXED_TERMS.read(params),
            addressee=ADDRESSEE.read(params),
            warn_days=WARN_DAYS_BEFORE.read(params),
        )

    @property
    def notice(self) -> str:
        """Return what has to be received, inside a sentence."""
        if self.addressee is None:
            return "written notice"
        return f"notice to {code_in_words(self.addressee)}"


@dataclass(slots=True)
class Facts:
    """What is known. For an addressee of its own, `received_on` is the day they were told."""

    kind: str | None
    received_on: date | None
    in_writing: bool | None
    last_day: date | None
    fixed_term_end: bool | None
    renewal_expected: str | None
    exception: str | None
    rationale: str | None
    rationale_given_on: date | None
    central_notice_received_on: date | None
    central_last_day: date | None
    previous_last_day: date | None
    moved_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            kind=read.code(facts, "kind", _KINDS),
            received_on=read.day(facts, "received_on"),
            in_writing=read.flag(facts, "in_writing"),
            last_day=read.day(facts, "last_day"),
            fixed_term_end=read.flag(facts, "fixed_term_end"),
            renewal_expected=read.code(facts, "renewal_expected", read.YES_OR_NO),
            exception=read.code(facts, "exception", _EXCEPTIONS),
            rationale=read.text(facts, "rationale"),
            rationale_given_on=read.day(facts, "rationale_given_on"),
            central_notice_received_on=read.day(facts, "central_notice_received_on"),
            central_last_day=read.day(facts, "central_last_day"),
            previous_last_day=read.day(facts, "previous_last_day"),
            moved_on=read.day(facts, "moved_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("last_day", known.last_day, "previous_last_day", known.previous_last_day)
        if settings.addressee is not None:
            known.received_on = read.days_by_code(facts, "told").get(settings.addressee)
            known.in_writing = True
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    outside = _outside_the_clause(settings, facts)  # test 1
    if outside is not None:
        return outside
    if facts.last_day is None or _move_lacks_its_day(facts):  # test 2
        return cannot_assess(*_missing_last_days(facts))
    received_on = at.act(facts.received_on)
    if received_on is not None and facts.in_writing is None:  # test 3
        return cannot_assess("in_writing")
    last_day = _last_day_in_force(facts, facts.last_day, at)
    due_on = _due_on(settings, last_day, at)  # test 4
    if received_on is None or not facts.in_writing:  # test 7
        return _no_notice_yet(settings, received_on, due_on, at)
    _note_notice(settings, received_on, last_day, at)
    if received_on <= due_on:  # test 5
        return _in_time(settings, facts, received_on, last_day, due_on, at)
    return _too_late(settings, facts, received_on, last_day, due_on, at)  # test 6


def _outside_the_clause(settings: Settings, facts: Facts) -> Verdict | None:
    if facts.kind is not None and facts.kind not in settings.triggers:
        return not_applicable(f"This clause does not cover a decision to {facts.kind} support.")
    missing = [] if facts.kind else ["kind"]
    just_ends = facts.fixed_term_end and not settings.fixed_terms
    if just_ends and facts.renewal_expected is None:
        missing.append("renewal_expected")
    if missing:
        return cannot_assess(*missing)
    if just_ends and facts.renewal_expected == "no":
        return not_applicable("A fixed term reached its end and no renewal was to be expected.")
    return None


def _move_lacks_its_day(facts: Facts) -> bool:
    return facts.previous_last_day is not None and facts.moved_on is None


def _missing_last_days(facts: Facts) -> list[str]:
    missing = [] if facts.last_day else ["last_day"]
    if _move_lacks_its_day(facts):
        missing.append("moved_on")
    return missing


def _last_day_in_force(facts: Facts, last_day: date, at: AsAt) -> date:
    """Return the previous last day until the day on which it was moved."""
    previous, moved_on = facts.previous_last_day, facts.moved_on
    if previous is None or moved_on is None:
        return last_day
    move = f"The last day moves from {plain(previous)} to {plain(last_day)} on {plain(moved_on)}"
    if at.act(moved_on) is None:
        at.note(f"{move}; until then {plain(previous)} stands.")
        return previous
    at.note(f"{move}, which has come.")
    return last_day


def _due_on(settings: Settings, last_day: date, at: AsAt) -> date:
    due_on = settings.length.before(last_day, at.holidays)
    at.note(f"The last day of support on the old terms is {plain(last_day)}.")
    why = settings.length.sum_before(last_day, due_on, at.holidays)
    at.note(f"The latest day for notice is {plain(due_on)}: {why}.")
    return due_on


def _note_notice(settings: Settings, received_on: date, last_day: date, at: AsAt) -> None:
    runs_to = settings.length.after(received_on, at.holidays)
    at.note(
        f"{capitalised(settings.notice)} was received on {plain(received_on)}; "
        f"{settings.length.words} from then is {plain(runs_to)}, "
        f"{distance((runs_to - last_day).days, 'the last day')}, {plain(last_day)}."
    )


def _no_notice_yet(settings: Settings, received_on: date | None, due_on: date, at: AsAt) -> Verdict:
    if received_on is not None:
        at.note(f"What was received on {plain(received_on)} was not in writing: it is no notice.")
    warn_on = days_before(due_on, settings.warn_days)
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    if outcome is Outcome.BREACH:
        reason = f"No {settings.notice} was received by {plain(due_on)}, the latest day."
        return Verdict(outcome, reason, due_on, due_on, breached_on=due_on + ONE_DAY)
    reason = f"{capitalised(settings.notice)} must be received by {plain(due_on)}."
    return Verdict(outcome, reason, due_on, due_on)


def _in_time(
    settings: Settings,
    facts: Facts,
    received_on: date,
    last_day: date,
    due_on: date,
    at: AsAt,
) -> Verdict:
    previous, moved_on = facts.previous_last_day, at.act(facts.moved_on)
    if previous is not None and moved_on is not None and received_on <= moved_on:
        previous_due_on = settings.length.before(previous, at.holidays)
        if received_on > previous_due_on:
            return _put_back(settings, received_on, previous, moved_on, due_on, at)
    spare = (last_day - settings.length.after(received_on, at.holidays)).days
    reason = f"{capitalised(settings.notice)} was received by {plain(due_on)}, the latest day."
    return Verdict(Outcome.MET, reason, due_on, due_on, spare_days=spare)


def _put_back(
    settings: Settings, received_on: date, previous: date, moved_on: date, due_on: date, at: AsAt
) -> Verdict:
    previous_due_on = settings.length.before(previous, at.holidays)
    at.note(
        f"For {plain(previous)} the latest day for notice was {plain(previous_due_on)}: "
        "the notice was too short for it, but not for the last day as moved."
    )
    return Verdict(
        Outcome.REMEDIED,
        f"Notice was too short for {plain(previous)}, and the last day was then put back.",
        due_on,
        due_on,
        breached_on=previous_due_on + ONE_DAY,
        shortfall_days=(settings.length.after(received_on, at.holidays) - previous).days,
        late=moved_on > previous,
    )


def _too_late(
    settings: Settings,
    facts: Facts,
    received_on: date,
    last_day: date,
    due_on: date,
    at: AsAt,
) -> Verdict:
    shortfall = (settings.length.after(received_on, at.holidays) - last_day).days
    # Each compact allows one exception. The other's code is a known fact, and excuses nothing here.
    exception = facts.exception if facts.exception == settings.exception else None
    if exception == "central_government":
        missing = _missing_central_dates(facts, at)
        if missing:
            return cannot_assess(*missing)
        if _central_notice_was_short(settings, facts, at):
            reason = "Notice was short because central government's own notice was too short."
            return Verdict(Outcome.EXPLAINED, reason, due_on, due_on, shortfall_days=shortfall)
    elif exception == "exceptional_circumstances" and facts.rationale is not None:
        given_on = at.act(facts.rationale_given_on)
        if given_on is not None:
            at.note(f"A rationale for exceptional circumstances was given on {plain(given_on)}.")
            return Verdict(
                Outcome.EXPLAINED,
                "Notice was short, with a rationale for exceptional circumstances.",
                due_on,
                due_on,
                shortfall_days=shortfall,
                late=given_on > received_on,
            )
    return Verdict(
        Outcome.BREACH,
        f"{capitalised(settings.notice)} was received after {plain(due_on)}, the latest day.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=shortfall,
    )


def _missing_central_dates(facts: Facts, at: AsAt) -> list[str]:
    missing = []
    if at.act(facts.central_notice_received_on) is None:
        missing.append("central_notice_received_on")
    if facts.central_last_day is None:
        missing.append("central_last_day")
    return missing


def _central_notice_was_short(settings: Settings, facts: Facts, at: AsAt) -> bool:
    received_on, last_day = at.act(facts.central_notice_received_on), facts.central_last_day
    if received_on is None or last_day is None:
        return False
    runs_to = settings.length.after(received_on, at.holidays)
    short = runs_to > last_day
    at.note(
        f"Central government's notice was received on {plain(received_on)}; "
        f"{settings.length.words} from then is {plain(runs_to)}, "
        f"{'after' if short else 'not after'} its own last day, {plain(last_day)}."
    )
    return short


def describe(settings: Settings) -> str:
    decision = f"to {codes_in_words(settings.triggers, 'or')} support"
    notice = f"Written notice {decision} must be received"
    if settings.addressee is not None:
        notice = f"Notice {decision} must reach {code_in_words(settings.addressee)}"
    rule = (
        f"{notice} at least {settings.length.words} before the last day of support on the old "
        "terms."
    )
    if settings.fixed_terms:
        rule = f"{rule} This covers a fixed term that just ends."
    if settings.exception == "exceptional_circumstances":
        return f"{rule} Shorter notice needs exceptional circumstances and a rationale."
    if settings.exception == "central_government":
        return f"{rule} Shorter notice is allowed where central government's own was too short."
    return rule


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    if settings.addressee is not None:
        return ("kind", f"told.{settings.addressee}", "last_day")
    return ("kind", "received_on", "in_writing", "last_day")
