"""Disputes as tests need them: drafted, raised, at a stage, by a cast of one post a role."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from accounts.models import User
from compacts.models import Compact, Provision
from disputes import actions
from disputes.models import Dispute, Paper
from documents.examining import examine
from organisations.models import Organisation, Role
from tests import cast

DAY = date(2025, 6, 16)
HAPPENED = date(2025, 6, 2)
SECRET = "Quillfeather Women's Refuge"


@dataclass
class Area:
    """An area with somebody on every side."""

    slug: str = "thurrock"
    group_name: str = SECRET

    def __post_init__(self) -> None:
        bodies = {"thurrock": "thurrock-cvs", "southend": "savs", "stockton": "catalyst"}
        self.council = cast.council(self.slug)
        self.cvs = cast.organisation(bodies[self.slug], self.slug)
        self.group = cast.group(self.group_name, self.slug)
        self.officer = self._person(Role.OFFICER, self.council)
        self.compact_officer = self._person(Role.COMPACT_OFFICER, self.council)
        self.cvs_staff = self._person(Role.CVS_STAFF, self.cvs)
        self.member = self._person(Role.VCS_MEMBER, self.group, f"quiet@{self.slug}.example")
        self.chair_council = self._person(Role.FORUM_CHAIR, self.council)
        self.chair_cvs = self._person(Role.FORUM_CHAIR, self.cvs)
        self.reader = self._person(Role.READ_ONLY, self.council)
        self.other_member = self._person(
            Role.VCS_MEMBER, cast.group("Tilbury Choir", self.slug), f"other@{self.slug}.example"
        )

    def _person(self, role: str, body: Organisation, email: str = "") -> User:
        return cast.person(role, body, email)

    @property
    def everybody(self) -> dict[str, User]:
        return {name: who for name, who in vars(self).items() if isinstance(who, User)}


def mediator(email: str = "mediator@test.example") -> User:
    return User.objects.create_user(email, "let-me-in-2026", post="Mediator, Essex Mediation")


def clause(ref: str = "4.4", compact: str = "thurrock-2012") -> Provision:
    return Provision.objects.current().get(compact__slug=compact, ref=ref)


def first_clauses(compact: Compact, count: int = 1) -> list[Provision]:
    return list(compact.provisions.current().in_document_order()[:count])


def drafted(area: Area, *, by: User | None = None, **answers: Any) -> Dispute:
    """A draft with every page answered, by the group's own member unless said otherwise."""
    by = by or area.member
    dispute = actions.draft_dispute(
        raiser=answers.pop("raiser", area.group), by=by, at=cast.at(DAY)
    )
    confidential = answers.pop("confidential", False)
    represented = answers.pop(
        "represented_by", area.cvs if confidential else dispute.represented_by
    )
    happened_on = answers.pop("happened_on", HAPPENED)
    compact = actions.compact_on(dispute.area, happened_on)
    assert compact is not None
    pages: dict[str, dict[str, Any]] = {
        "name": {"represented_by": represented, "confidential": confidential},
        "against": {"respondent": answers.pop("respondent", area.council)},
        "happened": {
            "title": answers.pop("title", "Notice to end a grant"),
            "happened_on": happened_on,
            "happened": answers.pop("happened", "The grant was ended at a month's notice."),
        },
        "clauses": {"clauses": answers.pop("clauses", first_clauses(compact))},
        "linked": {name: answers.pop(name) for name in ("breach", "act") if name in answers},
        "tried": {"tried": "A telephone call."},
        "outcome": {"outcome_sought": "Three months' notice."},
    }
    assert not answers
    for page, said in pages.items():
        dispute = actions.save_answers(
            dispute=dispute, page=page, answers=said, version=dispute.version, by=by
        )
    return dispute


def raised(area: Area, *, by: User | None = None, on: date = DAY, **answers: Any) -> Dispute:
    dispute = drafted(area, by=by, **answers)
    return actions.raise_dispute(
        dispute=dispute,
        version=dispute.version,
        by=by or area.member,
        on=on,
        at=cast.at(on),
    )


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.get(pk=dispute.pk)


def appointed(dispute: Dispute, area: Area, person: User, part: str = "mediator") -> User:
    """A neutral both sides agreed on, free of interest."""
    neutral = actions.propose_neutral(
        dispute=dispute,
        person=person,
        part=part,
        why="Trained.",
        by=area.officer,
        at=cast.at(DAY),
    )
    side = area.cvs_staff if dispute.represented_by_id else area.member
    actions.agree_neutral(neutral=neutral, by=side, at=cast.at(DAY))
    actions.declare_interests(
        neutral=neutral, conflict=False, declaration="None.", by=person, at=cast.at(DAY)
    )
    return person


def answered(dispute: Dispute, area: Area) -> Dispute:
    """The council has filed what the stage asks of it, for everybody in the case."""
    asked = dispute.entries.get(left_on=None).files_respondent
    actions.add_paper(
        dispute=dispute, audience="forum", by=area.officer, at=cast.at(DAY),
        text="Our answer.", filed_as=asked[0] if asked else "",
    )  # fmt: skip
    return fresh(dispute)


def rescoped(user: User) -> User:
    """The person as another request meets them."""
    return User.objects.get(pk=user.pk)


def check_all(dispute: Dispute) -> None:
    """As a worker does with every document of the case that waits."""
    actions.check_waiting(dispute, at=cast.at(DAY), examine=examine)


def checked(paper: Paper) -> Paper:
    """A paper that a worker has looked at: its reader runs here, without a process of its own."""
    actions.check_paper(paper.pk, at=cast.at(DAY), examine=examine)
    return Paper.objects.get(pk=paper.pk)


def stored(content: bytes) -> list[bytes]:
    """The bytes of a file and, of an office file, of each of its parts."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [content, *(archive.read(name) for name in archive.namelist())]
