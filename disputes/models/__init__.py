"""Disputes, the stages they go through, who helps, what is written, and how they end."""

from disputes.models.dispute import CitedClause, Dispute, DisputeQuerySet
from disputes.models.endings import (
    Conclusion,
    Lesson,
    ProposedConclusion,
    Remedy,
    Settlement,
    Standstill,
)
from disputes.models.papers import ClearedDoubt, Paper
from disputes.models.people import Neutral
from disputes.models.stages import ClockStop, DisputeStageEntry, Extension, StageSetting

__all__ = [
    "CitedClause",
    "ClearedDoubt",
    "ClockStop",
    "Dispute",
    "DisputeQuerySet",
    "DisputeStageEntry",
    "Extension",
    "Conclusion",
    "Lesson",
    "Neutral",
    "Paper",
    "ProposedConclusion",
    "Remedy",
    "Settlement",
    "StageSetting",
    "Standstill",
]
