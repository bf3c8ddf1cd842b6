"""A page's form as a browser without JavaScript reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

BUTTONS = {"submit", "button", "search"}


@dataclass
class Control:
    """One question of a form: what may be chosen or typed, and what stands in it."""

    kind: str
    said: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


class FormReader(HTMLParser):
    """Reads the controls of the form that can be saved for later."""

    def __init__(self) -> None:
        super().__init__()
        self.controls: dict[str, Control] = {}
        self._open: str | None = None
        self._text: list[str] | None = None
        self._found: dict[str, Control] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, kind = said.get("name", ""), said.get("type", "text")
        if tag == "form":
            self._found = {}
        elif tag == "button" and name == "go" and said.get("value") == "save":
            self.controls = self._found
        elif tag == "textarea":
            self._open, self._text = name, []
        elif tag == "select":
            self._open = name
            self._found[name] = Control("select")
        elif tag == "option" and self._open in self._found:
            self._choice(self._found[self._open], said, "selected")
        elif tag == "input" and name and kind not in BUTTONS:
            control = self._found.setdefault(name, Control(kind))
            if kind in ("radio", "checkbox"):
                self._choice(control, said, "checked")
            elif said.get("value"):
                control.said.append(said["value"])

    def _choice(self, control: Control, said: dict[str, str], mark: str) -> None:
        value = said.get("value", "on")
        if value:
            control.choices.append(value)
            if mark in said:
                control.said.append(value)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None and self._open:
            text = "".join(self._text).removeprefix("\r\n").removeprefix("\n")
            self._found[self._open] = Control("textarea", [text] if text else [])
            self._open = self._text = None
        elif tag == "select":
            self._open = None


def controls_of(answer: HttpResponse) -> dict[str, Control]:
    """The questions of the page by name; what is hidden from people is left out."""
    reader = FormReader()
    reader.feed(answer.content.decode())
    return {name: each for name, each in reader.controls.items() if each.kind != "hidden"}
