"""Asking and answering in the words of the story, with the verbs of consultations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from commitments.checks import RuleBook
from consultations.actions.checking import check_document
from consultations.actions.drafts import draft_consultation, publish_consultation
from consultations.actions.responses import (
    ask_to_void,
    draft_response,
    publish_response,
    send_response,
)
from consultations.actions.uploads import add_document
from consultations.models import Consultation, Response
from demo.people import organisation, post
from demo.telling import instant
from documents.examining import examine
from organisations.models import Organisation

WEEKS_12 = timedelta(weeks=12)
REPLY = (
    "Write to consultations@thurrock.example, send a letter to the Civic Offices, or come to one "
    "of the two evenings at the library."
)


@dataclass(frozen=True, slots=True)
class Asker:
    """A public body and the post that consults for it."""

    area: str
    body: str
    officer: str

    @property
    def lead(self) -> Organisation:
        return organisation(self.area, self.body)

    @property
    def by(self) -> User:
        return post(self.officer)

    def asks(self, title: str, on: date, *, without: tuple[str, ...] = (), **answers: Any) -> None:
        """Published on its day, with every step taken and every record kept but for `without`."""
        steps, records = self._kept(answers.get("opens_on") or on, without)
        lead = self.lead
        planned = draft_consultation(
            area=lead.area,
            lead=lead,
            title=title,
            by=self.by,
            at=instant(on),
            **{"steps": steps, "records": records, "formats": "Large print, easy read", **answers},
        )
        name = title.lower().replace(" ", "-")
        paper = add_document(
            consultation=planned,
            file=ContentFile(f"{title}\n\n{planned.summary}\n".encode(), name=f"{name}.txt"),
            title=f"{title}: the paper",
            by=self.by,
            at=instant(on),
        )
        check_document(paper.pk, at=instant(on), examine=examine)
        publish_consultation(consultation=planned, by=self.by, on=on, at=instant(on))

    def _kept(self, day: date, without: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
        steps: dict[str, str] = {}
        records: dict[str, str] = {}
        area = self.lead.area
        for rule in RuleBook.for_areas([area]).rules_for(area.pk, day, "consultation", ""):
            for number, code in enumerate(rule.params.get("steps", [])):
                steps[code] = (day - timedelta(days=42 - 7 * number)).isoformat()
            for code in rule.params.get("fields", []):
                records[code] = f"{rule.labels.get(code, code)}: set out in the paper."
        left_out = {"feedback_published", *without}
        return (
            {code: on for code, on in steps.items() if code not in left_out},
            {code: text for code, text in records.items() if code not in left_out},
        )


THURROCK = Asker("thurrock", "thurrock-council", "compact.officer")
GRANTS = Asker("thurrock", "thurrock-council", "grants.officer")
STOCKTON = Asker("stockton", "stockton-council", "stockton.officer")
SOUTHEND = Asker("southend", "southend-council", "southend.officer")


def asked(title: str) -> Consultation:
    rows = Consultation.objects.select_related("act__area", "act__responsible")
    found: Consultation = rows.get(act__title=title)
    return found


def answer(title: str, name: str, text: str, *, who: str = "treasurer") -> Callable[[date], None]:
    """A response of the organisation that somebody belongs to, sent here."""

    def beat(on: date) -> None:
        begun = draft_response(
            consultation=asked(title),
            organisation=organisation("thurrock", name),
            answers={
                "text": text,
                "represents": "People who use our groups.",
                "basis": "both",
                "consents": True,
                "records": {},
            },
            by=post(who),
            on=on,
            at=instant(on),
        )
        sent = send_response(response=begun, by=post(who), on=on, at=instant(on))
        publish_response(response=sent, by=THURROCK.by, on=on)

    return beat


def void_asked(title: str, name: str, reason: str) -> Callable[[date], None]:
    """The lead asks the author to take a response out of every count; the author has yet to answer."""

    def beat(on: date) -> None:
        sent = Response.objects.get(
            consultation=asked(title), act__responsible=organisation("thurrock", name)
        )
        ask_to_void(response=sent, reason=reason, by=THURROCK.by, at=instant(on))

    return beat
