"""A funding decision as a kind of act. Its title names its recipients, which the row does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import User
from audit.writing import locked
from commitments.corrections import correct_fact
from commitments.models import Act
from commitments.subjects import ANY_CODE, Change, Facts, Subject, Tells, known
from funding.models import FundingDecision, Notice
from funding.permissions import may_act_for_funder, may_record_decision
from organisations.models import Organisation


def decision_title(kind: str, programme: str, recipients: Sequence[Organisation]) -> str:
    what = f"{FundingDecision.Kind(kind).label}: {programme or 'support'}"
    if not recipients:
        return what
    if len(recipients) == 1:
        return f"{what}, {recipients[0]}"
    return f"{what}, {len(recipients)} recipients"


def decision_facts(decision: FundingDecision) -> Facts:
    """The decision's date, the steps before it, the records it asks for, and its second taking."""
    return known(
        {
            "event_on": decision.decided_on,
            "decided_on": decision.decided_on,
            "steps": known(decision.steps),
            "fields": known({**decision.records, "rationale": decision.rationale}),
            "problems_logged": decision.problems_logged,
            "order_attested": decision.order_attested,
            "retaken_on": decision.retaken_on,
            "withdrawn_on": decision.withdrawn_on,
        }
    )


def decision_acted_on(decision: FundingDecision, recorded_on: date) -> date | None:
    return decision.decided_on


def standing_notices(decision: FundingDecision) -> Iterable[Notice]:
    """The notices that share the decision's fate: those that are not voided."""
    rows = decision.notices.live().order_by("pk")
    return rows.select_related("act__area", "act__responsible", "act__counterpart")


def notices_of_that_day(decision: FundingDecision, fact: str, was: Any) -> Iterable[Notice]:
    """A corrected day of decision is that of the notices, where they had the same."""
    if fact != "decided_on":
        return ()
    return [each for each in standing_notices(decision) if each.decided_on == was]


def date_its_notices(
    decision: FundingDecision,
    *,
    changes: Sequence[Change],
    reason: str,
    by: User,
    on: date,
    at: datetime,
) -> None:
    for fact, old, new in changes:
        # All are held, by number, before the first is written (ADR 2).
        for notice in [locked(each) for each in notices_of_that_day(decision, fact, old)]:
            # Asked again of the row as held: somebody may have corrected or voided it since it was
            # found.
            if notice.decided_on == old and notice.act.state == Act.State.LIVE:
                correct_fact(notice, fact=fact, new=new, reason=reason, by=by, on=on, at=at)


DECISION = Subject(
    kind="decision",
    model=FundingDecision,
    prefix="D",
    noun=("decision", "decisions"),
    facts=decision_facts,
    comes_from={"event_on": ("decided_on",), "fields.rationale": ("rationale",)},
    subkind=lambda decision: str(decision.kind),
    subkinds=tuple(FundingDecision.Kind.values),
    acted_on=decision_acted_on,
    tells=Tells(
        facts=frozenset({"event_on", "decided_on", "problems_logged"}),
        steps=ANY_CODE,
        fields=ANY_CODE,
    ),
    may_record=may_act_for_funder,
    responsible="funder",
    counterpart="recipient",
    correctable=(
        "decided_on",
        "rationale",
        "programme",
        "problems_logged",
        "order_attested",
        "retaken_on",
        "withdrawn_on",
    ),
    coded=frozenset({"steps", "records"}),
    corrected=date_its_notices,
    voided_with=standing_notices,
    carried_to=notices_of_that_day,
    register="funding:decisions",
    draft_page="funding:draft_check",
    may_go_on=may_record_decision,
)
