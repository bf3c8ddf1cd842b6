"""Which compact judges an act, and what each of its rules says. Reads a few rows once, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from commitments.models import Act, Check
from commitments.subjects import subject_of, untold
from compacts.models import Compact, Rule, Signatory
from organisations.models import Area, Organisation, Sector
from rules import Outcome, Verdict, assess, coded_facts, fact_names

Facts = Mapping[str, Any]
SECTORS = frozenset(Sector.values)
NO_LONGER_APPLIES = Verdict(Outcome.NOT_APPLICABLE, "The clause no longer applies to this record.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer about one act. `duty_of` is the body whose promise it is."""

    rule: Rule
    facts: dict[str, Any]
    verdict: Verdict
    duty_of: Organisation


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that is found about one act, and why it has the checks it has."""

    act: Act
    on: date
    compact: Compact | None
    standing: str
    findings: tuple[Finding, ...] = ()

    @property
    def kept_by_agreement(self) -> bool:
        return self.standing == Act.Standing.KEPT


@dataclass(slots=True)
class Edition:
    """A compact with what judging needs of it."""

    compact: Compact
    kept_until: date | None = None
    signatories: dict[int, Signatory] = field(default_factory=dict)
    vcs_joined: list[Signatory] = field(default_factory=list)
    rules: dict[str, list[Rule]] = field(default_factory=dict)

    def standing_on(self, on: date) -> str | None:
        start, end = self.compact.in_force_from, self.compact.in_force_to
        if start is not None and on < start:
            return None
        if end is None or on <= end:
            return Act.Standing.IN_FORCE
        if self.kept_until is not None and on <= self.kept_until:
            return Act.Standing.KEPT
        return None

    def binds(self, organisation: Organisation, on: date) -> bool:
        """A body is bound from its signature on; a voluntary organisation through its infrastructure body."""
        signatory = self.signatories.get(organisation.pk)
        if signatory is not None:
            return signatory.is_party(on)
        return organisation.sector == Sector.VCS and any(
            infrastructure.is_party(on) for infrastructure in self.vcs_joined
        )


class RuleBook:
    """The compacts of some areas, ready to judge any number of acts without another query."""

    def __init__(
        self, editions: dict[int, list[Edition]], earlier: dict[int, list[Rule]] | None = None
    ) -> None:
        self._editions = editions
        self._earlier = earlier or {}
        self._found: dict[tuple[int, date], tuple[Edition, str] | None] = {}

    @classmethod
    def for_areas(cls, areas: Iterable[Area], acts: Iterable[int] = ()) -> RuleBook:
        """`acts` are the numbers of those that may have been judged before."""
        compacts = Compact.objects.filter(area__in=list(areas)).prefetch_related(
            "kept_by_agreement", "signatories__organisation"
        )
        editions: dict[int, list[Edition]] = {}
        by_compact: dict[int, Edition] = {}
        for compact in compacts:
            edition = _edition(compact)
            editions.setdefault(compact.area_id, []).append(edition)
            by_compact[compact.pk] = edition
        rules = Rule.objects.filter(
            provision__compact__in=by_compact, provision__superseded_at=None
        ).exclude(act_kind="")
        # The compacts are at hand, and golden cases judge no act: reading both again took half the time.
        for rule in (
            rules.select_related("provision")
            .defer("golden_cases")
            .order_by("provision__position", "position")
        ):
            edition = by_compact[rule.provision.compact_id]
            rule.provision.compact = edition.compact
            edition.rules.setdefault(rule.act_kind, []).append(rule)
        for of_area in editions.values():
            # An edition without a first day comes last: any dated one that was in force says more.
            of_area.sort(key=lambda each: each.compact.in_force_from or date.min, reverse=True)
        return cls(editions, earlier_wordings(acts))

    def edition_on(self, area_id: int, on: date) -> tuple[Edition, str] | None:
        """The edition that judges acts of that day, in force before kept by agreement, newest first."""
        if (area_id, on) not in self._found:
            standings = [
                (edition, standing)
                for edition in self._editions.get(area_id, [])
                if (standing := edition.standing_on(on)) is not None
            ]
            # Of several that stand alike the first is taken, which is the newest: `for_areas` sorts
            # them so.
            self._found[area_id, on] = min(
                standings, key=lambda found: found[1] == Act.Standing.KEPT, default=None
            )
        return self._found[area_id, on]

    def rules_for(self, area_id: int, on: date, kind: str, subkind: str = "") -> list[Rule]:
        """The rules that an act of that kind and day would be judged by."""
        found = self.edition_on(area_id, on)
        if found is None:
            return []
        return [rule for rule in found[0].rules.get(kind, []) if rule.judges(subkind)]

    def judge(self, act: Act, *, subkind: str, facts: Facts, on: date) -> Judgement:
        """Raises rules.FactError where facts contradict each other or are no facts."""
        compact, standing, rules = self.rules_judging(act, subkind)
        findings = tuple(find(rule, act, facts, on) for rule in rules)
        return Judgement(act, on, compact, standing, findings)

    def rules_judging(self, act: Act, subkind: str) -> tuple[Compact | None, str, list[Rule]]:
        """The compact that an act stands under, why it does or not, and the rules that judge it."""
        if act.acted_on is None:
            return None, Act.Standing.NO_DATE, []
        found = self.edition_on(act.area_id, act.acted_on)
        if found is None:
            return None, Act.Standing.NO_COMPACT, []
        edition, standing = found
        if not edition.binds(act.responsible, act.acted_on):
            return edition.compact, Act.Standing.NOT_PARTY, []
        rules = [rule for rule in edition.rules.get(act.kind, []) if rule.judges(subkind)]
        earlier = [
            rule
            for rule in self._earlier.get(act.pk, [])
            if rule.provision.compact_id == edition.compact.pk and rule.judges(subkind)
        ]
        reworded = {rule.provision.ref for rule in earlier}
        kept = [rule for rule in rules if rule.provision.ref not in reworded]
        return edition.compact, standing, [*kept, *earlier]

    def judge_row(self, row: Any, *, on: date) -> Judgement:
        """The same for the row of an act, as its subject tells its facts. Raises rules.FactError."""
        subject = subject_of(row)
        return self.judge(row.act, subkind=subject.subkind(row), facts=subject.facts(row), on=on)


def _edition(compact: Compact) -> Edition:
    kept = [each.until for each in compact.kept_by_agreement.all() if each.ended_at is None]
    signatories = list(compact.signatories.all())
    return Edition(
        compact=compact,
        kept_until=max(kept, default=None),
        signatories={each.organisation_id: each for each in signatories},
        vcs_joined=[each for each in signatories if each.organisation.sector == Sector.VCS],
    )


def no_longer_applies(check: Check) -> bool:
    """Whether the check only remembers that its clause once judged the record."""
    return (check.outcome, check.reason) == (NO_LONGER_APPLIES.outcome, NO_LONGER_APPLIES.reason)


def earlier_wordings(acts: Iterable[int]) -> dict[int, list[Rule]]:
    """By act, the rules of superseded clauses that judge it: another wording binds later acts only."""
    numbers = list(acts)
    if not numbers:
        return {}
    found: dict[int, list[Rule]] = {}
    checks = Check.objects.filter(act__in=numbers, rule__provision__superseded_at__isnull=False)
    # A check that was ended stays ended; the new wording judges the act in its place.
    checks = checks.exclude(outcome=NO_LONGER_APPLIES.outcome, reason=NO_LONGER_APPLIES.reason)
    for check in checks.select_related("rule__provision__compact").order_by("rule__position", "pk"):
        found.setdefault(check.act_id, []).append(check.rule)
    return found


def find(rule: Rule, act: Act, facts: Facts, on: date) -> Finding:
    """What one rule says of an act on a day. Raises rules.FactError."""
    picked = facts_for(rule, _with_silence(rule, act, facts))
    return Finding(rule, picked, assess(rule.law, picked, on), duty_of(rule, act))


def _with_silence(rule: Rule, act: Act, facts: Facts) -> Facts:
    """The facts, with the steps of which nobody has said whether they were done: a file's blanks."""
    asked = coded_facts(rule.law).get("unknown", ())
    unknown = untold(act, facts, asked)
    return {**facts, "unknown": unknown} if unknown else facts


def duty_of(rule: Rule, act: Act) -> Organisation:
    """Whose promise the clause is: the act's own body, or its counterpart where the clause binds that side.

    A decision about several groups has no one counterpart: what their sector promised about it is then
    the promise of their infrastructure body, and never that of the body that decided.
    """
    bound, other = rule.provision.sector, act.counterpart
    if bound not in SECTORS or act.responsible.sector == bound:
        return act.responsible
    if other is not None and other.sector == bound:
        return other
    return _speaks_for(bound, act.area) or act.responsible


def _speaks_for(sector: str, area: Area) -> Organisation | None:
    bodies = Organisation.objects.in_area(area).of_sector(sector)
    return bodies.filter(kind=Organisation.Kind.INFRASTRUCTURE).order_by("pk").first()


def facts_for(rule: Rule, facts: Facts) -> dict[str, Any]:
    """The facts that this rule uses, as JSON values; blank ones are left out."""
    coded = coded_facts(rule.law)
    names = set(fact_names(rule.type)) - coded.keys()
    condition = rule.params.get("condition")
    if condition:
        names.add(condition)
    picked = {
        name: _plain(facts[name])
        for name in names
        # Not simply falsy: 0 and "no" are answers.
        if name in facts and facts[name] not in (None, "")
    }
    if rule.event and facts.get(rule.event) is not None:
        picked["event_on"] = _plain(facts[rule.event])
    for name, codes in coded.items():
        if codes:
            picked |= _coded(name, codes, facts.get(name) or {})
    return picked


def _coded(name: str, codes: tuple[str, ...], known: Any) -> dict[str, Any]:
    """The codes that the rule reads of a table, or of a list, which is left out where it is empty."""
    if name == "unknown":
        found = [code for code in codes if code in known]
        return {name: found} if found else {}
    return {
        name: {code: _plain(known[code]) for code in codes if known.get(code) not in (None, "")}
    }


def _plain(value: Any) -> Any:
    """A value as JSON holds it: dates as ISO text, exact amounts as text, lists item by item."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def preview(
    *,
    area: Area,
    responsible: Organisation,
    acted_on: date | None,
    kind: str,
    subkind: str,
    facts: Facts,
    on: date,
    counterpart: Organisation | None = None,
) -> Judgement:
    """What would be recorded if these facts were saved today. Nothing is written; raises FactError."""
    act = Act(
        area=area, responsible=responsible, counterpart=counterpart, kind=kind, acted_on=acted_on
    )
    return RuleBook.for_areas([area]).judge(act, subkind=subkind, facts=facts, on=on)
