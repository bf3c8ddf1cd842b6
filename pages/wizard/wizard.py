"""What one kind of draft is on its way: its words, its forms and its verbs, with its addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pages.answers import Answered, answered, asked_in
from pages.wizard.draft import Draft
from pages.wizard.raw import Typed

WRONG = "An answer there is not right yet."


@dataclass(frozen=True, slots=True)
class Group:
    """One page of a draft on its check page, or one recipient's part of a page."""

    page: str
    title: str
    answers: Sequence[Answered]
    asks: bool = True
    """Whether there is anything to answer at all."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a draft from being recorded: the page to go back to, and what to do there."""

    page: str
    title: str
    sentence: str = ""

    @property
    def words(self) -> str:
        return self.sentence or f"Go back first to: {self.title}"


def group_of(page: str, title: str, form: Any) -> Group:
    """A form as the check page lists it."""
    return Group(page, title, answered(form), asks=bool(asked_in(form)))


class Wizard:
    """One draft on its way, for one reader. An app subclasses it for each kind of draft.

    The functions beside it take the wizard: `draft_page`, `preview`, `check_page`, `finish`,
    `discard_page`; and `begin` makes the draft.
    """

    name: ClassVar[str]
    """The namespace of its addresses: `draft` for a page, `draft_check`, `draft_discard`."""
    templates: ClassVar[str]
    """The folder of its templates: page, check and, for live panels, preview."""
    reads: ClassVar[type[Draft]]
    finds: ClassVar[Callable[[HttpRequest, int], Any]]
    """The draft's row by its number, among those that its reader may see; else it is not there."""
    first_step: ClassVar[int] = 1
    kept: ClassVar[str] = "Your draft is kept as you typed it. No clock has started."
    discarded: ClassVar[str] = "The draft is gone. Nothing had been recorded."
    over: ClassVar[str]
    """Said to somebody who writes on after it was recorded."""
    go_back_first: ClassVar[str]
    finish_label: ClassVar[str]
    refused: ClassVar[str]
    """The heading over the reason why it is not recorded."""
    done: ClassVar[str]

    def __init__(self, request: HttpRequest, row: Any, on: date) -> None:
        self.request, self.row, self.on = request, row, on
        self.draft = self.reads(row, request.user, on)

    # What each wizard says ------------------------------------------------------------------------

    @property
    def caption(self) -> str:
        """What stands over the title of each page."""
        raise NotImplementedError

    @property
    def what_goes(self) -> str:
        """What discarding the draft takes away."""
        raise NotImplementedError

    @property
    def home(self) -> str:
        """The address to come back later from."""
        raise NotImplementedError

    @property
    def list_url(self) -> str:
        """The address of the list that it stands in, or stood in before it was discarded."""
        return self.home

    def may_edit(self) -> Any:
        """True, or an answer with the `reason` why not."""
        raise NotImplementedError

    def may_check(self) -> Any:
        """Whether somebody who cannot change the draft may read its answers together."""
        return True

    def keep(self, page: str, typed: Typed, answers: Any, *, version: int, seen: str) -> Any:
        """The verb that keeps a page: as it was typed and, unless None, what it answers.

        Returns the row as it is then. May raise Stale, or one of OBJECTIONS to the answers.
        """
        raise NotImplementedError

    def record(self, *, version: int) -> Any:
        raise NotImplementedError

    def throw_away(self, *, version: int) -> Any:
        raise NotImplementedError

    # What a wizard may say otherwise --------------------------------------------------------------

    @property
    def version(self) -> int:
        return int(self.row.act.version)

    @property
    def area(self) -> Any:
        return self.row.act.area

    @property
    def is_draft(self) -> bool:
        return bool(self.row.act.state == "draft")

    def answers(self, page: str) -> Any:
        """What the verb takes of a page that is right."""
        return self.draft.forms(page)[0].answers()

    def too_early(self, page: str) -> tuple[str, str] | None:
        """The page that has to be answered before this one, and the sentence that says so."""
        return None

    def object_to(self, page: str) -> None:
        """Puts on a page with right forms what the rules object to."""

    def goes_elsewhere(self, page: str) -> HttpResponse | None:
        """Where a page that is kept leads, right or wrong, if something else was asked of it."""
        return None

    def must_go_on(self, page: str) -> bool:
        """Whether the page after this one has to be seen by somebody who only changes an answer."""
        return False

    def page_context(self, page: str) -> dict[str, Any]:
        return {}

    def is_right(self, page: str) -> bool:
        """Whether a page is answered rightly, by its forms and by the rules."""
        if not self.draft.is_valid(page):
            return False
        self.object_to(page)
        return not any(form.is_bound and form.errors for form in self.draft.forms(page))

    def is_settled(self, page: str) -> bool:
        """Whether nothing on a page stands in the way of recording."""
        return self.draft.is_answered(page)

    def lacks(self) -> list[Lack]:
        """What has to be mended before it can be recorded."""
        return [
            Lack(page, self.draft.titles[page], WRONG if self.draft.is_typed(page) else "")
            for page in self.draft.pages
            if not self.is_settled(page)
        ]

    def with_missing(self, missing: Sequence[tuple[str, str]]) -> list[Lack]:
        """The wrong pages, and of the others those that lack an answer, in the pages' order.

        `missing` is pairs of a page and the sentence that says what to do there.
        """
        # Not self.lacks(): a subclass makes that of what is returned here.
        found = Wizard.lacks(self)
        wrong = {lack.page for lack in found}
        titles = self.draft.titles
        found += [Lack(page, titles[page], said) for page, said in missing if page not in wrong]
        return sorted(found, key=lambda lack: self.draft.pages.index(lack.page))

    def object_to_recording(self) -> str:
        """What has to be confirmed on the check page itself, if anything."""
        return ""

    def groups(self) -> list[Group]:
        """The answers as the check page lists them."""
        return [
            group_of(page, self.draft.titles[page], form)
            for page in self.draft.pages
            for form in self.draft.forms(page)
        ]

    def check_context(self, lacks: Sequence[Lack]) -> dict[str, Any]:
        return {}

    # Addresses ------------------------------------------------------------------------------------

    @property
    def page_name(self) -> str:
        return f"{self.name}:draft"

    def page_url(self, page: str) -> str:
        return reverse(self.page_name, args=[self.row.pk, page])

    @property
    def check_url(self) -> str:
        return reverse(f"{self.name}:draft_check", args=[self.row.pk])

    @property
    def discard_url(self) -> str:
        return reverse(f"{self.name}:draft_discard", args=[self.row.pk])

    def context(self) -> dict[str, Any]:
        """What every template of the wizard is given."""
        return {"wizard": self, "draft": self.draft, "row": self.row, "area": self.area}
