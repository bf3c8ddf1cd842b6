"""Which edition judges an act, who is bound, and what a saved check keeps."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.actions import seal_rest
from audit.models import Event
from commitments.checks import editions, follow_editions
from commitments.checks.judge import Judgement, RuleBook, facts_for
from commitments.checks.verify import verify
from commitments.corrections import correct_fact
from commitments.models import Act, Breach, Check
from commitments.selections import Span, notices_assessed
from compacts.models import Compact, KeptByAgreement, Provision, Rule
from funding.models import Notice
from funding.subjects.notices import notice_facts
from organisations.models import Organisation
from rules import FactError, assess
from tests.cast import area, at, council, judge, notice, organisation, person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
SHORT = {"received_on": date(2027, 1, 2), "last_day": date(2027, 3, 31)}


def the_check(made):
    return made.act.checks.get(rule__type="minimum_notice")


def test_notice_with_full_period_is_met():
    made = notice(TODAY, received_on=date(2026, 11, 20), last_day=date(2027, 3, 31))
    check = the_check(made)
    assert (check.outcome, check.spare_days) == ("met", 39)
    assert made.act.compact.slug == "thurrock-2012"
    assert not Breach.objects.exists()


def test_short_notice_raises_one_breach_with_a_right_of_reply():
    made = notice(TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    breach = Breach.objects.get()
    assert breach.check_made == the_check(made)
    assert breach.breached_on == date(2026, 10, 1)
    assert breach.detected_on == TODAY
    assert breach.reply_due_on == date(2026, 12, 7)
    assert Event.objects.filter(verb="breach.raised", subject_id=breach.pk).count() == 1


def test_check_can_be_recomputed_from_what_it_keeps():
    check = the_check(notice(TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31)))
    check.refresh_from_db()
    verdict = assess(check.rule.law, check.facts, check.assessed_on)
    assert str(verdict.outcome) == check.outcome
    assert (verdict.due_on, verdict.breached_on) == (check.due_on, check.breached_on)


@pytest.mark.parametrize(
    ("acted_on", "edition"),
    [
        (date(2012, 10, 1), "thurrock-2006"),
        (date(2012, 11, 13), "thurrock-2006"),
        (date(2012, 11, 14), "thurrock-2012"),
        (date(2012, 12, 1), "thurrock-2012"),
    ],
)
def test_edition_in_force_on_the_act_judges_it(acted_on, edition):
    made = notice(TODAY, received_on=acted_on, last_day=date(2013, 3, 31))
    assert made.act.compact.slug == edition


def test_act_after_every_edition_has_no_compact():
    funder = organisation("stockton-council", "stockton")
    made = notice(TODAY, funder=funder, received_on=date(2017, 9, 1), last_day=date(2017, 9, 30))
    assert made.act.standing == Act.Standing.NO_COMPACT
    assert not made.act.checks.exists()


def test_body_that_is_no_signatory_is_not_a_party():
    stranger = Organisation.objects.create(
        area=area(), slug="port", name="Port Authority", sector="public", kind="other-public"
    )
    made = notice(TODAY, funder=stranger, **SHORT)
    assert made.act.standing == Act.Standing.NOT_PARTY
    assert not made.act.checks.exists()


def test_clause_about_endings_is_silent_on_reductions():
    funder = organisation("stockton-council", "stockton")
    facts = {"received_on": date(2015, 3, 1), "last_day": date(2015, 3, 31)}
    made = notice(TODAY, funder=funder, kind="reduce", **facts)
    assert [check.outcome for check in made.act.checks.all()] == ["not_applicable"]


def test_contradictory_facts_are_refused_and_nothing_is_stored():
    made = notice(TODAY, **SHORT)
    facts = notice_facts(made) | {"previous_last_day": "2027-06-30", "moved_on": "2027-01-01"}
    with pytest.raises(FactError) as refused:
        judge(made.act, subkind="end", facts=facts, on=TODAY)
    assert refused.value.field == "last_day"


def test_correction_closes_the_case_and_keeps_it():
    made = notice(TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    made.last_day = date(2027, 3, 31)
    judge(made.act, subkind="end", facts=notice_facts(made), on=TODAY)
    breach = Breach.objects.get()
    assert (breach.state, breach.closed_because, breach.closed_on) == ("closed", "corrected", TODAY)
    assert the_check(made).outcome == "met"


def test_correction_back_reopens_the_same_case():
    made = notice(TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    for last_day in (date(2027, 3, 31), date(2027, 1, 31)):
        made.last_day = last_day
        judge(made.act, subkind="end", facts=notice_facts(made), on=TODAY)
    breach = Breach.objects.get()
    assert (breach.state, breach.closed_because, breach.closed_on) == ("flagged", "", None)
    assert breach.breached_on == date(2026, 11, 1)


def test_correction_first_lives_through_the_days_nobody_swept():
    """The breach of 1 January happened although no sweep saw it before the facts were corrected."""
    made = notice(date(2026, 12, 1), decided_on=date(2026, 12, 1), last_day=date(2027, 3, 31))
    made.withdrawn_on = date(2027, 2, 1)
    judge(made.act, subkind="end", facts=notice_facts(made), on=date(2027, 2, 1))
    breach = Breach.objects.get()
    assert breach.breached_on == date(2027, 1, 1)
    assert (breach.state, breach.closed_because) == ("closed", "withdrawn")


def test_keeping_an_expired_compact_gives_its_acts_checks_and_says_so():
    funder = organisation("stockton-council", "stockton")
    day = date(2017, 10, 2)
    made = notice(day, funder=funder, received_on=day, last_day=date(2017, 10, 31))
    keeping = KeptByAgreement.objects.create(
        compact=Compact.objects.get(slug="stockton-2014"),
        until=date(2018, 3, 31),
        reason="Until a new one is signed.",
        recorded_at=at(day),
        recorded_by=person("compact_officer", funder),
    )
    assert follow_editions(on=day).acts == 1
    made.act.refresh_from_db()
    assert made.act.standing == Act.Standing.KEPT
    assert the_check(made).outcome == "breach"
    assert follow_editions(on=day).acts == 0

    keeping.ended_at, keeping.ended_by = at(day), keeping.recorded_by
    keeping.save()
    assert follow_editions(on=day).acts == 1
    made.act.refresh_from_db()
    assert made.act.standing == Act.Standing.NO_COMPACT
    assert set(made.act.checks.values_list("outcome", flat=True)) == {"not_applicable"}
    assert Breach.objects.get().state == "closed"


def test_following_a_keeping_costs_the_same_for_one_act_and_for_many():
    funder, on = organisation("stockton-council", "stockton"), date(2017, 10, 2)
    facts = {"received_on": on, "last_day": date(2017, 10, 31)}
    notice(on, funder=funder, reference="N-0", **facts)
    compact = Compact.objects.get(slug="stockton-2014")
    keeping = KeptByAgreement.objects.create(
        compact=compact,
        until=date(2018, 3, 31),
        reason="Until a new one is signed.",
        recorded_at=at(on),
        recorded_by=person("compact_officer", funder),
    )
    seal_rest()  # what the test itself has written is no part of the cost
    with CaptureQueriesContext(connection) as one:
        assert follow_editions(on=on).acts == 1
    for number in range(1, 6):
        notice(on, funder=funder, reference=f"N-{number}", **facts)
    Act.objects.update(standing=Act.Standing.NO_COMPACT, compact=None)
    Breach.objects.all().delete()
    Check.objects.all().delete()
    seal_rest()
    with CaptureQueriesContext(connection) as six:
        assert follow_editions(on=on).acts == 6
    assert keeping.compact.acts.count() == 6
    assert len(six) == len(one)


def test_duty_is_the_councils_when_the_clause_binds_the_public_sector():
    check = the_check(notice(TODAY, **SHORT))
    assert (check.responsible, check.sector) == (council(), "public")
    assert Check.objects.filter(act__counterpart__sector="vcs").count() == 1


SAID = {
    "event_on": date(2027, 3, 1),
    "steps": {"discussed": date(2027, 2, 1), "agreed": date(2027, 2, 2)},
    "unknown": ["agreed", "another"],
    "conditions": {"large": "yes", "urgent": "no", "signed": ""},
    "told": {"service_users": date(2027, 2, 3), "staff": date(2027, 2, 4)},
    "held_on": [date(2027, 1, 4), date(2027, 2, 4)],
    "own_after": Decimal("1200.50"),
    "kind": "end",
}


@pytest.mark.parametrize(
    ("kind", "params", "picked"),
    [
        (
            "prior_step",
            {"steps": ["agreed"], "when": "large"},
            {"event_on": "2027-03-01", "steps": {"agreed": "2027-02-02"}, "unknown": ["agreed"],
             "conditions": {"large": "yes"}},
        ),
        (
            "prior_step",
            {"steps": ["discussed"], "when": "signed"},
            {"event_on": "2027-03-01", "steps": {"discussed": "2027-02-01"}, "conditions": {}},
        ),
        (
            "minimum_notice",
            {"triggers": ["end"], "addressee": "service_users", "unless": "urgent"},
            {"kind": "end", "told": {"service_users": "2027-02-03"}, "conditions": {"urgent": "no"}},
        ),
        ("minimum_notice", {"triggers": ["end"]}, {"kind": "end"}),
        ("times_per_period", {"times": 2}, {"held_on": ["2027-01-04", "2027-02-04"]}),
        ("proportionate_cut", {}, {"event_on": "2027-03-01", "own_after": "1200.50"}),
    ],
)  # fmt: skip
def test_a_check_keeps_the_facts_that_its_rule_reads(kind, params, picked):
    rule = Rule(type=kind, params=params)
    assert facts_for(rule, SAID) == picked
    assert json.loads(json.dumps(picked)) == picked


def test_notice_to_others_than_the_organisation_is_in_no_rate_of_notices():
    """What a clause wants service users told is another duty than the organisation's own notice."""
    made = notice(TODAY, received_on=date(2026, 6, 1), last_day=date(2026, 9, 30))
    mine = the_check(made)
    assert Check.objects.filter(notices_assessed(Span(TODAY))).get() == mine
    rule = mine.rule
    rule.params = {**rule.params, "addressee": "service_users"}
    rule.save(update_fields=["params"])
    assert not Check.objects.filter(notices_assessed(Span(TODAY))).exists()


# A text that is loaded after the acts that it judges


LATE = {"received_on": date(2026, 11, 20), "last_day": date(2026, 12, 31)}


def loaded(slug: str, **changes: Any) -> Compact:
    """The compact as if a file had changed it."""
    compact = Compact.objects.get(slug=slug)
    for name, value in {"file_digest": f"another {changes}", **changes}.items():
        setattr(compact, name, value)
    compact.save()
    return compact


def found() -> list[str]:
    lines: list[str] = []
    verify(on=TODAY, at=at(TODAY), seen=lambda each: lines.append(str(each)))
    return lines


def test_acts_follow_a_text_that_is_loaded_after_them():
    loaded("thurrock-2012", in_force_from=TODAY + timedelta(days=1))
    made = notice(TODAY, **LATE)
    assert follow_editions(on=TODAY).acts == 1
    assert (Act.objects.get().standing, Check.objects.count()) == ("no_compact", 0)
    loaded("thurrock-2012", in_force_from=date(2012, 1, 1))
    assert found() != []
    assert follow_editions(on=TODAY).acts == 1
    assert (Act.objects.get().standing, the_check(made).outcome) == ("in_force", "breach")
    assert (follow_editions(on=TODAY).acts, found()) == (0, [])


def test_following_goes_on_where_it_was_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(editions, "BATCH", 2)
    for number in range(5):
        notice(TODAY, reference=f"N-{number}", **LATE)
    follow_editions(on=TODAY)
    loaded("thurrock-2012", edition="Second print")
    judged = []

    def stopped(rule_book: RuleBook, row: Notice, *, on: date) -> Judgement:
        if len(judged) == 3:
            raise SoftTimeLimitExceeded
        judged.append(row.act.reference)
        return judge_row(rule_book, row, on=on)

    judge_row = RuleBook.judge_row
    with monkeypatch.context() as patch:
        patch.setattr(RuleBook, "judge_row", stopped)
        with pytest.raises(SoftTimeLimitExceeded):
            follow_editions(on=TODAY)
    assert follow_editions(on=TODAY).acts == 3
    assert follow_editions(on=TODAY).acts == 0


def test_a_correction_keeps_to_the_wording_that_judged_the_act():
    """Another wording binds what is recorded from then on; a decided case is not lost to it."""
    made = notice(TODAY, **LATE)
    old = Provision.objects.get(compact__slug="thurrock-2012", ref="4.4")
    rule = old.rules.get(type="minimum_notice")
    Provision.objects.filter(pk=old.pk).update(superseded_at=at(TODAY))
    new = Provision.objects.get(pk=old.pk)
    new.pk, new.superseded_at = None, None
    new.save()
    Rule.objects.create(
        provision=new, position=1, type=rule.type, act_kind=rule.act_kind, act_subkinds=rule.act_subkinds,
        params={**rule.params, "months": 1},
    )  # fmt: skip
    officer = person("officer", council())
    correct_fact(
        made, fact="received_on", new=date(2026, 11, 19), reason="Misread.",
        by=officer, on=TODAY, at=at(TODAY),
    )  # fmt: skip
    [check] = Check.objects.filter(rule__type="minimum_notice")
    assert (check.rule_id, check.outcome) == (rule.pk, "breach")
    assert found() == []
    later = notice(TODAY, reference="N-2", **LATE)
    assert the_check(later).rule.provision == new
    assert the_check(later).outcome == "met"
