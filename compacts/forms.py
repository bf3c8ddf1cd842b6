"""Forms of the public pages: the calculator's facts, search, comparison, and keeping a compact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compacts.fact_parts import Fact
from compacts.facts import facts_of, nested
from compacts.models import Compact, Provision, Rule
from compacts.standing import Standing, dates_in_words
from pages.forms import (
    ChoiceRadios,
    ChoiceTicks,
    DateField,
    DatesField,
    MoneyField,
    PageForm,
    YesNoField,
)
from rules import FactError
from rules.words import plain

ON = "on"
_NAMED = re.compile(r"(?<![a-z_.])([a-z_.]+) \((?=\d)")  # from its first letter on, not from each
LONGEST_TEXT = 2000


_SIMPLE_FIELDS: dict[str, type[forms.Field]] = {
    "date": DateField,
    "dates": DatesField,
    "yes_no": YesNoField,
    "money": MoneyField,
}


def field_for(fact: Fact, *, required: bool = False, initial: Any = None) -> forms.Field:
    """The form field that asks for a fact, in its plain words."""
    given: dict[str, Any] = {
        "label": fact.asked,
        "help_text": fact.hint,
        "required": required,
        "initial": initial,
    }
    if fact.kind in _SIMPLE_FIELDS:
        return _SIMPLE_FIELDS[fact.kind](**given)
    if fact.kind == "choice":
        return ChoiceRadios(choices=list(fact.choices), **given)
    if fact.kind == "choices":
        return ChoiceTicks(choices=list(fact.choices), **given)
    if fact.kind == "long_text":
        widget = forms.Textarea({"rows": 3})
        return forms.CharField(widget=widget, max_length=LONGEST_TEXT, **given)
    return forms.CharField(max_length=LONGEST_TEXT, **given)


def add_fact_error(form: forms.Form, error: FactError) -> None:
    """Puts the engine's objection beside the field it is about."""
    field = error.field if error.field in form.fields else None
    labels = {name: each.label for name, each in form.fields.items()}
    message = _NAMED.sub(lambda named: f"“{labels.get(named[1], named[1])}” (", error.message)
    form.add_error(field, f"{message[:1].upper()}{message[1:].removesuffix('.')}.")


class ChooseForm(PageForm):
    """Which compact to calculate with; each edition says when it is in force."""

    def __init__(self, *args: Any, compacts: list[tuple[Compact, Standing]], **kwargs: Any) -> None:
        hints = {
            compact.slug: f"{compact.area.name}. {standing.words}. {dates_in_words(compact)}."
            for compact, standing in compacts
        }
        self.base_fields = {
            "compact": ChoiceRadios(
                label="Which compact?",
                help_text="What counts is the edition in force on the day of the act: the day a "
                "notice arrives, a decision is made or a consultation opens.",
                choices=[(compact.slug, compact.title) for compact, _ in compacts],
                hints=hints,
            )
        }
        super().__init__(*args, **kwargs)


class FactsForm(PageForm):
    """The facts of one clause, and the day on which to ask. Only that day has to be given."""

    mark_optional = False

    def __init__(self, *args: Any, rule: Rule, on: date, **kwargs: Any) -> None:
        self.base_fields = dict(self._declared(rule, on))
        super().__init__(*args, **kwargs)

    @staticmethod
    def _declared(rule: Rule, on: date) -> Iterable[tuple[str, forms.Field]]:
        due_on = rule.provision.action_due_on
        for fact in facts_of(rule):
            initial = due_on if fact.name == "due_on" else None
            yield fact.name, field_for(fact, initial=initial)
        hint = "The verdict as it stands on that day."
        yield ON, DateField(label="As at", help_text=hint, required=True, initial=on)

    @property
    def facts(self) -> dict[str, Any]:
        """What was given, as the engine takes it: nothing for what was left out."""
        return nested(self.given)

    @property
    def address(self) -> dict[str, str | list[str]]:
        """What was given, as it stands in an address: dates as ISO text, ticks one by one."""
        given = {**self.given, ON: self.on}
        return {name: _in_address(value) for name, value in given.items()}

    @property
    def given(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != ON and value not in (None, "", [])
        }

    @property
    def on(self) -> date:
        day: date = self.cleaned_data[ON]
        return day


def _in_address(value: Any) -> str | list[str]:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        codes = [str(each) for each in value if not isinstance(each, date)]
        return codes or ",".join(day.isoformat() for day in value)
    return value.isoformat() if isinstance(value, date) else str(value)


class SearchForm(PageForm):
    mark_optional = False
    q = forms.CharField(label="Words or number", required=False, max_length=200)
    compact = forms.ChoiceField(label="Compact", required=False)
    sector = forms.ChoiceField(label="Who is bound", required=False)
    kind = forms.ChoiceField(label="Kind of provision", required=False)

    def __init__(self, *args: Any, compacts: Iterable[Compact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(compact.slug, compact.title) for compact in compacts]
        choices: Mapping[str, tuple[str, list[tuple[str, str]]]] = {
            "compact": ("All compacts", titles),
            "sector": ("Anyone", list(Provision.Bound.choices)),
            "kind": ("Any kind", list(Provision.Kind.choices)),
        }
        for name, (anything, listed) in choices.items():
            self.fields[name].choices = [("", anything), *listed]  # type: ignore[attr-defined]


SHOWN = [
    ("", "Everything"),
    ("changed", "What changed"),
    ("added", "What was added"),
    ("dropped", "What was dropped"),
]


class CompareForm(PageForm):
    a = forms.ChoiceField(label="One edition")
    b = forms.ChoiceField(label="The other edition")
    show = forms.ChoiceField(label="Show", required=False, choices=SHOWN)
    mark_optional = False

    def __init__(self, *args: Any, compacts: Iterable[Compact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(compact.slug, compact.title) for compact in compacts]
        for name in ("a", "b"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("a") and cleaned.get("a") == cleaned.get("b"):
            self.add_error("b", "Choose two different editions.")
        return cleaned


class KeepForm(PageForm):
    until = DateField(label="Kept until", help_text="The last day on which it is kept.")
    reason = forms.CharField(
        label="Reason",
        help_text="How the two sectors agreed to it. This is shown to everybody: posts, not names.",
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, compact: Compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compact = compact

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        last = self.compact.in_force_to
        if last and until <= last:
            raise ValidationError("The date must be after the compact's own last day in force.")
        standing = self.compact.kept_by_agreement.filter(ended_at=None, until__gte=until).first()
        if standing is not None:
            raise ValidationError(f"The compact is already kept until {plain(standing.until)}.")
        return until


class ContentsForm(PageForm):
    """Narrows one compact to the side that is bound, and to what can be checked."""

    mark_optional = False
    sector = forms.ChoiceField(
        label="Who is bound", required=False, choices=[("", "Anyone"), *Provision.Bound.choices]
    )
    checkable = forms.ChoiceField(
        label="How it is checked",
        required=False,
        choices=[
            ("", "Either way"),
            ("yes", "By dates, order or records"),
            ("partial", "In part by records"),
            ("no", "By people only"),
        ],
    )
