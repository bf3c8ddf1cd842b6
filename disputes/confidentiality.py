"""Who is named to whom. Every page, export, event and file name takes a party's name from here.

A confidential raiser is named to the people of the infrastructure body that represents it. Everybody
else, the raiser's own people included, reads "an organisation represented by ...". What was typed by
the raiser's side is searched for the name before it is kept; what others type is not, because a
refusal would tell them that they had guessed right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from commitments.models import Act, Breach
from disputes.models import Dispute
from disputes.states import Side
from documents.passages import Passage
from organisations.models import Organisation
from organisations.permissions import scope_of

Person = User | AnonymousUser
_SPACE = re.compile(r"\s+")


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


def links_shown(user: Person, dispute: Dispute) -> tuple[Breach | None, Act | None]:
    """The linked breach and act; in a confidential case none that has a counterpart, since that
    would tell who raised it. Whether the counterpart is the raiser makes no difference."""
    breach, act = dispute.breach, dispute.act
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
    """Whether touching what is linked would connect the case with somebody's name."""
    return dispute.confidential and (
        (dispute.breach is not None and dispute.breach.check_made.act.counterpart_id is not None)
        or (dispute.act is not None and dispute.act.counterpart_id is not None)
    )


# Looking for the name in what the raiser's side hands in ------------------------------------------


def names_raiser(dispute: Dispute, texts: Iterable[str]) -> bool:
    """Whether a text of the raiser's own side holds the raiser's name, charity or company number."""
    if not dispute.confidential:
        return False
    telling = [_plain(dispute.raiser.name), dispute.raiser.slug.lower()]
    telling += [n for n in (dispute.raiser.charity_number, dispute.raiser.company_number) if n]
    return any(_holds(_plain(text), telling) for text in texts if text)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a document tells who the raiser is, and by what. What is certain is refused."""

    where: str
    why: str
    certain: bool = True


def found_in(dispute: Dispute, passages: Iterable[Passage]) -> list[Found]:
    """What of a document that was read tells who the raiser of a confidential case is."""
    return [
        Found(passage.where, "the raiser’s name, or its charity or company number")
        for passage in passages
        if names_raiser(dispute, [passage.text])
    ]


def kept_name_of(dispute: Dispute) -> str:
    """For whom a document was searched: what was searched before another name was to be kept is
    searched again."""
    return f"{dispute.raiser_id}" if dispute.confidential else ""


def _plain(text: str) -> str:
    # Word processors curl the apostrophe, and XML writes the ampersand out.
    return _SPACE.sub(" ", text.replace("’", "'").replace("&amp;", "&")).lower().strip()


def _holds(text: str, telling: list[str]) -> bool:
    # Not \b, which finds no edge beside a name that begins or ends with a sign.
    return any(
        re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text) is not None for each in telling if each
    )
