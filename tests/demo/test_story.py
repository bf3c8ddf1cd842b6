"""The demo story: what it must show, whatever the day on which it is told."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Sum

from accounts.models import User
from audit.models import Event
from audit.verifying import broken_links
from commitments.models import Act, Breach, Check, SweepRun
from demo import disputes
from demo.sign_ins import DEMO_PASSWORD
from desk.asked import asked_of
from disputes.actions.drafts import TEXTS
from disputes.actions.verifying import changed_rows
from disputes.confidentiality import clause_list, day_for
from disputes.guessing import ENOUGH, fit
from disputes.models import Dispute, DisputeStageEntry
from disputes.traces import Said, findings_in
from forums.models import Meeting
from funding.models import FundingAgreement
from organisations.models import Membership, Role
from rules import Outcome, add_months
from tests.cast import notice

pytestmark = pytest.mark.django_db

FUND = "Voluntary Sector Development Fund"


@pytest.mark.slow
@pytest.mark.parametrize("told_on", ["2026-11-23", "2027-03-31", "2028-02-29"])
def test_story_shows_what_it_must_whenever_it_is_told(client, told_on):
    with time_machine.travel(f"{told_on} 10:00Z", tick=False):
        call_command("seed_demo", verbosity=0)
        shows_every_outcome_and_keeps_its_history_whole()
        holds_430_000_pounds_with_80_percent_on_a_three_year_cycle()
        keeps_stockton_within_its_term()
        lets_somebody_sign_in_for_each_role(client)
        has_cases_at_every_turn(date.fromisoformat(told_on))
        has_something_for_each_sector_to_answer()
        has_disputes_open_settled_found_and_overdue(date.fromisoformat(told_on))
        keeps_a_name_that_nobody_can_guess()
        changes_nothing_when_told_again()


def shows_every_outcome_and_keeps_its_history_whole():
    told = set(Check.objects.values_list("outcome", flat=True))
    assert told == {str(outcome) for outcome in Outcome}
    assert list(broken_links()) == []
    assert SweepRun.objects.get().not_run_from is None


def holds_430_000_pounds_with_80_percent_on_a_three_year_cycle():
    fund = FundingAgreement.objects.filter(programme=FUND)
    total = fund.aggregate(total=Sum("amount"))["total"]
    three_years = sum(
        each.amount for each in fund if each.last_day >= add_months(each.start_on, 35)
    )
    assert total == Decimal(430_000)
    assert three_years / total == Decimal("0.8")


def keeps_stockton_within_its_term():
    acts = Act.objects.filter(area__slug="stockton")
    after = acts.filter(acted_on__gt=date(2017, 8, 31))
    assert after.exists()
    assert set(after.values_list("standing", flat=True)) == {Act.Standing.NO_COMPACT}
    assert Check.objects.filter(act__in=after).count() == 0
    assert acts.filter(standing=Act.Standing.IN_FORCE).exists()


def lets_somebody_sign_in_for_each_role(client):
    roles = set(Membership.objects.filter(area__slug="thurrock").values_list("role", flat=True))
    assert roles == set(Role.values)
    chairs = Membership.objects.filter(role=Role.FORUM_CHAIR, area__slug="thurrock")
    assert {each.organisation.sector for each in chairs} == {"public", "vcs"}
    for user in User.objects.all():
        assert user.email.endswith(".example")
        assert client.login(email=user.email, password=DEMO_PASSWORD)


def has_cases_at_every_turn(today):
    states = set(Breach.objects.values_list("state", "closed_because"))
    assert {("flagged", ""), ("remedied", ""), ("closed", "explained")} <= states
    assert {("closed", "withdrawn"), ("closed", "remedied")} <= states
    assert Meeting.objects.filter(held_on__lte=today).count() == 4
    assert Meeting.objects.filter(held_on=None, planned_on__gt=today).exists()


def has_something_for_each_sector_to_answer():
    chair = User.objects.get(email="cochair.cvs@demo.example")
    assert [each.kind for each in asked_of(chair)] == ["decision"]
    author = User.objects.get(email="treasurer@demo.example")
    assert [each.kind for each in asked_of(author)] == ["void"]


def has_disputes_open_settled_found_and_overdue(today):
    kept, settled, found, overdue = (
        disputes.the_dispute(title)
        for title in (disputes.KEPT, disputes.SETTLED, disputes.FOUND, disputes.OVERDUE)
    )
    assert Dispute.objects.count() == 4
    assert kept.is_open
    assert kept.confidential
    assert DisputeStageEntry.objects.running().get(dispute=kept).due_on > today
    assert set(kept.papers.values_list("side", flat=True)) == {"raiser", "respondent"}
    told = str(list(Event.objects.about(kept).values_list("verb", "detail")))
    assert "Recovery" not in told + kept.title + kept.happened
    assert (settled.state, settled.remedies.get().happened) == ("settled", "yes")
    assert (found.state, found.conclusion.decided_as) == ("upheld_in_part", "forum")
    assert found.lessons.exists()
    assert found.act.title == "Small grants criteria"
    assert found.clauses.get().ref == "2.4"
    assert DisputeStageEntry.objects.overdue(today).get().dispute == overdue
    assert list(changed_rows()) == []


def keeps_a_name_that_nobody_can_guess():
    """Whatever record of the area a reader looks at, the kept case fits those of five groups or more;
    and nothing that it says, to anybody who does not know, tells which."""
    kept = disputes.the_dispute(disputes.KEPT)
    for email in ("compact.officer", "grants.officer", "cochair.council", "treasurer"):
        reader = User.objects.get(email=f"{email}@demo.example")
        told = f"{day_for(reader, kept)} {clause_list(reader, kept)}"
        assert str(kept.happened_on.day) not in told.split()
        assert "4.4" not in told
    inside, reviewed = (
        fit(kept, kept.day_as_shown, kept.clauses_as_shown, texts=texts) for texts in (True, False)
    )
    assert inside.organisations >= ENOUGH
    assert reviewed.organisations >= ENOUGH
    by_breach = Breach.objects.filter(area=kept.area, responsible=kept.respondent)
    fits = by_breach.filter(check_made__rule__provision__section__in=kept.clauses.values("section"))
    assert len(set(fits.values_list("check_made__act__counterpart", flat=True))) > 1
    said = [Said("", getattr(kept, name)) for name in TEXTS]
    said += [Said("", paper.text) for paper in kept.papers.all()]
    assert findings_in(kept, said) == []


def changes_nothing_when_told_again():
    before = Act.objects.count(), User.objects.count(), Event.objects.count()
    call_command("seed_demo", verbosity=0)
    assert (Act.objects.count(), User.objects.count(), Event.objects.count()) == before


def test_it_is_not_told_among_real_records():
    notice(date(2026, 11, 23), last_day=date(2027, 3, 31))
    with pytest.raises(CommandError, match="database of its own"):
        call_command("seed_demo", verbosity=0)
