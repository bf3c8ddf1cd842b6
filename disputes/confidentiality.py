"""Who is named to whom. Every page, export, event and file name takes a party's name from here.

A confidential raiser is named to the people of the infrastructure body that represents it. Everybody
else, the raiser's own people included, reads "an organisation represented by ...". What the raiser's
side types is searched before it is kept (traces); what others wrote is masked for those who do not
know the raiser (masking), and never refused, since that would tell them that they had guessed right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from commitments.models import Act, Breach
from disputes.guessing import day_words
from disputes.masking import Mask
from disputes.models import Dispute, Lesson, Remedy
from disputes.permissions.sides import side_of
from disputes.states import ClausesShown, DayShown, Side
from organisations.models import Organisation
from organisations.permissions import scope_of

Person = User | AnonymousUser


def knows_raiser(user: Person, dispute: Dispute) -> bool:
    if not dispute.confidential:
        return True
    return dispute.represented_by is not None and scope_of(user).belongs_to(dispute.represented_by)


def raiser_label(user: Person, dispute: Dispute) -> str:
    if not knows_raiser(user, dispute):
        return masked_label(dispute)
    if dispute.represented_by is not None:
        return f"{dispute.raiser}, represented by {dispute.represented_by}"
    return str(dispute.raiser)


def masked_label(dispute: Dispute) -> str:
    return f"An organisation represented by {dispute.represented_by}"


def party_label(user: Person, dispute: Dispute, side: str) -> str:
    """A side by the name of its organisation, as far as this reader may know it."""
    if side == Side.RAISER:
        return raiser_label(user, dispute)
    if side == Side.RESPONDENT:
        return str(dispute.respondent)
    return Side(side).label if side in Side.values else "The system"


def author_label(user: Person, dispute: Dispute, side: str, post: str) -> str:
    """Who wrote or did something: the post, unless that would say who the raiser is."""
    if side == Side.RAISER and not knows_raiser(user, dispute):
        return masked_label(dispute)
    return post or party_label(user, dispute, side)


def owner_label(user: Person, dispute: Dispute, owner: Organisation | None) -> str:
    return str(owner) if owner is not None else raiser_label(user, dispute)


# When it was, and under which clauses ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause, or the section or compact that it is told by; `text` and `url` as far as shown."""

    ref: str
    heading: str = ""
    text: str = ""
    url: str = ""
    compact: str = ""
    is_clause: bool = True


def knows_exactly(user: Person, dispute: Dispute) -> bool:
    """Whether somebody reads the exact day and clauses: the raiser's own side, and those who decide
    once the body that represents has told them."""
    if not dispute.is_widened or knows_raiser(user, dispute):
        return True
    side = side_of(user, dispute)
    told = dispute.exact_told_at is not None
    return side == Side.RAISER or (told and side in (Side.NEUTRAL, Side.FORUM))


def day_for(user: Person, dispute: Dispute) -> str:
    """When it happened, such as "on 3 November 2026", or "in November 2026" where that is kept."""
    exactly = knows_exactly(user, dispute)
    return day_words(dispute.happened_on, DayShown.DAY if exactly else dispute.day_as_shown)


def clauses_for(user: Person, dispute: Dispute) -> list[ClauseShown]:
    """What the case is about in the compact, as exactly as this reader is told."""
    width = ClausesShown.CLAUSE
    if not knows_exactly(user, dispute):
        width = ClausesShown(dispute.clauses_as_shown)
    if width == ClausesShown.COMPACT:
        title = str(dispute.compact)
        return [ClauseShown(f"A clause of {title}", compact=title, is_clause=False)]
    rows = sorted(dispute.clauses.all(), key=lambda each: each.position)
    if width == ClausesShown.SECTION:
        sections = {each.section_id: each.section for each in rows}
        return [
            ClauseShown(
                f"Section {each.ref}", each.title, compact=str(dispute.compact), is_clause=False
            )
            for each in sections.values()
        ]
    return [
        ClauseShown(each.ref, each.heading, each.text, each.get_absolute_url(), each.compact.title)
        for each in rows
    ]


def clause_list(user: Person, dispute: Dispute) -> str:
    """The same in one line, for lists."""
    return ", ".join(each.ref for each in clauses_for(user, dispute))


# Links --------------------------------------------------------------------------------------------


def links_shown(user: Person, dispute: Dispute) -> tuple[Breach | None, Act | None]:
    """The linked breach and act; in a confidential case none that has a counterpart, since that
    would tell who raised it. Whether the counterpart is the raiser makes no difference."""
    breach, act = dispute.breach, dispute.act
    if not knows_exactly(user, dispute):
        # The record has the day and the clause that are kept.
        return None, None
    if not knows_raiser(user, dispute):
        if breach is not None and breach.check_made.act.counterpart_id is not None:
            breach = None
        if act is not None and act.counterpart_id is not None:
            act = None
    if breach is not None and not Breach.objects.visible_to(user).filter(pk=breach.pk).exists():
        breach = None
    if act is not None and not Act.objects.visible_to(user).filter(pk=act.pk).exists():
        act = None
    return breach, act


def links_tell_raiser(dispute: Dispute) -> bool:
    """Whether touching what is linked would connect the case with somebody's name, or with a day and
    a clause that are kept."""
    if dispute.is_widened and (dispute.breach_id is not None or dispute.act_id is not None):
        return True
    return dispute.confidential and (
        (dispute.breach is not None and dispute.breach.check_made.act.counterpart_id is not None)
        or (dispute.act is not None and dispute.act.counterpart_id is not None)
    )


# What others wrote -------------------------------------------------------------------------------


def words_for(
    user: Person, dispute: Dispute, text: str, side: str, *, mask: Mask, by: int | None = None
) -> str:
    """Words of a case whose raiser's name is kept, as this reader may have them.

    The raiser's side was searched when it wrote. What another side wrote stands whole for that side,
    for the body that represents, and for the panel or mediator; everybody else reads it with every
    voluntary organisation of the area masked, so that it makes no difference which one raised it.
    """
    if not dispute.confidential or side == Side.RAISER or not text:
        return text
    if knows_raiser(user, dispute) or (by is not None and user.pk == by):
        return text
    reader = side_of(user, dispute)
    if reader == Side.NEUTRAL or (reader == side and reader != Side.RAISER):
        return text
    return mask.over(text)


def mask_of(dispute: Dispute) -> Mask:
    """One for each reading of a case: it reads its area's organisations once."""
    kept: dict[str, Any] = dispute.__dict__
    if "_mask" not in kept:
        kept["_mask"] = Mask(dispute.area, own_reference=dispute.reference)
    mask: Mask = kept["_mask"]
    return mask


def for_everybody(dispute: Dispute, text: str, mask: Mask | None = None) -> str:
    """A lesson or a reading as everybody in the area reads it."""
    return (mask or mask_of(dispute)).over(text) if dispute.confidential else text


def as_everybody_reads(lesson: Lesson) -> Lesson:
    """With the clauses of its case as everybody is told them, in `under`."""
    lesson.text = for_everybody(lesson.dispute, lesson.text)
    lesson.under = clause_list(AnonymousUser(), lesson.dispute)  # type: ignore[attr-defined]
    return lesson


WRITTEN: dict[str, tuple[tuple[str, ...], str]] = {
    "papers": (("text",), "side"),
    "settlements": (("terms",), "side"),
    "proposed_conclusions": (("reasons", "reading", "answer"), Side.FORUM),
    "neutrals": (("why",), "proposed_side"),
}
"""The rows of a case that hold somebody's words: the fields, and whose side, or where it stands."""


def put_for(user: Person, dispute: Dispute) -> None:
    """Puts in place of what others wrote, on the rows that were read with the case, what this reader
    may have of it. For pages that show the case and write nothing."""
    if not dispute.confidential or knows_raiser(user, dispute):
        return
    mask = mask_of(dispute)

    def put(row: Any, names: Iterable[str], side: str, by: int | None = None) -> None:
        for name in names:
            setattr(row, name, words_for(user, dispute, getattr(row, name), side, mask=mask, by=by))

    for relation, (names, whose) in WRITTEN.items():
        for row in dispute._prefetched_objects_cache.get(relation, ()):
            side = whose if whose in Side.values else getattr(row, whose, "") if whose else ""
            put(row, names, side)
    for neutral in dispute._prefetched_objects_cache.get("neutrals", ()):
        put(neutral, ("declaration",), Side.NEUTRAL, neutral.user_id)
        put(neutral, ("stood_down_because",), "")
    for standstill in dispute._prefetched_objects_cache.get("standstills", ()):
        put(standstill, ("reason",), Side.RESPONDENT)
    for entry in dispute._prefetched_objects_cache.get("entries", ()):
        for stop in entry.stops.all():
            put(stop, ("reason",), "", stop.stopped_by_id)
            put(stop, ("restart_reason",), "", stop.restarted_by_id)
        for extension in entry.extensions.all():
            put(extension, ("reason",), extension.side)
    if dispute.conclusion_made is not None:
        put(dispute.conclusion_made, ("reasons", "reading"), dispute.conclusion_made.decided_as)
    put(dispute, ("ending_note",), "", dispute.ended_by_id)


def put_remedy_for(user: Person, remedy: Remedy, mask: Mask) -> None:
    """The same for an action and what was said of it."""
    for name, by in (
        ("what", remedy.added_by_id),
        ("report", remedy.reported_by_id),
        ("check_note", remedy.checked_by_id),
    ):
        words = words_for(user, remedy.dispute, getattr(remedy, name), "", mask=mask, by=by)
        setattr(remedy, name, words)


def quoted(user: Person, dispute: Dispute, text: str, side: str = "", by: int | None = None) -> str:
    """Words of the case that a page quotes, as this reader may have them."""
    return words_for(user, dispute, text, side, mask=mask_of(dispute), by=by)
