"""Cases at random for the comparison with the naive reading: a rule, its facts and a day.

Dates lie close enough to each other to meet, around month ends, leap days and both ends of the bank
holidays on record. Everything follows from the seed.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from rules import fact_names

PLACES = [
    date(2027, 1, 31), date(2028, 2, 29), date(2026, 12, 25), date(2026, 6, 30), date(2027, 3, 28),
    date(2012, 1, 3), date(2011, 12, 20), date(2028, 12, 28), date(2029, 1, 8), date(2022, 6, 2),
]  # fmt: skip
STEPS = ["discussed", "considered", "agreed"]
FIELDS = ["rationale", "sent"]
CONDITIONS = ["large", "urgent", "signed"]
PEOPLE = ["service_users", "staff"]
COUNTS = {"days": (1, 60), "working_days": (1, 40), "weeks": (1, 12), "months": (1, 5)}
FLAGS = {
    "in_writing", "fixed_term_end", "formal_written", "order_attested", "problems_logged", "ongoing",
    "minuted",
}  # fmt: skip
OLDER = {
    "minimum_notice": ("months", 4), "minimum_period": ("weeks", 12), "lead_time": ("months", 4),
    "payment_period": ("working_days", 30), "minimum_term": ("months", 5),
    "required_record": ("due_weeks", 8), "recurring_review": ("months", 5),
}  # fmt: skip
NEW = ("response_time", "minimum_gap", "maximum_length")
WARNED = set(OLDER) - {"minimum_period", "minimum_term", "payment_period"} | {
    "prior_step", "fixed_deadline", "response_time", "minimum_gap", "times_per_period",
}  # fmt: skip


class Maker:
    """Makes one case after another from a seed."""

    def __init__(self, seed):
        self.random = Random(seed)

    def case(self, rule_type):
        """Params, facts with real dates, and the day of asking."""
        place = self.random.choice(PLACES)
        facts = {name: self._fact(rule_type, name, place) for name in fact_names(rule_type)}
        return self._params(rule_type), facts, self._near(place, 130)

    def _maybe(self, chance):
        return self.random.random() < chance

    def _near(self, place, reach=70):
        day = place + timedelta(days=self.random.randint(-reach, reach))
        if self._maybe(0.15):
            day = day.replace(day=1) - timedelta(days=1)
        return day

    def _length(self):
        unit = self.random.choice(list(COUNTS))
        return {"count": self.random.randint(*COUNTS[unit]), "unit": unit}

    def _some(self, codes):
        return self.random.sample(codes, self.random.randint(1, len(codes)))

    def _params(self, rule_type):
        params = {}
        if rule_type in NEW or (rule_type in OLDER and self._maybe(0.6)):
            params["length"] = self._length()
        elif rule_type in OLDER and (rule_type == "minimum_term" or self._maybe(0.7)):
            name, most = OLDER[rule_type]
            params[name] = self.random.randint(1, most)
        if rule_type in WARNED and self._maybe(0.4):
            params["warn_days"] = self.random.choice([0, 1, 7, 30])
        for name, code in (("when", "large"), ("unless", "urgent")):
            if self._maybe(0.25):
                params[name] = code
        own = getattr(self, f"_of_{rule_type}", None)
        return params | (own() if own else {})

    def _of_minimum_notice(self):
        params = {"triggers": self._some(["change", "reduce", "end"])}
        if self._maybe(0.7):
            params["exception"] = self.random.choice(
                ["exceptional_circumstances", "central_government"]
            )
        if self._maybe(0.3):
            params["fixed_terms"] = True
        if self._maybe(0.3):
            params["addressee"] = "service_users"
        return params

    def _of_minimum_period(self):
        params = {"informal_needs_explanation": self._maybe(0.4)}
        return params | ({"condition": "significant_effect"} if self._maybe(0.4) else {})

    def _of_prior_step(self):
        params = {"steps": self._some(STEPS)}
        return params | ({"condition": "problems_logged"} if self._maybe(0.3) else {})

    def _of_required_record(self):
        return {"fields": self._some(FIELDS)}

    def _of_recurring_review(self):
        return {"report_required": self._maybe(0.4)}

    def _of_response_time(self):
        return {"may_explain": self._maybe(0.6)}

    _of_minimum_gap = _of_maximum_length = _of_proportionate_cut = _of_response_time

    def _of_times_per_period(self):
        return {"times": self.random.randint(1, 4), "months": self.random.randint(1, 5)}

    def _fact(self, rule_type, name, place):
        rare = {"withdrawn_on", "previous_last_day", "ongoing", "agreed_terms_on"}
        if self._maybe(0.85 if name in rare else 0.06):
            return None
        if name in FLAGS:
            return self._maybe(0.7)
        if name in ("held_on",) and rule_type == "times_per_period":
            return [self._near(place, 100) for _ in range(self.random.randint(0, 7))]
        if name.startswith(("sector_", "own_")):
            amount = Decimal(self.random.randint(9_00, 12_00)) / 100
            return amount if self._maybe(0.5) else int(amount)
        made = getattr(self, f"_fact_{name}", None)
        return made(place) if made else self._near(place)

    def _fact_kind(self, _):
        return self.random.choice(["end", "end", "end", "reduce", "change"])

    def _fact_renewal_expected(self, _):
        return self.random.choice(["yes", "no"])

    _fact_significant_effect = _fact_renewal_expected

    def _fact_exception(self, _):
        return self.random.choice(["exceptional_circumstances", "central_government"])

    def _fact_rationale(self, _):
        return self.random.choice(["because", "because", " ", ""])

    _fact_explanation = _fact_rationale

    def _fact_steps(self, place):
        return {code: self._near(place) for code in self._some(STEPS)}

    def _fact_unknown(self, _):
        return self._some(STEPS)

    def _fact_fields(self, _):
        return {code: self.random.choice(["x", "x", True, False, " "]) for code in FIELDS}

    def _fact_told(self, place):
        return {code: self._near(place) for code in self._some(PEOPLE)}

    def _fact_conditions(self, _):
        return {code: self.random.choice(["yes", "no", None]) for code in self._some(CONDITIONS)}
