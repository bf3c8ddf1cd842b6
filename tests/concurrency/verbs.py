"""Verbs for random work: each takes a hall of shared rows, chooses one, and does something to it.

What a verb refuses is no fault; what it says and leaves behind is looked at afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from commitments import cases
from commitments.checks import reassess_due
from commitments.checks.verify import verify
from commitments.corrections import correct_fact, void_row
from commitments.models import Breach
from compacts.actions import keeping
from compacts.models import KeptByAgreement
from consultations.actions import changes, checklists, drafts, feedback, responses, uploads
from consultations.models import Consultation, Document, Response, Theme
from disputes import actions as disputes
from disputes.actions.reminding import remind
from disputes.models import Dispute, Extension, Neutral, Remedy, Settlement, Standstill
from forums import actions as forums
from forums.models import Meeting
from funding.actions import decisions, notices
from funding.actions.answers import NoticeAnswers
from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.actions import change_organisation
from tests import cast
from tests.concurrency.trials import others
from tests.scene import DAY, TODAY, WEEK, Scene

NOW = cast.at(TODAY)
BECAUSE = {"reason": "For a reason."}
ON = {"on": TODAY}
AT = {"on": TODAY, "at": NOW}
BEFORE_THE_FORUM = {"state": "open", "reached_forum": True, "raised_on__lt": TODAY - 30 * DAY}


class Worker:
    """One of those who work at the same time, with choices of their own from a seed."""

    def __init__(self, scene: Scene, seed: str) -> None:
        self.scene, self.random = scene, Random(seed)

    def by(self, *people: str) -> dict[str, Any]:
        return {"by": self.scene.person(self.random.choice(people))}

    def day(self, first: int, last: int) -> date:
        """Some day, in weeks from today."""
        return TODAY + self.random.randint(first * 7, last * 7) * DAY

    def one(self, model: Any, **likely: Any) -> Any:
        """Some row, as this worker's page read it: a `likely` one where there is one."""
        found = model._default_manager.order_by("pk")
        rows = list(found.filter(**likely).distinct()) or list(found)
        if not rows:
            raise NothingToDo
        return self.random.choice(rows)


class NothingToDo(Exception):
    """No row is there yet for the verb."""


Verb = Callable[[Worker], Any]


# Funding ------------------------------------------------------------------------------------------


def corrects_notice(w: Worker) -> Any:
    fact, new = w.random.choice(
        [
            ("last_day", w.day(1, 40)),
            ("received_on", w.day(-10, -1)),
            ("programme", f"Youth {w.random.randint(1, 9)}"),
        ]
    )
    row = w.one(Notice)
    return correct_fact(
        row, fact=fact, new=new, **w.by("officer", "compact_officer"), **BECAUSE, **AT
    )


def corrects_decision(w: Worker) -> Any:
    row = w.one(FundingDecision)
    return correct_fact(
        row, fact="decided_on", new=w.day(-12, -10), **w.by("officer"), **BECAUSE, **AT
    )


def corrects_agreement(w: Worker) -> Any:
    row = w.one(FundingAgreement)
    return correct_fact(
        row, fact="last_day", new=w.day(50, 200), **w.by("officer"), **BECAUSE, **AT
    )


def moves_notice(w: Worker) -> Any:
    return notices.move_last_day(
        notice=w.one(Notice), last_day=w.day(30, 80), moved_on=TODAY, **w.by("officer"), **BECAUSE,
        **ON,
    )  # fmt: skip


def acknowledges(w: Worker) -> Any:
    return notices.acknowledge_notice(
        notice=w.one(Notice), received_on=w.day(-3, -1), **w.by("member"), **ON
    )


def gives_notice(w: Worker) -> Any:
    answers = NoticeAnswers(
        recipient=w.scene.group, method="letter", sent_on=TODAY - WEEK, received_on=TODAY - WEEK,
        last_day=w.day(1, 30),
    )  # fmt: skip
    decision = w.one(FundingDecision)
    return notices.give_notice(decision=decision, answers=answers, **w.by("officer"), **AT)


def withdraws_notice(w: Worker) -> Any:
    return notices.withdraw_notice(
        notice=w.one(Notice), withdrawn_on=TODAY, **w.by("officer"), **BECAUSE, **ON
    )


def withdraws_decision(w: Worker) -> Any:
    return decisions.withdraw_decision(
        decision=w.one(FundingDecision), withdrawn_on=TODAY, **w.by("officer"), **BECAUSE, **ON
    )


def retakes(w: Worker) -> Any:
    return decisions.retake_decision(
        decision=w.one(FundingDecision), retaken_on=TODAY, **w.by("officer"), **BECAUSE, **ON
    )


def voids_notice(w: Worker) -> Any:
    return void_row(w.one(Notice), **w.by("officer"), **BECAUSE, **AT)


def voids_decision(w: Worker) -> Any:
    return void_row(w.one(FundingDecision), **w.by("compact_officer"), **BECAUSE, **AT)


def records_decision(w: Worker) -> Any:
    return w.scene.decision(last_day=w.day(1, 30))


def imports(w: Worker) -> Any:
    upload = others.checked(w.scene)
    others.uploads.confirm_upload(upload, create_organisations=False, **w.by("officer"))
    others.tasks.work_on_import(pk=upload.pk)


# Cases and the sweep ------------------------------------------------------------------------------


def replies(w: Worker) -> Any:
    return cases.reply(
        w.one(Breach, state="flagged"), position="accepts", text="Yes.", at=NOW, **w.by("officer")
    )


def decided(w: Worker) -> dict[str, Any]:
    return {"decision": w.random.choice(["confirmed", "rejected"]), "reasons": "So."}


def determines(w: Worker) -> Any:
    return cases.determine(w.one(Breach, state="answered"), **decided(w), **w.by("chair"), **AT)


def proposes_decision(w: Worker) -> Any:
    return cases.propose_decision(
        w.one(Breach, state="answered"), **decided(w), **w.by("chair", "chair_council"), **AT
    )


def answers_proposal(w: Worker) -> Any:
    agreed = w.random.random() < 0.5
    return cases.answer_proposal(
        w.one(Breach, proposals__agreed=None, proposals__isnull=False),
        agreed=agreed,
        answer="No.",
        **w.by("chair", "chair_council"),
        **AT,
    )


def puts_right(w: Worker) -> Any:
    return cases.record_remedy(
        w.one(Breach, state="confirmed"), remedied_on=TODAY, remedy="Done again.", **w.by("officer")
    )


def sweeps(w: Worker) -> Any:
    return reassess_due(on=TODAY)


def repairs(w: Worker) -> Any:
    return verify(puts_right=True, **AT)


def reminds(w: Worker) -> Any:
    return remind(on=TODAY)


# Consultations ------------------------------------------------------------------------------------


def publishes(w: Worker) -> Any:
    draft = w.scene.consultation_draft(opens_on=w.day(-8, 0), closes_on=w.day(1, 14))
    return drafts.publish_consultation(consultation=draft, **w.by("officer"), **AT)


def extends(w: Worker) -> Any:
    return changes.extend_consultation(
        consultation=w.one(Consultation), closes_on=w.day(14, 40), **w.by("officer"), **BECAUSE,
        **AT,
    )  # fmt: skip


def cuts_short(w: Worker) -> Any:
    return changes.cut_short(
        consultation=w.one(Consultation), closes_on=w.day(1, 3), **w.by("officer"), **BECAUSE, **AT
    )


def reopens(w: Worker) -> Any:
    return changes.reopen_consultation(
        consultation=w.one(Consultation, closes_on__lt=TODAY), opens_on=TODAY, closes_on=w.day(1, 4),
        **w.by("officer"), **BECAUSE, **AT,
    )  # fmt: skip


def cancels(w: Worker) -> Any:
    made = w.one(Consultation)
    return changes.cancel_consultation(consultation=made, **w.by("officer"), **BECAUSE, **AT)


def corrects_consultation(w: Worker) -> Any:
    return correct_fact(
        w.one(Consultation), fact="closes_on", new=w.day(2, 20), **w.by("officer"), **BECAUSE, **AT
    )


def adds_document(w: Worker) -> Any:
    return uploads.add_document(
        consultation=w.one(Consultation), file=ContentFile(b"Text", "plan.txt"), title="The plan",
        at=NOW, **w.by("officer"),
    )  # fmt: skip


def withdraws_document(w: Worker) -> Any:
    return uploads.withdraw_document(document=w.one(Document), at=NOW, **w.by("officer"))


def answers_checklist(w: Worker) -> Any:
    said = {"formative": (w.random.choice(["yes", "no"]), "The minutes.")}
    return checklists.answer_checklist(
        consultation=w.one(Consultation), checklist="gunning", answers=said, at=NOW,
        **w.by("officer"),
    )  # fmt: skip


def writes_feedback(w: Worker) -> Any:
    said = {"arrangements": f"Version {w.random.randint(1, 99)}."}
    return feedback.save_feedback(
        consultation=w.one(Consultation, closes_on__lt=TODAY), answers=said, **w.by("officer")
    )


def writes_theme(w: Worker) -> Any:
    said = {"title": "Evenings", "you_said": "Open late.", "result": "done", "we_did": "Yes."}
    return feedback.save_theme(
        consultation=w.one(Consultation, closes_on__lt=TODAY),
        theme=None,
        answers=said,
        **w.by("officer"),
    )


def removes_theme(w: Worker) -> Any:
    theme = w.one(Theme)
    made = theme.feedback.consultation
    return feedback.remove_theme(consultation=made, theme=theme, **w.by("officer"))


def publishes_feedback(w: Worker) -> Any:
    return feedback.publish_feedback(
        consultation=w.one(Consultation, closes_on__lt=TODAY),
        published_on=TODAY,
        **w.by("officer"),
        **AT,
    )


def responds(w: Worker) -> Any:
    draft = w.scene.response_draft(consultation=w.one(Consultation))
    return responses.send_response(response=draft, **w.by("member"), **AT)


def logs_response(w: Worker) -> Any:
    said = {
        "route": "letter", "received_on": TODAY, "from_whom": "A resident", "text": "Evenings.",
        "represents": "", "capacity": "", "basis": "", "consents": None,
    }  # fmt: skip
    return responses.log_response(
        consultation=w.one(Consultation), organisation=None, answers=said, **w.by("officer"), **AT
    )


def publishes_response(w: Worker) -> Any:
    return responses.publish_response(response=w.one(Response), **w.by("officer"), **ON)


def asks_to_void(w: Worker) -> Any:
    return responses.ask_to_void(response=w.one(Response), at=NOW, **w.by("officer"), **BECAUSE)


def answers_void(w: Worker) -> Any:
    agreed = w.random.random() < 0.5
    row = w.one(Response, void_requests__agreed=None, void_requests__isnull=False)
    return responses.answer_void_request(response=row, agreed=agreed, **w.by("member"), **AT)


def voids_response(w: Worker) -> Any:
    return void_row(w.one(Response), **w.by("member"), **BECAUSE, **AT)


# Disputes -----------------------------------------------------------------------------------------


def raises(w: Worker) -> Any:
    return w.scene.dispute(breach=w.one(Breach)) if w.random.random() < 0.5 else w.scene.dispute()


def writes(w: Worker) -> Any:
    return disputes.add_paper(
        dispute=w.one(Dispute, state="open", area=w.scene.area), audience="forum", text="A letter.", at=NOW,
        **w.by("officer", "member"),
    )  # fmt: skip


def offers(w: Worker) -> Any:
    return disputes.offer_settlement(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        terms="Two months.",
        **w.by("officer", "member"),
        **ON,
    )


def answers_offer(w: Worker) -> Any:
    return disputes.answer_settlement(
        settlement=w.one(Settlement, accepted=None), accepted=w.random.random() < 0.2,
        **w.by("officer", "member"), **ON,
    )  # fmt: skip


def stops(w: Worker) -> Any:
    return disputes.stop_clock(
        dispute=w.one(Dispute, state="open", area=w.scene.area), **w.by("member"), **BECAUSE, **ON
    )


def restarts(w: Worker) -> Any:
    return disputes.restart_clock(
        dispute=w.one(Dispute, entries__stops__isnull=False, entries__stops__restarted_on=None),
        **w.by("member"),
        **BECAUSE,
        **ON,
    )


def asks_for_time(w: Worker) -> Any:
    return disputes.ask_extension(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        new_due_on=w.day(20, 40),
        **w.by("officer"),
        **BECAUSE,
        **ON,
    )


def gives_time(w: Worker) -> Any:
    asked = w.one(Extension, agreed=None)
    return disputes.answer_extension(
        dispute=asked.entry.dispute, extension=asked, agreed=w.random.random() < 0.5,
        **w.by("member"), **ON,
    )  # fmt: skip


def escalates(w: Worker) -> Any:
    return disputes.escalate(
        dispute=w.one(Dispute, area=w.scene.next_door.area), **w.by("next_member"), **BECAUSE, **ON
    )


def asks_standstill(w: Worker) -> Any:
    return disputes.ask_standstill(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        what="Wait.",
        **w.by("member"),
        **ON,
    )


def answers_standstill(w: Worker) -> Any:
    return disputes.answer_standstill(
        standstill=w.one(Standstill, granted=None), granted=True, until=w.day(1, 9),
        **w.by("officer"), **BECAUSE, **ON,
    )  # fmt: skip


def conclusion(w: Worker) -> dict[str, Any]:
    return {"outcome": w.random.choice(["upheld", "not_upheld"]), "reasons": "So.", "reading": ""}


def concludes(w: Worker) -> Any:
    return disputes.conclude(
        dispute=w.one(Dispute, **BEFORE_THE_FORUM), **conclusion(w), **w.by("chair"), **AT
    )


def proposes_conclusion(w: Worker) -> Any:
    return disputes.propose_conclusion(
        dispute=w.one(Dispute, **BEFORE_THE_FORUM),
        **conclusion(w),
        **w.by("chair", "chair_council"),
        **ON,
    )


def answers_conclusion(w: Worker) -> Any:
    return disputes.answer_conclusion(
        dispute=w.one(Dispute, **BEFORE_THE_FORUM, proposed_conclusions__isnull=False),
        agreed=w.random.random() < 0.5, answer="No.",
        **w.by("chair", "chair_council"), **AT,
    )  # fmt: skip


def proposes_neutral(w: Worker) -> Any:
    return disputes.propose_neutral(
        dispute=w.one(Dispute, state="open", area=w.scene.area), person=w.scene.mediator,
        part="mediator", why="Trained.", at=NOW,
        **w.by("officer"),
    )  # fmt: skip


def agrees_neutral(w: Worker) -> Any:
    return disputes.agree_neutral(
        neutral=w.one(Neutral, agreed_by_raiser_at=None), at=NOW, **w.by("member")
    )


def declares(w: Worker) -> Any:
    return disputes.declare_interests(
        neutral=w.one(Neutral), conflict=w.random.random() < 0.3, declaration="None.", at=NOW,
        **w.by("mediator"),
    )  # fmt: skip


def ends_neutral(w: Worker) -> Any:
    return disputes.end_neutral(neutral=w.one(Neutral), at=NOW, **w.by("officer"), **BECAUSE)


def withdraws_dispute(w: Worker) -> Any:
    return disputes.withdraw(
        dispute=w.one(Dispute, state="open", area=w.scene.area), **w.by("member"), **BECAUSE, **ON
    )


def refers_out(w: Worker) -> Any:
    return disputes.refer_out(
        dispute=w.one(Dispute, state="open", area=w.scene.area),
        where="The ombudsman",
        **w.by("member"),
        **BECAUSE,
        **ON,
    )


def adds_remedy(w: Worker) -> Any:
    return disputes.add_remedy(
        dispute=w.one(Dispute, state="settled"), what="Pay.", owner_side="respondent", due_on=w.day(1, 9),
        **w.by("officer"), **ON,
    )  # fmt: skip


def reports_remedy(w: Worker) -> Any:
    return disputes.report_remedy(
        remedy=w.one(Remedy), report="Paid.", done_on=TODAY, **w.by("officer"), **ON
    )


def sets_anonymous(w: Worker) -> Any:
    return disputes.set_anonymous(
        dispute=w.one(Dispute), anonymous=w.random.random() < 0.5, **w.by("member", "officer")
    )


def sets_limit(w: Worker) -> Any:
    return disputes.set_limit(
        compact=w.scene.compact, position=1, time_limit=w.random.randint(4, 9), unit="weeks",
        **w.by("compact_officer"), **BECAUSE, **ON,
    )  # fmt: skip


# The area -----------------------------------------------------------------------------------------


def renames_group(w: Worker) -> Any:
    group = w.scene.group
    return change_organisation(
        organisation=group, name=f"Tilbury Boxing {w.random.randint(1, 99)}", kind=group.kind,
        charity_number="", company_number="", **w.by("compact_officer"),
    )  # fmt: skip


def sets_ways(w: Worker) -> Any:
    return forums.set_ways_to_decide(w.scene.area, ways="either", **w.by("chair"), **BECAUSE)


def plans_meeting(w: Worker) -> Any:
    return forums.plan_meeting(area=w.scene.area, planned_on=w.day(-20, 20), **w.by("chair"))


def holds_meeting(w: Worker) -> Any:
    meeting = w.one(Meeting)
    return forums.hold_meeting(meeting, held_on=TODAY, minutes="Said.", **w.by("chair"))


def keeps(w: Worker) -> Any:
    return keeping.keep_by_agreement(
        w.scene.old_compact(), until=w.day(1, 100), at=NOW, **w.by("compact_officer"), **BECAUSE
    )


def ends_keeping(w: Worker) -> Any:
    return keeping.end_keeping(w.one(KeptByAgreement), at=timezone.now(), **w.by("compact_officer"))


def takes_a_worker(each: Any) -> bool:
    code = getattr(each, "__code__", None)
    return code is not None and code.co_varnames[: code.co_argcount] == ("w",)


PARTS_OF_VERBS = {"decided", "conclusion"}
VERBS: dict[str, Verb] = {
    name: each
    for name, each in list(globals().items())
    if takes_a_worker(each) and name not in PARTS_OF_VERBS
}
ENDINGS = {
    "cancels",
    "concludes",
    "refers_out",
    "voids_decision",
    "voids_notice",
    "withdraws_decision",
    "withdraws_dispute",
    "withdraws_notice",
}
TIMES = 4  # that each verb is tried in a day's work
TIMES_ENDED = 2  # for what ends a row, so that others find it going on


def days_work(seed: str, people: int) -> list[list[str]]:
    """The names of verbs in the order in which each of so many people tries them."""
    deck = [name for name in VERBS for _ in range(TIMES_ENDED if name in ENDINGS else TIMES)]
    Random(seed).shuffle(deck)
    return [deck[each::people] for each in range(people)]
