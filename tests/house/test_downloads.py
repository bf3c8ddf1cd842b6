"""Every file leaves the site through pages.downloads: as an attachment, in a sandbox, in no cache."""

import ast

import pytest
from django.http import HttpResponse

from pages.downloads import SANDBOX, as_download, download, streamed
from tests.house.source import product_sources

THROUGH = "pages/downloads.py"
MADE_THERE = {"FileResponse", "StreamingHttpResponse"}


def makes_a_file_response(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return name in MADE_THERE
    return isinstance(node, ast.Constant) and node.value in ("Content-Disposition", "sandbox")


def test_files_leave_through_one_place() -> None:
    found = [
        source.place(node)
        for source in product_sources()
        if source.path != THROUGH
        for node in ast.walk(source.tree)
        if makes_a_file_response(node)
    ]
    assert not found, f"Answer with pages.downloads here: {found}"


def test_that_place_still_makes_them() -> None:
    source = next(each for each in product_sources() if each.path == THROUGH)
    assert any(makes_a_file_response(node) for node in ast.walk(source.tree))


@pytest.mark.parametrize(
    "made",
    [
        lambda: as_download(HttpResponse(b"x"), "a.html"),
        lambda: download(b"x", "a.html", "text/html"),
        lambda: streamed([b"x"], "a.html", "text/html"),
    ],
)
def test_a_file_is_kept_and_never_run(made) -> None:
    answer = made()
    assert answer["Content-Disposition"] == 'attachment; filename="a.html"'
    assert answer["Content-Security-Policy"] == SANDBOX == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_name_ends_no_header() -> None:
    answer = as_download(HttpResponse(b"x"), 'a"; filename="b.html\r\nX: y.pdf')
    assert "\r" not in answer["Content-Disposition"]
    assert 'filename="b.html"' not in answer["Content-Disposition"].replace('\\"', "")
