"""Who is named to whom. Every page, export, event and file name takes a party's name from here.

A confidential raiser is named to the people of the infrastructure body that represents it. Everybody
else, the raiser's own people included, reads "an organisation represented by ...". What was typed by
the raiser's side is searched for the name before it is kept; what others type is not, because a
refusal would tell them that they had guessed right.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import File

from accounts.models import User
from commitments.models import Act, Breach
from disputes.models import Dispute
from disputes.states import Side
from organisations.models import Organisation
from organisations.permissions import scope_of

Person = User | AnonymousUser
# A small archive can be made to unpack into more than memory holds.
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
_SPACE = re.compile(r"\s+")
_TAGS = re.compile(rb"<[^<>]*>")  # without "<": each letter is looked at once


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


def file_names_raiser(dispute: Dispute, file: File[bytes]) -> bool:
    """The same for a file's name and for what can be read in it: text, and office files unpacked."""
    if not dispute.confidential:
        return False
    if names_raiser(dispute, [file.name or ""]):
        return True
    file.seek(0)
    content = file.read()
    file.seek(0)
    return names_raiser(dispute, [_words(each) for each in (content, *_unpacked(content))])


def _unpacked(content: bytes) -> list[bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [
                part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))
            ]
            if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                return []
            return [archive.read(part) for part in parts]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        # No archive, a locked one, or packed in an unknown way: it cannot be searched, and where
        # a file cannot be, the page warns and asks for a tick (ADR 30).
        return []


def _words(content: bytes) -> str:
    # Not by a blank: office files break one word into several runs, each with tags around it.
    return _TAGS.sub(b"", content).decode("utf-8", errors="ignore")


def _plain(text: str) -> str:
    # Word processors curl the apostrophe, and XML writes the ampersand out.
    return _SPACE.sub(" ", text.replace("’", "'").replace("&amp;", "&")).lower().strip()


def _holds(text: str, telling: list[str]) -> bool:
    # Not \b, which finds no edge beside a name that begins or ends with a sign.
    return any(
        re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text) is not None for each in telling if each
    )
