"""What waits for a person in an area: their work by its days, and their disputes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from commitments.models import Act, Breach, Check
from commitments.models.cases import BreachQuerySet
from commitments.selections import LOOK_AHEAD_DAYS, cases_counted
from commitments.states import BreachState
from commitments.subjects import rows_of, subject_of
from compacts.fact_words import missing_words
from disputes.models import Dispute, DisputeStageEntry
from disputes.states import DisputeState
from funding.models import Notice
from funding.permissions import may_draft_decision
from funding.presenters import changed_since_acknowledged
from organisations.deciding import may_decide_alone, may_propose
from organisations.models import Area, Sector
from organisations.permissions import Right, may_record_in, scope_of
from rules import Outcome

MOST_TASKS = 8
MOST_DISPUTES = 5


def work_waiting(user: User, area: Area, on: date) -> dict[str, Any]:
    """Drafts, last days, replies that are due, missing facts and the person's own notices."""
    drafts = drafts_of(user, area)
    checks = Check.objects.visible_to(user).counted().filter(area=area)
    checks = checks.select_related("act", "rule__provision__compact", "responsible")
    soon = checks.filter(
        outcome__in=[Outcome.ON_TRACK, Outcome.AT_RISK],
        last_day_to_act__range=(on, on + timedelta(days=LOOK_AHEAD_DAYS)),
    ).order_by("last_day_to_act", "pk")
    cases = Breach.objects.visible_to(user).filter(cases_counted(), area=area)
    cases = cases.order_by("reply_due_on", "pk")
    to_decide = _cases_to_decide(user, area, cases, on)
    breaches = cases.filter(state=BreachState.FLAGGED).exclude(pk__in=to_decide.values("pk"))
    unsaid = checks.filter(outcome=Outcome.OUTSTANDING).filter(_whose_word_is_asked(user, area))
    unsaid = unsaid.order_by("-act__acted_on", "rule__provision__position", "pk")
    unknown = checks.filter(outcome=Outcome.CANNOT_ASSESS).order_by("-act__acted_on", "pk")
    return {
        "drafts": drafts,
        "may_draft": may_draft_decision(user, area),
        "is_public": bool(may_record_in(user, area)),
        "soon": list(soon[:MOST_TASKS]),
        "soon_count": soon.count(),
        "to_decide": _shown(to_decide, on),
        "to_decide_count": to_decide.count(),
        "breaches": _shown(breaches, on),
        "breach_count": breaches.count(),
        "unsaid": list(unsaid.select_related("act__responsible")[:MOST_TASKS]),
        "unsaid_count": unsaid.count(),
        "unknown": [
            (each, missing_words(each.act.kind, each.missing, each.rule.labels))
            for each in unknown[:MOST_TASKS]
        ],
        "unknown_count": unknown.count(),
        "notices": _own_notices(user, area),
        "changed_notices": _changed_notices(user, area),
    }


def drafts_of(user: User, area: Area) -> list[tuple[Act, str]]:
    """The acts of every kind that the person may go on with, each with the page to do so."""
    acts = Act.objects.visible_to(user) | Act.objects.filter(recorded_by=user)
    if scope_of(user).may_in(area.pk, Right.RUN):
        acts |= Act.objects.filter(responsible__sector=Sector.PUBLIC)
    acts = acts.filter(area=area, state=Act.State.DRAFT).select_related(*Act.READ_WITH)
    drafts = list(acts.order_by("-recorded_at", "-pk"))
    rows = rows_of(drafts)
    return [
        (act, reverse(subject_of(act).draft_page, args=[rows[act.pk].pk]))
        for act in drafts
        if act.pk in rows and subject_of(act).may_go_on(user, rows[act.pk])
    ]


def _cases_to_decide(user: User, area: Area, cases: BreachQuerySet, on: date) -> BreachQuerySet:
    """Those that the person may decide as a chair: alone where they belong to no party, or any by
    proposing to the other chair."""
    if may_propose(user, area):
        return cases.to_decide(on)
    if not may_decide_alone(user, area):
        return cases.none()
    own = scope_of(user).organisations
    parties = Q(responsible__in=own) | Q(check_made__act__responsible__in=own)
    return cases.to_decide(on).exclude(parties | Q(check_made__act__counterpart__in=own))


def _shown(cases: QuerySet[Breach], on: date) -> list[tuple[Breach, str]]:
    """The first of them, each with what its state is called."""
    rows = cases.select_related("check_made__act", "check_made__rule__provision", "responsible")
    return [(each, each.state_on(on)) for each in rows[:MOST_TASKS]]


def _whose_word_is_asked(user: User, area: Area) -> Q:
    """The promises for which the person may say what was done: their own bodies', and those of the
    whole sector for the compact officer and for the staff of the CVS."""
    scope = scope_of(user)
    asked = Q(responsible__in=scope.bodies_with(Right.RECORD, area_id=area.pk))
    if scope.may_in(area.pk, Right.RUN):
        asked |= Q(responsible__sector=Sector.PUBLIC)
    if scope.represents_in(area.pk):
        asked |= Q(responsible__sector=Sector.VCS)
    return asked


def _own_notices(user: User, area: Area) -> list[Notice]:
    """The notices given to the organisations that the person belongs to."""
    own = scope_of(user).bodies_with(Right.RECORD, area_id=area.pk, sector=Sector.VCS)
    if not own:
        return []
    rows = Notice.objects.live().filter(act__counterpart__in=own, act__area=area, withdrawn_on=None)
    return list(
        rows.with_worst()
        .select_related("act__responsible", "act__counterpart")
        .order_by("-last_day", "pk")[:MOST_TASKS]
    )


def _changed_notices(user: User, area: Area) -> list[Notice]:
    """Those of the person's organisations that the funder changed since they were acknowledged."""
    own = scope_of(user).bodies_with(Right.RECORD, area_id=area.pk, sector=Sector.VCS)
    if not own:
        return []
    rows = Notice.objects.live().filter(act__counterpart__in=own, act__area=area)
    changed = changed_since_acknowledged(rows)
    rows = rows.filter(pk__in=changed).select_related("act__responsible")
    return list(rows.order_by("-last_day", "pk")[:MOST_TASKS])


def disputes_waiting(user: User, area: Area, on: date) -> dict[str, Any]:
    """Open cases the person may see, their own drafts, and overdue stages."""
    seen = Dispute.objects.visible_to(user).filter(area=area)
    opened = seen.still_open().order_by("-raised_on", "-pk")
    overdue = DisputeStageEntry.objects.overdue(on).filter(dispute__in=seen.values("pk"))
    return {
        "open": list(opened[:MOST_DISPUTES]),
        "open_count": opened.count(),
        "drafts": list(seen.filter(state=DisputeState.DRAFT).order_by("-pk")[:MOST_DISPUTES]),
        "overdue": overdue.count(),
    }
