"""Who may raise a dispute, in whose name, and who keeps a name."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.permissions import YES, Answer
from disputes.models import Dispute
from disputes.permissions.sides import Person, writing_side
from disputes.states import Side
from organisations.models import Area, Organisation, Sector
from organisations.permissions import Right, scope_of


def raisers_for(user: Person, area: Area) -> QuerySet[Organisation]:
    """Their own organisations; for staff of an infrastructure body also every member it may serve."""
    scope = scope_of(user)
    wanted = Q(pk__in=scope.bodies_with(Right.SPEAK, area_id=area.pk))
    if scope.represents_in(area.pk):
        wanted |= Q(sector=Sector.VCS) & ~Q(kind=Organisation.Kind.INFRASTRUCTURE)
    return Organisation.objects.in_area(area).filter(wanted)


def may_raise(user: Person, area: Area) -> Answer:
    if raisers_for(user, area).exists():
        return YES
    return Answer(f"Only people who act for an organisation of {area} can raise a dispute.")


def may_raise_for(user: Person, organisation: Organisation) -> Answer:
    if raisers_for(user, organisation.area).filter(pk=organisation.pk).exists():
        return YES
    return Answer("You can raise a dispute for your own organisation, or for one you represent.")


def bodies_keeping_names(raiser: Organisation) -> QuerySet[Organisation]:
    """The infrastructure bodies that can represent an organisation and keep its name."""
    bodies = Organisation.objects.in_area(raiser.area).filter(kind=Organisation.Kind.INFRASTRUCTURE)
    if raiser.sector != Sector.VCS or raiser.is_infrastructure:
        return bodies.none()
    return bodies


def respondents_for(dispute: Dispute) -> QuerySet[Organisation]:
    """The other sector's organisations of the area: a compact is between the sectors."""
    return (
        Organisation.objects.in_area(dispute.area)
        .exclude(sector=dispute.raiser.sector)
        .exclude(pk=dispute.represented_by_id or 0)
    )


def may_edit_draft(user: Person, dispute: Dispute) -> Answer:
    if not dispute.is_draft:
        return Answer("This dispute has been raised: what was said then stays as it was said.")
    if writing_side(user, dispute) != Side.RAISER:
        return Answer("Only the side that drafts a dispute can change it.")
    return YES
