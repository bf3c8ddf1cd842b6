"""GOV.UK controls that Django has no widget for."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

PARTS = ("day", "month", "year")


class DateParts(forms.MultiWidget):
    """Inputs x_0 day, x_1 month, x_2 year; one ISO text under the plain name does as well."""

    template_name = "pages/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs = [
            forms.TextInput(
                {
                    "inputmode": "text" if part == "month" else "numeric",
                    "class": "govuk-input govuk-date-input__input "
                    + ("govuk-input--width-4" if part == "year" else "govuk-input--width-2"),
                }
            )
            for part in PARTS
        ]
        super().__init__(inputs, attrs)
        self.faulty: set[int] = set()

    def __deepcopy__(self, memo: dict[int, Any]) -> DateParts:
        copied = super().__deepcopy__(memo)
        # Fields are copied from the form's class: what one request marked is no fault of the next.
        copied.faulty = set()
        return copied

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value[:10])
            except ValueError:
                return [value, "", ""]
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        if any(f"{name}_{index}" in data for index in range(3)):
            return super().value_from_datadict(data, files, name)
        return self.decompress(data.get(name))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        wrong = attrs.pop("aria-invalid", None) == "true"
        attrs.pop("class", None)
        context = super().get_context(name, value, attrs)
        faulty = self.faulty or ({0, 1, 2} if wrong else set())
        for index, subwidget in enumerate(context["widget"]["subwidgets"]):
            subwidget["part"] = PARTS[index].capitalize()
            if index in faulty and wrong:
                subwidget["attrs"]["class"] += " govuk-input--error"
                subwidget["attrs"]["aria-invalid"] = "true"
        return context


class _Choices:
    """Choices as a list of items, each with a hint of its own where one is given."""

    def __init__(
        self, *args: Any, hints: Mapping[Any, str] | None = None, small: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.small = small

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(  # type: ignore[misc]
            name, value, *args, **kwargs
        )
        option["hint"] = self.hints.get(str(value), "")
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["small"] = self.small
        return context


class Radios(_Choices, forms.RadioSelect):
    template_name = "pages/widgets/radios.html"


class Ticks(_Choices, forms.CheckboxSelectMultiple):
    template_name = "pages/widgets/checkboxes.html"


class InlineRadios(Radios):
    template_name = "pages/widgets/radios_inline.html"


class SearchBox(forms.TextInput):
    """A name out of very many. `address` answers what is typed, where there is JavaScript.

    Sent without JavaScript, a text that is no name brings `matches` to choose from: pairs of
    value and name, shown as radios under the text. They carry the field's own name, so that what
    is sent is the text, followed by the value of the choice where one was made.
    """

    template_name = "pages/widgets/search_box.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "maxlength": "200", **(attrs or {})})
        self.address = ""
        self.matches: list[tuple[str, str]] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return [str(each) for each in sent if each not in (None, "")]

    def format_value(self, value: Any) -> str | None:
        return super().format_value(value[0] if isinstance(value, list) and value else value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(address=self.address, matches=self.matches)
        return context


@dataclass(frozen=True, slots=True)
class Ticked:
    """Several names: those chosen and those that may be meant, and the text that is no name yet."""

    chosen: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    matches: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    text: str = ""

    def __str__(self) -> str:
        return "; ".join([name for _, name in self.chosen] + [self.text] * bool(self.text))


class SearchTicks(SearchBox):
    """Several names out of very many: a tick for each that was chosen, and a box to add one."""

    template_name = "pages/widgets/search_ticks.html"
    use_fieldset = True

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # no tick and no text is an answer: none

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        ticked = value if isinstance(value, Ticked) else Ticked()
        context = super().get_context(name, ticked.text, attrs)
        context["widget"]["ticked"] = ticked
        return context
