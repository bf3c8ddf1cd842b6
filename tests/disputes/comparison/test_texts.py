"""Every text that tells is refused or asked about, and every one that does not is left alone."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.comparison import KEPT, Telling, hidden
from disputes.comparison.letters import Letters
from disputes.comparison.naming import Name
from tests.disputes.corpus import CERTAIN, DOUBTFUL, INNOCENT, NAME, OTHERS, TELLING


@pytest.mark.parametrize("text", CERTAIN)
def test_what_tells_for_certain_is_refused(text: str) -> None:
    hits = TELLING.hits(text)
    assert any(hit.certain for hit in hits), hits


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_tell_is_asked_about(text: str) -> None:
    hits = TELLING.hits(text)
    assert hits
    assert not any(hit.certain for hit in hits), hits


@pytest.mark.parametrize("text", INNOCENT)
def test_what_does_not_tell_passes(text: str) -> None:
    assert TELLING.hits(text) == []


@pytest.mark.parametrize("text", CERTAIN + DOUBTFUL)
def test_once_hidden_nothing_is_left_to_find(text: str) -> None:
    said = f"Before it. {text} After it."
    after = hidden(said, TELLING.hits(said))
    assert TELLING.hits(after) == []
    assert after.startswith("Before it.")
    assert after.endswith("After it.")
    assert KEPT in after


@pytest.mark.parametrize("text", CERTAIN)
def test_it_is_found_anywhere_in_a_long_text(text: str) -> None:
    around = "The grant ends with too short a notice. " * 400
    hits = TELLING.hits(f"{around}\n{text}\n{around}")
    assert any(hit.certain for hit in hits)
    assert all(len(around) <= hit.start < len(around) + len(text) + 2 for hit in hits)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.sampled_from(CERTAIN[:30]))
def test_whatever_stands_around_it_the_place_is_right(around: str, text: str) -> None:
    said = f"{around} . {text} . {around}"
    for hit in TELLING.hits(said):
        assert 0 <= hit.start < hit.end <= len(said)
    assert any(hit.certain for hit in TELLING.hits(said))


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_hidden(text: str) -> None:
    after = hidden(text, TELLING.hits(text))
    assert len(hidden("", [])) == 0
    assert KEPT in after or after == text


def test_a_name_that_others_share_does_not_tell() -> None:
    name = Name("Grays Lunch Club", OTHERS[:7] + OTHERS[8:] + (NAME,))
    found = [certain for *_, certain, _ in name.found(Letters("the lunch club was told"))]
    assert found == []
    assert [c for *_, c, _ in name.found(Letters("the Grays lunch club"))][:1] == [True]


def test_words_of_the_area_and_of_every_organisation_tell_nothing_alone() -> None:
    telling = Telling("Thurrock Recovery Partnership", OTHERS, ("Thurrock",))
    for text in ("Thurrock", "recovery of the grant in Thurrock", "a partnership", "our recovery"):
        assert telling.hits(text) == [], text
    assert [hit.certain for hit in telling.hits("the recovery partnership")] == [False]
    assert [hit.certain for hit in telling.hits("Thurrock Recovery Partnership")] != []


@pytest.mark.parametrize(
    "name",
    ["Age UK", "ACE", "The Hub", "50+", "Ⅻ", "Friends of the Park", "Mind & Body", "O'Brien's"],
)
def test_short_and_odd_names_are_found_as_they_stand(name: str) -> None:
    assert Telling(name, OTHERS).hits(f"We are {name}, and wrote.") != []
    assert Telling(name, OTHERS).hits("The place was parked, aged and faced.") == []


UNIT = 20_000
WORST = [
    "a", "<", "&", "&amp;", "%41", "&#", "stanford ", "stanfordlunch", "Stanford Lunch Club ", "1,",
    "1 ", "£1,000 ", "3 nov ", "S ", "S.", "*", "st*", "a'", "\u200b", "Ѕ", "n-2026-", "1/1/",
    "clubstanford ", "twelvethousand",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("piece", WORST)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    """Four times the text takes about four times the steps: counted, not timed."""
    short = _steps(piece * (UNIT // len(piece)))
    long = _steps(piece * (4 * UNIT // len(piece)))
    assert long < 6 * short + 20_000


def _steps(text: str) -> int:
    """How many lines of Python the comparison runs through."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        TELLING.hits(text)
    finally:
        sys.settrace(None)
    return count
