"""A fact has one name, in compacts/fact_table.py, and nothing else gives it another."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from commitments.subjects import Subject, subjects
from compacts.fact_words import CODED, asking, fact_words, words_known
from tests.house.source import Source, product_sources

OTHER_MEANINGS = {
    ("KindForm", "kind"): "the kind of decision, which is no fact of it that a rule asks for",
    ("DecisionFilters", "kind"): "the same, to narrow the register",
    ("DocumentForm", "title"): "the name of a document",
    ("ThemeForm", "title"): "the heading of a theme of the feedback",
    ("FeedbackForm", "summary"): "what was said, not what is asked",
}
"""Fields that bear the name of a fact by chance, with what they hold."""


def facts_of(subject: Subject) -> set[str]:
    columns = subject.row_columns if subject.sheet else ()
    return {*subject.tells.facts, *subject.correctable, *columns} - {*subject.bodies, *CODED}


@pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.kind)
def test_every_fact_of_a_kind_of_act_has_words(subject):
    wanting = sorted(name for name in facts_of(subject) if words_known(subject.kind, name) is None)
    assert not wanting, f"{subject.kind}: no words in compacts/fact_table.py for {wanting}"


@pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.kind)
def test_every_table_of_a_kind_of_act_has_words(subject):
    assert subject.coded <= set(CODED)


@pytest.mark.parametrize(
    "subject", [each for each in subjects() if each.sheet], ids=lambda subject: subject.kind
)
def test_a_column_bears_the_name_of_its_fact(subject):
    for column in subject.sheet.columns:
        if column.name not in subject.bodies:
            label = fact_words(subject.kind, column.name).label
            assert column.meaning.startswith(f"{label}."), column.name


def test_a_field_without_words_is_refused():
    with pytest.raises(LookupError, match="made_up of notice"):
        asking("notice", "made_up")


def test_a_fact_reads_the_same_under_a_kind_of_act_and_its_rule_type():
    pairs = [("notice", "minimum_notice", "received_on"), ("agreement", "minimum_term", "start_on")]
    for kind, rule_type, name in pairs:
        assert fact_words(kind, name) == fact_words(rule_type, name)
    assert fact_words("claim", "received_on") != fact_words("notice", "received_on")


def test_no_form_words_a_fact_by_itself():
    found = [
        f"{source.place(field)}: {owner}.{name}"
        for source in product_sources()
        for owner, name, field in worded_fields(source)
        if name in facts_of_app(source.parts[0]) and (owner, name) not in OTHER_MEANINGS
    ]
    assert not found, f"Use asking() of compacts/fact_words.py: {found}"


def test_a_field_worded_by_itself_is_found():
    tree = ast.parse(
        "class MoveForm(PageForm):\n"
        "    last_day = DateField(label='New last day')\n"
        "    sent_on = day('Sent on')\n"
        "    moved_on = DateField(**asking('notice', 'moved_on'))\n"
        "    def __init__(self):\n"
        "        self.fields['rationale'].label = f'Why {self}?'\n"
        "        self.fields['in_writing'] = YesNoField(label='In writing?')\n"
    )
    found = {name for _, name, _ in worded_fields(Source("funding/forms/made_up.py", "", tree))}
    assert found == {"last_day", "sent_on", "rationale", "in_writing"}


def facts_of_app(app: str) -> set[str]:
    own = [each for each in subjects() if each.model._meta.app_label == app]
    return {name for subject in own for name in facts_of(subject)}


def worded_fields(source: Source) -> Iterator[tuple[str, str, ast.AST]]:
    """The fields of forms whose label or hint stands beside them, with the form's name."""
    if "forms" not in source.parts:
        return
    for owner in ast.walk(source.tree):
        if isinstance(owner, ast.ClassDef):
            for node in ast.walk(owner):
                if isinstance(node, ast.Assign) and _is_worded(node):
                    in_class = node in owner.body
                    yield from ((owner.name, name, node) for name in _names(node, in_class))


def _names(node: ast.Assign, in_class: bool) -> Iterator[str]:
    """`name = ...` in a class, `self.fields["name"] = ...` and `self.fields["name"].label = ...`."""
    for target in node.targets:
        if in_class and isinstance(target, ast.Name):
            yield target.id
        if isinstance(target, ast.Attribute) and target.attr in WORDS:
            target = target.value
        if (
            isinstance(target, ast.Subscript)
            and isinstance(target.slice, ast.Constant)
            and isinstance(target.value, ast.Attribute)
            and target.value.attr == "fields"
        ):
            yield str(target.slice.value)


def _is_worded(node: ast.Assign) -> bool:
    if any(isinstance(each, ast.Attribute) and each.attr in WORDS for each in node.targets):
        return _is_text(node.value)
    if not isinstance(node.value, ast.Call):
        return False
    words = [each.value for each in node.value.keywords if each.arg in WORDS]
    return any(map(_is_text, [*node.value.args, *words]))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


WORDS = ("label", "help_text")
