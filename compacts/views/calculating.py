"""The deadline calculator: a compact, a clause, some dates; then the verdict and its working."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from compacts.backwards import Turned, turned
from compacts.facts import DUE, HEADINGS
from compacts.forms import ChooseForm, FactsForm, add_fact_error
from compacts.models import Compact, Rule
from compacts.standing import standing_of, with_standing
from compacts.worked import calculator_value, facts_shown, is_computed
from pages.downloads import download
from rules import ENGLAND_AND_WALES, FactError, Verdict, advisories, assess

CALENDAR_DAYS = 30


@login_not_required
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Three plain addresses: choose the compact, choose the clause, give the dates."""
    slug, clause = request.GET.get("compact", ""), request.GET.get("rule", "")
    if not slug:
        return _choose_compact(request)
    compact = get_object_or_404(with_standing(Compact.objects.all()), slug=slug)
    if not clause:
        return _choose_clause(request, compact)
    return _give_dates(request, compact, _rule(compact, clause))


def _choose_compact(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    compacts = [(each, standing_of(each, on)) for each in with_standing(Compact.objects.all())]
    form = ChooseForm(request.GET if "choose" in request.GET else None, compacts=compacts)
    trail = [("Front page", "/"), ("Calculator", "")]
    context = {"form": form, "any": bool(compacts), "trail": trail}
    return render(request, "compacts/calculator.html", context)


def _choose_clause(request: HttpRequest, compact: Compact) -> HttpResponse:
    groups: dict[str, list[tuple[str, Rule]]] = {title: [] for title in HEADINGS.values()}
    for rule in _rules(compact):
        groups[HEADINGS[rule.type]].append((calculator_value(rule), rule))
    return render(
        request,
        "compacts/calculator_clause.html",
        {
            "compact": compact,
            "standing": standing_of(compact, timezone.localdate()),
            "groups": [(title, found) for title, found in groups.items() if found],
            "trail": [*_trail(), (compact.title, "")],
        },
    )


def _give_dates(request: HttpRequest, compact: Compact, rule: Rule) -> HttpResponse:
    form = _form(request, rule)
    verdict = _verdict(form, rule) if form.is_bound else None
    query = _query(compact, rule, form) if verdict else ""
    choices = f"{reverse('calculator')}?compact={compact.slug}"
    return render(
        request,
        "compacts/calculator_dates.html",
        {
            "compact": compact,
            "standing": standing_of(compact, timezone.localdate()),
            "rule": rule,
            "rule_value": calculator_value(rule),
            "form": form,
            "verdict": verdict,
            "as_at": form.on if verdict else None,
            "due_words": DUE.get(rule.type, "Due"),
            "turned": _turned(rule, form, verdict),
            "missing": _missing(rule, verdict),
            "facts": facts_shown(rule, form.given) if verdict else [],
            "advice": _advice(rule, form) if verdict else [],
            "calendar": ENGLAND_AND_WALES.version if _counts_working_days(rule) else "",
            "link": f"{settings.SITE_URL}{reverse('calculator')}?{query}",
            "ics_url": f"{reverse('calculator-ics')}?{query}" if _last_day(verdict) else "",
            "choices_url": choices,
            "trail": [*_trail(), (compact.title, choices), (rule.provision.ref, "")],
        },
    )


def _query(compact: Compact, rule: Rule, form: FactsForm) -> str:
    """The shortest address that gives the same answer to anybody, on any day."""
    named = {"compact": compact.slug, "rule": calculator_value(rule)}
    return urlencode(named | form.address, doseq=True, safe=":,")


def _turned(rule: Rule, form: FactsForm, verdict: Verdict | None) -> list[Turned]:
    """What the dates say of those still open, without the one that the verdict names itself."""
    if verdict is None:
        return []
    return [each for each in turned(rule, form.given) if each.day != verdict.due_on]


def _trail() -> list[tuple[str, str]]:
    return [("Front page", "/"), ("Calculator", reverse("calculator"))]


def _rules(compact: Compact) -> list[Rule]:
    """The computed rules of the compact, in document order, each type of a clause once."""
    rules = (
        Rule.objects.filter(provision__compact=compact, provision__superseded_at=None)
        .select_related("provision")
        .order_by("provision__position", "position")
    )
    found: dict[str, Rule] = {}
    for rule in rules:
        if is_computed(rule):
            rule.provision.compact = compact
            found.setdefault(calculator_value(rule), rule)
    return list(found.values())


def _rule(compact: Compact, wanted: str) -> Rule:
    """The rule that an address names as "4.4:minimum_notice", or the first one of "4.4"."""
    for rule in _rules(compact):
        if wanted in (calculator_value(rule), rule.provision.ref):
            return rule
    raise Http404


def _form(request: HttpRequest, rule: Rule) -> FactsForm:
    """Bound as soon as the address carries any of its fields. The day of asking may be left out."""
    on = timezone.localdate()
    blank = FactsForm(rule=rule, on=on)
    names = [name for field in blank.fields for name in (field, *_parts(field))]
    if not any(name in request.GET for name in names):
        return blank
    given = request.GET.copy()
    if not any(given.get(name) for name in ("on", *_parts("on"))):
        given["on"] = on.isoformat()
        # A date reads its three boxes before its plain name, so empty ones would win.
        for name in _parts("on"):
            given.pop(name, None)
    return FactsForm(given, rule=rule, on=on)


def _parts(name: str) -> tuple[str, str, str]:
    """The three inputs of a date."""
    return f"{name}_0", f"{name}_1", f"{name}_2"


def _verdict(form: FactsForm, rule: Rule) -> Verdict | None:
    """The engine's answer; None where what was typed cannot be read, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return assess(rule.law, form.facts, form.on)
    except FactError as error:
        add_fact_error(form, error)
        return None


def _missing(rule: Rule, verdict: Verdict | None) -> list[str]:
    """Under their labels, the facts that a verdict still needs."""
    if verdict is None:
        return []
    return [label for label, _ in facts_shown(rule, dict.fromkeys(verdict.missing, ""))]


def _counts_working_days(rule: Rule) -> bool:
    length = getattr(rule.law.settings, "length", None)
    return length is not None and length.is_in_working_days


def _last_day(verdict: Verdict | None) -> Any:
    return verdict and (verdict.last_day_to_act or verdict.due_on)


def _advice(rule: Rule, form: FactsForm) -> list[str]:
    """Worth knowing, and in no compact: never part of the verdict."""
    given = form.given
    if rule.type == "payment_period" and given.get("received_on"):
        day = given["received_on"] + timedelta(days=CALENDAR_DAYS)
        return [
            f"Statutory 30 calendar days, for contracts: {day:%-d %B %Y}. "
            "This is information: it is not in the compact."
        ]
    if rule.type == "minimum_period" and given.get("opens_on") and given.get("closes_on"):
        return [flag.text for flag in advisories(given["opens_on"], given["closes_on"])]
    return []


@login_not_required
@require_safe
def calculator_ics(request: HttpRequest) -> HttpResponse:
    """The last day to act, as an all-day event for anybody's calendar."""
    compact = get_object_or_404(Compact, slug=request.GET.get("compact", ""))
    rule = _rule(compact, request.GET.get("rule", ""))
    form = _form(request, rule)
    verdict = _verdict(form, rule) if form.is_bound else None
    day = _last_day(verdict)
    if not day or verdict is None:
        raise Http404
    url = f"{settings.SITE_URL}{reverse('calculator')}?{request.GET.urlencode()}"
    calendar = _calendar(rule, verdict, url, timezone.now(), request.get_host())
    made = calendar.to_ical()
    return download(made, "last-day.ics", "text/calendar; charset=utf-8", public=True)


def _calendar(rule: Rule, verdict: Verdict, url: str, at: datetime, host: str) -> Calendar:
    day = _last_day(verdict)
    provision = rule.provision
    event = Event()
    # The same for the same clause and day: a file that is taken twice is one entry in a calendar.
    event.add("uid", f"{provision.compact.slug}.{provision.ref}.{day.isoformat()}@{host}")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    # In iCalendar the end of a whole day is the first day that no longer belongs to it.
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"Last day to act: {provision.compact.title}, {provision.ref}")
    event.add("description", "\n".join([verdict.reason, *verdict.workings, url]))
    event.add("url", url)
    # A limit to know of: it makes nobody busy all that day.
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Local compacts//Calculator//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar
