"""Templates obey the same layers as imports, and their tags ask the database nothing."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.source import Source, product_sources

# Folders that are not named after their app. Files beside the folders are the whole site's.
APPS = {"_components": "pages", "govuk": "pages", "account": "accounts", "mfa": "accounts"}
SITE = "config"

# Names without an app, that stand on every page's frame: any page may lead there.
FRAME = {"home", "area", "calculator"}
TAKEN_IN = re.compile(r"""{%\s*(?:include|extends)\s+["'](\w+)/""")
LOADED = re.compile(r"{%\s*load\s+([^%]*)%}")
LINKED = re.compile(r"""{%\s*url(?:_or_nothing)?\s+["']([\w:-]+)["']""")


@cache
def levels() -> dict[str, int]:
    """Each app's height, from the contract that import-linter keeps: the lowest is 0."""
    text = Path(settings.BASE_DIR, "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "apps")
    return {
        app: height
        for height, layer in enumerate(reversed(layers))
        for app in re.findall(r"\w+", layer)
    }


@cache
def libraries() -> dict[str, str]:
    """The app of each library of tags that is ours."""
    found = Path(settings.BASE_DIR).glob("*/templatetags/*.py")
    return {path.stem: path.parent.parent.name for path in found}


def templates() -> list[Path]:
    folder = Path(settings.BASE_DIR, "templates")
    return [path for kind in ("html", "txt") for path in sorted(folder.rglob(f"*.{kind}"))]


def app_of(path: Path) -> str:
    folder = path.relative_to(Path(settings.BASE_DIR, "templates")).parts[0]
    return SITE if folder == path.name else APPS.get(folder, folder)


def uses(text: str) -> Iterator[tuple[str, str]]:
    """What a template takes from an app: the words of it, and the app."""
    for folder in TAKEN_IN.findall(text):
        yield f"{folder}/", APPS.get(folder, folder)
    for names in LOADED.findall(text):
        yield from ((name, libraries()[name]) for name in names.split() if name in libraries())
    for name in LINKED.findall(text):
        if ":" in name:
            yield name, name.partition(":")[0]


def test_every_template_belongs_to_an_app() -> None:
    assert {app_of(path) for path in templates()} <= set(levels())


def test_templates_take_nothing_from_an_app_above() -> None:
    above, seen = [], 0
    for path in templates():
        own = app_of(path)
        for words, app in uses(path.read_text(encoding="utf-8")):
            seen += 1
            if app != own and levels()[app] >= levels()[own]:
                above.append(f"{path.name} of {own}: {words}")
    assert seen > 300
    assert not above, (
        "These reach for an app above or beside. Let that app offer it: see pages/offers.py.\n"
        + "\n".join(above)
    )


def test_names_without_an_app_are_of_the_frame() -> None:
    """Below the frame itself, a page links to an app's page by the app's name."""
    found = {
        f"{path.name} of {app_of(path)}: {name}"
        for path in templates()
        if app_of(path) not in {SITE, "desk", "accounts"}
        for name in LINKED.findall(path.read_text(encoding="utf-8"))
        if ":" not in name and name not in FRAME and not name.startswith("account_")
    }
    assert not found


def tag_modules() -> list[Source]:
    return [each for each in product_sources() if "templatetags" in each.parts]


def test_there_are_tags_to_look_at() -> None:
    assert {"house", "compacts_words"} <= {each.parts[-1] for each in tag_modules()}


@pytest.mark.parametrize("source", tag_modules(), ids=lambda each: each.path)
def test_no_tag_asks_the_database(source: Source) -> None:
    """A view gathers what its page shows; models are named in a tag for their types alone."""
    found = [
        f"{source.place(node)} {ast.unparse(node)}"
        for part in source.tree.body
        if not (isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING")
        for node in ast.walk(part)
        if (
            isinstance(node, ast.ImportFrom)
            and re.search(r"\bmodels\b|^django\.db", node.module or "")
        )
        or (isinstance(node, ast.Attribute) and node.attr == "objects")
    ]
    assert not found


def test_a_check_is_tagged_with_its_finding() -> None:
    """Its bare outcome would be shown of a record that was voided."""
    for path in templates():
        assert not re.search(r"outcome_tag \S*check\.outcome", path.read_text()), path
