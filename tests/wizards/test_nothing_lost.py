"""Of no page of any wizard is anything lost that was typed, however odd; and records hold it all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.serializers import serialize
from django.urls import reverse

from commitments.models import Act
from tests import cast
from tests.html import filled_in, hidden, one_line
from tests.wizards.reading import Control, controls_of
from tests.wizards.ways import TODAY, Way, ways

pytestmark = pytest.mark.django_db
NAMES = ["decision to end", "decision to award", "decision to refuse", "consultation", "dispute"]
ODD = ["45", "Febtember", "1st", "0", "-1", "<b>&amp;", "O’Leary “said”", "31/12/2026", "£1,2,3"]
NOT_KEPT = {
    "file": "a browser sends a file once: it is stored at once, or asked for again",
    "q": "what was searched for finds answers, and is none",
}
NOT_ON_RECORD = {
    "how": "whether the name is kept stands as the representation and its confidence",
    "recipients of a refusal to several": "not tried here: a decision cannot name them yet",
}


@pytest.fixture(autouse=True)
def _today(library: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture(params=NAMES)
def way(request: pytest.FixtureRequest) -> Way:
    return ways()[request.param]


def odd(name: str, control: Control, dice: random.Random) -> list[str]:
    """What somebody might type there, or choose, right or wrong."""
    if control.kind in ("radio", "select"):
        return [dice.choice(control.choices)] if control.choices else []
    if control.kind == "checkbox":
        return [each for each in control.choices if dice.random() < 0.5]
    if control.kind == "textarea":
        return [
            "Long words. " * 5000 if dice.random() < 0.3 else f"{dice.choice(ODD)}\r\nof {name}"
        ]
    return [dice.choice([*ODD, "x" * 400])]


def as_shown(said: list[str]) -> list[str]:
    return [each.replace("\r\n", "\n").strip() for each in said]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_odd_answers_are_shown_again(way: Way, seed: int) -> None:
    dice = random.Random(seed)
    row = way.begin()
    way.fill(row)
    for page in way.pages:
        before = controls_of(way.client.get(way.url(row, page)))
        asked = {name: each for name, each in before.items() if name not in NOT_KEPT}
        typed = {name: odd(name, each, dice) for name, each in asked.items()}
        answer = way.send(row, page, typed, go="save")
        assert answer.status_code == 302, page
        shown = controls_of(way.client.get(way.url(row, page)))
        for name, said in typed.items():
            assert name in shown, (page, name)
            assert sorted(as_shown(shown[name].said)) == sorted(as_shown(said)), (page, name)
        way.send(row, page, way.answers[page])  # later pages need right answers on this one


@pytest.mark.slow
def test_choice_that_is_none_is_kept_and_asked_again(way: Way) -> None:
    row = way.begin()
    way.fill(row)
    for page in way.pages:
        asked = controls_of(way.client.get(way.url(row, page)))
        chosen = {
            n: ["no-such-choice"] for n, each in asked.items() if each.kind in ("radio", "select")
        }
        if not chosen:
            continue
        right = {name: said for name, said in way.answers[page].items() if name not in chosen}
        assert way.send(row, page, right | chosen, go="save").status_code == 302
        row.refresh_from_db()
        assert {name: row.typed[page][name] for name in chosen} == chosen
        assert "There is a problem" in one_line(way.client.get(way.url(row, page)))
        way.send(row, page, way.answers[page])


@pytest.mark.slow
def test_page_with_a_fault_keeps_the_draft_from_being_recorded(way: Way) -> None:
    row = way.begin()
    way.fill(row)
    page = {"consultation": "dates", "dispute": "happened"}.get(way.name, "kind")
    day = {"consultation": "opens_on", "dispute": "happened_on"}.get(way.name, "decided_on")
    way.send(row, page, way.answers[page] | {f"{day}_1": "Febtember"}, go="save")
    answer = finished(way, row)
    assert answer.status_code == 422
    assert "An answer there is not right yet." in one_line(answer)
    assert "Febtember" in one_line(way.client.get(way.url(row, page)))


def finished(way: Way, row: Any) -> Any:
    check = way.client.get(row_check(way, row))
    version = check.context["version"]
    return way.client.post(way.finish(row.pk), {"version": version})


def row_check(way: Way, row: Any) -> str:
    return str(way.client.get(way.url(row, way.pages[0])).context["wizard"].check_url)


@pytest.mark.slow
def test_whatever_is_asked_stands_on_the_record(way: Way) -> None:
    row = way.begin()
    way.fill(row)
    asked = {page: set(controls_of(way.client.get(way.url(row, page)))) for page in way.pages}
    answer = finished(way, row)
    assert answer.status_code == 302, one_line(answer)
    record = record_of(way, row)
    for page in way.pages:
        for name in set(way.answers[page]) & asked[page] - set(NOT_ON_RECORD):
            if name.endswith(("_1", "_2")):
                continue
            for forms in as_recorded(way.answers[page], name):
                assert any(each in record for each in forms), (page, name, forms)
    row.refresh_from_db()
    assert row.typed == {}


def as_recorded(answers: dict[str, Any], name: str) -> list[tuple[str, ...]]:
    """Each value of an answer, as the ways in which a row may hold it."""
    if name.endswith("_0") and f"{name[:-2]}_2" in answers:
        day, month, year = (int(answers[f"{name[:-2]}_{part}"]) for part in range(3))
        return [(f"{year:04}-{month:02}-{day:02}",)]
    said, plain = answers[name], name.rpartition("-")[2]
    if said in ("yes", "no", "on"):
        is_so = json.dumps(said != "no")
        return [(f'"{plain}": {is_so}', f'"{plain}": "{said}"', f'"{plain}_in_review": {is_so}')]
    return [(json.dumps(str(each))[1:-1],) for each in (said if isinstance(said, list) else [said])]


def record_of(way: Way, row: Any) -> str:
    """Everything that hangs on the record, as text."""
    rows: list[Any] = [type(row).objects.get(pk=row.pk)]
    for name in ("agreements", "notices", "clauses"):
        rows += list(getattr(row, name).all()) if hasattr(row, name) else []
    acts = {each.act_id for each in rows if getattr(each, "act_id", None)}
    return json.dumps(json.loads(serialize("json", [*rows, *Act.objects.filter(pk__in=acts)])))


def test_another_page_saved_meanwhile_is_no_conflict(way: Way) -> None:
    row = way.begin()
    way.fill(row)
    first, second = way.pages[0], way.pages[1]
    url = way.url(row, first)
    opened = hidden(way.client.get(url))
    way.send(row, second, way.answers[second])
    answer = way.client.post(url, opened | way.answers[first] | {"go": "continue"})
    assert answer.status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "page", "field"),
    [
        ("decision to end", "reasons", "rationale"),
        ("consultation", "purpose", "why"),
        ("dispute", "tried", "tried"),
    ],
)
def test_same_page_saved_meanwhile_shows_both(name: str, page: str, field: str) -> None:
    way = ways()[name]
    row = way.begin()
    way.fill(row)
    url = way.url(row, page)
    opened = hidden(way.client.get(url))
    way.send(row, page, way.answers[page] | {field: "Saved by them"})
    answer = way.client.post(url, opened | way.answers[page] | {field: "Typed by me"})
    assert answer.status_code == 409
    shown = one_line(answer)
    assert "Saved by them" in shown
    assert controls_of(answer)[field].said == ["Typed by me"]


def test_discarded_meanwhile_shows_what_was_typed(way: Way) -> None:
    row = way.begin()
    page = way.pages[0]
    url = way.url(row, page)
    opened = hidden(way.client.get(url))
    type(row).objects.filter(pk=row.pk).delete()
    answer = way.client.post(url, opened | way.answers[page] | {"programme": "An hour of typing"})
    assert answer.status_code == 404
    assert "An hour of typing" in one_line(answer)


def test_discarded_while_nobody_was_signed_in_shows_what_was_typed(way: Way) -> None:
    row = way.begin()
    page = way.pages[0]
    url = way.url(row, page)
    opened = hidden(way.client.get(url))
    cast.signed_out_by_time(way.client)
    way.client.post(url, opened | way.answers[page] | {"programme": "An hour of typing"})
    type(row).objects.filter(pk=row.pk).delete()
    form = {"login": way.who.email, "password": "let-me-in-2026"}
    assert way.client.post(reverse("account_login"), form).status_code == 302
    answer = way.client.get(url)
    assert answer.status_code == 404
    assert "An hour of typing" in one_line(answer)


def test_a_nul_in_the_name_of_a_field_is_no_fault_of_ours(way: Way) -> None:
    row = way.begin()
    url = way.url(row, way.pages[0])
    opened = hidden(way.client.get(url))
    typed = {"a\0b": "x", "q": "\0", "organisations": "\0", "recipient": "\0", "go": "save"}
    assert way.client.post(url, opened | typed).status_code in (200, 302, 422)


def test_discard_of_a_draft_that_somebody_wrote_on_asks_again(way: Way) -> None:
    row = way.begin()
    url = str(way.client.get(way.url(row, way.pages[0])).context["wizard"].discard_url)
    opened = hidden(way.client.get(url))
    way.send(row, way.pages[0], way.answers[way.pages[0]])
    answer = way.client.post(url, opened)
    assert answer.status_code == 409
    assert "wrote on in this draft" in one_line(answer)
    assert filled_in(way.client, url).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_what_carries_no_version_writes_nothing(way: Way) -> None:
    row = way.begin()
    way.fill(row)
    page = way.pages[-1]
    opened = way.client.get(way.url(row, page)).context["wizard"]
    kept = way.model.objects.get(pk=row.pk).typed
    for url in (way.url(row, page), opened.discard_url, way.finish(row.pk)):
        assert way.client.post(url, way.answers[page]).status_code == 409, url
    assert way.model.objects.get(pk=row.pk).typed == kept
    assert way.client.get(way.url(row, page)).status_code == 200  # a draft still


def test_first_page_saved_too_early_says_what_is_missing(way: Way) -> None:
    way.client.force_login(way.who)
    typed = {"programme": "Half a name", "summary": "Half a thought", "go": "save"}
    answer = way.client.post(way.new, typed)
    assert answer.status_code == 200
    shown = one_line(answer)
    assert "To keep a draft" in shown
    asked = controls_of(answer)
    for name in ("programme", "summary"):
        if name in asked:
            assert asked[name].said == [typed[name]]
    assert not way.model.objects.exists()
