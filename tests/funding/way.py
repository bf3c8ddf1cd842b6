"""Going the officer's way through a decision as a browser without JavaScript would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.acts import new_act
from commitments.checks import judge
from commitments.models import Act
from funding.actions.agreements import enter_agreement
from funding.actions.answers import AgreementAnswers, DecisionAnswers, NoticeAnswers
from funding.actions.decisions import record_decision
from funding.actions.drafts import draft_decision
from funding.models import Claim, FundingAgreement, FundingDecision
from organisations.models import Organisation
from tests import cast
from tests.html import filled_in, one_line

TODAY = date(2014, 1, 2)
LAST_DAY = date(2014, 3, 31)
DECIDED = date(2013, 12, 16)


def parts(name: str, day: date | None) -> dict[str, str]:
    """The three inputs of a date."""
    if day is None:
        return {}
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def begin(client: Client, kind: str = "end", decided_on: date = DECIDED) -> FundingDecision:
    funder = cast.council()
    answer = client.post(
        reverse("funding:decision_new", args=["thurrock"]),
        {"kind": kind, "funder": funder.pk, "programme": "Youth outreach", "go": "continue"}
        | parts("decided_on", decided_on),
    )
    assert answer.status_code == 302, one_line(answer)
    return FundingDecision.objects.latest("pk")


def send(client: Client, decision: FundingDecision, page: str, **answers: Any) -> Any:
    url = reverse("funding:draft", args=[decision.pk, page])
    return filled_in(client, url, {"go": "continue"} | answers)


def entered_agreement(by: User, recipient: Organisation, programme: str = "") -> FundingAgreement:
    return enter_agreement(
        area=cast.area(),
        funder=cast.council(),
        answers=AgreementAnswers(
            recipient=recipient,
            mechanism="grant",
            programme=programme or "Youth outreach",
            start_on=date(2013, 4, 1),
            last_day=date(2015, 3, 31),
            decided_on=date(2013, 1, 7),
        ),
        by=by,
        on=TODAY,
        at=cast.at(TODAY),
    )


def claimed(by: User, claimant: Organisation, payer: Organisation | None = None) -> Claim:
    """A claim that was received and paid on the same day."""
    claim = Claim(number="INV-1", amount=120, received_on=TODAY, paid_on=TODAY)
    new_act(
        claim,
        area=claimant.area,
        responsible=payer or cast.council(claimant.area.slug),
        counterpart=claimant,
        by=by,
        at=cast.at(TODAY),
    )
    claim.save()
    judge(claim, on=TODAY, by=by)
    return claim


STEPS = {
    name: DECIDED - timedelta(days=10)
    for name in ("impact_assessed", "discussed", "opportunity_to_respond", "response_considered")
}


def recorded(
    by: User, recipient: Organisation, *, received_on: date | None = None, **notice: Any
) -> FundingDecision:
    """A decision to end support with one notice, recorded on TODAY."""
    draft = draft_decision(
        area=cast.area(), funder=cast.council(), kind="end", by=by, at=cast.at(TODAY)
    )
    given = {"method": "letter", "last_day": LAST_DAY} | notice
    record_decision(
        decision=draft,
        answers=DecisionAnswers(
            kind="end",
            decided_on=DECIDED,
            programme="Youth outreach",
            rationale="The budget was cut.",
            problems_logged=False,
            steps=STEPS,
            records={"reallocation_assessed": "No other group", "impact_advice": "Letter"},
        ),
        notices=[NoticeAnswers(recipient=recipient, received_on=received_on, **given)],
        by=by,
        on=TODAY,
        at=cast.at(TODAY),
    )
    return FundingDecision.objects.get(pk=draft.pk)


def outcome_of(act: Act, ref: str) -> str:
    return act.checks.get(rule__provision__ref=ref, rule__position=_first(act, ref)).outcome


def _first(act: Act, ref: str) -> int:
    return min(act.checks.filter(rule__provision__ref=ref).values_list("rule__position", flat=True))


def steps_typed() -> dict[str, str]:
    typed: dict[str, str] = {"problems_logged": "no"}
    for code, day in STEPS.items():
        typed |= parts(f"step-{code}", day)
    return typed


def up_to_notice(client: Client, recipient: Organisation) -> FundingDecision:
    decision = begin(client)
    assert send(client, decision, "recipients", organisations=recipient.pk).status_code == 302
    assert send(client, decision, "reasons", rationale="The budget was cut.").status_code == 302
    assert send(client, decision, "steps", **steps_typed()).status_code == 302
    return decision


def notice_typed(recipient: Organisation, received_on: date, **more: Any) -> dict[str, Any]:
    key = f"o{recipient.pk}"
    typed: dict[str, Any] = {f"{key}-method": "letter"}
    typed |= parts(f"{key}-received_on", received_on) | parts(f"{key}-last_day", LAST_DAY)
    for name, value in more.items():
        typed |= parts(f"{key}-{name}", value) if isinstance(value, date) else {}
        if not isinstance(value, date):
            typed[f"{key}-{name}"] = value
    return typed


def record(client: Client, decision: FundingDecision) -> Any:
    url = reverse("funding:draft_check", args=[decision.pk])
    return filled_in(client, url)
