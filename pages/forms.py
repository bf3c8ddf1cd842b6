"""Forms that name what is missing: PageForm and PageModelForm are the bases of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass

from pages.fields import (
    ChoiceRadios,
    ChoiceTicks,
    DateField,
    DatesField,
    MoneyField,
    YesNoField,
)
from pages.naming import name_errors, plain_blanks
from pages.widgets import DateParts, Radios, SearchBox, Ticks

__all__ = [
    "ChoiceRadios",
    "ChoiceTicks",
    "DateField",
    "DateParts",
    "DatesField",
    "MoneyField",
    "PageForm",
    "PageModelForm",
    "Radios",
    "Ticks",
    "YesNoField",
    "first_input_id",
]


class PageFields:
    """The crispy helper, and messages that name their field."""

    # A browser would stop a form with a blank by itself, before "save and come back later" could
    # keep it, and without the summary that names what is missing.
    use_required_attribute = False
    mark_optional = True
    fields: dict[str, forms.Field]
    errors: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            name_errors(name, field)
            plain_blanks(field, "Choose one")

    def forgive_blanks(self) -> None:
        """Takes back the errors of what is not typed yet, where the form is shown before it is sent."""
        for name, faults in self.errors.as_data().items():
            left = [fault for fault in faults if fault.code != "required"]
            if left:
                self.errors[name].data = left
            else:
                del self.errors[name]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        # The template writes the form's own tag, with the tokens that go into it (ADR 3).
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        layout = self.layout()
        if layout is not None:
            helper.layout = layout
        return helper

    def layout(self) -> Any:
        """A crispy Layout where order or grouping matters; None lists the fields as declared."""
        return None


class PageForm(PageFields, forms.Form):
    pass


def page_formfield(model_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field for a model field: dates in three parts, yes or no where null is allowed."""
    if isinstance(model_field, models.DateField) and not isinstance(
        model_field, models.DateTimeField
    ):
        kwargs.setdefault("form_class", DateField)
        kwargs.pop("widget", None)
    elif isinstance(model_field, models.BooleanField) and model_field.null:
        return YesNoField(
            label=kwargs.get("label") or _capitalised(str(model_field.verbose_name)),
            help_text=kwargs.get("help_text", model_field.help_text),
            required=not model_field.blank,
        )
    return model_field.formfield(**kwargs)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


class PageModelFormMetaclass(ModelFormMetaclass):
    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(page_formfield)
        return super().__new__(mcs, name, bases, attrs)


class PageModelForm(PageFields, forms.ModelForm, metaclass=PageModelFormMetaclass):
    pass


def first_input_id(field: forms.BoundField) -> str:
    """Where an error's link lands: a date's faulty part, a group's or the matches' first, or the input."""
    widget = field.field.widget
    if isinstance(widget, SearchBox):
        return f"{field.auto_id}_0" if widget.matches else field.auto_id
    if isinstance(widget, DateParts):
        return f"{field.auto_id}_{min(widget.faulty, default=0)}"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def error_links(forms_shown: Iterable[Any]) -> list[Mapping[str, str]]:
    """Every error of the forms (or formsets), in page order, each with where to mend it."""
    links: list[Mapping[str, str]] = []
    for form in forms_shown:
        if hasattr(form, "management_form"):
            links += [{"text": text, "href": ""} for text in form.non_form_errors()]
            links += error_links(form.forms)
            continue
        links += [{"text": text, "href": ""} for text in form.non_field_errors()]
        for field in form:
            href = "" if field.is_hidden else f"#{first_input_id(field)}"
            links += [{"text": text, "href": href} for text in field.errors]
    return links
