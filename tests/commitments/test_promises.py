"""What an act's other side promised is its own to put on record, and not the body's that made the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import ActionRefused
from commitments.cases import determine, reply
from commitments.checks import reassess_due
from commitments.corrections import correct_fact, record_promise
from commitments.models import Breach, Check
from funding.models import FundingAgreement
from organisations.models import Role
from rules import FactError
from tests import cast
from tests.disputes import way
from tests.funding import way as funding
from tests.html import one_line

pytestmark = pytest.mark.django_db
DAY = way.DAY


@pytest.fixture
def area(library: None) -> way.Area:
    return way.Area("thurrock", group_name="Grays Befriending")


@pytest.fixture
def agreement(area: way.Area) -> FundingAgreement:
    return cast.agreement(DAY, funder=area.council, recipient=area.group)


def promise(agreement: FundingAgreement, ref: str = "4.7") -> Check:
    return agreement.act.checks.select_related("act", "rule", "responsible").get(
        rule__provision__ref=ref
    )


def say(check: Check, by: User, text: str = "A plan for its members.", **how: Any) -> Any:
    how = {"reason": "", "on": DAY, "at": cast.at(DAY)} | how
    return record_promise(check, {"records.end_planned": text}, by=by, **how)


def page_of(check: Check) -> str:
    return reverse("commitments:record_promise", args=[check.pk])


@pytest.mark.parametrize("who", ["member", "cvs_staff"])
def test_the_voluntary_sector_records_its_promises(
    area: way.Area, agreement: FundingAgreement, who: str
) -> None:
    assert promise(agreement).outcome == "outstanding"
    assert promise(agreement).responsible == area.group
    say(promise(agreement), area.everybody[who])
    assert promise(agreement).outcome == "met"
    kept = agreement.act.corrections.get()
    assert (kept.fact, kept.old, kept.corrected_by) == ("end_planned", "", area.everybody[who])


OTHERS = ["officer", "compact_officer", "chair_council", "chair_cvs", "reader", "other_member"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_records_them(area: way.Area, agreement: FundingAgreement, who: str) -> None:
    with pytest.raises(ActionRefused, match="Grays Befriending"):
        say(promise(agreement), area.everybody[who])
    assert promise(agreement).outcome == "outstanding"


def test_readers_of_the_voluntary_sector_do_not_either(
    area: way.Area, agreement: FundingAgreement
) -> None:
    for body in (area.group, area.cvs):
        with pytest.raises(ActionRefused):
            say(promise(agreement), cast.person(Role.READ_ONLY, body))


def test_the_body_that_made_the_record_cannot_correct_them(
    area: way.Area, agreement: FundingAgreement
) -> None:
    say(promise(agreement), area.member)
    how: dict[str, Any] = {"reason": "Wrong.", "by": area.officer, "on": DAY, "at": cast.at(DAY)}
    with pytest.raises(ActionRefused, match="Only people of Grays Befriending"):
        correct_fact(agreement, fact="records.end_planned", new="Nothing", **how)
    correct_fact(agreement, fact="records.conditions_explained", new="In the offer letter", **how)
    agreement.refresh_from_db()
    assert agreement.records["end_planned"] == "A plan for its members."


def test_only_what_the_clause_asks_for_is_taken(
    area: way.Area, agreement: FundingAgreement
) -> None:
    with pytest.raises(FactError, match="not what the clause asks for"):
        record_promise(
            promise(agreement),
            {"last_day": DAY},
            reason="",
            by=area.member,
            on=DAY,
            at=cast.at(DAY),
        )


def test_a_promise_of_the_body_itself_is_said_in_the_record(
    area: way.Area, agreement: FundingAgreement
) -> None:
    own = agreement.act.checks.filter(responsible=area.council).earliest("pk")
    with pytest.raises(ActionRefused, match="in the record itself"):
        record_promise(own, {}, reason="", by=area.officer, on=DAY, at=cast.at(DAY))


def test_about_several_groups_it_is_the_promise_of_their_cvs(area: way.Area) -> None:
    decision = funding.recorded(area.officer, area.group)
    advice = decision.act.checks.get(rule__provision__ref="4.9")
    assert advice.responsible == area.group
    decision.act.counterpart = None
    decision.act.save()
    correct_fact(
        decision, fact="rationale", new="The grant was cut.", reason="Typed wrongly.",
        by=area.officer, on=funding.TODAY, at=cast.at(funding.TODAY),
    )  # fmt: skip
    advice.refresh_from_db()
    assert (advice.responsible, advice.sector) == (area.cvs, "vcs")


# Pages ------------------------------------------------------------------------------------------


def test_a_member_says_it_on_the_page_and_the_council_reads_it(
    client: Client, area: way.Area, agreement: FundingAgreement
) -> None:
    url = page_of(promise(agreement))
    client.force_login(area.member)
    assert url in one_line(client.get(agreement.get_absolute_url()))
    assert url in one_line(client.get(reverse("commitments:check", args=[promise(agreement).pk])))
    form = one_line(client.get(url))
    assert "Why is it changed?" not in form
    typed = {
        "records.end_planned": "A plan for its members.",
        "version": str(agreement.act.version),
    }
    answer = client.post(url, typed, follow=True)
    assert "It is on record" in one_line(answer)
    assert promise(agreement).outcome == "met"
    assert "Why is it changed?" in one_line(client.get(url))
    client.force_login(area.officer)
    shown = one_line(client.get(agreement.get_absolute_url()))
    assert "A plan for its members." in shown
    assert "Said by Grays Befriending" in shown
    assert url not in shown
    assert (
        reverse("commitments:correct", args=[agreement.act_id, "records.end_planned"]) not in shown
    )


@pytest.mark.parametrize("who", OTHERS)
def test_the_page_is_closed_to_others(
    client: Client, area: way.Area, agreement: FundingAgreement, who: str
) -> None:
    client.force_login(area.everybody[who])
    url = page_of(promise(agreement))
    expected = 404 if who == "other_member" else 403
    assert client.get(url).status_code == expected
    assert client.post(url, {"records.end_planned": "x"}).status_code == expected


def test_a_stranger_does_not_find_it(
    client: Client, area: way.Area, agreement: FundingAgreement
) -> None:
    url = page_of(promise(agreement))
    assert client.get(url).status_code == 302
    client.force_login(cast.person(Role.CVS_STAFF, cast.organisation("savs", "southend")))
    assert client.get(url).status_code == 404


def test_the_council_cannot_open_the_page_that_corrects_it(
    client: Client, area: way.Area, agreement: FundingAgreement
) -> None:
    client.force_login(area.officer)
    url = reverse("commitments:correct", args=[agreement.act_id, "records.end_planned"])
    assert client.get(url).status_code == 403


def test_the_desk_of_the_voluntary_sector_leads_there(
    client: Client, area: way.Area, agreement: FundingAgreement
) -> None:
    desk = reverse("area", args=["thurrock"])
    for who in (area.member, area.cvs_staff):
        client.force_login(who)
        assert page_of(promise(agreement)) in one_line(client.get(desk))
    for who in (area.officer, area.other_member, area.reader):
        client.force_login(who)
        assert page_of(promise(agreement)) not in one_line(client.get(desk))


# A case about such a promise ----------------------------------------------------------------------


def test_a_case_about_it_is_answered_by_the_voluntary_sector(library: None) -> None:
    area = way.Area("stockton", group_name="Billingham Carers")
    day = date(2015, 4, 1)
    agreement = cast.agreement(day, funder=area.council, recipient=area.group)
    reassess_due(on=day + timedelta(days=1))
    case = Breach.objects.get(
        check_made__act=agreement.act, check_made__rule__provision__ref="S2.53"
    )
    assert case.responsible == area.group
    how: dict[str, Any] = {
        "position": "explains",
        "text": "Agreed by telephone.",
        "at": cast.at(day),
    }
    for other in (area.officer, area.chair_council, area.cvs_staff, area.reader):
        with pytest.raises(ActionRefused, match="right of reply"):
            reply(case, by=other, **how)
    reply(case, by=area.member, **how)
    decision: dict[str, Any] = {"decision": "rejected", "reasons": "Agreed.", "on": day}
    with pytest.raises(ActionRefused, match="their own organisation"):
        determine(case, by=area.chair_council, at=cast.at(day), **decision)
    decided = determine(case, by=area.chair_cvs, at=cast.at(day), **decision)
    assert decided.decided_by == area.chair_cvs


def test_every_officer_of_the_council_sees_the_check_and_why_it_is_not_theirs(
    client: Client, area: way.Area, agreement: FundingAgreement
) -> None:
    client.force_login(area.officer)
    page = client.get(reverse("commitments:check", args=[promise(agreement).pk]))
    assert "Only people of Grays Befriending" in one_line(page)
