"""The documents that follow from the code say what the code says."""

from importlib import import_module

import pytest
from django.conf import settings
from django.core.management import call_command

from config.management.commands.generate_docs import machines
from rules import RULE_TYPES


def test_generated_documents_are_fresh() -> None:
    call_command("generate_docs", check=True)


@pytest.mark.parametrize("name", RULE_TYPES)
def test_rule_type_is_tested(name: str) -> None:
    folder = settings.BASE_DIR / "tests" / "rules"
    assert any(name in path.name or name in path.read_text() for path in folder.rglob("test_*.py"))


@pytest.mark.parametrize("name", RULE_TYPES)
def test_rule_type_names_its_clause(name: str) -> None:
    assert "section 3." in (import_module(f"rules.{name}").__doc__ or "")


def test_every_state_is_reached_and_listed() -> None:
    for name, transitions in machines():
        start = next(iter(transitions))
        followers = {state for following in transitions.values() for state in following}
        assert followers <= set(transitions), f"{name}: a state follows that is not listed"
        assert set(transitions) - followers <= {start}, f"{name}: a state that nothing leads to"
        assert set(transitions) == set(type(start)), f"{name}: not every state has its place"
