"""Disputes: one with a name kept, one settled, one decided at the forum, and one left unanswered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from commitments.models import Act, Breach
from compacts.models import Compact, Provision
from demo.asking import asked
from demo.people import group, organisation, post
from demo.telling import Story, instant
from disputes import actions
from disputes.models import Dispute
from disputes.procedures import ladder_of
from disputes.states import Audience, DisputeState, Side, Unit
from organisations.models import Organisation
from rules import add_months

KEPT = "Too little time before a change"
SETTLED = "Advice counted as covered by a contract"
FOUND = "Too little time to answer on small grants"
OVERDUE = "A grant ended without a word beforehand"


def plan_thurrock(story: Story, today: date) -> None:
    story.add(
        today - timedelta(weeks=44),
        lambda on: _limit("thurrock-2012", "compact.officer", on, 6, FORUM_LIMIT),
    )
    _settled(story, today)
    _found(story, today)
    _name_kept(story, today)


FORUM_LIMIT = "Agreed at the forum: six weeks, so that both sides are read before the chairs find."
PARTIES_LIMIT = "The text gives no limit. Both sectors agreed on four weeks for a first answer."


def the_dispute(title: str) -> Dispute:
    return Dispute.objects.get(title=title)


def _limit(slug: str, who: str, on: date, weeks: int, reason: str) -> None:
    """A local limit for the first stage of a compact."""
    compact = Compact.objects.get(slug=slug)
    actions.set_limit(
        compact=compact, position=ladder_of(compact)[0].position, time_limit=weeks,
        unit=Unit.WEEKS, reason=reason, by=post(who), on=on,
    )  # fmt: skip


def _raise(
    raiser: Organisation,
    who: str,
    on: date,
    *,
    title: str,
    clause: str,
    happened: str,
    tried: str,
    outcome_sought: str,
    about: Breach | None = None,
    act: Act | None = None,
    happened_on: date | None = None,
    confidential: bool = False,
) -> None:
    """Drafted page by page, and raised on the same day. What is on record brings its day along."""
    by, at = post(who), instant(on)
    draft = actions.draft_dispute(raiser=raiser, breach=about, act=act, by=by, at=at)
    day = happened_on or draft.happened_on or on
    compact = actions.compact_on(raiser.area, day)
    pages: dict[str, dict[str, Any]] = {
        "name": {"represented_by": draft.represented_by, "confidential": confidential},
        "against": {"respondent": organisation(raiser.area.slug, f"{raiser.area.slug}-council")},
        "happened": {"title": title, "happened_on": day, "happened": happened},
        "clauses": {"clauses": Provision.objects.current().filter(compact=compact, ref=clause)},
        "linked": {"breach": draft.breach, "act": draft.act},
        "tried": {"tried": tried},
        "outcome": {"outcome_sought": outcome_sought},
    }
    for page, answers in pages.items():
        draft = actions.save_answers(
            dispute=draft, page=page, answers=answers, version=draft.version, by=by
        )
    actions.raise_dispute(dispute=draft, version=draft.version, by=by, on=on, at=at)


def _says(title: str, who: str, on: date, text: str, *, reads: str, filed_as: str = "") -> None:
    actions.add_paper(
        dispute=the_dispute(title), audience=reads, text=text, filed_as=filed_as,
        by=post(who), at=instant(on),
    )  # fmt: skip


def _breach_of(**act: Any) -> Breach | None:
    """The newest case on record about an act, where there is one."""
    about = {f"check_made__act__{name}": value for name, value in act.items()}
    return Breach.objects.filter(**about).order_by("-pk").first()


def _name_kept(story: Story, today: date) -> None:
    """Thurrock CVS asks for a member that is not named. What is said of it fits many a group of the
    fund: the day and the clause are told as widely as that takes."""
    raised = today - timedelta(days=12)

    def ask(on: date) -> None:
        member = group("thurrock", "Thurrock Recovery Partnership")
        _raise(
            member,
            "policy.lead",
            on,
            title=KEPT,
            clause="4.4",
            about=_breach_of(counterpart=member, kind="notice"),
            confidential=True,
            happened="A change to our support leaves us too little time to plan, and nobody has talked "
            "it through with us.",
            tried="We telephoned the grants team twice. A reply was promised, and none came.",
            outcome_sought="A meeting soon, and the time that the compact sets.",
        )

    def message(on: date) -> None:
        text = "A date for the answer would help our member more than a long letter."
        _says(KEPT, "policy.lead", on, text, reads=Audience.FORUM)

    def reply(on: date) -> None:
        text = (
            "We have asked those who signed for their reasons and will set them out before the "
            "forum's limit."
        )
        _says(KEPT, "compact.officer", on, text, reads=Audience.FORUM, filed_as="reply")

    story.add(raised, ask)
    story.add(today - timedelta(days=9), message)
    story.add(today - timedelta(days=4), reply)


def _settled(story: Story, today: date) -> None:
    """Terms within two weeks; three months later both are asked whether it happened: it did."""
    settled = today - timedelta(weeks=24)

    def ask(on: date) -> None:
        adviser = group("thurrock", "South Ockendon Advice")
        _raise(
            adviser,
            "policy.lead",
            on,
            title=SETTLED,
            clause="4.4",
            about=_breach_of(counterpart=adviser, kind="notice"),
            happened="Two months' notice was given because a new contract was thought to cover the "
            "service. The contract does not mention debt advice.",
            tried="A meeting with the grants team, which read the contract with us.",
            outcome_sought="The notice is taken back, or three months are given.",
        )

    def offer(on: date) -> None:
        terms = (
            "The council takes the notice back, and the grant runs on as agreed. Before a notice is "
            "given because of a contract, the council writes down which services the contract covers."
        )
        actions.offer_settlement(
            dispute=the_dispute(SETTLED), terms=terms, by=post("compact.officer"), on=on
        )

    def accept(on: date) -> None:
        by = post("policy.lead")
        offered = the_dispute(SETTLED).settlements.get(accepted=None)
        actions.answer_settlement(settlement=offered, accepted=True, by=by, on=on)
        actions.add_remedy(
            dispute=the_dispute(SETTLED),
            what="A page for officers: what to check in a contract before a grant is ended.",
            owner_side=Side.RESPONDENT,
            due_on=on + timedelta(weeks=4),
            by=post("compact.officer"),
            on=on,
        )

    def report(on: date) -> None:
        actions.report_remedy(
            remedy=the_dispute(SETTLED).remedies.get(),
            report="The page is part of the officers' handbook, with an example.",
            done_on=on, by=post("compact.officer"), on=on,
        )  # fmt: skip

    def check(on: date) -> None:
        by = post("policy.lead")
        actions.check_remedy(
            remedy=the_dispute(SETTLED).remedies.get(), happened="yes", by=by, on=on,
            note="We have seen the page, and it was used for the next notice.",
        )  # fmt: skip
        lesson = "Read a new contract together before a grant is ended on account of it."
        actions.add_lesson(dispute=the_dispute(SETTLED), text=lesson, by=by, on=on)

    story.add(settled - timedelta(days=10), ask)
    story.add(settled - timedelta(days=3), offer)
    story.add(settled, accept)
    story.add(settled + timedelta(days=25), report)
    story.add(add_months(settled, 3), check)


def _found(story: Story, today: date) -> None:
    """Four weeks to answer: a chair who acts for neither party upholds it in part."""

    def ask(on: date) -> None:
        _raise(
            group("thurrock", "Grays Befriending"),
            "treasurer",
            on,
            title=FOUND,
            clause="2.4",
            act=asked("Small grants criteria").act,
            happened="New criteria were put out for four weeks. The papers were complete only in the "
            "second of them, and our committee meets once a month.",
            tried="A letter to the grants team, which said that the date could not be moved.",
            outcome_sought="Time to answer, and an early word of what is to be asked next.",
        )

    def reply(on: date) -> None:
        text = (
            "The new round had to open before the old one closed. We did tell the forum at its "
            "last meeting but one that the criteria would change."
        )
        _says(FOUND, "grants.officer", on, text, reads=Audience.FORUM, filed_as="reply")

    def decide(on: date) -> None:
        chair = post("cochair.cvs")
        actions.conclude(
            dispute=the_dispute(FOUND),
            outcome=DisputeState.UPHELD_IN_PART,
            reasons="Word was given early, as clause 2.4 asks. Four weeks without a reason, and "
            "papers that came late, did not leave the time that it asks for.",
            reading="Early word of a consultation does not stand in for the time to answer it. The "
            "time counts from the day on which the papers are complete.",
            by=chair,
            on=on,
            at=instant(on),
        )
        actions.add_remedy(
            dispute=the_dispute(FOUND),
            what="Ask again on the criteria, with all papers on the first day.",
            owner_side=Side.RESPONDENT,
            due_on=on + timedelta(weeks=4),
            by=chair,
            on=on,
        )
        lesson = "Do not open a consultation before its papers are complete."
        actions.add_lesson(dispute=the_dispute(FOUND), text=lesson, by=chair, on=on)

    def report(on: date) -> None:
        actions.report_remedy(
            remedy=the_dispute(FOUND).remedies.get(),
            report="The consultation is open again, with its papers.",
            done_on=on, by=post("grants.officer"), on=on,
        )  # fmt: skip

    story.add(today - timedelta(weeks=10), ask)
    story.add(today - timedelta(weeks=8), reply)
    story.add(today - timedelta(weeks=5), decide)
    story.add(today - timedelta(days=12), report)


def plan_southend(story: Story, today: date) -> None:
    """Four weeks between the parties have passed, and no answer has come."""
    raised = today - timedelta(weeks=7)
    due = raised + timedelta(weeks=4)

    def ask(on: date) -> None:
        _raise(
            group("southend", "Shoebury Sheds"),
            "savs.officer",
            on,
            title=OVERDUE,
            clause="6.3(c)",
            happened_on=today - timedelta(weeks=9),
            happened="The letter that ended the grant was the first that the group heard of it.",
            tried="An e-mail to the officer who signs the grants.",
            outcome_sought="A meeting, and a promise to speak first next time.",
        )

    def message(on: date) -> None:
        text = "The group can meet on any weekday after four. May we have a date?"
        _says(OVERDUE, "savs.officer", on, text, reads=Audience.PARTIES)

    story.add(
        today - timedelta(weeks=30),
        lambda on: _limit("southend", "southend.officer", on, 4, PARTIES_LIMIT),
    )
    story.add(raised, ask)
    story.add(raised + timedelta(weeks=2), message)
    for day in (due - timedelta(days=3), due + timedelta(days=1)):
        story.add(day, lambda on: actions.remind(on=on))
