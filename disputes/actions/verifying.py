"""Whether a case's rows still say what the sealed log says they said. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from audit.models import Event
from disputes.actions.raising import narrative_digest
from disputes.actions.telling import sealed
from disputes.models import Conclusion, Dispute, Paper

SEALED = ("dispute.paper_added", "dispute.paper_checked")


def changed_rows() -> Iterator[str]:
    """One sentence for each narrative, paper or conclusion that differs from what was sealed."""
    for dispute in Dispute.objects.raised().order_by("pk"):
        events = Event.objects.about(dispute)
        raised = events.filter(verb="dispute.raised").first()
        if raised is None or raised.detail.get("digest") != narrative_digest(dispute):
            yield f"{dispute}: what was raised is not what the log sealed."
        sealed_papers = {
            event.detail["paper"]: event.detail["digest"]
            # In their order: a file that was checked is sealed anew, without its hidden details.
            for event in events.filter(verb__in=SEALED).order_by("number")
        }
        papers = list(dispute.papers.all())
        yield from (
            f"{dispute}: paper {paper.pk} is not what the log sealed."
            for paper in papers
            if sealed_papers.get(paper.pk) != _digest_of(paper)
        )
        # While it was a draft its own side could take a document out again.
        removed = events.filter(verb="dispute.paper_removed")
        gone = set(sealed_papers) - {paper.pk for paper in papers}
        gone -= {event.detail["paper"] for event in removed}
        yield from (f"{dispute}: paper {pk} is missing." for pk in sorted(gone))
        yield from _conclusions(dispute)


def _conclusions(dispute: Dispute) -> Iterator[str]:
    conclusion = Conclusion.objects.filter(dispute=dispute).first()
    event = Event.objects.about(dispute).filter(verb="dispute.found").first()
    kept = (conclusion.outcome, conclusion.reasons, conclusion.reading) if conclusion else None
    told = (
        tuple(event.detail[name] for name in ("outcome", "reasons", "reading")) if event else None
    )
    if kept != told:
        yield f"{dispute}: the conclusion is not what the log sealed."


def _digest_of(paper: Paper) -> str:
    content = b""
    if paper.file:
        try:
            with paper.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError:
            # No seal is empty, so a lost file differs from every one.
            return ""
    return sealed(paper.text, content)
