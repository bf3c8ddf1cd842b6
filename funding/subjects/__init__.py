"""Funding's kinds of act, each in a module of its own: facts, title, columns, and who may."""

from funding.subjects.agreements import AGREEMENT
from funding.subjects.claims import CLAIM
from funding.subjects.decisions import DECISION
from funding.subjects.notices import NOTICE

SUBJECTS = (DECISION, NOTICE, AGREEMENT, CLAIM)

__all__ = ["AGREEMENT", "CLAIM", "DECISION", "NOTICE", "SUBJECTS"]
