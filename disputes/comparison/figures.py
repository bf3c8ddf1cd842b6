"""Figures that tell whose they are: registration numbers, references, amounts, days; and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from disputes.comparison.letters import Letters, plain

Found = tuple[int, int, bool, str]

MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(f"{each[:3]}(?:{each[3:]})?" for each in MONTHS).replace("sep(?:", "sept?(?:")
_DAY = re.compile(
    rf"(?<![\w])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?(?P<m1>{_MONTH})\b\.?(?:[\s,-]{{1,2}}(?P<y1>\d{{4}}))?"
    rf"|\b(?P<m2>{_MONTH})\b\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<y2>\d{{4}}))?"
    r"|(?<!\d)(?P<d3>\d{1,2})[/.-](?P<m3>\d{1,2})[/.-](?P<y3>\d{4}|\d{2})(?!\d)"
    r"|(?<!\d)(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})(?!\d)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![\d.,])(?P<mark>£|gbp)?\s?(?P<whole>\d{1,3}(?:[,'’\u00a0\u2009 ]\d{3}){1,4}|\d{1,12})"
    r"(?:\.(?P<part>\d{1,2}))?(?!\d)\s?(?P<times>k\b|thousand\b|m\b|million\b)?"
    r"\s?(?P<after>pounds?\b|gbp\b|quid\b)?",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
LEAST_AMOUNT = 100
"""Smaller ones are said of too many things."""

# Addresses at these are held by everybody.
PUBLIC_MAIL = frozenset(
    """
    aol.com blueyonder.co.uk btinternet.com btopenworld.com fastmail.com gmail.com gmx.com
    googlemail.com hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mac.com mail.com me.com
    msn.com ntlworld.com outlook.com pm.me proton.me protonmail.com sky.com talk21.com talktalk.net
    tiscali.co.uk virgin.net virginmedia.com yahoo.co.uk yahoo.com ymail.com zoho.com
    """.split()
)
_OF_EVERYBODY = frozenset(
    """
    admin bookings chair chairman clerk contact coordinator enquiries finance grants hello help info
    mail manager office post reception secretary support team treasurer trustees volunteer web
    """.split()
)
LEAST_LOCAL = 5


# Numbers and references ---------------------------------------------------------------------------


def numbers_found(letters: Letters, numbers: Iterable[str]) -> Iterator[Found]:
    """Registration numbers, whatever stands between their figures, with or without leading noughts."""
    for number in {plain(each) for each in numbers}:
        for spelled in {number, number.lstrip("0")}:
            if len(spelled) > 4:
                for start, end in letters.found(spelled, letters.plain):
                    yield start, end, True, "its registration number"


def references_found(letters: Letters, references: Iterable[str]) -> Iterator[Found]:
    """References of records about it: whole ones are certain, their figures alone are not."""
    for reference in references:
        whole = plain(reference)
        # Too short to be told from a number of anything else.
        if len(whole) < 4 or not any(each.isdigit() for each in whole):
            continue
        for start, end in letters.found(whole, letters.plain):
            yield start, end, True, "the reference of a record about it"
        parts = re.findall(r"\d+", reference)
        if len(parts) != 2:
            continue
        year, number = parts
        prefix = plain(reference[: reference.index(year)])
        shorter = f"{prefix}{year}{int(number)}"
        if prefix and shorter != whole:
            for start, end in letters.found(shorter, letters.plain):
                yield start, end, True, "the reference of a record about it"
        for figures in {f"{year}{number}", f"{prefix}{number}", f"{number}{year}"} - {whole}:
            if len(figures) > 4:
                for start, end in letters.found(figures, letters.plain):
                    yield start, end, False, "the reference of a record about it"


# Amounts ------------------------------------------------------------------------------------------


def amounts_found(letters: Letters, amounts: Iterable[Decimal]) -> Iterator[Found]:
    """Amounts that no record of another organisation has. Without a sign of money it may be a number
    of anything."""
    wanted = {each.normalize() for each in amounts if each >= LEAST_AMOUNT}
    if not wanted:
        return
    text = letters.decoded
    for match in _AMOUNT.finditer(text):
        value = _value(match)
        if value.normalize() not in wanted:
            continue
        is_money = bool(match["mark"] or match["after"])
        if is_money or not _is_year(match, value):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            end = match.start() + len(match.group().rstrip())
            yield start, end, is_money, "an amount of a record about it"
    for value in wanted:
        for spelled in _in_words(value):
            for start, end in letters.found(spelled, letters.plain):
                yield start, end, False, "an amount of a record about it"


def amounts_in(text: str) -> set[Decimal]:
    """Every amount that a text may speak of, in figures."""
    return {_value(match).normalize() for match in _AMOUNT.finditer(text)}


def _value(match: re.Match[str]) -> Decimal:
    whole = re.sub(r"\D", "", match["whole"])
    times = _TIMES.get((match["times"] or "").lower(), 1)
    return Decimal(f"{whole}.{match['part'] or '0'}") * times


def _is_year(match: re.Match[str], value: Decimal) -> bool:
    return not match["part"] and len(match["whole"]) == 4 and 1900 <= value <= 2100


_SMALL = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def _in_words(amount: Decimal) -> set[str]:
    """A whole number of pounds as letters alone, with and without its "and"."""
    if amount != amount.to_integral_value() or amount >= 1_000_000:
        return set()
    thousands, rest = divmod(int(amount), 1000)
    said = set()
    for joint in ("and", ""):
        words = f"{_hundreds(thousands, joint)}thousand" if thousands else ""
        if rest:
            words += (joint if thousands and rest < 100 else "") + _hundreds(rest, joint)
        said.add(words)
    return said


def _hundreds(number: int, joint: str) -> str:
    hundreds, rest = divmod(number, 100)
    words = f"{_SMALL[hundreds]}hundred" if hundreds else ""
    if not rest:
        return words
    words += joint if hundreds else ""
    if rest < 20:
        return words + _SMALL[rest]
    tens, ones = divmod(rest, 10)
    return words + _TENS[tens - 2] + (_SMALL[ones] if ones else "")


# Days ---------------------------------------------------------------------------------------------


def days_found(letters: Letters, days: Iterable[date]) -> Iterator[Found]:
    """Days on which a record about it turns, however written; a day without its year as well."""
    whole = set(days)
    of_any_year = {(each.month, each.day) for each in whole}
    if not whole:
        return
    for match in _DAY.finditer(letters.decoded):
        day, month, year = _parts_of_day(match)
        if year is None:
            is_one = (month, day) in of_any_year
        else:
            is_one = any((each.year, each.month, each.day) == (year, month, day) for each in whole)
        if is_one:
            yield match.start(), match.end(), False, "a day of a record about it"


def _parts_of_day(match: re.Match[str]) -> tuple[int, int, int | None]:
    for number in "1234":
        if match[f"d{number}"]:
            month = match[f"m{number}"]
            said = match[f"y{number}"]
            year = int(said) + (2000 if len(said) == 2 else 0) if said else None
            if not month.isdigit():
                month = str(
                    1 + next(i for i, m in enumerate(MONTHS) if m.startswith(month[:3].lower()))
                )
            return int(match[f"d{number}"]), int(month), year
    raise ValueError("A day has been found without its figures.")


# Addresses ----------------------------------------------------------------------------------------


def addresses_found(letters: Letters, addresses: Iterable[str]) -> Iterator[Found]:
    """E-mail addresses of its people, written out as well ("quiet at group dot example")."""
    for address in addresses:
        local, _, domain = address.lower().partition("@")
        spelled = {plain(f"{local}{domain}")}
        for dot in (".", "dot"):
            spelled.add(plain(f"{local}at{domain.replace('.', dot)}"))
        for needle in spelled:
            for start, end in letters.found(needle, letters.plain):
                yield start, end, True, "an address of one of its people"
        own = plain(local)
        if len(own) >= LEAST_LOCAL and own not in _OF_EVERYBODY:
            for start, end in letters.found(own, letters.plain):
                yield start, end, False, "part of an address of one of its people"


def domains_found(letters: Letters, domains: Iterable[str]) -> Iterator[Found]:
    """Domains that are its own; the first part of one alone may be a word like any other."""
    for domain in {each.lower() for each in domains} - PUBLIC_MAIL:
        for needle in {plain(domain), plain(domain.replace(".", "dot"))}:
            for start, end in letters.found(needle, letters.plain):
                yield start, end, True, "its domain"
        first = plain(domain.partition(".")[0])
        if len(first) > 4:
            for start, end in letters.found(first, letters.plain):
                yield start, end, False, "part of its domain"


def phrases_found(letters: Letters, phrases: Iterable[str], why: str) -> Iterator[Found]:
    """Words that stand in records about it alone, such as the name of a programme."""
    for phrase in phrases:
        needle = plain(phrase)
        if len(needle) > 7:
            for start, end in letters.found(needle, letters.plain):
                yield start, end, False, why
