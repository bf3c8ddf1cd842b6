"""Checks: judged, saved with their cases and events, and brought up to the day by the sweep."""

from commitments.checks.deadlines import check_deadlines
from commitments.checks.editions import follow_editions
from commitments.checks.judge import Finding, Judgement, RuleBook, preview
from commitments.checks.save import judge, judge_again, store
from commitments.checks.sweep import Sweep, reassess_due

__all__ = [
    "Finding",
    "Judgement",
    "RuleBook",
    "Sweep",
    "check_deadlines",
    "follow_editions",
    "judge",
    "judge_again",
    "preview",
    "reassess_due",
    "store",
]
