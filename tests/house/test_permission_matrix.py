"""Every address by every kind of person: the answers of config/permission_matrix.py, all tried.

Each address is asked about a row that is in the state in which somebody may. A page that is refused
refuses what is sent to it, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from config.permission_matrix import ANSWERS, OUTSIDE, PEOPLE, SENT_BY, Answers
from consultations.actions.checking import check_attachment
from consultations.actions.responses import draft_response
from consultations.models import Attachment
from disputes import actions as disputes
from disputes.models import Paper
from documents.examining import examine
from organisations.links import set_up_path
from organisations.models import Role
from tests import cast
from tests.concurrency.six import Trial
from tests.concurrency.test_six_at_once import takes_forms
from tests.concurrency.trials import TABLES, others
from tests.disputes.way import checked
from tests.house.test_addresses import addresses
from tests.scene import TODAY, Scene

pytestmark = pytest.mark.django_db

OPEN, REFUSED, UNSEEN, SIGN_IN = "open", "refused", "unseen", "sign in"


def trials() -> dict[str, Trial]:
    """The first trial of each address: a row in the right state, and what is sent about it."""
    found: dict[str, Trial] = {}
    for table in TABLES.values():
        for trial in table:
            found.setdefault(trial.address, trial)
    return found


class World:
    """An area with one of each kind of person, and the rows that pages without a form are about."""

    def __init__(self) -> None:
        self.scene = scene = Scene()
        police = cast.organisation("essex-police")
        self.people: dict[str, User | None] = {
            "K": scene.compact_officer,
            "O": scene.officer,
            "P": cast.person(Role.OFFICER, police, "p@matrix.example"),
            "S": scene.cvs_staff,
            "M": scene.member,
            "T": cast.person(Role.VCS_MEMBER, cast.group("Another Group"), "t@matrix.example"),
            "C": scene.people["chair_council"],
            "V": scene.chair,
            "R": cast.person(Role.READ_ONLY, scene.council, "r@matrix.example"),
            "g": cast.person(Role.READ_ONLY, scene.group, "g@matrix.example"),
            "N": scene.mediator,
            "X": scene.next_door.compact_officer,
            "I": scene.people["operator"],
            "A": None,
        }
        operator = scene.people["operator"]
        operator.set_password("three-words-apart-2026")
        operator.save(update_fields=["password"])
        self.clients = {letter: self._client(person) for letter, person in self.people.items()}

    @staticmethod
    def _client(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    @cached_property
    def notice(self) -> Any:
        return self.scene.short_notice()

    @cached_property
    def case(self) -> Any:
        return self.scene.case()

    @cached_property
    def consultation(self) -> Any:
        return self.scene.consultation()

    @cached_property
    def response(self) -> Any:
        return self.scene.response(self.consultation)

    @cached_property
    def attachment(self) -> Any:
        answers = {"text": "We need evenings.", "consents": True, "records": {}}
        draft = draft_response(
            consultation=self.consultation, organisation=self.scene.group, answers=answers,
            files=[ContentFile(b"Text", "ours.txt")], by=self.scene.member, on=TODAY,
            at=cast.at(TODAY),
        )  # fmt: skip
        found = Attachment.objects.get(response=draft)
        check_attachment(found.pk, at=cast.at(TODAY), examine=examine)  # as a worker does
        return found

    @cached_property
    def dispute(self) -> Any:
        """One into which both sides asked the mediator."""
        return self.scene.neutral(agreed=True).dispute

    @cached_property
    def paper(self) -> Paper:
        added = disputes.add_paper(
            dispute=self.dispute, audience="forum", by=self.scene.member, at=cast.at(TODAY),
            file=ContentFile(b"Text", "letter.txt"),
        )  # fmt: skip
        return checked(added)

    @cached_property
    def upload(self) -> Any:
        return others.checked(self.scene)

    def of_upload(self) -> list[Any]:
        return others.of_upload(self.scene, self.upload)

    def args_of(self, name: str, route: str) -> list[Any]:
        """What stands in the address, of a page without a form."""
        if name in PAGES:
            return PAGES[name](self)
        wanted = route.count("<") - route.count("(?P<")
        return [] if not wanted and "(?P<" not in route else self._by_prefix(name, route)

    def _by_prefix(self, name: str, route: str) -> list[Any]:
        if route.startswith(("areas/<slug:area>/", "installation/areas/<slug:area>/")):
            assert route.count("<") == 1, f"{name} needs its own line in PAGES"
            return ["thurrock"]
        rows = {
            "checks/": lambda: self.notice.act.checks.earliest("pk"),
            "acts/": lambda: self.notice.act,
            "breaches/": lambda: self.case,
            "decisions/": lambda: self.notice.decision,
            "notices/": lambda: self.notice,
            "agreements/": lambda: self.scene.agreement(),
            "consultations/documents/": lambda: self.scene.document(self.consultation),
            "consultations/": lambda: self.consultation,
            "responses/files/": lambda: self.attachment,
            "responses/": lambda: self.response,
            "meetings/": lambda: self.scene.meeting(),
            "disputes/papers/": lambda: self.paper,
            "disputes/": lambda: self.dispute,
        }
        make = next(make for prefix, make in rows.items() if route.startswith(prefix))
        return [make().pk]


PAGES: dict[str, Callable[[World], list[Any]]] = {
    "compacts:compact": lambda w: ["thurrock-2012"],
    "compacts:provision": lambda w: ["thurrock-2012", "4.4"],
    "organisations:organisation": lambda w: ["thurrock", w.scene.group.slug],
    "organisations:person": lambda w: ["thurrock", w.scene.officer.pk],
    "organisations:setup": lambda w: [set_up_path().rstrip("/").rpartition("/")[2]],
    "imports:template": lambda w: ["thurrock", "notice", "csv"],
    "imports:file": World.of_upload,
    "imports:progress": World.of_upload,
    "imports:moved": lambda w: ["thurrock", "notices"],
    "imports:moved_page": lambda w: ["thurrock", "notices", "1/"],
    "funding:draft_preview": lambda w: [w.scene.decision_draft().pk, "decision"],
    "consultations:draft_check": lambda w: [w.scene.consultation_draft().pk],
    "consultations:draft_plan": lambda w: [w.scene.consultation_draft().pk],
    "disputes:draft_check": lambda w: [w.scene.dispute_draft().pk],
    "mfa_remove_webauthn": lambda w: [1],
    "mfa_edit_webauthn": lambda w: [1],
    "account_end_session": lambda w: [10**9],
    "account_way_in": lambda w: ["1", "over"],
    "openid_connect_login": lambda w: ["none"],
    "openid_connect_callback": lambda w: ["none"],
    "account_reset_password_from_key": lambda w: ["1", "set-password"],
    "consultations:public": lambda w: [],
    "consultations:public_page": lambda w: ["thurrock", w.consultation.pk],
    "consultations:public_feed": lambda w: ["thurrock", w.consultation.pk],
    "consultations:public_calendar": lambda w: ["thurrock", w.consultation.pk],
    "consultations:public_json": lambda w: ["thurrock", w.consultation.pk],
}


def answer_of(response: Any) -> str:
    status = response.status_code
    if status == 302 and response["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return {403: REFUSED, 404: UNSEEN}.get(status, OPEN)


def asked(client: Client, method: str, url: str, typed: dict[str, Any]) -> str:
    """The answer, and nothing written: each question leaves the rows as they were."""
    with transaction.atomic():
        if method == "get":
            response = client.get(url)
        else:
            response = client.post(url, typed)
        let_go(response)
        transaction.set_rollback(True)
    return answer_of(response)


def let_go(response: Any) -> None:
    """Closes a file that is sent. Not the answer itself, which would close the database with it."""
    for close in response._resource_closers:
        close()


def takes_get(client: Client, url: str) -> bool:
    with transaction.atomic():
        response = client.get(url)
        let_go(response)
        transaction.set_rollback(True)
    return response.status_code != 405


def every_address() -> Iterator[tuple[str, str, Any]]:
    seen = set()
    for name, route, view in addresses(get_resolver()):
        if name not in seen:
            seen.add(name)
            yield name, route, view


def tried(world: World, name: str, route: str, view: Any) -> dict[str, str]:
    """By letter, what each is answered; and that a page takes what is sent from those alone to whom
    it is open, or from those of them whom the table names."""
    trial = trials().get(name)
    typed: dict[str, Any] = {}
    if trial is None or name in PAGES:
        args = world.args_of(name, route)
    else:
        row = trial.row(world.scene)
        args = trial.args(world.scene, row)
        typed = dict(trial.typed(world.scene, row) if callable(trial.typed) else trial.typed)
    url = reverse(name, args=args)
    gets = takes_get(world.clients["K"], url)
    found = {}
    for letter, client in world.clients.items():
        found[letter] = asked(client, "get" if gets else "post", url, typed)
        is_public = not getattr(view, "login_required", True)
        if (
            gets
            and not is_public
            and takes_forms(view)
            and (found[letter] != OPEN or trial is not None)
        ):
            sent = asked(client, "post", url, typed)
            reads = found[letter] == OPEN and letter not in SENT_BY.get(name, letter)
            right = REFUSED if reads else found[letter]
            assert sent == right, f"{name} as {letter}: {right}, sent: {sent}"
    return found


def written(found: dict[str, str]) -> Answers:
    """The answers as the table has them: who sees that there is something, and who may."""
    return Answers(
        sees="".join(each for each in PEOPLE if found[each] in (OPEN, REFUSED)),
        may="".join(each for each in PEOPLE if found[each] == OPEN),
    )


@pytest.fixture
def world(library: None, settings: LazySettings, tmp_path: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(cast.at(TODAY), tick=False):
        cast.group("Tilbury Choir")
        yield World()


def test_every_address_stands_in_the_table() -> None:
    assert set(ANSWERS) == {name for name, _, _ in every_address()}


@pytest.mark.slow
def test_every_address_answers_everybody_as_the_table_says(world: World) -> None:
    wrong = []
    for name, route, view in every_address():
        found = written(tried(world, name, route, view))
        if found != ANSWERS[name]:
            wrong.append(f"{name}: {found}, not {ANSWERS[name]}")
    assert not wrong, "\n".join(wrong)


NEXT_DOOR = {"commitments:say_undone", "disputes:escalate", "consultations:response_records"}
"""Tried with rows of the area next door, whose compact keeps what they ask: X is of that area."""
OF_NO_AREA = {"installation/", "accounts/", "setup/", "act-for/", "my/", "healthz", "metrics"}


def test_nobody_outside_an_area_learns_of_its_rows() -> None:
    """What the table itself promises, save of what is open to everybody or to a case's neutral."""
    for name, route, view in every_address():
        answers = ANSWERS[name]
        is_public = not getattr(view, "login_required", True) or route.startswith("compacts/")
        is_of_an_area = "<" in route and not route.startswith(tuple(OF_NO_AREA))
        if is_public or not is_of_an_area or name in NEXT_DOOR or name.startswith("imports:moved"):
            continue
        asked_in = {"N"} if name.startswith("disputes:") else set()
        assert not set(answers.sees) & set(OUTSIDE) - asked_in, name


def test_readers_only_read() -> None:
    """What takes a form is refused to whoever only reads, save what is their own."""
    for name, _, view in every_address():
        is_own = not getattr(view, "login_required", True) or ":" not in name
        if is_own or not takes_forms(view) or name in MAY_READERS_TOO:
            continue
        assert not {"R", "g"} & set(SENT_BY.get(name, ANSWERS[name].may)), name


MAY_READERS_TOO = {
    "organisations:act_for": "for whom one acts, of one's own organisations",
    "imports:moved": "sends the form on to the address that takes it",
    "imports:moved_page": "sends the form on to the address that takes it",
}
