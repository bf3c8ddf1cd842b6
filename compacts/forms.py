"""Forms of the public pages: the calculator's facts, search, comparison, and keeping a compact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compacts.facts import Fact, facts_of, nested
from compacts.models import Compact, Provision, Rule
from pages.forms import ChoiceRadios, DateField, PageForm, YesNoField
from rules import FactError

ON = "on"
LONGEST_TEXT = 2000


def field_for(fact: Fact, *, required: bool = False, initial: Any = None) -> forms.Field:
    """The form field that asks for a fact, under its plain label."""
    given: dict[str, Any] = {
        "label": fact.label,
        "help_text": fact.hint,
        "required": required,
        "initial": initial,
    }
    if fact.kind == "date":
        return DateField(**given)
    if fact.kind == "yes_no":
        return YesNoField(**given)
    if fact.kind == "choice":
        return ChoiceRadios(choices=list(fact.choices), **given)
    if fact.kind == "long_text":
        widget = forms.Textarea({"rows": 3})
        return forms.CharField(widget=widget, max_length=LONGEST_TEXT, **given)
    return forms.CharField(max_length=LONGEST_TEXT, **given)


def add_fact_error(form: forms.Form, error: FactError) -> None:
    """Puts the engine's objection beside the field it is about."""
    field = error.field if error.field in form.fields else None
    message = error.message[:1].upper() + error.message[1:]
    for name, each in form.fields.items():
        message = message.replace(f"{name} (", f"{each.label} (")
    form.add_error(field, message if message.endswith(".") else f"{message}.")


class FactsForm(PageForm):
    """The facts of one clause, and the day on which to ask. Everything may be left out but the day."""

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
    def given(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != ON and value not in (None, "")
        }

    @property
    def on(self) -> date:
        day: date = self.cleaned_data[ON]
        return day


class SearchForm(PageForm):
    mark_optional = False
    q = forms.CharField(label="Words, or a clause number", required=False, max_length=200)
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


class CompareForm(PageForm):
    a = forms.ChoiceField(label="One edition")
    b = forms.ChoiceField(label="The other edition")

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
        return until
