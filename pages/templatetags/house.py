"""The house's own tags and filters, at hand in every template without {% load %}."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms, template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from pages import charts, shown
from pages.forms import error_links
from pages.widgets import DateParts, Radios, SearchTicks, Ticks

register = template.Library()

register.filter("on", shown.on)
register.filter("weekday_on", shown.weekday_on)
register.filter("at", shown.at)
register.filter("days", shown.days)
register.filter("pounds", shown.pounds)
register.filter("outcome_words", shown.outcome_words)
register.simple_tag(shown.outcome_tag, name="outcome_tag")
register.simple_tag(shown.state_tag, name="state_tag")


@register.filter
def or_not_given(value: Any) -> Any:
    """The value, or "not given" in muted text where there is none."""
    return shown.NOT_GIVEN if value is None or value == "" else value


@register.filter
def is_date(value: Any) -> bool:
    return isinstance(value, dt.date)


@register.filter("shown")
def shown_value(value: Any) -> Any:
    """A cell as people read it: dates and instants in words, yes or no, "not given" for nothing."""
    if isinstance(value, dt.datetime):
        return shown.at(value)
    if isinstance(value, dt.date):
        return shown.on(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return or_not_given(value)


@register.filter
def item(values: Sequence[Any], index: int) -> Any:
    """The index-th of a list, from nought; nothing past its end."""
    return values[index] if index < len(values) else ""


# Links and buttons ----------------------------------------------------------------------------


@register.inclusion_tag("_components/reason_button.html", takes_context=True)
def reason_button(
    context: template.Context,
    answer: Any,
    label: str,
    url: str = "",
    *,
    post: bool = False,
    kind: str = "",
) -> dict[str, Any]:
    """A button that is there for everybody: it works, or it says why not.

    `answer` is true, or carries one sentence in `reason`. `post=True` sends a form; `kind` is
    "secondary" or "warning".
    """
    return {
        "may": bool(answer),
        "reason": getattr(answer, "reason", ""),
        "label": label,
        "url": url,
        "post": post,
        "kind": kind,
        "id": f"reason-{slugify(label)}-{slugify(url)}",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("_components/empty_state.html")
def empty_state(text: str, *, url: str = "", label: str = "", heading: str = "") -> dict[str, str]:
    """Says what to do next where there is nothing to show."""
    return {"text": text, "url": url, "label": label, "heading": heading}


@register.simple_tag(takes_context=True)
def nav_items(context: template.Context, wanted: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The links of an area's navigation, for the pages that exist.

    `wanted` is pairs of label and URL name. A name that takes no area is tried without one.
    """
    request = context.get("request")
    area = context.get("area") or _only_area(context)
    slug = getattr(area, "slug", area)
    path = request.path if request else ""
    items: list[dict[str, Any]] = []
    for label, name in wanted:
        url = _reverse(name, {"area": slug} if slug else {})
        if url:
            items.append({"label": label, "url": url, "current": path == url})
    inside = [item for item in items if path.startswith(item["url"]) and item["url"] != "/"]
    if inside:
        max(inside, key=lambda item: len(item["url"]))["active"] = True
    return items


def _only_area(context: template.Context) -> Any:
    match = getattr(context.get("request"), "resolver_match", None)
    if match and match.kwargs.get("area"):
        return match.kwargs["area"]
    areas = context.get("areas") or []
    return areas[0] if len(areas) == 1 else None


def _reverse(name: str, kwargs: dict[str, Any]) -> str:
    for tried in (kwargs, {}):
        try:
            return reverse(name, kwargs=tried)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag(takes_context=True)
def url_or_nothing(context: template.Context, name: str, *args: Any) -> str:
    """The address of a page, or nothing where the installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# Forms ----------------------------------------------------------------------------------------

CONTROL_CLASSES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple, DateParts), ""),
    (forms.Select, "govuk-select"),
    (forms.Widget, "govuk-input"),
)


def _control_class(widget: forms.Widget) -> str:
    return next(css for kinds, css in CONTROL_CLASSES if isinstance(widget, kinds))


@register.simple_tag
def control(field: forms.BoundField) -> SafeString:
    """The field's input with its GOV.UK classes, whatever form it comes from."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect) and not isinstance(widget, (Radios, Ticks)):
        _dress(widget, Ticks if isinstance(widget, forms.CheckboxSelectMultiple) else Radios)
    elif isinstance(widget, forms.ClearableFileInput):
        widget.template_name = "django/forms/widgets/input.html"
    css = _control_class(widget)
    attrs: dict[str, Any] = {}
    if css:
        errors = f" {css}--error" if field.errors and css != "govuk-checkboxes__input" else ""
        counted = " govuk-js-character-count" if field_kind(field) == "counted" else ""
        own = widget.attrs.get("class", "")
        attrs["class"] = f"{css}{errors}{counted} {own}".strip()
    if field_kind(field) == "counted":
        widget.attrs.pop("maxlength", None)
        described = f"{field.aria_describedby or ''} {field.auto_id}-info".strip()
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


def _dress(widget: forms.Widget, kind: type[Radios] | type[Ticks]) -> None:
    """Gives a plain group of choices the look of ours. The widget belongs to this form alone."""
    dressed = type(kind.__name__, (kind, type(widget)), {"template_name": kind.template_name})
    widget.__class__ = dressed
    widget.hints, widget.small = {}, False  # type: ignore[attr-defined]


@register.filter
def field_kind(field: forms.BoundField) -> str:
    """Which shape of markup a field takes: hidden, tick, group, counted or plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(
        widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, DateParts, SearchTicks)
    ):
        return "group"
    if isinstance(widget, forms.Textarea) and getattr(field.field, "max_length", None):
        return "counted"
    return "plain"


@register.filter
def is_optional(field: forms.BoundField) -> bool:
    """Whether the label says "(optional)": on PageForms, for fields that may be left empty."""
    return not field.field.required and getattr(field.form, "mark_optional", False)


@register.inclusion_tag("_components/error_summary.html")
def error_summary(*shown_forms: Any) -> dict[str, Any]:
    """What is wrong and where, once a form: base.html shows it at the top for `form`."""
    fresh = [
        form
        for form in shown_forms
        if getattr(form, "is_bound", False) and not getattr(form, "summary_shown", False)
    ]
    links = error_links(fresh)
    for form in fresh:
        form.summary_shown = True
    return {"links": links}


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """ "Error: " for the page's title when its form came back with errors."""
    shown_forms = [context.get("form"), *(context.get("forms") or [])]
    bound = [form for form in shown_forms if getattr(form, "is_bound", False)]
    return "Error: " if error_links(bound) else ""


# Figures and workings -------------------------------------------------------------------------


@register.inclusion_tag("_components/bar_chart.html")
def bar_chart(
    rows: Iterable[Any],
    *,
    title: str,
    description: str,
    label_heading: str = "",
    value_heading: str = "Number",
) -> dict[str, Any]:
    """Bars, with the figures as a table. Rows are (label, value) or (label, value, shown text)."""
    return charts.bars(rows) | {
        "title": title,
        "description": description,
        "label_heading": label_heading or "What",
        "value_heading": value_heading,
        "id": f"chart-{slugify(title)}",
    }


@register.inclusion_tag("_components/stacked_chart.html")
def stacked_chart(
    rows: Iterable[Any],
    series: Sequence[str],
    *,
    title: str,
    description: str,
    label_heading: str = "",
) -> dict[str, Any]:
    """Bars in parts, with the figures as a table. Rows are (label, [one figure a series])."""
    return charts.stacks(rows, series) | {
        "title": title,
        "description": description,
        "label_heading": label_heading or "What",
        "series": series,
        "id": f"chart-{slugify(title)}",
    }


@register.inclusion_tag("_components/why_this_date.html")
def why_this_date(
    why: Any = None, *, summary: str = "Why this date?", **given: Any
) -> dict[str, Any]:
    """The proof behind a computed date, folded away.

    `why` has, as keys or attributes, any of: clause, clause_url, clause_text, facts (each with
    label, value, recorded_by, recorded_on), workings (sentences), calendar. Each may be given by
    name instead.
    """
    names = ("clause", "clause_url", "clause_text", "facts", "workings", "calendar")
    found = {
        name: given.get(name)
        or (why.get(name) if isinstance(why, dict) else getattr(why, name, None))
        for name in names
    }
    return found | {"summary": summary}


@register.simple_tag
def once() -> SafeString:
    """A token of this page's form, by which a form that is sent twice is taken once."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(24))
