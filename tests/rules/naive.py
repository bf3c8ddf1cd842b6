"""The rules specification read a second time, slowly and plainly, to compare the engine with.

Nothing of `rules` is used here. Days are counted one by one, and each rule type is a list of its
numbered tests. Facts and params are taken to be well formed; a contradiction raises `Contradiction`.
"""

import calendar
import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

DAY = timedelta(days=1)
_RECORD = json.loads(
    (Path(__file__).parents[2] / "rules" / "bank_holidays.json").read_text(encoding="utf-8")
)
BANK_HOLIDAYS = {date.fromisoformat(day) for day in _RECORD["dates"]}
FIRST_YEAR, LAST_YEAR = _RECORD["first_year"], _RECORD["last_year"]


class Contradiction(Exception):
    """Two facts that cannot both be true: `args` are their names."""


class NoHolidays(Exception):
    """A year without bank holidays on record."""


# Counting ---------------------------------------------------------------------------------------


def works(day):
    """Monday to Friday less the bank holidays; a weekday of a year not on record cannot be told."""
    if day.weekday() >= 5:
        return False
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoHolidays(day.year)
    return day not in BANK_HOLIDAYS


def months_after(day, months):
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def after(day, count, unit):
    if unit == "months":
        return months_after(day, count)
    if unit == "weeks":
        return day + 7 * count * DAY
    if unit == "days":
        return day + count * DAY
    while count:
        day += DAY
        count -= works(day)
    return day


def before(day, count, unit):
    """The greatest day from which the length does not go past `day`, found by trying."""
    if unit == "working_days":
        found = day
        while count:
            count -= works(found)
            found -= DAY
        return found
    found = day
    while after(found, count, unit) > day:
        found -= DAY
    return found


def length_of(params, older, default, unit):
    """`length`, or the older param in its own unit."""
    if params.get("length"):
        return params["length"]["count"], params["length"]["unit"]
    return params.get(older) or default, unit


# Verdicts ---------------------------------------------------------------------------------------


def v(outcome, due=None, last=None, **more):
    fields = {
        "outcome": outcome, "due_on": due, "last_day_to_act": last, "breached_on": None,
        "shortfall_days": None, "spare_days": None, "late": False, "missing": [],
    }  # fmt: skip
    return {**fields, **more}


def lacks(*names):
    return v("cannot_assess", missing=list(names))


def waiting(due, warn_on, on):
    """Not done: on track, at risk, then a breach the day after."""
    if on > due:
        return v("breach", due, due, breached_on=due + DAY)
    return v("at_risk" if on >= warn_on else "on_track", due, due)


def verdict(rule_type, params, facts, on):
    facts = {name: value for name, value in facts.items() if value is not None}
    known = Facts(facts, on)
    for first, second in CONTRADICTIONS.get(rule_type, []):
        if first in facts and second in facts and facts[first] < facts[second]:
            raise Contradiction(first, second)
    if known.act("withdrawn_on"):
        return v("not_applicable")
    answers = facts.get("conditions", {})
    if answers.get(params.get("when")) == "no" or answers.get(params.get("unless")) == "yes":
        return v("not_applicable")
    asked = [params[name] for name in ("when", "unless") if params.get(name)]
    missing = [f"conditions.{code}" for code in asked if answers.get(code) is None]
    if missing:
        return lacks(*missing)
    try:
        return TYPES[rule_type](params, known, on)
    except NoHolidays as year:
        return lacks(f"bank_holidays:{year}")


class Facts:
    def __init__(self, facts, on):
        self.facts, self.on = facts, on

    def __getitem__(self, name):
        return self.facts.get(name)

    def act(self, name):
        """A date that has come."""
        day = self.facts.get(name)
        return day if day is not None and day <= self.on else None

    def explained(self):
        """The day of a valid explanation."""
        said = (self.facts.get("explanation") or "").strip()
        return self.act("explained_on") if said else None

    def lacking(self, *names):
        return [name for name in names if self.facts.get(name) is None]


CONTRADICTIONS = {
    "minimum_notice": [("last_day", "previous_last_day")],
    "minimum_period": [("closes_on", "opens_on"), ("closes_on", "documents_complete_on")],
    "lead_time": [("informed_on", "decided_on")],
    "payment_period": [("paid_on", "received_on"), ("resubmitted_on", "queried_on")],
    "minimum_term": [("last_day", "start_on")],
    "prior_step": [("retaken_on", "event_on")],
    "recurring_review": [("held_on", "anchor_on")],
    "response_time": [("done_on", "triggered_on")],
    "maximum_length": [("end_on", "start_on")],
}


def minimum_notice(params, f, on):
    length = length_of(params, "months", 3, "months")
    if f["kind"] and f["kind"] not in params["triggers"]:
        return v("not_applicable")
    if params.get("fixed_terms"):
        missing = f.lacking("kind")
    else:
        missing = f.lacking("kind")
        if f["fixed_term_end"]:
            missing += f.lacking("renewal_expected")
    if missing:
        return lacks(*missing)
    if not params.get("fixed_terms") and f["fixed_term_end"] and f["renewal_expected"] == "no":
        return v("not_applicable")
    missing = f.lacking("last_day")
    if f["previous_last_day"]:
        missing += f.lacking("moved_on")
    if missing:
        return lacks(*missing)
    if params.get("addressee"):
        told = (f["told"] or {}).get(params["addressee"])
        received, written = (told if told and told <= on else None), True
    else:
        received, written = f.act("received_on"), f["in_writing"]
    if received and written is None:
        return lacks("in_writing")
    moved = f["previous_last_day"] and f.act("moved_on")
    last_day = f["last_day"]
    if f["previous_last_day"] and not moved:
        last_day = f["previous_last_day"]
    due = before(last_day, *length)
    if received is None or not written:
        return waiting(due, due - params.get("warn_days", 28) * DAY, on)
    if received <= due:
        if moved and received <= f["moved_on"]:
            previous = f["previous_last_day"]
            if received > before(previous, *length):
                return v(
                    "remedied", due, due,
                    breached_on=before(previous, *length) + DAY,
                    shortfall_days=(after(received, *length) - previous).days,
                    late=f["moved_on"] > previous,
                )  # fmt: skip
        return v("met", due, due, spare_days=(last_day - after(received, *length)).days)
    short = (after(received, *length) - last_day).days
    code = params.get("exception")
    if code and f["exception"] == code == "exceptional_circumstances":
        given = f.act("rationale_given_on")
        if given and (f["rationale"] or "").strip():
            return v("explained", due, due, shortfall_days=short, late=given > received)
    if code and f["exception"] == code == "central_government":
        missing = [] if f.act("central_notice_received_on") else ["central_notice_received_on"]
        missing += f.lacking("central_last_day")
        if missing:
            return lacks(*missing)
        if after(f["central_notice_received_on"], *length) > f["central_last_day"]:
            return v("explained", due, due, shortfall_days=short)
    return v("breach", due, due, breached_on=due + DAY, shortfall_days=short)


def minimum_period(params, f, on):
    condition, written = params.get("condition"), params.get("informal_needs_explanation")
    if condition and f["significant_effect"] == "no":
        return v("not_applicable")
    missing = f.lacking("formal_written") if written else []
    missing += f.lacking("significant_effect") if condition else []
    missing = missing or f.lacking("opens_on", "closes_on")
    if missing:
        return lacks(*missing)
    start = max(f["opens_on"], f["documents_complete_on"] or f["opens_on"])
    due, closes = after(start, *length_of(params, "weeks", 12, "weeks")), f["closes_on"]
    informal = written and not f["formal_written"]
    if closes >= due and not informal:
        if on < due:
            return v("on_track", due, closes)
        return v("met", due, closes, spare_days=(closes - due).days)
    short = max(0, (due - closes).days)
    if f.explained():
        late = f.explained() > f["opens_on"]
        return v("explained", due, closes, shortfall_days=short, late=late)
    if on <= closes:
        return v("at_risk", due, closes)
    return v("breach", due, closes, breached_on=closes + DAY, shortfall_days=short)


def lead_time(params, f, on):
    length, start = length_of(params, "months", 3, "months"), f["expected_start"]
    if start is None:
        return lacks("expected_start")
    due, done = before(start, *length), None
    if f.act("decided_on") and f.act("informed_on"):
        done = max(f["decided_on"], f["informed_on"])
    short = (after(done, *length) - start).days if done else None
    if done and done <= due:
        return v("met", due, due, spare_days=-short)
    if not done and on <= due:
        return waiting(due, due - params.get("warn_days", 28) * DAY, on)
    if f.explained():
        return v("explained", due, due, shortfall_days=short, late=f.explained() > start)
    return v("breach", due, due, breached_on=due + DAY, shortfall_days=short)


def payment_period(params, f, on):
    count, unit = length_of(params, "working_days", 30, "working_days")
    received = f.act("received_on")
    if received is None:
        return lacks("received_on")
    if f["agreed_terms_on"] and f["agreed_terms_on"] <= received:
        if f["agreed_due_on"] is None:
            return lacks("agreed_due_on")
        due, warn_on = f["agreed_due_on"], f["agreed_due_on"] - 14 * DAY
    else:
        due = after(received, count, unit)
        warn_on = due - 7 * DAY
        if unit == "working_days":
            warn_on = after(received, min(21, count), unit)
    paid = f.act("paid_on")
    if paid is None:
        return waiting(due, warn_on, on)
    if paid <= due:
        return v("met", due, due, spare_days=(due - paid).days)
    short = (paid - due).days
    came_back = f.act("queried_on") and f.act("resubmitted_on")
    if came_back and paid <= after(came_back, count, unit):
        return v("explained", due, due, shortfall_days=short)
    return v("breach", due, due, breached_on=due + DAY, shortfall_days=short)


def minimum_term(params, f, on):
    start, last_day = f["start_on"], f["last_day"]
    if start is None or last_day is None:
        return lacks(*f.lacking("start_on", "last_day"))
    due = after(start, *length_of(params, "months", None, "months")) - DAY
    if last_day >= due:
        return v("met", due, start - DAY, spare_days=(last_day - due).days)
    return _before_the_start(f, on, start, due, (due - last_day).days)


def _before_the_start(f, on, start, due, short, may_explain=True):
    if may_explain and f.explained():
        late = f.explained() > start
        return v("explained", due, start - DAY, shortfall_days=short, late=late)
    if on < start:
        return v("at_risk", due, start - DAY)
    return v("breach", due, start - DAY, breached_on=start, shortfall_days=short)


def prior_step(params, f, on):
    event, condition = f["event_on"], params.get("condition")
    if condition and f[condition] is False:
        return v("not_applicable")
    missing = f.lacking("event_on") + (f.lacking(condition) if condition else [])
    if missing:
        return lacks(*missing)
    given = f["steps"] or {}
    done = {code: given.get(code) for code in params["steps"]}
    done = {code: day if day and day <= on else None for code, day in done.items()}
    due = event - DAY
    if all(day and day < event for day in done.values()):
        return v("met", due, due)
    if on < event:
        warned = on >= event - params.get("warn_days", 28) * DAY
        return v("at_risk" if warned else "on_track", due, due)
    retaken = f.act("retaken_on")
    if retaken and all(day and day < retaken for day in done.values()):
        return v("remedied", due, due, breached_on=event)
    missing = [code for code, day in done.items() if day is None]
    unknown = f["unknown"] or []
    if any(day and day > event for day in done.values()) or set(missing) - set(unknown):
        return v("breach", due, due, breached_on=event)
    if missing:
        return lacks(*(f"steps.{code}" for code in missing))
    return v("met", due, due) if f["order_attested"] else lacks("order")


def required_record(params, f, on):
    event = f["event_on"]
    if event is None:
        return lacks("event_on")
    due = None
    if params.get("length") or params.get("due_weeks") is not None:
        due = after(event, *length_of(params, "due_weeks", 0, "weeks"))
    if on < event:
        return v("on_track", due, due)
    given = f["fields"] or {}
    if all(str(given.get(code) or "").strip() for code in params["fields"]):
        return v("met", due, due)
    if due is None:
        return v("outstanding")
    return waiting(due, due - params.get("warn_days", 28) * DAY, on)


def fixed_deadline(params, f, on):
    if f["ongoing"]:
        return v("not_applicable")
    if f["due_on"] is None:
        return lacks("due_on")
    return _by_the_day(f, on, f["due_on"], f.act("done_on"), params.get("warn_days", 28))


def _by_the_day(f, on, due, done, warn_days):
    """Met by the day, remedied and late after it, waiting while it is not done."""
    if done is None:
        return waiting(due, due - warn_days * DAY, on)
    days = (due - done).days
    if days >= 0:
        return v("met", due, due, spare_days=days)
    return v("remedied", due, due, breached_on=due + DAY, shortfall_days=-days, late=True)


def recurring_review(params, f, on):
    if f["anchor_on"] is None:
        return lacks("anchor_on")
    due, held = after(f["anchor_on"], *length_of(params, "months", 12, "months")), f.act("held_on")
    if held and not f["minuted"]:
        return lacks("minuted")
    if held and params.get("report_required") and not f.act("report_published_on"):
        return v("outstanding", due, due)
    return _by_the_day(f, on, due, held, params.get("warn_days", 60))


def reported_only(params, f, on):
    return v("not_applicable")


def response_time(params, f, on):
    triggered, done = f.act("triggered_on"), f.act("done_on")
    if triggered is None:
        return lacks("triggered_on")
    due = after(triggered, params["length"]["count"], params["length"]["unit"])
    departure = done > due if done else on > due
    if departure and params.get("may_explain") and f.explained():
        short = (done - due).days if done else None
        return v("explained", due, due, shortfall_days=short, late=f.explained() > due)
    return _by_the_day(f, on, due, done, params.get("warn_days", 7))


def minimum_gap(params, f, on):
    event, done = f["event_on"], f.act("done_on")
    if event is None:
        return lacks("event_on")
    due = before(event, params["length"]["count"], params["length"]["unit"])
    if done and done <= due:
        return v("met", due, due, spare_days=(due - done).days)
    short = (done - due).days if done else None
    if done or on > due:
        if params.get("may_explain") and f.explained():
            return v("explained", due, due, shortfall_days=short, late=f.explained() > event)
        return v("breach", due, due, breached_on=due + DAY, shortfall_days=short)
    return waiting(due, due - params.get("warn_days", 7) * DAY, on)


def maximum_length(params, f, on):
    start, end = f["start_on"], f["end_on"]
    if start is None or end is None:
        return lacks(*f.lacking("start_on", "end_on"))
    due = after(start, params["length"]["count"], params["length"]["unit"])
    if params["length"]["unit"] == "months":
        due -= DAY
    if end <= due:
        return v("met", due, start - DAY, spare_days=(due - end).days)
    return _before_the_start(f, on, start, due, (end - due).days, params.get("may_explain"))


def times_per_period(params, f, on):
    start = f["period_start_on"]
    if start is None:
        return lacks("period_start_on")
    due = months_after(start, params.get("months", 12)) - DAY
    days = sorted({day for day in f["held_on"] or [] if day and start <= day <= min(due, on)})
    if len(days) >= params["times"]:
        return v("met", due, due, spare_days=(due - days[params["times"] - 1]).days)
    return waiting(due, due - params.get("warn_days", 60) * DAY, on)


AMOUNTS = ("sector_before", "sector_after", "own_before", "own_after")


def proportionate_cut(params, f, on):
    event = f["event_on"]
    missing = f.lacking("event_on", *AMOUNTS)
    if missing:
        return lacks(*missing)
    sector, sector_after, own, own_after = (Fraction(str(f[name])) for name in AMOUNTS)
    if sector_after >= sector or sector_after / sector >= own_after / own:
        return v("met", event - DAY, event - DAY)
    return _before_the_start(f, on, event, event - DAY, None, params.get("may_explain", True))


TYPES = {
    function.__name__: function
    for function in (
        minimum_notice, minimum_period, lead_time, payment_period, minimum_term, prior_step,
        required_record, fixed_deadline, recurring_review, reported_only, response_time,
        minimum_gap, maximum_length, times_per_period, proportionate_cut,
    )
}  # fmt: skip
