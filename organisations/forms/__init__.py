"""Forms and filters for organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.urls import reverse

from organisations.models import Area, Organisation, Sector, WaysToDecide
from pages.forms import PageForm
from pages.widgets import SearchBox, SearchTicks, Ticked
from rules.words import plain

PUBLIC_KINDS = {"council", "nhs", "police", "fire", "probation", "employment", "other-public"}
EITHER = {"partnership"}


NO_MEETING = "It was not decided in a meeting"
FEW = 20
MOST_MATCHES = 10
LIKENESS = 0.6
TYPE_A_NAME = "Start typing its name."


def offer_meetings(form: forms.Form, area: Area, meetings: Sequence[date]) -> None:
    """Asks in which meeting of the area's forum something was decided, where one could have."""
    if not meetings:
        return
    must = area.ways_to_decide == WaysToDecide.MEETING
    blank = ("", "") if must else ("", NO_MEETING)
    form.fields["met_on"] = forms.TypedChoiceField(
        label="In which meeting of the forum was it decided?",
        help_text="Those held since, at which both sectors were present.",
        required=must,
        choices=[blank, *((day.isoformat(), plain(day)) for day in meetings)],
        coerce=date.fromisoformat,
        empty_value=None,
    )


class OrganisationField(forms.Field):
    """One organisation out of the thousands an area may have, found by typing its name.

    `search_in(area.slug)` says where to look; `queryset` may be narrowed after that. Takes a
    name, a charity or company number, or a key, as links give it; anything else brings the close
    matches to choose from. Gives the organisation, or None.
    """

    widget = SearchBox

    def __init__(self, *, sector: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", TYPE_A_NAME)
        super().__init__(**kwargs)
        self.sector = sector
        self.queryset = Organisation.objects.none()
        self.label_in_messages = str(self.label or "")
        self.picked: dict[tuple[str, ...], Organisation] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> OrganisationField:
        copied: OrganisationField = super().__deepcopy__(memo)
        # Fields are copied from the form's class: what one reader picked is no other's.
        copied.picked = {}
        return copied

    def name_parts(self, label: str) -> None:
        self.label_in_messages = label

    def search_in(self, area: str) -> None:
        """Offers the organisations of the area with that slug, of the field's sector if any."""
        self.queryset = Organisation.objects.filter(area__slug=area)
        if self.sector:
            self.queryset = self.queryset.of_sector(self.sector)
        asked = f"?{urlencode({'sector': self.sector})}" if self.sector else ""
        self.widget.address = reverse("organisations:search", args=[area]) + asked

    def found(self, text: str) -> Organisation | None:
        return self.by_key(text) or self.queryset.called(text).first()

    def by_key(self, text: str) -> Organisation | None:
        is_key = text.isdecimal() and len(text) < 19
        return self.queryset.filter(pk=int(text)).first() if is_key else None

    def close_matches(self, text: str) -> list[Organisation]:
        """Names with all the words, else names that are spelt much like it."""
        rows = list(self.queryset.like(text)[:MOST_MATCHES])
        if rows:
            return rows
        names = {each.lower(): each for each in self.queryset.values_list("name", flat=True)}
        alike = get_close_matches(text.lower(), names, MOST_MATCHES, LIKENESS)
        by_name = {each.name: each for each in self.queryset.filter(name__in=map(names.get, alike))}
        return [by_name[names[each]] for each in alike]

    def to_python(self, value: Any) -> Organisation | None:
        sent = as_texts(value)
        if not sent:
            return None
        text, chosen = sent[0], sent[1:]
        if found := self.found(text):
            return found
        matches = self.close_matches(text)
        picked = next((each for each in matches if str(each.pk) in chosen), None)
        if picked is None:
            self.widget.matches = as_choices(matches)
            raise forms.ValidationError(self.unclear(text, matches), "unclear")
        self.picked[tuple(sent)] = picked
        return picked

    def unclear(self, text: str, matches: Sequence[Organisation]) -> str:
        label = self.label_in_messages
        about = "" if not label or label.endswith("?") else f"{label}: "
        if matches:
            return f"{about}“{text}” is not the full name of an organisation. Choose which you mean"
        return f"{about}no organisation on record is called “{text}”. Check how it is spelt"

    def offer_few(self) -> None:
        """Lists them all in place of the box where they are few. To be called last."""
        names = list(self.queryset.values_list("name", flat=True)[: FEW + 1])
        if len(names) <= FEW:
            named = [(name, name) for name in names]
            self.widget = forms.Select(choices=[("", "Choose one"), *named])

    def prepare_value(self, value: Any) -> str:
        sent = as_texts(value)
        if not sent:
            return ""
        known = self.picked.get(tuple(sent)) or self.by_key(sent[0])
        return known.name if known else sent[0]


class OrganisationsField(OrganisationField):
    """Several organisations: those ticked, and what is typed, with semicolons between names."""

    widget = SearchTicks

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"{TYPE_A_NAME} Put a semicolon between several names.")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[Organisation]:
        chosen, matches, unknown = self.read(value)
        if unknown:
            raise forms.ValidationError(self.unclear("; ".join(unknown), matches), "unclear")
        return chosen

    def read(self, value: Any) -> tuple[list[Organisation], list[Organisation], list[str]]:
        """Those found, those that may be meant, and the names that are not on record."""
        texts = [each.strip() for sent in as_texts(value) for each in sent.split(";")]
        keys = [int(each) for each in texts if each.isdecimal() and len(each) < 19]
        chosen = {each.pk: each for each in self.queryset.filter(pk__in=keys)}
        matches, unknown = {}, []
        for text in filter(None, texts):
            if text.isdecimal() and int(text) in chosen:
                continue
            if found := self.found(text):
                chosen[found.pk] = found
            else:
                unknown.append(text)
                matches.update({each.pk: each for each in self.close_matches(text)})
        return [*chosen.values()], [matches[key] for key in matches if key not in chosen], unknown

    def prepare_value(self, value: Any) -> Ticked:
        chosen, matches, unknown = self.read(value)
        self.widget.matches = as_choices(matches)
        return Ticked(as_choices(chosen), as_choices(matches), "; ".join(unknown))


def as_texts(value: Any) -> list[str]:
    """What was sent, or what a form begins with, as a list of texts: names and keys.

    A NUL, which PostgreSQL takes in no question, becomes the sign for an unreadable letter.
    """
    if value in (None, ""):
        return []
    many = value if isinstance(value, list | tuple | set) else [value]
    texts = [str(getattr(each, "pk", each)) for each in many if each not in (None, "")]
    return [text.replace("\0", "\ufffd") for text in texts]


def as_choices(organisations: Iterable[Organisation]) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in organisations]


class OrganisationFilter(django_filters.Filter):
    """Narrows a register of one area, whose address has the area in it, to one organisation."""

    field_class = OrganisationField

    @property
    def field(self) -> forms.Field:
        field = super().field
        match = getattr(self.parent.request, "resolver_match", None)
        if match is not None:
            field.search_in(match.kwargs["area"])
        return field


class OrganisationForm(PageForm):
    name = forms.CharField(label="Name", max_length=200)
    sector = forms.ChoiceField(label="Sector", choices=Sector.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Select a kind"), *Organisation.Kind.choices]
    )
    charity_number = forms.CharField(
        label="Charity number", required=False, max_length=12, help_text="6 or 7 figures."
    )
    company_number = forms.CharField(
        label="Company number",
        required=False,
        max_length=12,
        help_text="8 figures or letters, with any noughts in front, such as 01234567.",
    )

    def __init__(
        self, *args: Any, area: Area, organisation: Organisation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.organisation = area, organisation
        if organisation is not None:
            del self.fields["sector"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Organisation.objects.in_area(self.area).filter(name__iexact=name)
        if self.organisation is not None:
            others = others.exclude(pk=self.organisation.pk)
        if others.exists():
            raise forms.ValidationError(f"{self.area} already has an organisation of that name")
        return name

    def clean_charity_number(self) -> str:
        number = re.sub(r"\s", "", self.cleaned_data["charity_number"])
        # A linked charity has the number of its parent, a dash and a number of its own.
        if number and not re.fullmatch(r"\d{6,7}(-\d{1,3})?", number):
            raise forms.ValidationError("The charity number must have 6 or 7 figures")
        return number

    def clean_company_number(self) -> str:
        number = re.sub(r"\s", "", self.cleaned_data["company_number"]).upper()
        if number and not re.fullmatch(r"[A-Z0-9]{8}", number):
            raise forms.ValidationError("The company number must have 8 figures or letters")
        return number

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        sector = self.organisation.sector if self.organisation else answers.get("sector")
        kind = answers.get("kind")
        known = sector and kind and kind not in EITHER
        if known and (kind in PUBLIC_KINDS) != (sector == Sector.PUBLIC):
            self.add_error("kind", "Select a kind that belongs to the sector")
        return answers


class OrganisationFilters(django_filters.FilterSet):
    sector = django_filters.ChoiceFilter(
        label="Sector", choices=Sector.choices, empty_label="Either sector"
    )
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=Organisation.Kind.choices, empty_label="Every kind"
    )
