"""Every address, asked by somebody of another area, by a visitor, and by the other sector."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import User
from consultations import urls
from consultations.actions.checking import check_document
from consultations.actions.feedback import save_theme
from consultations.actions.uploads import add_document
from consultations.models import Attachment, ElectionPeriod
from documents.examining import examine
from organisations.models import Organisation
from tests import cast
from tests.consultations.made import TODAY, draft, published, response
from tests.consultations.test_views_changes import pdf

pytestmark = pytest.mark.django_db

AREA = ("register", "new", "elections", "election_new")
WRITES_ONLY = {
    "publish", "draft_plan", "document_withdraw", "election_remove", "response_publish",
    "response_discard", "response_void_answer", "attachment_remove", "theme_remove",
}  # fmt: skip
FOR_MEMBERS = {
    "register", "elections", "consultation", "checklist", "responses", "response_new", "response",
    "response_edit", "response_sent", "response_records", "response_void", "response_discard",
    "attachment",
    "attachment_remove",
}  # fmt: skip
FOR_ALL = {"document"}


@pytest.fixture
def addresses(
    officer: User, member: User, lead: Organisation, charity: Organisation
) -> dict[str, list[Any]]:
    """The arguments of every address, of things that are all there."""
    plan, live = draft(officer, lead, "A plan"), published(officer, lead)
    mine = response(live, member, charity, sent=False)
    sent = response(live, member, charity)
    paper = add_document(
        consultation=live, file=pdf(), title="Paper", by=officer, at=cast.at(TODAY)
    )
    check_document(paper.pk, at=cast.at(TODAY), examine=examine)
    file = Attachment.objects.create(
        response=mine, name="a.pdf", file=pdf(), size=1, uploaded_at=cast.at(TODAY)
    )
    theme = save_theme(
        consultation=live, theme=None, by=officer,
        answers={"title": "T", "you_said": "Y", "we_did": "W", "result": "done"},
    )  # fmt: skip
    period = ElectionPeriod.objects.create(
        area=lead.area, name="Poll", starts_on=TODAY, ends_on=TODAY + timedelta(days=1)
    )
    known: dict[str, list[Any]] = {name: ["thurrock"] for name in AREA}
    known |= {name: ["thurrock", period.pk] for name in ("election", "election_remove")}
    known |= {
        name: [live.pk]
        for name in (
            "consultation", "extend", "cut_short", "reopen", "cancel", "void", "corrections",
            "documents", "responses", "response_new", "response_log", "feedback", "theme_new",
            "feedback_publish",
        )
    }  # fmt: skip
    known |= {name: [plan.pk] for name in ("draft_check", "draft_plan", "draft_discard", "publish")}
    known |= {
        name: [sent.pk]
        for name in (
            "response", "response_sent", "response_publish", "response_void", "response_records",
            "response_void_ask", "response_void_answer",
        )
    }  # fmt: skip
    known |= {name: [mine.pk] for name in ("response_edit", "response_discard")}
    known |= {name: [paper.pk] for name in ("document", "document_withdraw")}
    known |= {name: [file.pk] for name in ("attachment", "attachment_remove")}
    known |= {name: [live.pk, theme.pk] for name in ("theme", "theme_remove")}
    known |= {"draft": [plan.pk, "dates"], "correct": [live.pk, "dates"]}
    known |= {"checklist": [live.pk, "gunning"]}
    return known


def ask(client: Client, name: str, args: list[Any]) -> Any:
    url = reverse(f"consultations:{name}", args=args)
    answer = client.post(url) if name in WRITES_ONLY else client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # a file that is read to its end is closed
    return answer


def test_every_address_is_asked(addresses: dict[str, list[Any]]) -> None:
    ours = urls.urlpatterns
    names = {each.name for each in ours if isinstance(each, URLPattern)}
    assert names == set(addresses)


def test_nothing_is_there_for_another_area(
    as_stranger: Client, addresses: dict[str, list[Any]]
) -> None:
    for name, args in addresses.items():
        wanted = 200 if name in FOR_ALL else 404
        answer = ask(as_stranger, name, args)
        assert answer.status_code == wanted, name


def test_visitors_are_sent_to_sign_in(addresses: dict[str, list[Any]]) -> None:
    for name, args in addresses.items():
        answer = ask(Client(), name, args)
        if name in FOR_ALL:
            assert answer.status_code == 200
        else:
            assert answer["Location"].startswith(reverse("account_login")), name


def test_members_reach_their_own_side_alone(
    as_member: Client, addresses: dict[str, list[Any]]
) -> None:
    for name, args in addresses.items():
        if name in FOR_ALL or name in ("response_discard", "attachment_remove"):
            continue
        answer = ask(as_member, name, args)
        if name in FOR_MEMBERS:
            assert answer.status_code == 200, name
        else:
            assert answer.status_code in (403, 404), name


def test_the_lead_does_not_reach_what_members_write(
    as_officer: Client, addresses: dict[str, list[Any]]
) -> None:
    for name in ("response_edit", "response_discard", "attachment", "attachment_remove"):
        assert ask(as_officer, name, addresses[name]).status_code == 404, name
    for name in ("response_records", "response_new"):
        assert ask(as_officer, name, addresses[name]).status_code == 403, name
