"""What waits for a person's own answer: requests and proposals of the other sector, and cases that
both sides asked them into. The menu counts it on every page, so it is read in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from accounts.models import User
from commitments.models import ProposedDecision
from consultations.models import VoidRequest
from disputes.models import Neutral, ProposedConclusion
from disputes.states import DisputeState
from organisations.models import Area, Membership, Organisation, Sector
from organisations.permissions import Right, Scope, roles_with, scope_of

VOID, DECISION, CONCLUSION, DECLARE, HELP = "void", "decision", "conclusion", "declare", "help"
TO_ANSWER = {VOID, DECISION, CONCLUSION, DECLARE}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that somebody is asked, and the page on which they answer."""

    kind: str
    pk: int
    area_id: int


def void_requests(scope: Scope) -> QuerySet[VoidRequest]:
    """Those about what the person's own organisation said; for the staff of the CVS also about what
    a member said of which nobody signs in."""
    speaking = Membership.objects.current().filter(
        role__in=roles_with(Right.SPEAK),
        organisation=OuterRef("response__act__responsible"),
        user__is_active=True,
    )
    silent = (
        Q(response__act__area__in=[area for area in scope.areas if scope.represents_in(area)])
        & Q(response__act__responsible__sector=Sector.VCS)
        & ~Q(response__act__responsible__kind=Organisation.Kind.INFRASTRUCTURE)
        & ~Exists(speaking)
    )
    own = Q(response__act__responsible__in=scope.bodies_with(Right.RECORD))
    return VoidRequest.objects.waiting().filter(own | silent)


def proposed_decisions(user: User) -> QuerySet[ProposedDecision]:
    """Those of the other sector's chair about a breach, which this chair answers."""
    return ProposedDecision.objects.waiting().filter(_of_the_other_chair(user, "breach__area"))


def proposed_conclusions(user: User) -> QuerySet[ProposedConclusion]:
    """The same in disputes."""
    return ProposedConclusion.objects.filter(
        _of_the_other_chair(user, "dispute__area"), agreed=None
    )


def _of_the_other_chair(user: User, area: str) -> Q:
    """Proposals by somebody else, of a sector beside which the person sits for another."""
    scope, wanted = scope_of(user), Q(pk=None)
    for area_id in scope.areas:
        mine = scope.chairs_for(area_id)
        if mine:
            theirs = [each for each in Sector.values if mine - {each}]
            wanted |= Q(**{area: area_id}, sector__in=theirs)
    return wanted & ~Q(proposed_by=user.pk)


def neutral_parts(user: User) -> QuerySet[Neutral]:
    """The open cases into which both sides asked the person."""
    return Neutral.objects.agreed().filter(user=user.pk, dispute__state=DisputeState.OPEN)


def asked_of(user: User) -> list[Asked]:
    """Everything that waits for the person, in all their areas; in one query, asked once a request."""
    found: list[Asked] | None = getattr(user, "_asked", None)
    if found is None:
        rows = _together(list(_parts(user)))
        found = [Asked(kind, pk, area_id) for kind, pk, area_id in rows]
        user._asked = found  # type: ignore[attr-defined]
    return found


def _parts(user: User) -> Iterator[QuerySet[Any, Any]]:
    scope = scope_of(user)
    parts = neutral_parts(user)
    yield _as_rows(parts.filter(declared_at=None), DECLARE, "dispute__area")
    yield _as_rows(parts.exclude(declared_at=None), HELP, "dispute__area")
    if scope.bodies_with(Right.RECORD, sector=Sector.VCS):
        yield _as_rows(void_requests(scope), VOID, "response__act__area")
    if any(scope.chairs_for(area) for area in scope.areas):
        yield _as_rows(proposed_decisions(user), DECISION, "breach__area")
        yield _as_rows(proposed_conclusions(user), CONCLUSION, "dispute__area")


def _as_rows(rows: QuerySet[Any], kind: str, area: str) -> QuerySet[Any, Any]:
    # Unordered, since SQLite takes no order inside the parts of a union.
    return rows.order_by().values_list(Value(kind), "pk", area)


def _together(parts: list[QuerySet[Any, Any]]) -> Any:
    return parts[0].union(*parts[1:], all=True)


def to_answer(user: User, area: Area | None = None) -> int:
    """How many of them ask for an answer."""
    return sum(
        each.kind in TO_ANSWER and (area is None or each.area_id == area.pk)
        for each in asked_of(user)
    )


def asked_in_words(user: User, area: Area | None = None) -> list[tuple[str, str, str]]:
    """What is asked, where it is answered, and a hint; of one area, or of all."""
    numbers: dict[str, list[int]] = {}
    for each in asked_of(user):
        if area is None or each.area_id == area.pk:
            numbers.setdefault(each.kind, []).append(each.pk)
    return [line for kind, pks in numbers.items() for line in _WORDS[kind](pks)]


Lines = Iterator[tuple[str, str, str]]


def _void_words(pks: list[int]) -> Lines:
    rows = VoidRequest.objects.filter(pk__in=pks).select_related(
        "response__act__responsible", "response__consultation__act__responsible"
    )
    for each in rows:
        lead = each.response.consultation.act.responsible
        what = f"{lead} asks to void what {each.response.author} said"
        yield what, each.response.get_absolute_url(), str(each.response.consultation)


def _decision_words(pks: list[int]) -> Lines:
    rows = ProposedDecision.objects.filter(pk__in=pks).select_related(
        "breach__check_made__act", "breach__check_made__rule__provision"
    )
    for each in rows:
        check = each.breach.check_made
        url = reverse("commitments:answer_proposal", args=[each.breach_id])
        hint = f"Clause {check.rule.provision.ref}: {check.act.title}"
        yield "The other chair proposes a decision: do you agree?", url, hint


def _conclusion_words(pks: list[int]) -> Lines:
    for each in ProposedConclusion.objects.filter(pk__in=pks).select_related("dispute"):
        url = reverse("disputes:answer_conclusion", args=[each.dispute_id])
        hint = f"Dispute {each.dispute.reference}"
        yield "The other chair proposes a conclusion: do you agree?", url, hint


def _declare_words(pks: list[int]) -> Lines:
    for each in Neutral.objects.filter(pk__in=pks).select_related("dispute"):
        url = reverse("disputes:neutral_declare", args=[each.pk])
        what = (
            f"Both sides agreed on you in dispute {each.dispute.reference}: declare your interests"
        )
        yield what, url, each.get_part_display()


def _help_words(pks: list[int]) -> Lines:
    for each in Neutral.objects.filter(pk__in=pks).select_related("dispute"):
        what = f"Dispute {each.dispute.reference}, which both sides asked you into"
        yield what, each.dispute.get_absolute_url(), each.get_part_display()


_WORDS: dict[str, Callable[[list[int]], Lines]] = {
    VOID: _void_words,
    DECISION: _decision_words,
    CONCLUSION: _conclusion_words,
    DECLARE: _declare_words,
    HELP: _help_words,
}
