"""A text as letters alone, and where each of them stood.

Spaces, hyphens, apostrophes, case, accents, entities, invisible signs and letters that only look
like ours all fall away, so that one needle finds every way in which a name can be written. All of
it takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Generator, Iterator
from html import unescape
from urllib.parse import unquote

_CODED = re.compile(
    r"&(?:amp;)*(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,30});"
    r"|(?:%[0-9a-f]{2})+"
    r"|\\u[0-9a-f]{4}",
    re.IGNORECASE,
)
_AMPERSANDS = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_STEP = 4096
"""Letters are counted up to each of these places, so that one of them is found again at once."""

LONG = 12
"""A needle of so many letters is found inside words too: nothing else is spelled so by chance."""

# Letters of other alphabets that look like ours, capitals before small ones: a capital may look like
# another letter than its small form. What Unicode itself calls the same (full width, in a circle,
# bold) needs no line here.
_LOOKS_LIKE = dict(
    zip(
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЅІЈКМНОРСТУХԀԚԜ"
        "αβεηικνορτυχγωавеѕіјкмнорстухԁԛԝһӏɡɑıℓ"
        "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢøłđħŧ",
        "abezhikmnoptyxabesijkmhopctyxdqw"
        "abenikvoptuxywabesijkmhopctyxdqwhlgail"
        "abcdefghijklmnopqrstuvwyzoldht",
        strict=True,
    )
) | {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "Æ": "ae", "Ø": "o", "Ł": "l"}
_LOOKS_LIKE_A_LETTER = str.maketrans("0134578i$@!|€", "oleastblsallc")


class _Plain(dict[int, str | None]):
    """Each sign as plain letters or figures, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        letters = []
        for sign in unicodedata.normalize("NFKD", _LOOKS_LIKE.get(chr(code), chr(code))):
            for small in _LOOKS_LIKE.get(sign, sign).casefold():
                for part in unicodedata.normalize("NFKD", _LOOKS_LIKE.get(small, small)):
                    letters += [each for each in part if each.isalnum()]
        self[code] = "".join(letters) or None
        return self[code]


class _Likened(dict[int, str | None]):
    """The same, and figures and signs that stand in for letters read as those."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code).translate(_LOOKS_LIKE_A_LETTER)
        self[code] = sign.translate(_PLAIN).translate(_LOOKS_LIKE_A_LETTER) or None
        return self[code]


_PLAIN = _Plain()
_LIKENED = _Likened()


def plain(text: str) -> str:
    """Letters and figures alone, small, without accents."""
    return text.translate(_PLAIN)


def likened(text: str) -> str:
    """As `plain`, with figures and signs that stand in for letters read as those: "St4nf0rd"."""
    return text.translate(_LIKENED)


class Letters:
    """One text, its letters, and the way back from them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.decoded, self._decoded_at, self._text_at = _decode(text)
        self.plain = plain(self.decoded)
        self._steps: dict[bool, list[int]] = {}

    def likened(self) -> str:
        return likened(self.decoded)

    def found(
        self, needle: str, letters: str, *, as_likened: bool = False, whole: bool = True
    ) -> Iterator[tuple[int, int]]:
        """Where a needle stands, as places in the decoded text. A short one counts only as whole
        words; `whole` asks it of a long one too."""
        walk = self._walk(as_likened)
        next(walk)
        at = letters.find(needle)
        while at >= 0:
            start = walk.send(at)
            end = walk.send(at + len(needle) - 1) + 1
            if (len(needle) >= LONG and not whole) or self._is_whole(start, end):
                yield start, end
            at = letters.find(needle, at + len(needle))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Places in the decoded text as places in the text itself."""
        return self._back(start), self._back(end, after=True)

    def _back(self, place: int, *, after: bool = False) -> int:
        if not self._decoded_at:
            return place
        index = bisect_right(self._decoded_at, place) - 1
        if after and index > 0 and self._decoded_at[index] == place:
            index -= 1
            # The end of what a code became is the end of the code.
            if self._is_code(index):
                return self._text_at[index + 1]
        if index < 0:
            return place
        if self._is_code(index):
            return self._text_at[index + (1 if after else 0)]
        return self._text_at[index] + place - self._decoded_at[index]

    def _is_code(self, index: int) -> bool:
        return index % 2 == 0 and index + 1 < len(self._text_at)

    def _walk(self, as_likened: bool) -> Generator[int, int, None]:
        """Is sent the numbers of letters, rising, and says where in the decoded text each stands."""
        table, steps = (_LIKENED if as_likened else _PLAIN), self._counted(as_likened)
        place, passed = -1, 0
        number = yield 0
        while True:
            block = bisect_right(steps, number) - 1
            if block * _STEP > place:
                place, passed = block * _STEP - 1, steps[block]
            while passed <= number and place + 1 < len(self.decoded):
                place += 1
                passed += len(table[ord(self.decoded[place])] or "")
            number = yield place

    def _counted(self, as_likened: bool) -> list[int]:
        if as_likened not in self._steps:
            reduce, counted, total = (likened if as_likened else plain), [], 0
            for at in range(0, len(self.decoded) or 1, _STEP):
                counted.append(total)
                total += len(reduce(self.decoded[at : at + _STEP]))
            self._steps[as_likened] = counted
        return self._steps[as_likened]

    def _is_whole(self, start: int, end: int) -> bool:
        before = self.decoded[start - 1 : start]
        after, last = self.decoded[end : end + 1], self.decoded[end - 1]
        first = self.decoded[start]
        begins = not before.isalnum() or (before.islower() and first.isupper())
        begins = begins or before.isdigit() != first.isdigit()
        # A plural or a genitive ends the word as well.
        if after.casefold() == "s" and not self.decoded[end + 1 : end + 2].isalnum():
            after = ""
        ends = not after.isalnum() or (after.isupper() and last.islower())
        return begins and (ends or after.isdigit() != last.isdigit())


def _decode(text: str) -> tuple[str, list[int], list[int]]:
    """The text with its codes read, and where each code and each stretch after one begins: in what
    was read, and in the text. Codes have even numbers there."""
    parts: list[str] = []
    decoded_at: list[int] = []
    text_at: list[int] = []
    at = length = 0
    for match in _CODED.finditer(text):
        sign = _read(match.group())
        if sign == match.group():
            continue
        parts += [text[at : match.start()], sign]
        length += match.start() - at
        decoded_at += [length, length + len(sign)]
        text_at += [match.start(), match.end()]
        length += len(sign)
        at = match.end()
    if not parts:
        return text, [], []
    parts.append(text[at:])
    return "".join(parts), decoded_at, text_at


def _read(code: str) -> str:
    if code[0] == "%":
        return unquote(code, errors="ignore")
    if code[0] == "\\":
        return chr(int(code[2:], 16))
    return unescape(_AMPERSANDS.sub("&", code))
