"""How a case is shown: its timeline, as far as its reader may see it, and why a date is so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from audit.history import facts_told, title_of, words_typed
from audit.models import Event
from disputes.confidentiality import Person, author_label, mask_of, words_for
from disputes.masking import Mask
from disputes.models import Dispute, DisputeStageEntry, Paper
from disputes.permissions import side_of
from disputes.procedures import limit_in_words
from disputes.states import Unit
from documents.states import FileState
from pages.timeline import Line
from rules import ENGLAND_AND_WALES
from rules.words import plain

NOT_TOLD = (
    "dispute.drafted",
    "dispute.discarded",
    "dispute.doubts_cleared",
    "dispute.paper_removed",
    "dispute.paper_checked",
    "dispute.paper_looked_through",
)
FACTS_ALONE = {
    "dispute.raised",
    "dispute.stage_entered",
    "dispute.escalated",
    "dispute.settled",
    "dispute.withdrawn",
    "dispute.referred_out",
    "dispute.found",
}
PRIVATE_TO_PARTIES = {"dispute.settlement_offered", "dispute.settlement_declined"}


def timeline_of(dispute: Dispute, user: Person, *, to_hand_on: bool = False) -> list[Line]:
    """Oldest first. What is to be handed on leaves out what the reader's side wrote for itself, and
    names people as somebody outside the case would read it."""
    side = side_of(user, dispute)
    reader: Person = AnonymousUser() if to_hand_on else user
    papers: dict[int, Paper] = {}
    if side is not None:
        papers = {
            paper.pk: paper
            for paper in dispute.papers.all()
            if paper.is_readable_by(side) and (paper.is_for_others or not to_hand_on)
        }
    told, mask = [], mask_of(dispute)
    for event in Event.objects.about(dispute).order_by("number"):
        if event.verb in NOT_TOLD:
            continue
        if event.verb == "dispute.paper_added":
            paper = papers.get(event.detail["paper"])
            if paper is not None:
                told.append(_paper_line(dispute, reader, event, paper, mask))
            continue
        if side is None and event.verb not in FACTS_ALONE:
            continue
        if event.verb in PRIVATE_TO_PARTIES and side not in ("raiser", "respondent"):
            continue
        told.append(_line(dispute, reader, event, mask, with_words=side is not None))
    return told


def _by(dispute: Dispute, user: Person, event: Event) -> str:
    side = event.detail.get("side", "")
    if not side:
        return event.actor_post or "The system"
    return author_label(user, dispute, side, event.actor_post)


def _paper_line(dispute: Dispute, user: Person, event: Event, paper: Paper, mask: Mask) -> Line:
    handed_in = f"Filed: {paper.filed_as}" if paper.filed_as else "Message"
    # To its own side alone: others read no paper whose document is not checked.
    state = "" if paper.is_checked else f" ({paper.get_state_display().lower()})"
    has_file = bool(paper.name) and paper.state != FileState.REFUSED
    return Line(
        paper.written_at,
        f"{handed_in}, with {paper.name}{state}" if has_file else handed_in,
        f"{_by(dispute, user, event)}, for {paper.get_audience_display().lower()}",
        words_for(user, dispute, paper.text, paper.side, mask=mask, by=paper.written_by_id),
        paper.get_absolute_url() if paper.may_be_opened else "",
        by_id=event.actor_id,
    )


def _line(dispute: Dispute, user: Person, event: Event, mask: Mask, *, with_words: bool) -> Line:
    words = list(facts_told(event.verb, event.detail))
    if with_words:
        words += words_typed(event.detail)
    if event.detail.get("reading"):
        words.append(f"How the clauses were read: {event.detail['reading']}")
    title = title_of(event.verb)
    if event.verb.startswith("dispute.stage") and event.detail.get("stage"):
        title = f"{title}: {event.detail['stage']}"
    said = words_for(
        user,
        dispute,
        "\n\n".join(words),
        event.detail.get("side", ""),
        mask=mask,
        by=event.actor_id,
    )
    return Line(event.at, title, _by(dispute, user, event), said, by_id=event.actor_id)


# Why this date ------------------------------------------------------------------------------------


def why_due(entry: DisputeStageEntry) -> dict[str, Any]:
    """The proof of a stage's due date, for the why_this_date tag."""
    limit = limit_in_words(entry.time_limit, entry.unit).lower()
    steps = [f"The stage was entered on {plain(entry.entered_on)}; that day is left out."]
    if entry.time_limit is not None:
        steps.append(
            f"The limit was {limit} when the stage was entered. It is a local setting, not in the "
            "compact's text, and a later change of it does not reach this case."
        )
    if entry.original_due_on:
        steps.append(f"So the original limit is {plain(entry.original_due_on)}.")
    steps += [words for _, words in sorted(_moves(entry), key=lambda each: each[0])]
    if entry.due_unknown:
        steps.append(
            "It cannot be worked out: the count needs bank holidays that are not published yet. "
            "No date is guessed."
        )
    return {
        "clause": entry.source,
        "workings": steps,
        "calendar": ENGLAND_AND_WALES.version if entry.unit == Unit.WORKING_DAYS else "",
    }


def _moves(entry: DisputeStageEntry) -> list[tuple[date, str]]:
    moves = []
    for stop in entry.stops.all():
        words = f"The clock was stopped on {plain(stop.stopped_on)}"
        if stop.restarted_on is None:
            moves.append((stop.stopped_on, f"{words} and stands still."))
            continue
        words += f" and started again on {plain(stop.restarted_on)}: the "
        words += "working days" if entry.unit == Unit.WORKING_DAYS else "days"
        words += " after the stop, up to and including the restart, were added."
        if stop.due_after:
            words += f" So it is due by {plain(stop.due_after)}."
        moves.append((stop.restarted_on, words))
    for extension in entry.extensions.all():
        if extension.agreed and extension.answered_on:
            words = f"Extended by agreement to {plain(extension.new_due_on)}."
            moves.append((extension.answered_on, words))
    return moves
