"""A document is looked at before others read it, and what was found is said to its own side."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from accounts.permissions import ActionRefused
from audit.models import Event
from disputes import actions
from disputes.actions.verifying import changed_rows
from disputes.models import Dispute, Paper
from disputes.permissions import papers as limits
from disputes.tasks import take_up_papers
from disputes.views import papers as views
from documents.apart import LONG
from documents.examining import Examination
from documents.passages import Passage, Reading
from tests import cast
from tests.disputes import way
from tests.documents import making
from tests.html import words_of as words

pytestmark = pytest.mark.django_db
AT = cast.at(way.DAY)


@pytest.fixture
def thurrock() -> way.Area:
    return way.Area()


@pytest.fixture
def kept(thurrock: way.Area) -> Dispute:
    return way.raised(thurrock, confidential=True)


def handed_in(
    dispute: Dispute, by, content: bytes = b"Words.", name: str = "a.txt", **more
) -> Paper:
    return actions.add_paper(
        dispute=dispute, by=by, at=AT, file=ContentFile(content, name=name),
        **({"audience": "forum"} | more),
    )  # fmt: skip


def status_of(client: Client, url: str) -> int:
    answer = client.get(url)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # which closes the file, too
    return answer.status_code


def too_slow(*_) -> Examination:
    return Examination(reading=Reading((Passage("file name", "a.pdf"),), LONG))


# Waiting, then read -------------------------------------------------------------------------------


def test_others_read_a_document_only_once_it_is_checked(client: Client, thurrock: way.Area) -> None:
    dispute = way.raised(thurrock)
    paper = handed_in(dispute, thurrock.member, making.docx_with_everything(), "letter.docx")
    for user in (thurrock.member, thurrock.officer):
        client.force_login(user)
        assert status_of(client, paper.get_absolute_url()) == 404
    assert "Message" not in words(client.get(dispute.get_absolute_url()))
    paper = way.checked(paper)
    for user in (thurrock.member, thurrock.officer):
        client.force_login(user)
        answer = client.get(paper.get_absolute_url())
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        assert hashlib.sha256(content).hexdigest() == paper.sha256
    assert "Message, with letter.docx" in words(client.get(dispute.get_absolute_url()))


def test_what_is_handed_on_is_without_its_hidden_details(thurrock: way.Area) -> None:
    received = making.docx_with_everything()
    dispute = way.raised(thurrock)
    paper = way.checked(handed_in(dispute, thurrock.officer, received, "letter.docx"))
    assert paper.received_sha256 == hashlib.sha256(received).hexdigest()
    assert paper.sha256 != paper.received_sha256
    assert "author" in paper.taken_out
    with paper.file.open("rb") as file:
        content = file.read()
    assert len(content) == paper.size
    assert not [f for f in way.stored(content) if b"WORD AUTHOR" in f]
    # The log seals what is kept, and the change in between is no forgery.
    assert list(changed_rows()) == []
    sealed = Event.objects.get(verb="dispute.paper_checked").detail
    assert sealed["sha256"] == paper.sha256


def test_the_file_that_was_handed_in_is_gone_once_it_is_replaced(
    thurrock: way.Area, django_capture_on_commit_callbacks
) -> None:
    paper = handed_in(way.raised(thurrock), thurrock.officer, making.png_with_everything(), "a.png")
    before = paper.file.name
    with django_capture_on_commit_callbacks(execute=True):
        after = way.checked(paper)
    assert after.file.name != before
    assert not default_storage.exists(before)
    assert default_storage.exists(after.file.name)


def test_a_document_is_checked_once(thurrock: way.Area) -> None:
    paper = way.checked(handed_in(way.raised(thurrock), thurrock.officer))
    again = way.checked(paper)
    assert again.checked_at == paper.checked_at
    assert Event.objects.filter(verb="dispute.paper_checked").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", making.pdf_that_runs("script"), "runs a script"),
        ("a.docx", making.repacked(making.docx_with_everything(), **{"word__vbaProject.bin": b"x"}),
         "macros"),
        ("a.docx", making.docx_with_everything()[:3000], "damaged"),
    ],
    ids=["script", "macros", "damaged"],
)  # fmt: skip
def test_what_is_never_taken_is_refused_and_not_kept(
    client: Client, thurrock: way.Area, name: str, content: bytes, said: str
) -> None:
    dispute = way.raised(thurrock)
    paper = way.checked(handed_in(dispute, thurrock.officer, content, name, text="See the file."))
    assert said in paper.refusal
    assert not paper.file
    client.force_login(thurrock.officer)
    assert said in words(client.get(dispute.get_absolute_url()))
    client.force_login(thurrock.member)
    page = words(client.get(dispute.get_absolute_url()))
    assert "See the file." in page
    assert said not in page
    assert name not in page


def test_a_refused_document_files_nothing(client: Client, thurrock: way.Area) -> None:
    dispute = way.raised(thurrock)
    entry = dispute.current_entry
    entry.files_respondent = ["the answer"]
    entry.save()
    client.force_login(thurrock.officer)

    def is_filed() -> bool:
        filing = client.get(dispute.get_absolute_url()).context["filing"]
        return next(each["is_filed"] for each in filing if each["what"] == "the answer")

    assert not is_filed()
    paper = handed_in(
        dispute, thurrock.officer, making.pdf_that_runs("launch"), "a.pdf", filed_as="the answer"
    )
    assert is_filed()
    way.checked(paper)
    assert not is_filed()


def test_others_documents_are_not_searched_for_the_name(thurrock: way.Area, kept: Dispute) -> None:
    paper = handed_in(kept, thurrock.officer, f"Is it {way.SECRET}?".encode())
    assert way.checked(paper).state == "checked"


# What cannot be read, in a case that keeps a name -------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("scan.png", making.png(), "is a picture"),
        ("scan.pdf", making.pdf_bytes(making.pdf_of("", picture_on=(1,))), "Page 1 is a picture"),
        ("locked.pdf", making.pdf_locked(), "locked with a password"),
    ],
    ids=["a picture", "a scan", "locked"],
)
def test_what_cannot_be_read_waits_for_the_word_of_the_body_that_represents(
    client: Client, thurrock: way.Area, kept: Dispute, name: str, content: bytes, said: str
) -> None:
    paper = way.checked(handed_in(kept, thurrock.cvs_staff, content, name))
    assert paper.state == "asked"
    assert said in paper.unreadable
    client.force_login(thurrock.officer)
    assert status_of(client, paper.get_absolute_url()) == 404
    client.force_login(thurrock.cvs_staff)
    page = client.get(kept.get_absolute_url())
    assert said in words(page)
    assert status_of(client, paper.get_absolute_url()) == 200
    answer = client.post(f"/disputes/papers/{paper.pk}/looked-through/")
    assert answer.status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.looked_through_by) == ("checked", thurrock.cvs_staff)
    assert Event.objects.filter(verb="dispute.paper_looked_through").count() == 1
    assert thurrock.cvs_staff.post in words(client.get(kept.get_absolute_url()))
    client.force_login(thurrock.officer)
    assert status_of(client, paper.get_absolute_url()) == 200


def test_what_took_too_long_waits_for_that_word_too(thurrock: way.Area, kept: Dispute) -> None:
    paper = handed_in(kept, thurrock.cvs_staff, making.pdf_bytes(making.pdf_of("x")), "a.pdf")
    actions.check_paper(paper.pk, at=AT, examine=too_slow)
    paper.refresh_from_db()
    assert (paper.state, paper.unreadable) == ("asked", LONG)


def test_a_tick_on_sending_is_that_word(thurrock: way.Area, kept: Dispute) -> None:
    paper = handed_in(kept, thurrock.cvs_staff, making.png(), "a.png", looked_through=True)
    paper = way.checked(paper)
    assert (paper.state, paper.looked_through_by) == ("checked", thurrock.cvs_staff)


def test_a_tick_of_anybody_else_is_not(thurrock: way.Area, kept: Dispute) -> None:
    paper = handed_in(kept, thurrock.member, making.png(), "a.png", looked_through=True)
    assert way.checked(paper).state == "asked"


def test_a_tick_does_not_pass_a_certain_find(thurrock: way.Area, kept: Dispute) -> None:
    content = f"From {way.SECRET}".encode()
    paper = handed_in(kept, thurrock.cvs_staff, content, looked_through=True)
    assert way.checked(paper).state == "refused"


def test_elsewhere_a_scan_is_taken_as_it_is(thurrock: way.Area) -> None:
    paper = way.checked(handed_in(way.raised(thurrock), thurrock.member, making.png(), "a.png"))
    assert paper.state == "checked"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("cvs_staff", 302),
        ("member", 403),  # it does not represent itself
        ("officer", 403),  # the other sector
        ("reader", 403),  # read-only
        ("other_member", 404),  # a stranger to the case
        ("elsewhere", 404),
        ("", 302),
    ],
)
def test_who_may_say_that_every_page_was_looked_at(
    client: Client, thurrock: way.Area, kept: Dispute, who: str, status: int
) -> None:
    paper = way.checked(handed_in(kept, thurrock.cvs_staff, making.png(), "a.png"))
    if who:
        user = (
            way.Area("southend", "Another group").cvs_staff
            if who == "elsewhere"
            else getattr(thurrock, who)
        )
        client.force_login(user)
    answer = client.post(f"/disputes/papers/{paper.pk}/looked-through/")
    assert answer.status_code == status
    paper.refresh_from_db()
    assert (paper.state == "checked") is (who == "cvs_staff")


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 200), ("officer", 200), ("reader", 200), ("other_member", 404), ("elsewhere", 404)],
)
def test_who_sees_the_list_and_what_is_in_it(
    client: Client, thurrock: way.Area, who: str, status: int
) -> None:
    dispute = way.raised(thurrock)
    way.checked(handed_in(dispute, thurrock.member, name="ours.txt"))
    user = (
        way.Area("southend", "Another group").officer
        if who == "elsewhere"
        else getattr(thurrock, who)
    )
    client.force_login(user)
    answer = client.get(f"/disputes/{dispute.pk}/papers/")
    assert answer.status_code == status
    assert ("ours.txt" in answer.content.decode()) is (who == "member")


# The page -----------------------------------------------------------------------------------------


def test_the_list_renews_itself_while_a_document_is_being_checked(
    client: Client, thurrock: way.Area
) -> None:
    dispute = way.raised(thurrock)
    paper = handed_in(dispute, thurrock.member, making.docx_with_everything(), "letter.docx")
    client.force_login(thurrock.member)
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert f'hx-get="/disputes/{dispute.pk}/papers/"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Being checked" in page
    way.checked(paper)
    part = client.get(f"/disputes/{dispute.pk}/papers/").content.decode()
    assert "hx-get" not in part
    assert "Taken out of it" in part
    assert "author" in part


def test_the_list_asks_as_often_for_one_document_as_for_three(
    client: Client, thurrock: way.Area
) -> None:
    dispute = way.raised(thurrock)
    client.force_login(thurrock.member)
    url = f"/disputes/{dispute.pk}/papers/"
    handed_in(dispute, thurrock.member)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    handed_in(dispute, thurrock.member)
    handed_in(dispute, thurrock.member)
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


def test_a_draft_is_raised_only_once_its_documents_are_checked(thurrock: way.Area) -> None:
    draft = way.drafted(thurrock)
    paper = handed_in(draft, thurrock.member)

    def send() -> Dispute:
        now = way.fresh(draft)
        return actions.raise_dispute(
            dispute=now, version=now.version, by=thurrock.member, on=way.DAY, at=AT
        )

    with pytest.raises(ActionRefused, match="document-1.txt is still being checked"):
        send()
    way.checked(paper)
    assert send().is_open


# The worker ---------------------------------------------------------------------------------------


def test_what_waits_for_minutes_is_taken_up_and_what_is_new_is_left(thurrock: way.Area) -> None:
    dispute = way.raised(thurrock)
    lost = handed_in(dispute, thurrock.member)
    assert actions.waiting_long(at=AT + timedelta(minutes=1)) == []
    assert actions.waiting_long(at=AT + timedelta(minutes=3)) == [lost.pk]
    way.checked(lost)
    assert actions.waiting_long(at=AT + timedelta(minutes=3)) == []


def test_the_beat_takes_them_up(thurrock: way.Area) -> None:
    paper = handed_in(way.raised(thurrock), thurrock.member)
    take_up_papers()
    paper.refresh_from_db()
    assert paper.state == "checked"


def test_without_a_queue_the_document_waits_and_the_case_goes_on(
    client: Client, thurrock: way.Area, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    def away(**_):
        raise OperationalError("no queue")

    monkeypatch.setattr(views.look_at_paper, "delay", away)
    dispute = way.raised(thurrock)
    client.force_login(thurrock.member)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"/disputes/{dispute.pk}/write/",
            {"text": "Here.", "audience": "forum", "file": ContentFile(b"Words.", name="a.txt")},
        )
    assert answer.status_code == 302
    assert Paper.objects.get().is_checking
    client.force_login(thurrock.officer)
    assert client.get(dispute.get_absolute_url()).status_code == 200


def test_sending_leaves_the_document_to_a_worker(
    client: Client, thurrock: way.Area, django_capture_on_commit_callbacks
) -> None:
    dispute = way.raised(thurrock)
    client.force_login(thurrock.member)
    with django_capture_on_commit_callbacks(execute=True) as left:
        client.post(
            f"/disputes/{dispute.pk}/write/",
            {"audience": "forum", "file": ContentFile(b"Words.", name="a.txt")},
        )
    assert left
    assert Paper.objects.get().is_checked


# Limits -------------------------------------------------------------------------------------------


def test_a_case_holds_so_many_documents(thurrock: way.Area, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAPERS", 2)
    dispute = way.raised(thurrock)
    for _ in range(2):
        handed_in(dispute, thurrock.member)
    with pytest.raises(ActionRefused, match="at most 2 documents"):
        handed_in(dispute, thurrock.member)
    actions.add_paper(dispute=dispute, audience="forum", by=thurrock.member, at=AT, text="A word.")


def test_a_case_holds_so_many_bytes(thurrock: way.Area, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 3 * 1024 * 1024)
    dispute = way.raised(thurrock)
    handed_in(dispute, thurrock.member, b"a" * 2_000_000)
    with pytest.raises(ActionRefused, match="at most 3 MB"):
        handed_in(dispute, thurrock.officer, b"a" * 2_000_000)
