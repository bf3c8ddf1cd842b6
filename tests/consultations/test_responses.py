"""Answering, gathering, logging, publishing; and the feedback that follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from consultations import permissions as may
from consultations.actions.checking import check_attachment
from consultations.actions.responses import draft_response, log_response
from consultations.models import Attachment, Consultation, Response
from consultations.states import Stage
from consultations.subjects.responses import response_facts
from consultations.views.counting import counts_of
from documents.examining import examine
from organisations.models import Organisation, Role
from tests import cast
from tests.consultations.made import TODAY, outcomes, published, response
from tests.consultations.test_views_changes import PDF, pdf
from tests.consultations.test_views_planning import parts
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = {
    "text": "We need evenings.",
    "represents": "Forty carers",
    "capacity": "As a provider",
    "basis": "gathered",
    "basis_explained": "Two meetings",
    "people_involved": "Members met",
    "promoted": "Newsletter",
    "consents": "yes",
}


def test_respond_drafts_and_sends(
    as_member: Client, as_officer: Client, charity: Organisation, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead)
    url = reverse("consultations:response_new", args=[made.pk])
    assert as_member.get(url).status_code == 200
    said = {**SAID, "organisation": charity.pk, "go": "save", "files": [pdf("a.pdf"), pdf("b.pdf")]}
    assert as_member.post(url, said).status_code == 302
    mine = Response.objects.get()
    assert mine.is_draft
    assert mine.attachments.count() == 2
    assert as_officer.get(mine.get_absolute_url()).status_code == 404
    edit = reverse("consultations:response_edit", args=[mine.pk])
    assert as_member.get(edit).status_code == 200
    answer = as_member.post(edit, {**SAID, "go": "send", "version": mine.act.version})
    assert answer["Location"] == reverse("consultations:response_sent", args=[mine.pk])
    assert mine.act.reference in one_line(as_member.get(answer["Location"]))
    sent = Response.objects.get()
    assert sent.received_on == TODAY
    assert outcomes_of(sent)["2.8"] == "met"
    assert outcomes_of(sent)["2.9"] == "met"
    assert Event.objects.filter(verb="response.sent", subject_id=sent.pk).exists()
    assert as_officer.get(sent.get_absolute_url()).status_code == 200
    assert as_member.get(edit).status_code == 403
    shown = one_line(as_member.get(sent.get_absolute_url()))
    assert "Clause 2.8" in shown
    assert "Why this finding?" in shown


def outcomes_of(answer: Response) -> dict[str, str]:
    assert answer.act is not None
    return {check.rule.provision.ref: check.outcome for check in answer.act.checks.all()}


def test_respond_says_nothing_is_named(
    as_member: Client, charity: Organisation, officer: User, lead: Organisation
) -> None:
    url = reverse("consultations:response_new", args=[published(officer, lead).pk])
    page = one_line(as_member.post(url, {"organisation": charity.pk, "go": "send"}))
    assert "Enter your response, or attach it as a file" in page
    assert "Say whether the response may be published" in page


def test_respond_after_the_close_says_why_not(
    as_member: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead, opens_on=TODAY - 9 * DAY, closes_on=TODAY - DAY)
    answer = as_member.get(reverse("consultations:response_new", args=[made.pk]))
    assert answer.status_code == 403
    assert "can still log what reaches it late" in one_line(answer)


def test_respond_is_refused_to_officers_and_not_there_for_strangers(
    as_officer: Client, as_stranger: Client, officer: User, lead: Organisation
) -> None:
    url = reverse("consultations:response_new", args=[published(officer, lead).pk])
    assert as_officer.get(url).status_code == 403
    assert as_stranger.get(url).status_code == 404


def test_respond_for_another_organisation_is_refused(
    officer: User, member: User, lead: Organisation, cvs: Organisation
) -> None:
    with pytest.raises(ActionRefused, match="answer in its name"):
        response(published(officer, lead), member, cvs)


def test_gathering_makes_one_group_response_of_many_organisations(
    officer: User, cvs_staff: User, member: User, lead: Organisation,
    cvs: Organisation, charity: Organisation,
) -> None:  # fmt: skip
    made = published(officer, lead)
    other = cast.group("Tilbury Carers")
    group = response(made, cvs_staff, cvs, members=[charity, other])
    assert group.route == "group"
    response(made, member, charity)
    counts = counts_of(made)
    assert (counts.responses, counts.organisations) == (2, 3)


def test_gathering_by_a_member_is_refused(
    officer: User, member: User, lead: Organisation, charity: Organisation
) -> None:
    with pytest.raises(ActionRefused, match="staff of the CVS"):
        response(published(officer, lead), member, charity, members=[cast.group("Tilbury Carers")])


def test_log_late_letter_shows_how_late(
    as_officer: Client, officer: User, lead: Organisation, charity: Organisation
) -> None:
    made = published(officer, lead, opens_on=TODAY - 99 * DAY, closes_on=TODAY - 5 * DAY)
    url = reverse("consultations:response_log", args=[made.pk])
    said = {
        "route": "letter",
        **parts("received_on", TODAY - 2 * DAY),
        "organisation": charity.pk,
        "text": "Late",
    }
    answer = as_officer.post(url, said)
    logged = Response.objects.get()
    assert answer["Location"] == logged.get_absolute_url()
    assert "3 days after the close" in one_line(as_officer.get(answer["Location"]))
    assert counts_of(made).late == 1


def test_log_event_without_an_organisation(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    url = reverse("consultations:response_log", args=[published(officer, lead).pk])
    said = {"route": "event", **parts("received_on", TODAY), "text": "Notes"}
    assert "Select the organisation, or say" in one_line(as_officer.post(url, said))
    assert as_officer.post(url, {**said, "from_whom": "Market day"}).status_code == 302
    assert Response.objects.get().act is None


def test_publish_response_needs_consent(
    as_officer: Client, member: User, officer: User, lead: Organisation, charity: Organisation
) -> None:
    made = published(officer, lead)
    private = response(made, member, charity, consents=False)
    url = reverse("consultations:response_publish", args=[private.pk])
    assert as_officer.post(url).status_code == 403
    open_one = response(made, member, charity)
    url = reverse("consultations:response_publish", args=[open_one.pk])
    assert as_officer.post(url).status_code == 302
    neighbour = cast.person(Role.VCS_MEMBER, cast.group("Tilbury Carers"))
    seen = Response.objects.visible_to(neighbour)
    assert set(seen) == {open_one}


def test_attachments_are_as_visible_as_the_response(
    as_member: Client, officer: User, member: User, lead: Organisation, charity: Organisation
) -> None:
    made = published(officer, lead)
    draft_response(
        consultation=made, organisation=charity, answers={"records": {}}, files=[pdf()],
        by=member, on=TODAY, at=cast.at(TODAY),
    )  # fmt: skip
    file = Attachment.objects.get()
    assert as_member.get(file.get_absolute_url()).status_code == 404
    check_attachment(file.pk, at=cast.at(TODAY), examine=examine)
    other = Client()
    other.force_login(cast.person(Role.VCS_MEMBER, cast.group("Tilbury Carers")))
    assert other.get(file.get_absolute_url()).status_code == 404
    given = as_member.get(file.get_absolute_url())
    assert b"".join(given.streaming_content) == PDF
    remove = reverse("consultations:attachment_remove", args=[file.pk])
    assert other.post(remove).status_code == 404
    assert filled_in(as_member, remove).status_code == 302


def test_the_author_voids_what_it_said_and_discards_its_draft(
    as_officer: Client, as_member: Client, officer: User, member: User,
    lead: Organisation, charity: Organisation,
) -> None:  # fmt: skip
    made = published(officer, lead)
    sent, mine = response(made, member, charity), response(made, member, charity, sent=False)
    void = reverse("consultations:response_void", args=[sent.pk])
    keeper = Client()
    keeper.force_login(cast.person(Role.COMPACT_OFFICER, lead))
    for lead_side in (as_officer, keeper):
        answer = lead_side.post(void, {"reason": "It is not helpful"})
        assert answer.status_code == 403
        assert "Only Grays Befriending can void what it said." in one_line(answer)
    assert counts_of(made).responses == 1
    assert filled_in(as_member, void, {"reason": "Sent twice"}).status_code == 302
    discard = reverse("consultations:response_discard", args=[mine.pk])
    assert as_officer.post(discard).status_code == 404
    assert filled_in(as_member, discard).status_code == 302
    assert counts_of(made).responses == 0


def test_the_lead_asks_to_void_and_the_author_answers(
    as_officer: Client, as_member: Client, officer: User, member: User,
    lead: Organisation, charity: Organisation,
) -> None:  # fmt: skip
    made = published(officer, lead)
    sent = response(made, member, charity)
    page = sent.get_absolute_url()
    ask = reverse("consultations:response_void_ask", args=[sent.pk])
    answer = reverse("consultations:response_void_answer", args=[sent.pk])
    assert as_member.post(ask, {"reason": "x"}).status_code == 403
    assert as_member.post(answer, {"answer": "agree"}).status_code == 403
    for said, counted in (("decline", 1), ("agree", 0)):
        assert filled_in(as_officer, ask, {"reason": "Sent twice"}).status_code == 302
        again = filled_in(as_officer, ask, {"reason": "Sent twice"})
        assert "has been asked already" in one_line(again)
        assert filled_in(as_officer, answer, {"answer": "agree"}).status_code == 403
        assert counts_of(made).responses == 1
        assert "Let it stand" not in one_line(as_officer.get(page))
        assert "Let it stand" in one_line(as_member.get(page))
        assert filled_in(as_member, answer, {"answer": said}).status_code == 302
        assert counts_of(made).responses == counted
    verbs = Event.objects.about(sent).order_by("number").values_list("verb", flat=True)
    assert [each for each in verbs if "void" in each] == [
        "response.void_asked", "response.void_declined", "response.void_asked", "response.voided",
    ]  # fmt: skip


def test_the_cvs_answers_for_a_group_of_which_nobody_signs_in(
    as_officer: Client, officer: User, cvs_staff: User, lead: Organisation
) -> None:
    made = published(officer, lead)
    silent = cast.group("Tilbury Carers")
    logged = log_response(
        consultation=made, organisation=silent, by=officer, on=TODAY, at=cast.at(TODAY),
        answers={"text": "A letter.", "received_on": TODAY, "route": "letter", "consents": False},
    )  # fmt: skip
    assert not may.may_void_response(officer, logged)
    assert may.may_void_response(cvs_staff, logged)
    cast.person(Role.VCS_MEMBER, silent)
    assert not may.may_void_response(cvs_staff, logged)


def test_feedback_published_answers_the_consultation(
    as_officer: Client, as_member: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead, opens_on=TODAY - 99 * DAY, closes_on=TODAY - DAY)
    assert outcomes(made)["2.5"] == "outstanding"
    publish = reverse("consultations:feedback_publish", args=[made.pk])
    assert "Add at least one theme" in one_line(filled_in(
        as_officer, publish, parts("published_on", TODAY)
    ))  # fmt: skip
    theme = {"title": "Evenings", "you_said": "Open late", "we_did": "Until 8", "result": "done"}
    new = reverse("consultations:theme_new", args=[made.pk])
    assert as_officer.get(new).status_code == 200
    assert as_officer.post(new, theme).status_code == 302
    url = reverse("consultations:feedback", args=[made.pk])
    assert filled_in(as_officer, url, {"what_changed": "Hours"}).status_code == 302
    late = one_line(filled_in(as_officer, publish, parts("published_on", TODAY + DAY)))
    assert "cannot be in the future" in late
    assert filled_in(as_officer, publish, parts("published_on", TODAY)).status_code == 302
    again = Consultation.objects.get(pk=made.pk)
    assert again.stage_on(TODAY) == Stage.ANSWERED
    assert outcomes(made)["2.5"] == "met"
    page = one_line(as_member.get(made.get_absolute_url()))
    assert "Until 8" in page
    assert as_officer.post(publish, parts("published_on", TODAY)).status_code == 403


def test_feedback_by_other_arrangements_keeps_the_promise(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead, opens_on=TODAY - 99 * DAY, closes_on=TODAY - DAY)
    url = reverse("consultations:feedback", args=[made.pk])
    filled_in(as_officer, url, {"arrangements": "The overall response of May."})
    publish = reverse("consultations:feedback_publish", args=[made.pk])
    assert filled_in(as_officer, publish, parts("published_on", TODAY)).status_code == 302
    assert outcomes(made)["2.5"] == "met"


def test_feedback_late_is_said_and_found(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    days = {"opens_on": TODAY - 99 * DAY, "closes_on": TODAY - 9 * DAY}
    late = published(officer, lead, **days, feedback_expected_on=TODAY - DAY)
    published(officer, lead, "In time", **days, feedback_expected_on=TODAY)
    assert list(Consultation.objects.all().feedback_overdue(TODAY)) == [late]
    words = "The day on which feedback was expected has gone by."
    assert words in one_line(as_officer.get(late.get_absolute_url()))


def test_records_are_added_after_sending(
    as_member: Client, as_officer: Client, officer: User, member: User,
    lead: Organisation, charity: Organisation,
) -> None:  # fmt: skip
    sent = response(published(officer, lead), member, charity)
    url = reverse("consultations:response_records", args=[sent.pk])
    assert outcomes_of(sent)["1.8"] == "outstanding"
    assert as_officer.get(url).status_code == 403
    assert as_member.get(url).status_code == 200
    said = {
        "record-sources_explained": "Our survey of May.",
        "record-capacity_stated": "As a provider.",
    }
    assert filled_in(as_member, url, said).status_code == 302
    again = Response.objects.get()
    assert again.records["sources_explained"] == "Our survey of May."
    assert response_facts(again)["fields"]["capacity_stated"] == "As a provider."
    assert again.text == "We need evenings."
