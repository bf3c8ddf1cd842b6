"""What is asked about documents that were handed in."""

from __future__ import annotations

from accounts.permissions import YES, Answer
from disputes.models import Dispute, Paper
from disputes.permissions.sides import Person, writing_side
from disputes.states import Side
from documents.states import FileState
from organisations.permissions import scope_of

MOST_PAPERS = 200
MOST_BYTES = 500 * 1024 * 1024


def may_hold_more(dispute: Dispute, size: int) -> Answer:
    """Whether the case takes another document of so many bytes: a bundle has to stay one that can be
    downloaded, and a store one that cannot be filled from outside."""
    papers = [each for each in dispute.papers.all() if each.file]
    if len(papers) >= MOST_PAPERS:
        return Answer(
            f"A case holds at most {MOST_PAPERS} documents: put several into one, or send the rest "
            "another way."
        )
    if sum(each.size for each in papers) + size > MOST_BYTES:
        return Answer(
            f"A case holds at most {MOST_BYTES // 1024 // 1024} MB of documents: send smaller files, "
            "such as scans in black and white."
        )
    return YES


def may_look_through(user: Person, paper: Paper) -> Answer:
    """Only the body that represents a kept name may say that a document does not tell it."""
    body = paper.dispute.represented_by
    if paper.state != FileState.ASKED:
        return Answer("This document does not wait for anybody's word.")
    if body is None or not scope_of(user).belongs_to(body):
        return Answer(
            "Only the body that represents the raiser can say that it looked at every page."
        )
    if writing_side(user, paper.dispute) != Side.RAISER:
        return Answer("You can read this case, not act in it.")
    return YES
