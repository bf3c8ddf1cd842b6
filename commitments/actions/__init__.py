"""Everything that writes acts' checks and breaches: judging, sweeping, and what people decide."""

from commitments.actions.bench import Bench, Finding, Judgement, preview
from commitments.actions.cases import determine, record_remedy, reply
from commitments.actions.keeping import SUBJECTS, follow_keepings
from commitments.actions.records import next_reference, record_corrections, void_act
from commitments.actions.storing import judge, store
from commitments.actions.sweeping import Sweep, reassess_due

__all__ = [
    "Bench",
    "Finding",
    "Judgement",
    "SUBJECTS",
    "Sweep",
    "determine",
    "follow_keepings",
    "judge",
    "next_reference",
    "preview",
    "reassess_due",
    "record_corrections",
    "record_remedy",
    "reply",
    "store",
    "void_act",
]
