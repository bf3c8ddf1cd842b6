"""Who may do what in a dispute. Nobody decides a case of their own organisation, at any stage."""

from disputes.permissions.conclusions import (
    could_be_found_in,
    may_answer_conclusion,
    may_decide,
    may_propose_conclusion,
    meetings_that_could_find,
    proposed_conclusion,
)
from disputes.permissions.endings import (
    may_add_lesson,
    may_add_remedy,
    may_answer_settlement,
    may_check_remedy,
    may_offer_settlement,
    may_refer_out,
    may_report_remedy,
    may_withdraw,
)
from disputes.permissions.neutrals import (
    may_agree_neutral,
    may_be_neutral,
    may_declare,
    may_end_neutral,
    may_propose_neutral,
)
from disputes.permissions.papers import may_hold_more, may_look_through
from disputes.permissions.raising import (
    bodies_keeping_names,
    may_edit_draft,
    may_raise,
    may_raise_for,
    raisers_for,
    respondents_for,
)
from disputes.permissions.sides import (
    is_neutral_of,
    may_read_substance,
    side_of,
    writing_side,
)
from disputes.permissions.stages import (
    may_answer_extension,
    may_ask_extension,
    may_escalate,
    may_restart_clock,
    may_set_limit,
    may_stop_clock,
)
from disputes.permissions.writing import (
    audiences_for,
    may_answer_standstill,
    may_ask_standstill,
    may_set_anonymous,
    may_write,
)

__all__ = [
    "audiences_for",
    "bodies_keeping_names",
    "is_neutral_of",
    "may_add_lesson",
    "may_add_remedy",
    "may_agree_neutral",
    "may_answer_extension",
    "may_answer_conclusion",
    "may_answer_settlement",
    "may_answer_standstill",
    "may_ask_extension",
    "may_ask_standstill",
    "may_be_neutral",
    "may_check_remedy",
    "could_be_found_in",
    "may_decide",
    "may_declare",
    "may_edit_draft",
    "may_end_neutral",
    "may_escalate",
    "may_hold_more",
    "may_look_through",
    "may_offer_settlement",
    "may_propose_conclusion",
    "may_propose_neutral",
    "may_raise",
    "may_raise_for",
    "may_read_substance",
    "may_refer_out",
    "may_report_remedy",
    "may_restart_clock",
    "may_set_anonymous",
    "may_set_limit",
    "may_stop_clock",
    "may_withdraw",
    "may_write",
    "meetings_that_could_find",
    "proposed_conclusion",
    "raisers_for",
    "respondents_for",
    "side_of",
    "writing_side",
]
