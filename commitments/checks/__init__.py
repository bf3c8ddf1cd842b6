"""Checks: judged, saved with their cases and events, and brought up to the day by the sweep."""

from commitments.checks.judge import Finding, Judgement, RuleBook, preview
from commitments.checks.keepings import follow_keepings
from commitments.checks.save import judge, judge_again, store
from commitments.checks.sweep import Sweep, reassess_due

__all__ = [
    "Finding",
    "Judgement",
    "RuleBook",
    "Sweep",
    "follow_keepings",
    "judge",
    "judge_again",
    "preview",
    "reassess_due",
    "store",
]
