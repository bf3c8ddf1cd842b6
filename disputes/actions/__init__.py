"""Everything that writes disputes: drafted, raised, moved, argued, ended, learnt from."""

from disputes.actions.checking import check_paper, check_waiting, look_through, waiting_long
from disputes.actions.conclusions import answer_conclusion, conclude, propose_conclusion
from disputes.actions.drafts import (
    compact_on,
    discard_draft,
    draft_dispute,
    save_answers,
)
from disputes.actions.endings import (
    add_lesson,
    answer_settlement,
    offer_settlement,
    refer_out,
    withdraw,
)
from disputes.actions.neutrals import (
    agree_neutral,
    declare_interests,
    end_neutral,
    invite_neutral,
    propose_neutral,
)
from disputes.actions.papers import add_paper, remove_paper
from disputes.actions.raising import likely_duplicates, raise_dispute, unfinished
from disputes.actions.remedies import (
    add_remedy,
    answer_standstill,
    ask_standstill,
    check_remedy,
    report_remedy,
    set_anonymous,
    tell_exactly,
)
from disputes.actions.reminding import remind
from disputes.actions.stages import (
    answer_extension,
    ask_extension,
    escalate,
    restart_clock,
    set_limit,
    stop_clock,
)

__all__ = [
    "add_lesson",
    "add_paper",
    "check_paper",
    "check_waiting",
    "add_remedy",
    "agree_neutral",
    "answer_extension",
    "answer_conclusion",
    "answer_settlement",
    "answer_standstill",
    "ask_extension",
    "ask_standstill",
    "check_remedy",
    "compact_on",
    "declare_interests",
    "discard_draft",
    "draft_dispute",
    "end_neutral",
    "escalate",
    "conclude",
    "likely_duplicates",
    "offer_settlement",
    "propose_conclusion",
    "invite_neutral",
    "propose_neutral",
    "raise_dispute",
    "refer_out",
    "remind",
    "remove_paper",
    "report_remedy",
    "restart_clock",
    "save_answers",
    "set_anonymous",
    "set_limit",
    "stop_clock",
    "tell_exactly",
    "unfinished",
    "withdraw",
    "look_through",
    "waiting_long",
]
