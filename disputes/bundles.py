"""The case bundle: what one reader may see of a case, as a tagged PDF and as a ZIP with the documents.

It is made to be handed on, to the ombudsman for one. So it leaves out what the reader's side wrote for
itself alone, and it never holds a raiser's name that is kept, whoever makes it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED

import typst
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from zipstream.ng import ZipStream

from accounts.models import User
from audit.anchors import anchor_of
from disputes.confidentiality import clauses_for, day_for, for_everybody, raiser_label
from disputes.models import Conclusion, Dispute, Paper
from disputes.permissions import side_of
from disputes.presenters import timeline_of
from disputes.procedures import limit_in_words
from disputes.states import Audience
from documents.states import FileState
from pages.csv import safe_cell
from rules.words import plain

TEMPLATE = Path(__file__).with_name("bundle.typ")
Row = tuple[str, str]
PIECE = 64 * 1024


@dataclass(slots=True)
class Section:
    heading: str
    rows: list[Row] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {"heading": self.heading, "rows": self.rows, "entries": self.entries}


def papers_of(dispute: Dispute, user: User) -> list[Paper]:
    side = side_of(user, dispute)
    if side is None:
        return []
    readable = dispute.papers.readable_by(side).exclude(audience=Audience.OWN)
    return list(readable.filter(state=FileState.CHECKED).order_by("written_at", "pk"))


def raiser_in_bundle(dispute: Dispute) -> str:
    """As somebody outside the case reads it: a kept name stays out, whoever makes the bundle."""
    return raiser_label(AnonymousUser(), dispute)


def case_of(dispute: Dispute, user: User, on: date) -> dict[str, Any]:
    """Everything the bundle says, as plain texts."""
    reads_all = side_of(user, dispute) is not None
    sections = [Section("The case", list(_facts(dispute, reads_all)))]
    sections.append(Section("Clauses", list(_clauses(dispute))))
    sections.append(Section("Stages", list(_stages(dispute))))
    sections.append(Section("Decisions", list(_decisions(dispute, reads_all))))
    if reads_all:
        sections.append(Section("Actions", list(_remedies(dispute))))
    sections.append(Section("Timeline", entries=list(_events(dispute, user))))
    papers = [
        (paper.name, f"{paper.size:,} bytes") for paper in papers_of(dispute, user) if paper.name
    ]
    sections.append(Section("Documents in the ZIP", papers))
    sections.append(Section("The history behind it", list(_anchor(dispute))))
    return {
        "title": f"Dispute {dispute.reference}: {dispute.title}",
        "reference": dispute.reference,
        "made_for": user.post if not _is_hidden(dispute, user) else raiser_in_bundle(dispute),
        "made_on": plain(on),
        "note": "A compact is a promise, not a law. This bundle holds what its reader may see of the "
        "case; notes that a side keeps for itself are left out.",
        "sections": [section.as_dict() for section in sections],
    }


def _anchor(dispute: Dispute) -> Iterator[Row]:
    """How long the log of the area is, and its last seal: what was before cannot be changed unseen."""
    anchor = anchor_of(dispute.area.slug)
    if anchor is not None:
        chain, number, seal = anchor
        yield "Chain, number and seal of the last event", f"{chain} {number} {seal}"


def _is_hidden(dispute: Dispute, user: User) -> bool:
    """Whether the reader's own post would say who the raiser is."""
    return dispute.confidential and any(
        membership.organisation_id == dispute.raiser_id for membership in user.memberships.current()
    )


def _facts(dispute: Dispute, reads_all: bool) -> Iterator[Row]:
    yield "Raised by", raiser_in_bundle(dispute)
    yield "Against", str(dispute.respondent)
    yield "Area and compact", f"{dispute.area}: {dispute.compact}"
    yield "Raised on", plain(dispute.raised_on) if dispute.raised_on else ""
    yield "State", dispute.get_state_display()
    if reads_all:
        yield "When it happened", day_for(AnonymousUser(), dispute)
        yield "What happened", dispute.happened
        yield "What was tried", dispute.tried
        yield "Outcome sought", dispute.outcome_sought


def _clauses(dispute: Dispute) -> Iterator[Row]:
    for clause in clauses_for(AnonymousUser(), dispute):
        yield f"{clause.compact}, {clause.ref}", clause.text or clause.heading


def _stages(dispute: Dispute) -> Iterator[Row]:
    for entry in dispute.entries.all():
        words = [f"Entered on {plain(entry.entered_on)}."]
        words.append(f"Limit: {limit_in_words(entry.time_limit, entry.unit).lower()}.")
        if entry.original_due_on:
            words.append(f"Original limit: {plain(entry.original_due_on)}.")
        if entry.due_on and entry.due_on != entry.original_due_on:
            words.append(f"Moved to {plain(entry.due_on)}.")
        if entry.due_unknown:
            words.append("Its due date cannot be worked out.")
        if entry.left_on:
            days = (entry.left_on - entry.entered_on).days
            words.append(f"Left on {plain(entry.left_on)}, after {days} days.")
        yield entry.name, " ".join(words)


def _decisions(dispute: Dispute, reads_all: bool) -> Iterator[Row]:
    conclusion = Conclusion.objects.filter(dispute=dispute).first()
    if conclusion is not None:
        reasons = conclusion.reasons if reads_all else ""
        found = [for_everybody(dispute, text) for text in (reasons, conclusion.reading)]
        texts = [f"On {plain(conclusion.decided_on)}.", *found]
        yield conclusion.get_outcome_display(), "\n\n".join(text for text in texts if text)
    elif dispute.ended_on is not None:
        note = for_everybody(dispute, dispute.ending_note) if reads_all else ""
        yield dispute.get_state_display(), f"On {plain(dispute.ended_on)}.\n\n{note}".strip()
    if not reads_all:
        return
    for hold in dispute.standstills.all():
        answer = {True: "granted", False: "refused", None: "not answered"}[hold.granted]
        reason = for_everybody(dispute, hold.reason)
        words = f"{hold.what}\n\nAsked on {plain(hold.asked_on)}: {answer}. {reason}"
        yield "Asked to hold the decision", words.strip()


def _remedies(dispute: Dispute) -> Iterator[Row]:
    for remedy in dispute.remedies.select_related("owner"):
        owner = str(remedy.owner) if remedy.owner else raiser_in_bundle(dispute)
        happened = remedy.get_happened_display() if remedy.happened else "not checked yet"
        words = f"{owner}, by {plain(remedy.due_on)}. Did it happen? {happened}."
        yield for_everybody(dispute, remedy.what), words


def _events(dispute: Dispute, user: User) -> Iterator[dict[str, Any]]:
    for event in timeline_of(dispute, user, to_hand_on=True):
        local = timezone.localtime(event.at)
        yield {
            "when": f"{plain(local.date())} at {local:%H:%M}",
            "title": event.title,
            "by": event.by,
            "paragraphs": [each for each in event.text.split("\n\n") if each],
        }


def pdf_of(dispute: Dispute, user: User, on: date) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    case = json.dumps(case_of(dispute, user, on), ensure_ascii=False)
    made = typst.compile(TEMPLATE, format="pdf", sys_inputs={"case": case}, pdf_standards="ua-1")
    if not isinstance(made, bytes):
        raise TypeError("The bundle was not made.")
    return made


def zip_of(dispute: Dispute, user: User, on: date) -> Iterable[bytes]:
    """The PDF, the clauses and the timeline as text, and every document the reader may see.

    In pieces, made while they are sent: of the documents no more than one piece is in memory.
    """
    case = case_of(dispute, user, on)
    archive = ZipStream(compress_type=ZIP_DEFLATED)
    archive.add(pdf_of(dispute, user, on), "case.pdf")
    archive.add("\n\n".join(f"{a}\n{b}" for a, b in _clauses(dispute)).encode(), "clauses.txt")
    archive.add(_timeline_csv(case), "timeline.csv")
    papers = [paper for paper in papers_of(dispute, user) if paper.file]
    for number, paper in enumerate(papers, 1):
        name = f"documents/{number:02}-{paper.name}"
        archive.add(_pieces_of(paper), name, compress_type=ZIP_STORED)
    return archive


def _pieces_of(paper: Paper) -> Iterator[bytes]:
    with paper.file.open("rb") as file:
        yield from file.chunks(PIECE)


def _timeline_csv(case: dict[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["When", "What", "Who", "Text"])
    timeline = next(each for each in case["sections"] if each["heading"] == "Timeline")
    for event in timeline["entries"]:
        cells = (event["when"], event["title"], event["by"], "\n\n".join(event["paragraphs"]))
        writer.writerow([safe_cell(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
