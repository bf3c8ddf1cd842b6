"""Plain text in any encoding, what stands between tags, and rich text."""

from __future__ import annotations

import codecs
import re
from html import unescape

from charset_normalizer import from_bytes
from striprtf.striprtf import rtf_to_text

from documents.kinds import wide_encoding
from documents.passages import Passage, Reading, Unreadable, Unsafe

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64 * 1024


def decoded(content: bytes) -> str:
    """The text, in the encoding that it says, or that fits."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if encoding := wide_encoding(content):
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(content[:SAMPLE]).best()
        return content.decode(guess.encoding if guess is not None else "cp1252", "replace")


def read_text(content: bytes) -> Reading:
    text = decoded(content)
    found = [Passage("text", text)]
    if "<" in text and ">" in text:
        found += [Passage("text without its tags", each) for each in _between_tags(text)]
    return Reading(tuple(found))


def _between_tags(text: str) -> list[str]:
    """What stands outside every tag, and what stands in them. A tag that is never closed is text."""
    first, *rest = text.split("<")
    outside, inside = [first], []
    for piece in rest:
        tag, closed, after = piece.partition(">")
        if closed:
            inside.append(tag)
            outside.append(after)
        else:
            outside.append(f"<{piece}")
    return [each for each in (_plain("".join(outside)), _plain("\n".join(inside))) if each.strip()]


def _plain(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:
        return text  # a number of thousands of figures is no sign of any alphabet


# Rich text ------------------------------------------------------------------------------------

# Groups that no reader of the page sees, which the library leaves out with them.
BESIDE = (
    "info", "author", "operator", "title", "subject", "company", "manager", "doccomm", "keywords",
    "category", "hlinkbase", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "footnote", "annotation", "atnauthor", "atnid", "comment", "userprops", "propname",
    "staticval", "shptxt", "shprslt", "bkmkstart", "bkmkend", "deleted", "revtbl", "fldinst", "private",
)  # fmt: skip
LONGEST_FONT_TABLE = 20_000
HIDDEN_GROUPS = (
    "{\\info", "{\\*\\userprops", "{\\*\\rsidtbl", "{\\*\\revtbl", "{\\*\\atnauthor", "{\\*\\atnid",
    "{\\*\\company", "{\\*\\xmlnstbl", "{\\*\\generator",
)  # fmt: skip
_HIDDEN = re.compile("|".join(re.escape(group) for group in HIDDEN_GROUPS))


def refuse_active(content: bytes) -> None:
    if b"\\objdata" in content or b"\\objupdate" in content or b"\\*\\template" in content:
        raise Unsafe(
            "The file holds a program or fetches something: save it as PDF, and send that."
        )


def read_rich_text(content: bytes) -> Reading:
    shown, hidden = _parted(content.decode("latin-1"))
    details = "{\\rtf1" + "".join(_laid_open(each) for each in hidden) + "}"
    found = [
        Passage("text", _letters("".join(shown))),
        Passage("text, page headers and notes", _letters(_laid_open("".join(shown)))),
        Passage("document details", _letters(details)),
    ]
    source = "".join(shown)
    has_picture = "\\pict" in source or "\\object" in source
    return Reading(
        tuple(each for each in found if each.text.strip()),
        "It holds pictures or other files, and what they show cannot be read."
        if has_picture
        else "",
    )


def _laid_open(source: str) -> str:
    """With the groups that the library leaves out made part of the text."""
    opened = source.replace("\\*", "")
    for word in BESIDE:
        opened = opened.replace("{\\" + word, "{\\par ")
    return opened


def _letters(source: str) -> str:
    """The text of rich text. Links and tables of fonts are what the library takes its time over."""
    source = source.replace("\\fldinst", "\\par ")
    fonts = source.find("\\fonttbl")
    start = source.rfind("{", 0, fonts)
    if fonts >= 0 and start >= 0 and _end_of_group(source, start) - fonts > LONGEST_FONT_TABLE:
        raise Unreadable("The file names more fonts than any text has.")
    try:
        return str(rtf_to_text(source, errors="ignore"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError) as error:
        raise Unreadable("The file is damaged and cannot be read.") from error


def clean_rich_text(content: bytes) -> bytes:
    """Without the groups that say who wrote it."""
    shown, _ = _parted(content.decode("latin-1"))
    return "".join(shown).encode("latin-1")


def _parted(source: str) -> tuple[list[str], list[str]]:
    """What stays, and the groups that are taken out."""
    kept, hidden, at = [], [], 0
    while found := _HIDDEN.search(source, at):
        kept.append(source[at : found.start()])
        at = _end_of_group(source, found.start())
        hidden.append(source[found.start() : at])
    return [*kept, source[at:]], hidden


def _end_of_group(source: str, start: int) -> int:
    depth, at = 0, start
    while at < len(source):
        if source[at] == "\\":
            at += 1
        elif source[at] == "{":
            depth += 1
        elif source[at] == "}":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(source)
