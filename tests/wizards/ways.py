"""The three wizards as tests go through them, with right answers for every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultations.forms.planning import TITLES as PLANNING
from consultations.models import Consultation
from disputes.forms.raising import TITLES as RAISING
from disputes.models import Dispute
from funding.forms.draft import pages_of
from funding.models import FundingDecision
from organisations.models import Role
from tests import cast
from tests.disputes.way import clause
from tests.funding.way import parts
from tests.html import filled_in

TODAY = date(2025, 6, 16)
DECIDED = date(2025, 6, 2)
Answers = dict[str, dict[str, Any]]


@dataclass
class Way:
    """One wizard: who goes, from which first page, through which pages, with which right answers."""

    name: str
    who: User
    new: str
    first: dict[str, Any]
    model: type
    namespace: str
    pages: list[str]
    answers: Answers
    finish: Callable[[int], str]
    client: Client = field(default_factory=Client)

    def begin(self) -> Any:
        self.client.force_login(self.who)
        answer = self.client.post(self.new, self.first | {"go": "continue"})
        assert answer.status_code == 302, answer.content.decode()
        return self.model.objects.latest("pk")

    def url(self, row: Any, page: str) -> str:
        return reverse(f"{self.namespace}:draft", args=[row.pk, page])

    def send(self, row: Any, page: str, typed: dict[str, Any], go: str = "continue") -> Any:
        url = self.url(row, page)
        return filled_in(self.client, url, {"go": go} | typed)

    def fill(self, row: Any, *, but: str = "") -> None:
        """Answers every page rightly, and leaves one out."""
        for page in self.pages:
            if page != but:
                answer = self.send(row, page, self.answers[page])
                assert answer.status_code == 302, (page, answer.content.decode())


def ways() -> dict[str, Way]:
    council, group = cast.council(), cast.group()
    officer = cast.person(Role.COMPACT_OFFICER, council)
    member = cast.person(Role.VCS_MEMBER, group)
    made = [_decision(kind, officer) for kind in ("end", "award", "refuse")]
    return {way.name: way for way in [*made, _consultation(officer), _dispute(member)]}


def _decision(kind: str, officer: User) -> Way:
    group = cast.group()
    key = f"o{group.pk}"
    first = {"kind": kind, "funder": cast.council().pk, "programme": "Marker programme"}
    first |= parts("decided_on", DECIDED)
    agreed = {
        f"{key}-mechanism": "grant",
        f"{key}-amount": "12345",
        f"{key}-centrally_funded": "no",
    }
    for number, name in enumerate(("informed_on", "made_on", "start_on", "expected_start")):
        agreed |= parts(f"{key}-{name}", date(2025, 7, 1 + number))
    agreed |= parts(f"{key}-last_day", date(2029, 3, 31))
    given = {f"{key}-method": "letter", f"{key}-fixed_term_end": "no"}
    given |= {f"{key}-renewal_expected": "no"} | parts(f"{key}-sent_on", date(2025, 6, 3))
    given |= parts(f"{key}-received_on", date(2025, 6, 4))
    given |= parts(f"{key}-last_day", date(2025, 12, 31))
    steps: dict[str, Any] = {"problems_logged": "yes"}
    steps |= parts("step-impact_assessed", date(2025, 5, 20))
    steps |= parts("step-discussed", date(2025, 5, 21))
    return Way(
        name=f"decision to {kind}",
        who=officer,
        new=reverse("funding:decision_new", args=["thurrock"]),
        first=first,
        model=FundingDecision,
        namespace="funding",
        pages=pages_of(kind),
        answers={
            "kind": first,
            "recipients": {"organisations": [str(group.pk)]},
            "reasons": {"rationale": "Marker rationale"},
            "steps": steps,
            "notice": given,
            "agreement": agreed,
            "conditions": parts("step-monitoring_agreed", date(2025, 6, 30)),
        },
        finish=lambda pk: reverse("funding:draft_check", args=[pk]),
    )


def _consultation(officer: User) -> Way:
    subject = {
        "title": "Marker title",
        "lead": cast.council().pk,
        "level": "deliberation",
        "summary": "Marker summary",
    }
    dates: dict[str, Any] = {}
    for name, day in (
        ("announced_on", date(2025, 6, 10)),
        ("sector_told_on", date(2025, 6, 11)),
        ("opens_on", date(2025, 7, 7)),
        ("documents_complete_on", date(2025, 7, 8)),
        ("closes_on", date(2025, 10, 20)),
        ("feedback_expected_on", date(2025, 11, 24)),
        ("decision_expected_on", date(2025, 12, 15)),
    ):
        dates |= parts(name, day)
    return Way(
        name="consultation",
        who=officer,
        new=reverse("consultations:new", args=["thurrock"]),
        first=subject,
        model=Consultation,
        namespace="consultations",
        pages=list(PLANNING),
        answers={
            "subject": subject,
            "purpose": {"why": "Marker why", "decided_by": "Marker decider"},
            "matters": {
                "open_to_change": "Marker open",
                "not_open_to_change": "Marker closed",
                "criteria_disclosed": "yes",
                "criteria": "Marker criteria",
            },
            "people": {
                name: f"Marker {name}"
                for name in ("audiences", "places", "formats", "languages", "how_to_respond")
            },
            "methods": {"method_1": "Marker method", "reason_1": "Marker reason"},
            "effect": {
                "formal_written": "yes",
                "significant_effect": "yes",
                "effect_on_sector": "Marker effect",
            },
            "dates": dates,
            "explanation": {"explanation": "Marker explanation"}
            | parts("explained_on", date(2025, 6, 12)),
            "records": {"record-social_impact_considered": "Marker record"},
        },
        finish=lambda pk: reverse("consultations:publish", args=[pk]),
    )


def _dispute(member: User) -> Way:
    return Way(
        name="dispute",
        who=member,
        new=reverse("disputes:new", args=["thurrock"]),
        first={"raiser": cast.group().pk},
        model=Dispute,
        namespace="disputes",
        pages=[page for page in RAISING if page != "shown"],  # asked where a name is kept alone
        answers={
            "name": {"how": "openly"},
            "against": {"respondent": str(cast.council().pk)},
            "happened": {"title": "Marker title", "happened": "Marker story"}
            | parts("happened_on", DECIDED),
            "clauses": {"clauses": [str(clause().pk)]},
            "linked": {},
            "tried": {"tried": "Marker tried"},
            "outcome": {"outcome_sought": "Marker outcome", "anonymous_in_review": "on"},
            "documents": {},
        },
        finish=lambda pk: reverse("disputes:raise", args=[pk]),
    )
