"""Loading: twice changes nothing, a change is shown first, and what is relied on is superseded."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from commitments.models import Act
from compacts.models import Compact, Provision, Rule
from organisations.models import Organisation
from tests.cast import area, at, group, judge
from tests.compacts.small import SLUG, File, clause, record_rule

pytestmark = pytest.mark.django_db

LOADED_OR_RELOADED = ("compact.loaded", "compact.reloaded")


def provision(ref: str) -> Provision:
    return Provision.objects.current().get(compact__slug=SLUG, ref=ref)


def rely_on_1_1(trial: File) -> None:
    """A notice judged by 1.1 alone."""
    Compact.objects.filter(slug="thurrock-2012").update(in_force_to=date(2019, 12, 31))
    Compact.objects.filter(slug=SLUG).update(in_force_from=date(2020, 1, 1))
    day = date(2021, 6, 1)
    act = Act.objects.create(
        kind="notice",
        area=area(),
        reference="T-1",
        title="Trial notice",
        responsible=Organisation.objects.get(slug="trial-body"),
        counterpart=group(),
        acted_on=day,
        state="live",
        recorded_at=at(day),
    )
    facts = {"kind": "end", "received_on": day, "in_writing": True, "last_day": date(2021, 12, 1)}
    judge(act, subkind="end", facts=facts, on=day)
    assert provision("1.1").rules.get().checks.count() == 1


def test_first_load_makes_everything_the_file_says(trial):
    assert trial.load() == f"{SLUG}: loaded, 3 provisions\n"
    compact = Compact.objects.get(slug=SLUG)
    assert [p.ref for p in compact.provisions.all()] == ["1.1", "1.2", "1.3"]
    assert compact.signatories.get().organisation.name == "Trial Body"
    assert compact.dispute_stages.get().source == "1.2"
    assert compact.codes.get().title == "Funding"
    assert provision("1.1").rules.get().golden_cases[0]["on"] == "2013-12-31"
    assert Event.objects.filter(verb="compact.loaded", subject_id=compact.pk).count() == 1


def test_second_load_changes_nothing(trial):
    trial.load()
    before = list(Rule.objects.values_list("pk", "params")), Event.objects.count()
    assert trial.load() == f"{SLUG}: unchanged\n"
    assert (list(Rule.objects.values_list("pk", "params")), Event.objects.count()) == before


def test_no_op_load_runs_no_golden_case(trial, monkeypatch):
    trial.load()
    monkeypatch.setattr("compacts.actions.library.run_golden_cases", pytest.fail)
    assert "unchanged" in trial.load()


def test_whole_library_is_unchanged_in_two_queries(library, django_assert_num_queries, capsys):
    with django_assert_num_queries(4):  # savepoint, areas, release, compacts
        call_command("load_compacts")
    assert capsys.readouterr().out.count("unchanged") == 4


def test_changed_file_shows_its_difference_and_waits(trial):
    trial.load()
    trial.clauses[0]["text"] = "Give six months notice in writing."
    with pytest.raises(CommandError, match="Not applied: thurrock-trial"):
        trial.load()
    assert provision("1.1").text == "Give three months notice in writing."


def test_difference_is_by_provision_and_by_word(trial):
    trial.load()
    long = "Give three months notice in writing when ending a grant or any other kind of support."
    trial.clauses[0]["text"] = long
    trial.load("--yes")
    trial.clauses[0]["text"] = long.replace("three", "six")
    trial.clauses[0]["rules"][0]["params"]["warn_days"] = 14
    said = trial.load("--dry-run")
    assert "provision 1.1: changed" in said
    assert "text: Give [-three -]{+six +}months notice" in said
    assert "rules[0].params.warn_days: nothing -> 14" in said
    assert "Dry run" in said
    assert provision("1.1").text == long


def test_change_is_applied_in_place_where_nothing_relies_on_it(trial):
    trial.load()
    before = provision("1.1")
    trial.clauses[0]["text"] = "Give six months notice."
    trial.clauses[0]["rules"][0]["params"]["warn_days"] = 14
    trial.load("--yes")
    after = provision("1.1")
    assert (after.pk, after.text) == (before.pk, "Give six months notice.")
    assert after.rules.get().params["warn_days"] == 14
    assert Event.objects.filter(verb="compact.reloaded").count() == 1


def test_wording_that_a_check_relies_on_is_superseded(trial):
    trial.load()
    rely_on_1_1(trial)
    before = provision("1.1")
    trial.clauses[0]["text"] = "Give six months notice."
    assert "the old wording is kept as superseded" in trial.load("--yes")
    before.refresh_from_db()
    after = provision("1.1")
    assert before.superseded_at is not None
    assert before.text == "Give three months notice in writing."
    assert after.pk != before.pk
    assert after.text == "Give six months notice."
    assert before.rules.get().checks.count() == 1
    assert not after.rules.get().checks.exists()


def test_rule_that_a_check_relies_on_is_superseded_with_its_provision(trial):
    trial.load()
    rely_on_1_1(trial)
    old = provision("1.1").rules.get()
    trial.clauses[0]["rules"][0]["params"]["warn_days"] = 14
    trial.load("--yes")
    old.refresh_from_db()
    assert "warn_days" not in old.params
    assert provision("1.1").rules.get().params["warn_days"] == 14


def test_remark_beside_a_wording_in_use_changes_in_place(trial):
    trial.load()
    rely_on_1_1(trial)
    before = provision("1.1").pk
    trial.clauses[0]["note"] = "Printed so."
    trial.load("--yes")
    assert (provision("1.1").pk, provision("1.1").note) == (before, "Printed so.")


def test_removed_provision_goes_unless_it_is_relied_on(trial):
    trial.load()
    rely_on_1_1(trial)
    del trial.clauses[0]
    del trial.clauses[1]
    said = trial.load("--yes")
    assert "provision 1.3: removed" in said
    kept = Provision.objects.filter(compact__slug=SLUG)
    assert {(p.ref, p.superseded_at is None) for p in kept} == {("1.1", False), ("1.2", True)}


def test_new_provision_takes_its_place_in_the_document(trial):
    trial.load()
    trial.clauses.insert(1, clause("1.1a", "Say it early.", record_rule()))
    said = trial.load("--yes")
    assert "provision 1.1a: added" in said
    assert "2 more only move to another place" in said
    current = Compact.objects.get(slug=SLUG).provisions.current()
    assert [p.ref for p in current] == ["1.1", "1.1a", "1.2", "1.3"]


def test_comment_in_a_file_is_no_change(trial):
    trial.load()
    trial.path.write_text("# A remark.\n" + trial.path.read_text())
    call_command("load_compacts", str(trial.path))
    compact = Compact.objects.get(slug=SLUG)
    assert not Event.objects.filter(verb="compact.reloaded", subject_id=compact.pk).exists()
    trial.content["title"] = "Trial Compact"
    assert "says the same" in trial.load()


def test_signatory_that_signed_in_the_product_stays(trial):
    trial.load()
    compact = Compact.objects.get(slug=SLUG)
    compact.signatories.create(organisation=group(), signed_on=date(2021, 1, 1))
    trial.content["signatories"][0]["post"] = "Chief Executive"
    trial.load("--yes")
    assert {s.post for s in compact.signatories.all()} == {"Chief Executive", ""}


def test_stages_and_codes_follow_the_file(trial):
    trial.load()
    trial.content["codes"] = []
    trial.content["dispute"]["stages"][0]["time_limit"] = 15
    trial.load("--yes")
    compact = Compact.objects.get(slug=SLUG)
    assert not compact.codes.exists()
    assert compact.dispute_stages.get().time_limit == 15


def test_dry_run_of_a_new_file_leaves_nothing(trial):
    assert "loaded" in trial.load("--dry-run")
    assert not Compact.objects.filter(slug=SLUG).exists()
    assert not Organisation.objects.filter(slug="trial-body").exists()
