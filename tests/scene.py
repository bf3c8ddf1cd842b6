"""Fresh rows for each trial, made by the same verbs that people's forms call."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from commitments.cases import determine, reply
from commitments.models import Breach
from compacts.actions.keeping import keep_by_agreement
from compacts.models import Compact, KeptByAgreement
from consultations.actions import feedback as feedback_verbs
from consultations.actions.checking import check_document
from consultations.actions.drafts import draft_consultation, publish_consultation
from consultations.actions.responses import draft_response, send_response
from consultations.actions.uploads import add_document
from consultations.models import Consultation, Document, ElectionPeriod, Response, Theme
from disputes import actions as disputes
from disputes.models import Dispute, Neutral, Paper, Remedy
from disputes.states import Audience
from documents.examining import examine
from forums.actions import plan_meeting
from forums.models import Meeting
from funding.actions.agreements import enter_agreement
from funding.actions.answers import AgreementAnswers, DecisionAnswers, NoticeAnswers
from funding.actions.decisions import record_decision
from funding.actions.drafts import draft_decision
from funding.models import FundingAgreement, FundingDecision, Notice
from notifications.actions.following import ask_to_follow
from notifications.models import Subscription
from organisations.actions import add_area, add_organisation, archive_area, invite
from organisations.models import Area, Membership, Organisation, Role
from tests import cast
from tests.disputes import way
from tests.documents import making

TODAY = way.DAY
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
numbers = count(1)


def number() -> int:
    """A number that nothing else in this run has."""
    return next(numbers)


class Scene:
    """An area with somebody on every side, and whatever a trial asks for."""

    def __init__(self, slug: str = "thurrock", group: str = "Tilbury Youth Boxing") -> None:
        area = way.Area(slug, group_name=group)
        self.slug = slug
        self.area, self.council, self.cvs, self.group = (
            cast.area(slug), area.council, area.cvs, area.group,
        )  # fmt: skip
        self.officer, self.compact_officer = area.officer, area.compact_officer
        self.cvs_staff, self.member = area.cvs_staff, area.member
        self.chair = cast.person(
            Role.FORUM_CHAIR, cast.group("Sea scouts", slug), f"chair@{slug}.example"
        )
        self.mediator = way.mediator(f"mediator@{slug}.example")
        self.people: dict[str, User] = {
            "officer": self.officer,
            "compact_officer": self.compact_officer,
            "cvs_staff": self.cvs_staff,
            "member": self.member,
            "chair": self.chair,
            "chair_council": area.chair_council,
            "mediator": self.mediator,
            "operator": User.objects.create_user(
                f"operator@{slug}.example", post="Operator of the site", is_staff=True
            ),
        }
        compact = disputes.compact_on(self.area, TODAY)
        assert compact is not None
        self.compact: Compact = compact
        self.clauses = way.first_clauses(compact)

    @cached_property
    def next_door(self) -> Scene:
        """Another area, which keeps a compact that asks for records of those who respond."""
        body = cast.council("stockton")
        keep_by_agreement(
            Compact.objects.get(slug="stockton-2014"), until=TODAY + 500 * WEEK,
            by=cast.person(Role.COMPACT_OFFICER, body, "keeper@stockton.example"),
            reason="Both sectors agreed.", at=cast.at(TODAY),
        )  # fmt: skip
        return Scene("stockton", "Yarm Environment Group")

    def person(self, who: str) -> User | None:
        """One of the people of the area, or of the one next door; nobody where it is blank."""
        if who.startswith("next_"):
            return self.next_door.people[who.removeprefix("next_")]
        return self.people[who] if who else None

    # Organisations and meetings

    def organisation(self) -> Organisation:
        return add_organisation(
            area=self.area, name=f"Allotment society {number()}", sector="vcs",
            kind="community-group", by=self.compact_officer,
        )  # fmt: skip

    def begun(self) -> Area:
        """An area that has nobody yet."""
        figures = number()
        return add_area(
            name=f"Area {figures}", gss_code=f"E{figures:08}", council=f"Council {figures}",
            cvs=f"CVS {figures}", right_of_reply_days=10, ways_to_decide="either",
            by=self.people["operator"],
        )  # fmt: skip

    def archived(self) -> Area:
        return archive_area(
            area=self.begun(), reason="Merged.", by=self.people["operator"], at=timezone.now()
        )

    def offered(self) -> Membership:
        """Somebody who is invited to the council, and has not accepted yet."""
        return invite(
            email=f"invited{number()}@council.example", post="Grants officer",
            organisation=self.council, role=Role.OFFICER, by=self.compact_officer,
            at=timezone.now(),
        )  # fmt: skip

    def membership(self) -> Membership:
        """One of an officer of the council's who has no other."""
        person = cast.person(Role.OFFICER, self.council, f"officer{number()}@council.example")
        return person.memberships.get()

    def meeting(self) -> Meeting:
        planned_on = TODAY - number() * DAY
        return plan_meeting(area=self.area, planned_on=planned_on, by=self.chair)

    # Funding

    def decision_draft(self, kind: str = "end", **more: Any) -> FundingDecision:
        return draft_decision(
            area=self.area, funder=self.council, kind=kind, by=self.officer, at=cast.at(TODAY),
            programme=f"Youth outreach {number()}", decided_on=TODAY - 4 * WEEK, **more,
        )  # fmt: skip

    def decision(self, *, last_day: date | None = None, kind: str = "end") -> FundingDecision:
        """A decision to end support, with one notice that is long enough unless said otherwise."""
        given = NoticeAnswers(
            recipient=self.group, method="letter", sent_on=TODAY - 3 * WEEK,
            received_on=TODAY - 3 * WEEK, last_day=last_day or TODAY + 30 * WEEK,
        )  # fmt: skip
        answers = DecisionAnswers(
            kind=kind, decided_on=TODAY - 4 * WEEK, programme="Youth outreach",
            rationale="The budget was cut.", problems_logged=False,
        )  # fmt: skip
        return record_decision(
            decision=self.decision_draft(kind), answers=answers, notices=[given],
            by=self.officer, on=TODAY, at=cast.at(TODAY),
        )  # fmt: skip

    def notice(self, **more: Any) -> Notice:
        return Notice.objects.select_related("act").get(decision=self.decision(**more))

    def short_notice(self) -> Notice:
        """One that is too short: its check is in breach, and a case is open."""
        return self.notice(last_day=TODAY + WEEK)

    def agreement(self) -> FundingAgreement:
        terms = AgreementAnswers(
            recipient=self.group, mechanism="grant", programme=f"Advice {number()}",
            decided_on=TODAY - 10 * WEEK, start_on=TODAY - WEEK, last_day=TODAY + 150 * WEEK,
        )  # fmt: skip
        return enter_agreement(
            area=self.area, funder=self.council, answers=terms, by=self.officer, on=TODAY,
            at=cast.at(TODAY),
        )  # fmt: skip

    # Cases

    def case(self) -> Breach:
        """A case of the council about a notice that was too short."""
        act = self.short_notice().act
        return Breach.objects.filter(check_made__act=act).order_by("pk")[0]

    def answered_case(self) -> Breach:
        case = self.case()
        reply(case, by=self.officer, position="accepts", text="Yes.", at=cast.at(TODAY))
        return Breach.objects.get(pk=case.pk)

    def confirmed_case(self) -> Breach:
        case = self.answered_case()
        determine(
            case, by=self.chair, decision="confirmed", reasons="It was short.", on=TODAY,
            at=cast.at(TODAY),
        )  # fmt: skip
        return Breach.objects.get(pk=case.pk)

    # Compacts

    def old_compact(self) -> Compact:
        """The edition before the one in force, as if nothing had taken its place."""
        known = Compact.objects.get(slug="thurrock-2006")
        if known.status != Compact.Status.EXPIRED:
            known.status = Compact.Status.EXPIRED
            known.save(update_fields=["status"])
        return known

    def keeping(self) -> KeptByAgreement:
        """An agreement to keep the old edition, longer than any before it."""
        return keep_by_agreement(
            self.old_compact(), by=self.compact_officer, until=TODAY + number() * DAY,
            reason="Both sectors agreed.", at=cast.at(TODAY),
        )  # fmt: skip

    # Consultations

    def consultation_draft(self, **more: Any) -> Consultation:
        facts: dict[str, Any] = {
            "formal_written": True, "opens_on": TODAY, "closes_on": TODAY + 12 * WEEK,
            "why": "To learn what people need.", "summary": "Which hours suit you?",
            "open_to_change": "The hours.", "how_to_respond": "On this page.",
        }  # fmt: skip
        return draft_consultation(
            area=self.area, lead=self.council, title=f"Library hours {number()}", by=self.officer,
            at=cast.at(TODAY), **{**facts, **more},
        )  # fmt: skip

    def consultation(self, **more: Any) -> Consultation:
        draft = self.consultation_draft(**more)
        return publish_consultation(
            consultation=draft, by=self.officer, on=TODAY, at=cast.at(TODAY)
        )

    def closed_consultation(self) -> Consultation:
        return self.consultation(opens_on=TODAY - 14 * WEEK, closes_on=TODAY - WEEK)

    def document(self, consultation: Consultation | None = None) -> Document:
        document = add_document(
            consultation=consultation or self.consultation(), file=ContentFile(b"Text", "plan.txt"),
            title="The plan", by=self.officer, at=cast.at(TODAY),
        )  # fmt: skip
        check_document(document.pk, at=cast.at(TODAY), examine=examine)
        return Document.objects.get(pk=document.pk)

    def response_draft(self, *files: Any, consultation: Consultation | None = None) -> Response:
        answers = {"text": "We need evenings.", "consents": True, "records": {}}
        return draft_response(
            consultation=consultation or self.consultation(), organisation=self.group,
            answers=answers, files=files, by=self.member, on=TODAY, at=cast.at(TODAY),
        )  # fmt: skip

    def response(self, consultation: Consultation | None = None) -> Response:
        draft = self.response_draft(consultation=consultation)
        return send_response(response=draft, by=self.member, on=TODAY, at=cast.at(TODAY))

    def theme(self) -> Theme:
        said = {"title": "Evenings", "you_said": "Open late.", "result": "done", "we_did": "Yes."}
        return feedback_verbs.save_theme(
            consultation=self.closed_consultation(), theme=None, answers=said, by=self.officer
        )

    def election(self) -> ElectionPeriod:
        return ElectionPeriod.objects.create(
            area=self.area, name=f"Poll {number()}", starts_on=TODAY, ends_on=TODAY + WEEK
        )

    # Disputes

    def dispute_draft(self, **more: Any) -> Dispute:
        """A draft with every page answered."""
        dispute = disputes.draft_dispute(raiser=self.group, by=self.member, at=cast.at(TODAY))
        answers = {
            "respondent": self.council, "title": f"Notice to end a grant {number()}",
            "happened_on": way.HAPPENED, "happened": "It was ended at a month's notice.",
            "clauses": self.clauses, "tried": "A telephone call.",
            "outcome_sought": "Three months' notice.", **more,
        }  # fmt: skip
        return disputes.save_answers(
            dispute=dispute, page="happened", answers=answers, version=dispute.version,
            by=self.member,
        )  # fmt: skip

    def dispute(self, *, raised_on: date = TODAY, **more: Any) -> Dispute:
        draft = self.dispute_draft(**more)
        return disputes.raise_dispute(
            dispute=draft, version=draft.version, by=self.member, on=raised_on, at=cast.at(TODAY)
        )

    def dispute_at_forum(self, **more: Any) -> Dispute:
        """Taken up the ladder until it is before the forum."""
        raised_on = TODAY - 400 * DAY
        dispute = self.dispute(raised_on=raised_on, happened_on=raised_on - WEEK, **more)
        while not dispute.reached_forum:
            disputes.escalate(dispute=dispute, reason="No answer.", by=self.member, on=TODAY)
            dispute = way.fresh(dispute)
        return dispute

    def settled_dispute(self) -> Dispute:
        dispute = self.dispute()
        terms = disputes.offer_settlement(
            dispute=dispute, terms="Two months more.", by=self.officer, on=TODAY
        )
        disputes.answer_settlement(settlement=terms, accepted=True, by=self.member, on=TODAY)
        return way.fresh(dispute)

    def remedy(self, *, due_on: date = TODAY + WEEK) -> Remedy:
        return disputes.add_remedy(
            dispute=self.settled_dispute(), what="Pay two months more.", owner_side="respondent",
            due_on=due_on, by=self.officer, on=due_on,
        )  # fmt: skip

    def old_remedy(self) -> Remedy:
        """One whose day to be checked has come."""
        dispute = self.settled_dispute()
        Dispute.objects.filter(pk=dispute.pk).update(
            raised_on=TODAY - 200 * DAY, ended_on=TODAY - 150 * DAY
        )
        return disputes.add_remedy(
            dispute=way.fresh(dispute), what="Pay two months more.", owner_side="respondent",
            due_on=TODAY - 120 * DAY, by=self.officer, on=TODAY - 150 * DAY,
        )  # fmt: skip

    def paper(self) -> Paper:
        return disputes.add_paper(
            dispute=self.dispute_draft(), audience=Audience.FORUM, by=self.member,
            at=cast.at(TODAY), file=ContentFile(b"Text", "letter.txt"),
        )  # fmt: skip

    def asked_paper(self) -> Paper:
        """A scan in a case that keeps a name: it waits for the word of the body that represents."""
        dispute = self.dispute(represented_by=self.cvs, confidential=True)
        paper = disputes.add_paper(
            dispute=dispute, audience=Audience.FORUM, by=self.cvs_staff, at=cast.at(TODAY),
            file=ContentFile(making.png(), "scan.png"),
        )  # fmt: skip
        return way.checked(paper)

    def neutral(self, *, agreed: bool = False) -> Neutral:
        neutral = disputes.propose_neutral(
            dispute=self.dispute(), person=self.mediator, part="mediator", why="Trained.",
            by=self.officer, at=cast.at(TODAY),
        )  # fmt: skip
        if agreed:
            neutral = disputes.agree_neutral(neutral=neutral, by=self.member, at=cast.at(TODAY))
        return neutral

    # Followers

    def follower(self) -> Subscription:
        email = f"follower{number()}@group.example"
        ask_to_follow(
            email=email, consultation=self.consultation(), area=None, on=TODAY, at=cast.at(TODAY)
        )
        return Subscription.objects.get(email=email)
