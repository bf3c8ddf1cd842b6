"""Each event that the code can log has a name, and what is said of it is tried with its own facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from audit import history
from audit.history import facts_told, title_of
from commitments.models import Determination
from commitments.subjects import subjects
from consultations.models import Change
from tests.house.source import Source, names_in_chain, product_sources

READS = {"title_of", "facts_told"}  # they take a verb, and log nothing

# What no page's history tells.
NEVER_TOLD = {
    "consultation.corrected": "the act says which facts were corrected",
    "consultation.document_checked": "the list of documents says what was found",
    "consultation.draft_discarded": "the draft is gone, and its page with it",
    "consultation.voided": "the act says that it was voided",
    "decision.draft_discarded": "the draft is gone, and its page with it",
    "dispute.discarded": "the draft is gone, and its page with it",
    "dispute.drafted": "a dispute begins when it is raised",
    "dispute.paper_added": "the paper itself stands in the timeline",
    "dispute.paper_checked": "the paper's own list says what was found",
    "dispute.paper_looked_through": "the paper's own list says when, and by whom",
    "dispute.paper_removed": "taken out of a draft",
    "event.redacted": "the place of the words says it: [removed]",
    "import.recorded": "the import's page says what it recorded",
    "log.head_found_changed": "`manage.py verify_audit` says it",
    "records.all_sealed": "about the log itself",
    "records.sealed": "about the log itself",
    "records.sealed_again": "`manage.py seal_records` says it, of rows and not of what happened",
    "response.draft_discarded": "the draft is gone, and its page with it",
}


def imported() -> set[str]:
    return {f"{each.kind}.imported" for each in subjects() if each.sheet is not None}


# Where a verb is put together, and out of what.
PUT_TOGETHER: dict[str, set[str]] = {
    "commitments/cases.py:_decide": {f"breach.{each}" for each in Determination.Decision.values},
    "commitments/checks/transitions.py:entries_of": {"check.changed"},
    "consultations/actions/changes.py:_changed": {
        f"consultation.{each}" for each in Change.Kind.values
    },
    "funding/actions/decisions.py:_recorded": {
        "decision.recorded",
        "notice.given",
        "agreement.made",
    },
    "funding/actions/decisions.py:withdraw_decision": {"decision.withdrawn", "notice.withdrawn"},
    "imports/engine/recording.py:record_new": set(),  # those of imported()
}


def functions_of(source: Source) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef))


def calls_in(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and each.args:
            yield (names_in_chain(each.func) or [""])[-1], each


def takes_a_verb(function: ast.FunctionDef) -> bool:
    names = [each.arg for each in function.args.args if each.arg != "self"]
    return names[:1] == ["verb"] and function.name not in READS


@cache
def loggers() -> set[str]:
    """The names of what logs the verb that it is given first."""
    return {"Entry"} | {
        function.name
        for source in product_sources()
        for function in functions_of(source)
        if takes_a_verb(function)
    }


def constants(node: ast.expr, function: ast.FunctionDef) -> set[str] | None:
    """The verbs that an expression can be; none where the text does not tell."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        both = constants(node.body, function), constants(node.orelse, function)
        return None if None in both else both[0] | both[1]  # type: ignore[operator]
    if isinstance(node, ast.Name):
        given = [
            constants(each.value, function)
            for each in ast.walk(function)
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == node.id
        ]
        return set().union(*given) if given and None not in given else None  # type: ignore[arg-type]
    return None


@cache
def logged() -> tuple[dict[str, str], dict[str, str]]:
    """Every verb that the text names with its place; and the functions that put one together."""
    named: dict[str, str] = {}
    together: dict[str, str] = {}
    for source in product_sources():
        for function in functions_of(source):
            if takes_a_verb(function):
                continue
            for name, call in calls_in(function):
                if name not in loggers():
                    continue
                found = constants(call.args[0], function)
                if found is None:
                    together[f"{source.path}:{function.name}"] = source.place(call)
                else:
                    named |= dict.fromkeys(found, source.place(call))
    return named, together


def every_verb() -> set[str]:
    return set(logged()[0]).union(imported(), *PUT_TOGETHER.values())


def test_where_a_verb_is_put_together_stands_what_it_can_be() -> None:
    assert set(logged()[1]) == set(PUT_TOGETHER)


def test_every_event_has_a_name() -> None:
    assert len(every_verb()) > 90
    nameless = every_verb() - set(history._titles) - set(NEVER_TOLD)
    assert not nameless, f"Say in <app>/events.py what they are called: {sorted(nameless)}"


def test_no_name_is_left_of_an_event_that_nothing_logs() -> None:
    assert set(history._titles) | set(history._sentences) <= every_verb()
    assert set(NEVER_TOLD) <= every_verb() - set(history._titles)


# What is said ------------------------------------------------------------------------------------

DAY, LATER = "2026-11-23", "2027-02-01"
SAID: dict[str, list[tuple[dict[str, Any], list[str]]]] = {
    "area.ways_to_decide_set": [
        (
            {"old": "alone", "new": "together"},
            [
                "Before: By one chair, who acts for neither party.",
                "Now: By both chairs together, one of each sector.",
            ],
        ),
        ({"old": "a way that is no more", "new": "alone"}, ["Now: By one chair, who acts for neither party."]),
    ],
    "act.said_right": [
        ({"sentences": ["Paid on: 2 January 2062. That is far."]}, ["Paid on: 2 January 2062. That is far."]),
        ({}, []),
    ],
    "breach.answered": [
        ({"position": "accepts"}, ["We accept the finding."]),
        ({"position": "no position of ours"}, []),
    ],
    "breach.closed": [
        ({"because": "voided", "on": DAY}, ["Record voided."]),
        ({"because": "no cause of ours"}, []),
    ],
    "breach.confirmed": [
        ({"on": DAY}, []),
        ({"on": DAY, "together_with": "Co-chair, council"}, ["Together with: Co-chair, council."]),
        ({"on": DAY, "met_on": DAY}, ["In the forum's meeting of 23 November 2026."]),
    ],
    "breach.decision_proposed": [
        ({"decision": "confirmed", "sector": "vcs"}, ["The promise was broken."]),
        ({"finding": "confirmed", "sector": "vcs"}, ["The promise was broken."]),
        ({"finding": "no finding of ours"}, []),
    ],
    "breach.raised": [
        ({"breached_on": DAY}, ["The duty could no longer be met from 23 November 2026."]),
        ({}, []),
    ],
    "breach.rejected": [({"together_with": "Co-chair, CVS"}, ["Together with: Co-chair, CVS."])],
    "breach.remedied": [({"on": DAY}, ["On 23 November 2026."]), ({}, [])],
    "breach.reopened": [
        ({"breached_on": LATER}, ["The duty could no longer be met from 1 February 2027."])
    ],
    "check.changed": [
        (
            {"from": "upcoming", "to": "breach", "on": DAY},
            ["From upcoming to apparent breach on 23 November 2026."],
        ),
        ({"from": None, "to": "met"}, ["Met."]),
    ],
    "compact.keeping_ended": [({"until": LATER}, ["Until 1 February 2027."])],
    "compact.kept_by_agreement": [({"until": LATER}, ["Until 1 February 2027."]), ({}, [])],
    "consultation.document_added": [({"title": "The plan", "name": "plan.pdf"}, ["The plan"]), ({}, [])],
    "consultation.document_removed": [({"title": "The plan"}, ["The plan"])],
    "decision.retaken": [({"retaken_on": DAY}, ["Decided again on 23 November 2026."]), ({}, [])],
    "decision.withdrawn": [({"withdrawn_on": DAY}, ["Withdrawn on 23 November 2026."])],
    "dispute.anonymity_set": [
        ({"anonymous": True}, ["Asked for."]),
        ({"anonymous": False}, ["No longer asked for."]),
    ],
    "dispute.breach_decided": [({"on": DAY, "decision": "confirmed"}, [])],
    "dispute.breach_left": [({"on": DAY}, [])],
    "dispute.breach_remedied": [({"on": DAY}, [])],
    "dispute.clock_restarted": [
        ({"due_before": DAY, "due_on": LATER}, ["Due by 1 February 2027."])
    ],
    "dispute.clock_stopped": [({"on": DAY}, [])],
    "dispute.doubts_cleared": [({"digests": ["ab"]}, [])],
    "dispute.escalated": [({"stage": "The forum"}, [])],
    "dispute.exact_told": [({}, [])],
    "dispute.extension_agreed": [({"due_on": LATER}, ["Due by 1 February 2027."])],
    "dispute.extension_asked": [
        ({"due_before": DAY, "due_on": LATER}, ["Due by 1 February 2027."])
    ],
    "dispute.extension_declined": [({"due_on": DAY}, ["Due by 23 November 2026."])],
    "dispute.finding_declined": [({"on": DAY}, [])],
    "dispute.finding_proposed": [({"outcome": "upheld"}, ["Upheld."])],
    "dispute.found": [
        (
            {"outcome": "upheld_in_part", "together_with": "Co-chair, CVS"},
            ["Upheld in part.", "Together with Co-chair, CVS."],
        )
    ],
    "dispute.lesson_added": [({"on": DAY}, [])],
    "dispute.neutral_agreed": [({"who": "Mediator"}, ["Mediator."])],
    "dispute.neutral_appointed": [({"who": "Mediator"}, ["Mediator."])],
    "dispute.neutral_conflicted": [({"who": "Mediator"}, ["Mediator."])],
    "dispute.neutral_ended": [({"who": "Mediator"}, ["Mediator."])],
    "dispute.neutral_proposed": [({"who": "Mediator"}, ["Mediator."])],
    "dispute.raised": [
        (
            {"against": "Thurrock Council", "clauses": ["2.4", "4.4"]},
            ["Against Thurrock Council, under 2.4, 4.4."],
        )
    ],
    "dispute.referred_out": [({"where": "The Ombudsman"}, [])],
    "dispute.remedy_added": [
        ({"due_on": DAY, "check_on": LATER}, ["Due by 23 November 2026."])
    ],
    "dispute.remedy_checked": [({"happened": "partly"}, ["Partly."])],
    "dispute.remedy_reported": [({"on": DAY}, [])],
    "dispute.settled": [({"on": DAY}, [])],
    "dispute.settlement_declined": [({"on": DAY}, [])],
    "dispute.settlement_offered": [({"on": DAY}, [])],
    "dispute.stage_due_soon": [({"stage": "Talks", "due_on": LATER}, ["Due by 1 February 2027."])],
    "dispute.stage_entered": [
        (
            {"stage": "Talks", "limit": "20 working days", "due_on": LATER},
            ["Limit: 20 working days.", "Due by 1 February 2027."],
        ),
        (
            {"stage": "Talks", "due_on": None, "cannot_be_worked_out": True},
            ["The due date cannot be worked out: that year's bank holidays are not known."],
        ),
    ],
    "dispute.stage_overdue": [({"stage": "Talks", "due_on": DAY}, ["Due by 23 November 2026."])],
    "dispute.standstill_asked": [({"on": DAY}, [])],
    "dispute.standstill_granted": [({"until": LATER}, ["Until 1 February 2027."])],
    "dispute.standstill_refused": [({"until": None}, [])],
    "dispute.withdrawn": [({"on": DAY}, [])],
    "dispute_stage.limit_set": [
        (
            {"stage": "Talks", "old": "20 working days", "new": "10 working days"},
            ["From 20 working days to 10 working days."],
        )
    ],
    "feedback.published": [({"on": DAY}, ["On 23 November 2026."]), ({}, [])],
    "meeting.held": [({"on": DAY, "minutes": "Said."}, ["On 23 November 2026."])],
    "meeting.planned": [({"on": LATER}, ["On 1 February 2027."]), ({}, [])],
    "membership.ended": [({"role": "forum_chair"}, ["Forum chair."])],
    "membership.offered": [
        (
            {"role": "officer", "post": "Grants officer", "organisation": "Thurrock Council"},
            ["Grants officer.", "Officer.", "For Thurrock Council."],
        )
    ],
    "membership.offered_again": [({"role": "read_only"}, ["Read only."])],
    "membership.post_changed": [
        (
            {"old": "Grants officer", "new": "Head of grants"},
            ["Before: Grants officer.", "Now: Head of grants."],
        )
    ],
    "membership.second_step_reset": [({"role": "officer"}, ["Officer."])],
    "membership.withdrawn": [({"post": "Treasurer"}, ["Treasurer."])],
    "membership.given": [
        ({"role": "officer", "post": "Grants officer"}, ["Grants officer.", "Officer."]),
        ({"role": "no role of ours"}, []),
    ],
    "notice.acknowledged": [
        ({"received_on": DAY}, ["The recipient says it received the notice on 23 November 2026."])
    ],
    "notice.last_day_moved": [
        (
            {"old": DAY, "new": LATER, "moved_on": DAY},
            ["From 23 November 2026 to 1 February 2027.", "Told on 23 November 2026."],
        ),
        ({"old": DAY, "new": LATER}, ["From 23 November 2026 to 1 February 2027."]),
    ],
    "notice.withdrawn": [({"withdrawn_on": DAY}, ["Withdrawn on 23 November 2026."])],
}  # fmt: skip
CASES = [(verb, detail, told) for verb, rows in SAID.items() for detail, told in rows]


@pytest.mark.parametrize(("verb", "detail", "told"), CASES)
def test_what_is_said_of_an_event(verb: str, detail: dict[str, Any], told: list[str]) -> None:
    assert list(facts_told(verb, detail)) == told


def test_every_sentence_is_tried() -> None:
    assert set(SAID) == set(history._sentences)


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ({"old": DAY, "new": LATER}, ["From 23 November 2026 to 1 February 2027."]),
        ({"old": DAY, "new": None}, []),
        ({"changed": {"last_day": [DAY, None]}}, ["Last day: 23 November 2026, now not given."]),
        ({"changed": {"in_writing": [False, True]}}, ["In writing: no, now yes."]),
        ({"changed": {"steps": [["a"], ["b"]]}}, []),
    ],
)
def test_what_is_said_of_every_event(detail: dict[str, Any], told: list[str]) -> None:
    assert list(facts_told("act.corrected", detail)) == told


def test_an_event_without_a_name_is_put_in_words() -> None:
    assert title_of("thing.put_away") == "Thing put away"
