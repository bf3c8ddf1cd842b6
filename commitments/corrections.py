"""Putting recorded facts right, and voiding what should never have been recorded: for every kind.

The old values, the new ones, who and why are kept for good; nothing with a verdict is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from accounts.permissions import require
from audit.actions import logged_last
from audit.writing import locked
from commitments.acts import LONGEST_TITLE, record_corrections, void_act
from commitments.checks import judge_again
from commitments.models import Act, Check
from commitments.permissions import may_record_promise
from commitments.promises import facts_of, facts_of_the_other_side
from commitments.subjects import Change, Subject, may_void, row_of, subject_of, untold_steps
from compacts.happened import refuse_ahead
from organisations.models import Organisation
from organisations.permissions import in_same_area, may_record_kept
from rules import FactError

Row = TypeVar("Row", bound=Model)
NOT_KNOWN, NOT_DONE = "not known", "not done"
"""What is kept of a step that a file had left blank, and that was then said not to have been done."""

NOTHING_NEW = "This is what is on record already, so nothing was recorded"


def correct_fact(
    row: Row,
    *,
    fact: str,
    new: Any,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Row:
    """Corrects one fact of a row, such as "received_on" or "steps.CODE": see `correct_facts`."""
    return correct_facts(row, {fact: new}, reason=reason, by=by, on=on, at=at, version=version)


@transaction.atomic
@logged_last()
def correct_facts(
    row: Row,
    answers: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Row:
    """Corrects facts, judges the act again and says what was changed; returns the fresh row.

    Raises rules.FactError where facts then contradict or nothing differs, audit.writing.StaleError
    where the row is no longer the version that the form was opened with.
    """
    row = locked(row, version=version)
    require(subject_of(row).may_change(by, row))
    for body in _whose(row, answers):
        require(may_record_kept(by, body))
    return write_facts(row, answers, reason=reason, by=by, on=on, at=at)


@transaction.atomic
@logged_last()
def record_promise(
    check: Check,
    answers: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Any:
    """Puts on record how an act's other side kept a promise of its own; returns the act's fresh row."""
    row = locked(row_of(check.act), version=version)
    check = Check.objects.select_related("act", "rule", "responsible__area").get(pk=check.pk)
    require(may_record_promise(by, check))
    for fact in set(answers) - set(facts_of(check)):
        raise FactError(fact, "This is not what the clause asks for")
    reason = reason or f"Put on record for {check.responsible}"
    return write_facts(row, answers, reason=reason, by=by, on=on, at=at)


@transaction.atomic
@logged_last()
def say_undone(
    row: Any,
    *,
    code: str,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Any:
    """Says that a step was not done, of which the file that brought the act had said nothing."""
    row = locked(row, version=version)
    subject, act, fact = subject_of(row), row.act, f"steps.{code}"
    require(subject.may_change(by, row))
    for body in _whose(row, {fact: None}):
        require(may_record_kept(by, body))
    if code not in untold_steps(row, [code]):
        raise FactError("reason", "It is on record already whether this was done")
    act.undone = [*act.undone, code]
    act.save(update_fields=["undone"])
    record_corrections(act, [(code, NOT_KNOWN, NOT_DONE)], reason=reason, by=by, at=at)
    judge_again(row, on=on, by=by)
    row.save()
    changes = [(fact, NOT_KNOWN, NOT_DONE)]
    subject.corrected(row, changes=changes, reason=reason, by=by, on=on, at=at)
    return row


def _whose(row: Any, answers: Mapping[str, Any]) -> set[Organisation]:
    """The organisations on the act's other side whose promises these facts keep."""
    coded = [fact for fact in answers if "." in fact]
    theirs = facts_of_the_other_side(row.act) if coded else {}
    return {theirs[fact] for fact in coded if fact in theirs}


def write_facts(
    row: Row, answers: Mapping[str, Any], *, reason: str, by: User, on: date, at: datetime
) -> Row:
    """Writes facts, and judges again. The caller holds the row and has asked permission."""
    subject, act = subject_of(row), row.act  # type: ignore[attr-defined]
    changes = [each for fact, new in answers.items() for each in _put(subject, row, fact, new, by)]
    if not changes:
        # Told apart from a correction: "it is recorded" would be said of nothing, and the reason
        # that was typed would be kept nowhere.
        named = next(iter(answers), "") if len(answers) == 1 else ""
        raise FactError(named, NOTHING_NEW)
    refuse_ahead(act.kind, changes, on=on)
    changes += subject.completes(row, on)
    _name_again(subject, row, changes)
    # The correction first, since the log puts the cause before what it brings about. The row is
    # saved after it was judged: facts that contradict are then refused by the rule, with the field
    # and a reason, and not by a constraint of the table.
    record_corrections(act, _told(changes), reason=reason, by=by, at=at)
    judge_again(row, on=on, by=by)
    row.save()
    subject.corrected(row, changes=changes, reason=reason, by=by, on=on, at=at)
    return row


def _put(subject: Subject, row: Any, fact: str, new: Any, by: User) -> Iterator[Change]:
    """Sets one fact, unsaved; yields the change where it is one."""
    if not subject.corrects(fact):
        raise FactError(fact, "This cannot be corrected here")
    old = subject.value_of(row, fact)
    if fact in subject.bodies and new is not None and new != old:
        require(in_same_area(new, row.act.area))
        # Nobody may hand their own breach to a body that they could not have recorded for.
        if subject.bodies[fact] == "responsible":
            require(subject.may_record(by, new))
    subject.put(row, fact, new)
    now = subject.value_of(row, fact)
    if now != old:
        yield fact, old, now


def _name_again(subject: Subject, row: Any, changes: list[Change]) -> None:
    """Keeps what stands on the act itself: its bodies, and the title where that follows."""
    changed, act = {fact for fact, _, _ in changes}, row.act
    if subject.title is not None and changed & subject.titled_by:
        act.title = subject.title(row, act)
    act.title = act.title[:LONGEST_TITLE]
    if changed & (subject.titled_by | subject.on_act | set(subject.bodies)):
        act.save(update_fields=["title", "responsible", "counterpart"])


def _told(changes: list[Change]) -> Iterator[Change]:
    """The changes as they are kept: a table of records as one change a code."""
    for fact, old, new in changes:
        if isinstance(new, dict):
            for code in sorted({*old, *new}):
                yield code, old.get(code, ""), new.get(code, "")
        elif isinstance(new, list):
            yield fact, _listed(old), _listed(new)
        else:
            yield fact.partition(".")[2] or fact, old, new


def _listed(rows: list[dict[str, str]]) -> str:
    return "; ".join(": ".join(row.values()) for row in rows)


@transaction.atomic
@logged_last()
def void_row(
    row: Row,
    *,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Row:
    """Takes a row out of every count, with what its subject voids with it. It stays readable."""
    row = locked(row, version=version)
    subject, held = subject_of(row), row.act  # type: ignore[attr-defined]
    require(may_void(by, row))
    for each in [locked(other) for other in subject.voided_with(row)]:
        if each.act.state == Act.State.LIVE:
            void_row(each, reason=reason, by=by, on=on, at=at)
    row.act = void_act(held, by=by, reason=reason, on=on, at=at)  # type: ignore[attr-defined]
    subject.voided(row, reason=reason, by=by, on=on, at=at)
    return row
