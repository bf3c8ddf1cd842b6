"""Moving dates, correcting, documents, checklists and election periods, in and out of one's reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from commitments.corrections import void_row
from consultations.actions.checking import check_document
from consultations.models import Change, Consultation, Document, ElectionPeriod
from documents.examining import examine
from organisations.models import Organisation, Role
from pages.shown import OUTCOMES
from tests import cast
from tests.consultations.made import TODAY, draft, outcomes, published
from tests.consultations.test_views_planning import parts
from tests.html import filled_in, one_line, words_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PDF = b"%PDF-1.7 made for a test"


def pdf(name: str = "paper.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("extend", parts("closes_on", TODAY + 100 * DAY)),
        ("cut_short", parts("closes_on", TODAY + 10 * DAY)),
        ("cancel", {}),
        ("void", {}),
    ],
)
def test_changes_need_a_reason_and_then_happen(
    as_officer: Client, officer: User, lead: Organisation, name: str, answers: dict[str, str]
) -> None:
    made = published(officer, lead)
    url = reverse(f"consultations:{name}", args=[made.pk])
    assert as_officer.get(url).status_code == 200
    assert "Enter the reason" in one_line(filled_in(as_officer, url, answers))
    answer = filled_in(as_officer, url, {**answers, "reason": "As agreed."})
    assert answer["Location"] == made.get_absolute_url()
    page = one_line(as_officer.get(made.get_absolute_url()))
    assert "As agreed." in page


@pytest.mark.parametrize(
    "name", ["extend", "cut_short", "cancel", "void", "corrections", "feedback", "response_log"]
)
def test_changes_are_refused_to_members_and_strangers(
    as_member: Client, as_stranger: Client, officer: User, lead: Organisation, name: str
) -> None:
    url = reverse(f"consultations:{name}", args=[published(officer, lead).pk])
    refused = as_member.get(url)
    assert refused.status_code == 403
    assert "Only the compact officer" in one_line(refused)
    assert as_stranger.get(url).status_code == 404


def test_the_checks_of_a_voided_consultation_have_no_finding(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead)
    assert ": Voided" not in one_line(as_officer.get(made.get_absolute_url()))
    void_row(made, reason="Entered twice.", by=officer, on=TODAY, at=cast.at(TODAY))
    answer = as_officer.get(made.get_absolute_url())
    page = words_of(answer)
    assert len(answer.context["proofs"]) == page.count(": Voided Before the record was voided:") > 0
    for words, _, mark in OUTCOMES.values():
        assert f"{mark} {words}" not in page


def test_reopen_from_the_page(as_officer: Client, officer: User, lead: Organisation) -> None:
    made = published(officer, lead, opens_on=TODAY - 9 * DAY, closes_on=TODAY - DAY)
    url = reverse("consultations:reopen", args=[made.pk])
    said = {**parts("opens_on", TODAY), **parts("closes_on", TODAY + DAY), "reason": "Asked for"}
    assert filled_in(as_officer, url, said).status_code == 302
    page = one_line(as_officer.get(made.get_absolute_url()))
    assert "In two parts" in page
    assert Change.objects.get().kind == "reopened"


def test_extend_to_an_earlier_day_is_named(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    url = reverse("consultations:extend", args=[published(officer, lead).pk])
    said = {**parts("closes_on", TODAY + DAY), "reason": "x"}
    assert "must be after the present one" in one_line(filled_in(as_officer, url, said))


def test_correct_records_judges_again(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead)
    url = reverse("consultations:correct", args=[made.pk, "records"])
    said = {
        "version": made.act.version,
        "record-participation_costs": "Fares are paid.",
        "reason": "Added to the record",
    }
    assert as_officer.post(url, said).status_code == 302
    assert outcomes(made)["1.4"] == "met"
    assert as_officer.post(url, said).status_code == 409


def test_documents_are_public_once_published(
    as_officer: Client, client: Client, officer: User, lead: Organisation
) -> None:
    hidden, shown = draft(officer, lead, "Hidden"), published(officer, lead)
    for made in (hidden, shown):
        url = reverse("consultations:documents", args=[made.pk])
        answer = as_officer.post(url, {"title": "Paper", "file": pdf()})
        assert answer.status_code == 302
    visitor = Client()
    waiting = Document.objects.get(consultation=shown)
    assert visitor.get(waiting.get_absolute_url()).status_code == 404
    assert "being checked" in one_line(as_officer.get(url))
    for each in Document.objects.all():
        check_document(each.pk, at=cast.at(TODAY), examine=examine)
    urls = [Document.objects.get(consultation=made).get_absolute_url() for made in (hidden, shown)]
    assert visitor.get(urls[0]).status_code == 404
    given = visitor.get(urls[1])
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    withdraw = reverse("consultations:document_withdraw", args=[urls[1].split("/")[-2]])
    assert as_officer.post(withdraw).status_code == 302
    assert visitor.get(urls[1]).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("page.html", b"<html>", "one of the kinds listed"),
        ("paper.pdf", b"<html>", "not a PDF file, whatever its name"),
        ("notes.txt", b"a\0b", "not a text file"),
        ("paper.pdf", b"", "The file is empty"),
    ],
)
def test_documents_of_other_kinds_are_refused(
    as_officer: Client, officer: User, lead: Organisation, name: str, content: bytes, problem: str
) -> None:
    url = reverse("consultations:documents", args=[draft(officer, lead).pk])
    answer = as_officer.post(url, {"title": "Paper", "file": pdf(name, content)})
    assert problem in one_line(answer)
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["gunning", "principles"])
def test_checklist_is_kept_with_evidence(
    as_officer: Client, as_member: Client, officer: User, lead: Organisation, name: str
) -> None:
    made = published(officer, lead)
    url = reverse("consultations:checklist", args=[made.pk, name])
    form = as_officer.get(url).context["form"]
    code = form.codes[0]
    said = {f"answer-{code}": "yes"}
    assert "Enter what shows it" in one_line(filled_in(as_officer, url, said))
    said[f"evidence-{code}"] = "The minutes of May."
    assert filled_in(as_officer, url, said).status_code == 302
    assert "The minutes of May." in one_line(as_member.get(url))
    assert as_member.post(url, said).status_code == 403
    assert set(outcomes(made).values()) <= {"on_track", "outstanding"}


def test_principles_of_2006_are_its_code(library: None, client: Client) -> None:
    lead = cast.council()
    by = cast.person(Role.COMPACT_OFFICER, lead)
    client.force_login(by)
    opens = TODAY.replace(year=2008)
    made = published(by, lead, on=opens)
    form = client.get(reverse("consultations:checklist", args=[made.pk, "principles"]))
    assert form.context["form"].codes == [f"4.1-{number}" for number in range(1, 7)]


def test_elections_are_kept_by_the_compact_officer(
    as_officer: Client, client: Client, lead: Organisation
) -> None:
    keeper = Client()
    keeper.force_login(cast.person(Role.COMPACT_OFFICER, lead))
    url = reverse("consultations:election_new", args=["thurrock"])
    said = {
        "name": "Local elections 2025",
        **parts("starts_on", TODAY),
        **parts("ends_on", TODAY + 40 * DAY),
    }
    assert as_officer.get(url).status_code == 403
    assert keeper.post(url, said).status_code == 302
    assert "already has a period" in one_line(keeper.post(url, said))
    period = ElectionPeriod.objects.get()
    listed = as_officer.get(reverse("consultations:elections", args=["thurrock"]))
    assert "Local elections 2025" in one_line(listed)
    edit = reverse("consultations:election", args=["thurrock", period.pk])
    assert filled_in(keeper, edit, {**said, **parts("ends_on", TODAY + DAY)}).status_code == 302
    remove = reverse("consultations:election_remove", args=["thurrock", period.pk])
    assert as_officer.post(remove).status_code == 403
    assert keeper.post(remove).status_code == 302


def test_elections_are_pointed_out_and_never_a_breach(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    ElectionPeriod.objects.create(
        area=lead.area, name="By-election", starts_on=TODAY, ends_on=TODAY + DAY
    )
    made = published(officer, lead)
    page = one_line(as_officer.get(made.get_absolute_url()))
    assert "It opens in an election period: By-election" in page
    assert Consultation.objects.get().stage_on(TODAY) == "open"


def test_correct_the_day_of_the_feedback(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    opens = TODAY - 99 * DAY
    made = published(officer, lead, opens_on=opens, closes_on=TODAY - 9 * DAY)
    url = reverse("consultations:correct", args=[made.pk, "feedback-day"])
    assert as_officer.get(url).status_code == 404
    Consultation.objects.filter(pk=made.pk).update(feedback_on=TODAY - DAY)
    said = {"version": made.act.version, "reason": "It came a day before."}
    early = as_officer.post(url, {**said, **parts("feedback_on", opens - DAY)})
    assert "before it opens" in one_line(early)
    assert (
        as_officer.post(url, {**said, **parts("feedback_on", TODAY - 2 * DAY)}).status_code == 302
    )
    assert Consultation.objects.get().feedback_on == TODAY - 2 * DAY


def test_the_page_reads_its_spans_once(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    url = published(officer, lead).get_absolute_url()
    as_officer.get(url)
    with CaptureQueriesContext(connection) as asked:
        as_officer.get(url)
    spans = [each["sql"] for each in asked.captured_queries if "consultations_span" in each["sql"]]
    assert len(spans) == 1, spans
