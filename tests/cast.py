"""Who appears in tests: one post a role, in Thurrock, with a stranger from Southend."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from commitments.checks import RuleBook, store
from commitments.models import Act, Check
from funding.actions.agreements import enter_agreement
from funding.actions.answers import AgreementAnswers
from funding.models import FundingAgreement, Notice
from funding.subjects.notices import notice_facts
from organisations.models import Area, Membership, Organisation, Role

LONDON = ZoneInfo("Europe/London")
YEAR = timedelta(days=364)


def area(slug: str = "thurrock") -> Area:
    return Area.objects.get(slug=slug)


def organisation(slug: str, area_slug: str = "thurrock") -> Organisation:
    return Organisation.objects.get(slug=slug, area__slug=area_slug)


def council(area_slug: str = "thurrock") -> Organisation:
    return organisation(f"{area_slug}-council", area_slug)


def group(name: str = "Grays Befriending", area_slug: str = "thurrock") -> Organisation:
    """A small voluntary group, made on first use."""
    return Organisation.objects.get_or_create(
        area=area(area_slug),
        name=name,
        defaults={
            "slug": name.lower().replace(" ", "-"),
            "sector": "vcs",
            "kind": "community-group",
        },
    )[0]


def person(role: str, body: Organisation, email: str = "") -> User:
    """Somebody with one role for one organisation; the password is `let-me-in-2026`."""
    user = User.objects.create_user(
        email or f"{role}.{body.slug}@test.example",
        "let-me-in-2026",
        post=f"{Role(role).label}, {body.name}",
    )
    Membership.objects.create(user=user, area=body.area, organisation=body, role=role)
    return user


def signed_out_by_time(client: Client) -> None:
    """The client's session has run out; its cookie is still in the browser."""
    Session.objects.filter(session_key=client.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


def judge(act: Act, *, subkind: str, facts: dict[str, Any], on: date) -> list[Check]:
    """Judges an act by facts that are given here, whatever its row says; saves its checks."""
    found = RuleBook.for_areas([act.area]).judge(act, subkind=subkind, facts=facts, on=on)
    return store([found], on=on, by=None)


def notice(
    on: date,
    *,
    reference: str = "N-1",
    funder: Organisation | None = None,
    recipient: Organisation | None = None,
    kind: str = "end",
    **facts: Any,
) -> Notice:
    """A live notice, judged as at `on`. `facts` are the notice's own fields."""
    funder = funder or council()
    recipient = recipient or group(area_slug=funder.area.slug)
    facts = {"in_writing": True} | facts
    act = Act.objects.create(
        kind="notice",
        area=funder.area,
        reference=reference,
        title=f"Notice to {recipient}",
        responsible=funder,
        counterpart=recipient,
        acted_on=facts.get("received_on") or facts.get("decided_on") or on,
        state=Act.State.LIVE,
        recorded_at=at(on),
    )
    made = Notice.objects.create(act=act, kind=kind, **facts)
    judge(act, subkind=kind, facts=notice_facts(made), on=on)
    return made


def agreement(
    on: date, *, funder: Organisation, recipient: Organisation, **terms: Any
) -> FundingAgreement:
    """A grant for a year from that day, entered and judged with nothing else on record."""
    officer = User.objects.filter(memberships__organisation=funder, memberships__role="officer")
    return enter_agreement(
        area=funder.area,
        funder=funder,
        answers=AgreementAnswers(
            recipient=recipient,
            **{"mechanism": "grant", "made_on": on, "start_on": on, "last_day": on + YEAR} | terms,
        ),
        by=officer.first() or person("officer", funder),
        on=on,
        at=at(on),
    )
