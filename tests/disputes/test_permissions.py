"""Who may see and do what: the truth tables."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from accounts.permissions import ActionRefused
from disputes import actions, permissions
from disputes.models import Dispute, Paper
from disputes.states import Audience, Side
from organisations.models import Membership
from tests import cast
from tests.disputes import way
from tests.disputes.way import DAY, Area

pytestmark = pytest.mark.django_db


def sees(user: User, dispute: Dispute) -> bool:
    return Dispute.objects.visible_to(user).filter(pk=dispute.pk).exists()


def seers(area: Area, dispute: Dispute) -> set[str]:
    return {name for name, user in area.everybody.items() if sees(user, dispute)}


COUNCIL = {"officer", "compact_officer", "chair_council", "reader"}
CVS = {"cvs_staff", "chair_cvs"}


def test_who_sees_a_case(thurrock: Area, southend: Area, stockton: Area) -> None:
    draft = way.drafted(thurrock)
    assert seers(thurrock, draft) == {"member"}
    between = way.raised(stockton, happened_on=date(2015, 6, 1))
    assert seers(stockton, between) == COUNCIL | {"member"}
    represented = way.raised(southend, represented_by=southend.cvs)
    assert seers(southend, represented) == COUNCIL | CVS | {"member"}
    at_forum = way.raised(thurrock)
    assert seers(thurrock, at_forum) == COUNCIL | {"member", "chair_cvs"}
    for dispute in (draft, represented, at_forum):
        assert not seers(stockton, dispute)


def test_the_compact_officer_of_no_party_sees_register_facts_alone(southend: Area) -> None:
    nhs = cast.group("Essex Health Trust", "southend")
    nhs.sector, nhs.kind = "public", "nhs"
    nhs.save()
    dispute = way.raised(southend, respondent=nhs)
    assert not sees(southend.compact_officer, dispute)
    for _ in range(2):
        actions.escalate(dispute=dispute, reason="On.", by=southend.member, on=DAY)
    assert sees(southend.compact_officer, dispute)
    dispute = way.fresh(dispute)
    assert permissions.side_of(southend.compact_officer, dispute) is None
    assert not permissions.may_read_substance(southend.compact_officer, dispute)
    assert permissions.side_of(southend.chair_council, dispute) == Side.FORUM


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("chair_council", "you act for Thurrock Council"),
        ("chair_cvs", "which represents the side that raised it"),
        ("officer", "you act for Thurrock Council"),
        ("member", "you act for the side that raised it"),
        ("other_member", "Only a chair of the forum"),
        ("cvs_staff", "which represents"),
    ],
)
def test_nobody_decides_a_case_of_their_own(thurrock: Area, who: str, words: str) -> None:
    dispute = way.raised(thurrock, represented_by=thurrock.cvs, confidential=True)
    answer = permissions.may_decide(getattr(thurrock, who), dispute, DAY)
    assert not answer
    assert words in answer.reason
    assert way.SECRET not in answer.reason


def test_a_neutral_decides_where_both_chairs_are_parties(thurrock: Area) -> None:
    dispute = way.answered(way.raised(thurrock, represented_by=thurrock.cvs), thurrock)
    person = way.appointed(dispute, thurrock, way.mediator(), part="panel")
    assert permissions.may_decide(person, way.fresh(dispute), DAY)
    # joining a party afterwards ends that
    Membership.objects.create(
        user=person, area=dispute.area, organisation=thurrock.council, role="officer"
    )
    answer = permissions.may_decide(way.rescoped(person), way.fresh(dispute), DAY)
    assert "own organisation" in answer.reason


def test_a_neutral_is_agreed_by_both_and_free_of_interest(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    person = way.mediator()
    neutral = actions.propose_neutral(
        dispute=dispute, person=person, part="mediator", why="", by=thurrock.officer,
        at=cast.at(DAY),
    )  # fmt: skip
    assert not sees(person, dispute)
    with pytest.raises(ActionRefused, match="other side has yet to agree"):
        actions.agree_neutral(neutral=neutral, by=thurrock.officer, at=cast.at(DAY))
    with pytest.raises(ActionRefused, match="Both sides agree"):
        actions.declare_interests(
            neutral=neutral, conflict=False, declaration="", by=person, at=cast.at(DAY)
        )
    actions.agree_neutral(neutral=neutral, by=thurrock.member, at=cast.at(DAY))
    assert sees(person, dispute)
    assert permissions.side_of(person, dispute) is None
    actions.declare_interests(
        neutral=neutral, conflict=True, declaration="My brother.", by=person, at=cast.at(DAY)
    )
    assert not sees(person, dispute)
    with pytest.raises(ActionRefused, match="this person acts for Thurrock Council"):
        actions.propose_neutral(
            dispute=dispute, person=thurrock.reader, part="panel", why="", by=thurrock.member,
            at=cast.at(DAY),
        )  # fmt: skip


def test_a_neutral_sees_one_case_alone(thurrock: Area) -> None:
    mine, other = way.raised(thurrock), way.raised(thurrock)
    person = way.appointed(mine, thurrock, way.mediator())
    assert list(Dispute.objects.visible_to(person)) == [mine]
    assert not sees(person, other)


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.OWN, {Side.RAISER}),
        (Audience.PARTIES, {Side.RAISER, Side.RESPONDENT}),
        (Audience.PANEL, {Side.RAISER, Side.RESPONDENT, Side.NEUTRAL}),
        (Audience.FORUM, {Side.RAISER, Side.RESPONDENT, Side.NEUTRAL, Side.FORUM}),
    ],
)
def test_four_audiences(thurrock: Area, audience: Audience, readers: set[Side]) -> None:
    dispute = way.raised(thurrock)
    actions.add_paper(
        dispute=dispute, audience=audience, by=thurrock.member, at=cast.at(DAY), text="Words"
    )
    sides = set(Side) - {Side.OBSERVER}
    reading = {side for side in sides if Paper.objects.readable_by(side).exists()}
    assert reading == readers
    assert not Paper.objects.readable_by(Side.OBSERVER).exists()


def test_read_only_people_and_other_sides_cannot_write(thurrock: Area) -> None:
    dispute = way.raised(thurrock)
    for user in (thurrock.reader, thurrock.other_member, thurrock.cvs_staff):
        assert not permissions.may_write(user, dispute)
    for user in (thurrock.member, thurrock.officer, thurrock.chair_cvs):
        assert permissions.may_write(user, dispute)


def test_raising_is_for_the_own_organisation_or_a_member(thurrock: Area, southend: Area) -> None:
    assert permissions.may_raise_for(thurrock.cvs_staff, thurrock.group)
    assert permissions.may_raise_for(thurrock.officer, thurrock.council)
    for user in (thurrock.officer, thurrock.other_member, thurrock.reader, southend.cvs_staff):
        assert not permissions.may_raise_for(user, thurrock.group)
    dispute = way.raised(
        thurrock, by=thurrock.officer, raiser=thurrock.council, respondent=thurrock.group
    )
    assert permissions.side_of(thurrock.member, dispute) == Side.RESPONDENT
