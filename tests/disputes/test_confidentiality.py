"""A kept name: every page, export, file and event is walked as every role, and holds no trace of it."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator

import docx
import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.permissions import ActionRefused
from audit.models import Event
from commitments.models import Act
from disputes import actions, permissions
from disputes.bundles import case_of, pdf_of
from disputes.comparison import Telling
from disputes.models import Dispute, Paper
from disputes.states import Side
from disputes.traces import telling_of
from tests import cast
from tests.disputes import way
from tests.disputes.way import DAY, SECRET, Area
from tests.html import one_line

pytestmark = pytest.mark.django_db
TRACES = ["quillfeather", "quiet@thurrock.example"]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(cast.at(DAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def kept(thurrock: Area) -> Dispute:
    """A case with a kept name in which everything has happened, some of it by the raiser itself."""
    dispute = way.raised(thurrock, confidential=True, act=_notice(thurrock))
    stamp = cast.at(DAY)
    for by in (thurrock.member, thurrock.cvs_staff, thurrock.officer):
        for audience in ("own", "forum"):
            actions.add_paper(
                dispute=dispute,
                audience=audience,
                by=by,
                at=stamp,
                text=f"A {audience} message.",
                file=ContentFile(b"plain evidence", name="letter.txt"),
            )
    way.check_all(dispute)
    actions.ask_standstill(dispute=dispute, what="Wait.", by=thurrock.member, on=DAY)
    offer = actions.offer_settlement(dispute=dispute, terms="Pay.", by=thurrock.member, on=DAY)
    actions.answer_settlement(settlement=offer, accepted=False, by=thurrock.officer, on=DAY)
    way.appointed(dispute, thurrock, way.mediator(), part="panel")
    return dispute


def _notice(area: Area) -> Act:
    return cast.notice(DAY, funder=area.council, recipient=area.group).act


def ended(dispute: Dispute, area: Area) -> Dispute:
    person = dispute.neutrals.get().user
    way.answered(dispute, area)
    actions.conclude(
        dispute=dispute, outcome="upheld", reasons="Short.", reading="Whole months.", by=person,
        on=DAY, at=cast.at(DAY),
    )  # fmt: skip
    dispute = way.fresh(dispute)
    actions.add_remedy(
        dispute=dispute, what="Meet.", owner_side="raiser", due_on=DAY, by=person, on=DAY
    )
    actions.add_lesson(dispute=dispute, text="Count months.", by=area.member, on=DAY)
    return dispute


def urls_of(dispute: Dispute) -> Iterator[str]:
    """Every address of this app, for this case."""
    app = next(
        each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "disputes"
    )
    values = {
        "area": dispute.area.slug,
        "page": "against",
        "compact": "thurrock-2012",
        "position": 1,
    }
    papers = list(dispute.papers.values_list("pk", flat=True))
    others = {
        "paper": papers,
        "paper_remove": papers,
        "remedy_report": list(dispute.remedies.values_list("pk", flat=True)),
        "remedy_check": list(dispute.remedies.values_list("pk", flat=True)),
    }
    neutrals = list(dispute.neutrals.values_list("pk", flat=True))
    for pattern in app.url_patterns:
        assert isinstance(pattern, URLPattern)
        wanted = pattern.pattern.converters
        if pattern.name == "new":
            continue  # asks in whose name, of those one may act for: it speaks of no case
        pks = others.get(pattern.name) or (
            neutrals if pattern.name.startswith("neutral_") else [dispute.pk]
        )
        for pk in pks:
            known = values | {"pk": pk}
            url = reverse(f"disputes:{pattern.name}", kwargs={name: known[name] for name in wanted})
            yield url
    lists = reverse("disputes:register", args=[dispute.area.slug])
    for query in ("?format=csv", "?q=Quillfeather", "?sort=raiser", "?sort=-raiser"):
        yield f"{lists}{query}"
    for name in ("review", "conclusions"):
        yield reverse(f"disputes:{name}", args=[dispute.area.slug]) + "?format=csv"


def said(answer) -> str:
    """All that an answer says: its headers and what it holds, archives unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [" ".join(f"{name}: {value}" for name, value in answer.headers.items())]
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                texts += [name, archive.read(name).decode("utf-8", "ignore")]
    texts.append(content.decode("utf-8", "ignore"))
    return "\n".join(texts).lower()


@pytest.mark.slow
def test_no_page_and_no_export_names_the_raiser(
    client: Client, thurrock: Area, southend: Area, kept: Dispute
) -> None:
    """Own people too: what stands on their screen or in their download is as everybody reads it."""
    assert walk(client, kept, thurrock, southend) > 60
    assert walk(client, ended(kept, thurrock), thurrock, southend) > 60


def walk(client: Client, dispute: Dispute, thurrock: Area, southend: Area) -> int:
    """How many pages opened, none of which named the raiser."""
    roles = thurrock.everybody | {"stranger": southend.cvs_staff}
    roles["neutral"] = dispute.neutrals.get().user
    walked, telling = 0, telling_of(dispute)
    for user_name, user in roles.items():
        if user in (thurrock.cvs_staff, thurrock.chair_cvs):
            continue  # the infrastructure body, which knows
        client.force_login(user)
        for url in urls_of(dispute):
            answer = client.get(url)
            if "?q=" in url and answer.status_code == 200:
                assert "0 disputes" in one_line(answer)
            text = (
                said(answer).replace("quillfeather&quot;", "").replace('value="quillfeather"', "")
            )
            text = text.replace("?q=quillfeather", "").replace("q=quillfeather", "")
            own = user.post.lower() if user == thurrock.member else ""
            text = text.replace(own, "") if own else text
            text = text.replace(own.replace("'", "&#x27;"), "") if own else text
            for trace in TRACES:
                assert trace not in text, (user_name, url)
            assert not tells(telling, text), (user_name, url)
            walked += answer.status_code == 200
    return walked


def tells(telling: Telling, text: str) -> list[str]:
    """What of a text says for certain who the raiser is, however it is spelled."""
    return [text[hit.start : hit.end] for hit in telling.hits(text) if hit.certain]


@pytest.mark.slow
def test_no_line_of_the_log_and_no_figure_names_the_raiser(
    client: Client, thurrock: Area, kept: Dispute, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever is opened, refused or not there: the server's own log, and what it counts."""
    telling, logged = telling_of(kept), []
    handler = Gathering(logged)
    logging.getLogger().addHandler(handler)
    try:
        for user in (thurrock.member, thurrock.officer, thurrock.cvs_staff, thurrock.other_member):
            client.force_login(user)
            for url in urls_of(kept):
                if "?" not in url:
                    said(client.get(url))
                    client.post(url, {"text": SECRET, "reason": SECRET})
    finally:
        logging.getLogger().removeHandler(handler)
    written = capfd.readouterr()
    for each in (*logged, written.out, written.err):
        assert not tells(telling, each.replace(thurrock.member.post, "")), each
    figures = said(client.get("/metrics"))
    assert not tells(telling, figures)
    for event in Event.objects.about(kept):
        assert not tells(telling, json.dumps([event.actor_post, event.detail])), event.verb


class Gathering(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__()
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(f"{record.getMessage()} {record.__dict__.get('msg')}")


def test_the_body_that_represents_knows_and_what_it_hands_on_does_not(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    client.force_login(thurrock.cvs_staff)
    page = said(client.get(kept.get_absolute_url()))
    assert "quillfeather" in page
    for name in ("bundle_pdf", "bundle_zip"):
        assert "quillfeather" not in said(client.get(reverse(f"disputes:{name}", args=[kept.pk])))
    told = json.dumps(case_of(kept, thurrock.cvs_staff, DAY)).lower()
    assert "quillfeather" not in told
    assert "an organisation represented by thurrock cvs" in told
    assert "own message" not in told


def test_no_event_names_the_raiser_or_its_people(thurrock: Area, kept: Dispute) -> None:
    ended(kept, thurrock)
    for event in Event.objects.about(kept):
        text = f"{event.actor_post} {json.dumps(event.detail)}".lower()
        assert "quillfeather" not in text, event.verb
        assert event.actor_id != thurrock.member.pk, event.verb
        assert str(kept.act_id) not in str(event.detail.get("act", ""))


def test_no_file_name_and_no_mail_names_the_raiser(thurrock: Area, kept: Dispute) -> None:
    for paper in Paper.objects.filter(dispute=kept):
        assert paper.name.startswith("document-")
        assert "quillfeather" not in paper.file.name
    assert not mail.outbox


@pytest.mark.parametrize(
    "text",
    [
        f"We are {SECRET}.",
        "we are QUILLFEATHER  women’s refuge",
        "quillfeather-women's-refuge",
    ],
)
def test_the_raisers_own_words_are_searched_for_the_name(
    thurrock: Area, kept: Dispute, text: str
) -> None:
    with pytest.raises(ActionRefused, match="names the organisation"):
        actions.add_paper(
            dispute=kept, audience="parties", by=thurrock.member, at=cast.at(DAY), text=text
        )


def test_others_are_not_told_that_they_guessed_right(thurrock: Area, kept: Dispute) -> None:
    actions.add_paper(
        dispute=kept, audience="own", by=thurrock.officer, at=cast.at(DAY), text=f"Is it {SECRET}?"
    )
    person = way.cast.person("vcs_member", thurrock.group, "another@test.example")
    stranger = thurrock.other_member
    answers = {permissions.may_be_neutral(user, kept).reason for user in (person, stranger)}
    assert len(answers) == 1
    assert SECRET not in answers.pop()


def test_files_are_searched_and_office_files_unpacked(thurrock: Area, kept: Dispute) -> None:
    letter = docx.Document()
    for run in ("From Quill", "feather ", "Women's Refuge"):
        letter.add_paragraph().add_run(run) if run == "From Quill" else letter.paragraphs[
            0
        ].add_run(run)
    packed = io.BytesIO()
    letter.save(packed)
    for name, content in (("a.txt", f"From {SECRET}".encode()), ("b.docx", packed.getvalue())):
        paper = way.checked(
            actions.add_paper(
                dispute=kept, audience="parties", by=thurrock.cvs_staff, at=cast.at(DAY),
                file=ContentFile(content, name=name),
            )
        )  # fmt: skip
        assert paper.state == "refused", name
        assert "Refuge” in text" in paper.refusal
        assert not paper.file


def test_a_file_whose_own_name_tells_is_refused_at_once(thurrock: Area, kept: Dispute) -> None:
    with pytest.raises(ActionRefused, match="names the organisation"):
        actions.add_paper(
            dispute=kept, audience="parties", by=thurrock.cvs_staff, at=cast.at(DAY),
            file=ContentFile(b"nothing", name=f"{SECRET}.txt"),
        )  # fmt: skip


def test_documents_of_a_draft_are_searched_before_it_is_raised(thurrock: Area) -> None:
    draft = way.drafted(thurrock)
    actions.add_paper(
        dispute=draft, audience="forum", by=thurrock.member, at=cast.at(DAY),
        file=ContentFile(f"From {SECRET}".encode(), name="x.txt"),
    )  # fmt: skip
    draft = actions.save_answers(
        dispute=draft, page="name", version=draft.version, by=thurrock.member,
        answers={"represented_by": thurrock.cvs, "confidential": True},
    )  # fmt: skip
    with pytest.raises(ActionRefused, match="still being checked"):
        actions.raise_dispute(
            dispute=draft, version=draft.version, by=thurrock.member, on=DAY, at=cast.at(DAY)
        )
    way.check_all(draft)
    assert "who the raiser is" in draft.papers.get().refusal
    with pytest.raises(ActionRefused, match="was refused"):
        actions.raise_dispute(
            dispute=draft, version=draft.version, by=thurrock.member, on=DAY, at=cast.at(DAY)
        )


def test_a_duplicate_search_gives_no_hint_of_a_kept_case(thurrock: Area, kept: Dispute) -> None:
    choir = thurrock.other_member.memberships.get().organisation
    other = way.drafted(thurrock, by=thurrock.other_member, raiser=choir)
    assert not actions.likely_duplicates(other, thurrock.other_member, DAY).exists()


# The bundle, and the guarded download


def test_the_bundle_is_a_tagged_pdf_with_what_its_reader_may_see(
    thurrock: Area, kept: Dispute
) -> None:
    made = pdf_of(kept, thurrock.officer, DAY)
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made
    mine = json.dumps(case_of(kept, thurrock.officer, DAY))
    theirs = json.dumps(case_of(kept, kept.neutrals.get().user, DAY))
    assert "A forum message." in mine
    assert "A forum message." in theirs
    assert "Terms offered" in mine
    assert "Terms offered" not in theirs
    for heading in ("Clauses", "Stages", "Decisions", "Timeline", "Documents in the ZIP"):
        assert heading in mine


def test_downloads_are_attachments_for_those_who_may_read(
    client: Client, thurrock: Area, kept: Dispute
) -> None:
    own = Paper.objects.filter(dispute=kept, side=Side.RAISER, audience="own").first()
    forum = Paper.objects.filter(dispute=kept, side=Side.RAISER, audience="forum").first()
    client.force_login(thurrock.officer)
    assert client.get(own.get_absolute_url()).status_code == 404
    answer = client.get(forum.get_absolute_url())
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"plain evidence"
    for user in (thurrock.other_member, kept.neutrals.get().user):
        client.force_login(user)
        expected = 200 if user != thurrock.other_member else 404
        answer = client.get(forum.get_absolute_url())
        assert answer.status_code == expected
        assert said(answer)


def test_uploads_are_limited_in_kind_and_size(client: Client, thurrock: Area, settings) -> None:
    dispute = way.raised(thurrock)
    client.force_login(thurrock.officer)
    settings.UPLOAD_MAX_BYTES = 20
    for name, content, words in (
        ("a.exe", b"MZ", "one of the kinds listed"),
        ("a.pdf", b"MZ not a pdf", "not a PDF file"),
        ("a.txt", b"x" * 21, "too large"),
    ):
        file = ContentFile(content, name=name)
        answer = client.post(
            f"/disputes/{dispute.pk}/write/", {"text": "", "audience": "parties", "file": file}
        )
        assert words in one_line(answer), name
    assert not dispute.papers.exists()
