"""Every move that a table of states lists is taken here, by the verbs that people's forms call.

Each trial yields the row as it stands, makes the move, and ends; or yields again, where days alone
move it. A table that lists a move without a trial here lists one that no code takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings, settings

from accounts.permissions import ActionRefused
from audit.writing import move
from commitments.cases import determine, record_remedy, reply
from commitments.corrections import correct_fact, void_row
from commitments.models import Act, Breach
from commitments.states import ACT_TRANSITIONS, CASE_TRANSITIONS, ActState, BreachState
from config.management.commands.generate_docs import machines
from consultations.actions import changes
from consultations.actions.drafts import publish_consultation
from consultations.actions.feedback import publish_feedback, save_feedback
from consultations.models import Consultation
from consultations.states import TRANSITIONS as STAGES
from consultations.states import Stage
from disputes import actions as disputes
from disputes.models import Dispute
from disputes.states import TRANSITIONS as DISPUTES
from disputes.states import DisputeState
from funding.models import Notice
from tests import cast
from tests.disputes import way
from tests.scene import DAY, TODAY, WEEK, Scene

pytestmark = pytest.mark.django_db

Trial = Callable[[Scene], Iterator[Any]]
SAID = {"on": TODAY, "at": cast.at(TODAY)}
BECAUSE = SAID | {"reason": "For a reason."}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield


@pytest.fixture
def scene(library: None, settings: LazySettings, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return Scene()


# Acts -------------------------------------------------------------------------------------------


def recorded(scene: Scene) -> Iterator[Act]:
    draft = scene.consultation_draft()
    yield draft.act
    publish_consultation(consultation=draft, by=scene.officer, **SAID)


def voided(scene: Scene) -> Iterator[Act]:
    notice = scene.notice()
    yield notice.act
    void_row(notice, by=scene.officer, **BECAUSE)


OF_ACTS: dict[tuple[Any, Any], Trial] = {
    (ActState.DRAFT, ActState.LIVE): recorded,
    (ActState.LIVE, ActState.VOIDED): voided,
}


# Cases ------------------------------------------------------------------------------------------


def decide(scene: Scene, case: Breach, decision: str, on: date = TODAY) -> Breach:
    determine(case, by=scene.chair, decision=decision, reasons="So.", on=on, at=cast.at(on))
    return Breach.objects.get(pk=case.pk)


def corrected(scene: Scene, case: Breach, last_day: date) -> None:
    notice = Notice.objects.get(act=case.check_made.act)
    correct_fact(notice, fact="last_day", new=last_day, by=scene.officer, **BECAUSE)


def answered(scene: Scene) -> Iterator[Breach]:
    case = scene.case()
    yield case
    reply(case, by=scene.officer, position="accepts", text="Yes.", at=cast.at(TODAY))


def decided_without_a_reply(decision: str) -> Trial:
    def trial(scene: Scene) -> Iterator[Breach]:
        case = scene.case()
        yield case
        assert case.reply_due_on is not None
        decide(scene, case, decision, on=case.reply_due_on + DAY)

    return trial


def decided_after_a_reply(decision: str) -> Trial:
    def trial(scene: Scene) -> Iterator[Breach]:
        case = scene.answered_case()
        yield case
        decide(scene, case, decision)

    return trial


def put_right(scene: Scene) -> Iterator[Breach]:
    case = scene.confirmed_case()
    yield case
    record_remedy(case, by=scene.officer, remedied_on=TODAY, remedy="Given again.")


def closed_by_correction(made: str) -> Trial:
    def trial(scene: Scene) -> Iterator[Breach]:
        case = getattr(scene, made)()
        yield case
        corrected(scene, case, TODAY + 30 * WEEK)

    return trial


def broken_anew(decision: str, *, remedied: bool = False) -> Trial:
    """What was decided stands until the facts break the promise anew."""

    def trial(scene: Scene) -> Iterator[Breach]:
        case = scene.answered_case()
        if decision:
            case = decide(scene, case, decision)
        if remedied:
            case = record_remedy(case, by=scene.officer, remedied_on=TODAY, remedy="Given again.")
        corrected(scene, case, TODAY + 30 * WEEK)
        yield case
        corrected(scene, case, TODAY + DAY)

    return trial


OF_CASES: dict[tuple[Any, Any], Trial] = {
    (BreachState.FLAGGED, BreachState.ANSWERED): answered,
    (BreachState.FLAGGED, BreachState.CONFIRMED): decided_without_a_reply("confirmed"),
    (BreachState.FLAGGED, BreachState.REJECTED): decided_without_a_reply("rejected"),
    (BreachState.FLAGGED, BreachState.CLOSED): closed_by_correction("case"),
    (BreachState.ANSWERED, BreachState.CONFIRMED): decided_after_a_reply("confirmed"),
    (BreachState.ANSWERED, BreachState.REJECTED): decided_after_a_reply("rejected"),
    (BreachState.ANSWERED, BreachState.CLOSED): closed_by_correction("answered_case"),
    (BreachState.CONFIRMED, BreachState.REMEDIED): put_right,
    (BreachState.CONFIRMED, BreachState.CLOSED): closed_by_correction("confirmed_case"),
    (BreachState.REJECTED, BreachState.FLAGGED): broken_anew("rejected"),
    (BreachState.REMEDIED, BreachState.FLAGGED): broken_anew("confirmed", remedied=True),
    (BreachState.CLOSED, BreachState.FLAGGED): broken_anew(""),
}


# Consultations: nobody sets a stage, it follows from dates and records on a day ------------------


def staged(made: Consultation, on: date) -> Stage:
    return Consultation.objects.get(pk=made.pk).stage_on(on)


def published(opens_on: date, closes_on: date) -> Trial:
    def trial(scene: Scene) -> Iterator[Stage]:
        draft = scene.consultation_draft(opens_on=opens_on, closes_on=closes_on)
        yield staged(draft, TODAY)
        publish_consultation(consultation=draft, by=scene.officer, **SAID)
        yield staged(draft, TODAY)

    return trial


FORTHCOMING = {"opens_on": TODAY + WEEK, "closes_on": TODAY + 13 * WEEK}
CLOSED = {"opens_on": TODAY - 14 * WEEK, "closes_on": TODAY - WEEK}


def goes_on(days: dict[str, date], on: date, *, told: bool = False) -> Trial:
    """The day comes, and nobody does anything; `told` has feedback published before."""

    def trial(scene: Scene) -> Iterator[Stage]:
        made = scene.consultation(**days)
        if told:
            give_feedback(scene, made)
        yield staged(made, TODAY)
        yield staged(made, on)

    return trial


def give_feedback(scene: Scene, made: Consultation) -> None:
    said = {"arrangements": "One answer for all."}
    save_feedback(consultation=made, answers=said, by=scene.officer)
    publish_feedback(consultation=made, published_on=TODAY, by=scene.officer, **SAID)


def told(scene: Scene) -> Iterator[Stage]:
    made = scene.consultation(**CLOSED)
    yield staged(made, TODAY)
    give_feedback(scene, made)
    yield staged(made, TODAY)


def opened_again(*, after_feedback: bool) -> Trial:
    def trial(scene: Scene) -> Iterator[Stage]:
        made = scene.consultation(**CLOSED)
        if after_feedback:
            give_feedback(scene, made)
        yield staged(made, TODAY)
        changes.reopen_consultation(
            consultation=made, opens_on=TODAY, closes_on=TODAY + WEEK, by=scene.officer, **BECAUSE
        )
        yield staged(made, TODAY)

    return trial


def cancelled(days: dict[str, date]) -> Trial:
    def trial(scene: Scene) -> Iterator[Stage]:
        made = scene.consultation(**days)
        yield staged(made, TODAY)
        changes.cancel_consultation(consultation=made, by=scene.officer, **BECAUSE)
        yield staged(made, TODAY)

    return trial


def taken_out(days: dict[str, date], before: Callable[[Scene, Consultation], object]) -> Trial:
    def trial(scene: Scene) -> Iterator[Stage]:
        made = scene.consultation(**days)
        before(scene, made)
        yield staged(made, TODAY)
        void_row(made, by=scene.officer, **BECAUSE)
        yield staged(made, TODAY)

    return trial


def nothing(scene: Scene, made: Consultation) -> None:
    """The consultation stands as it was published."""


def cancel(scene: Scene, made: Consultation) -> None:
    changes.cancel_consultation(consultation=made, by=scene.officer, **BECAUSE)


OF_STAGES: dict[tuple[Any, Any], Trial] = {
    (Stage.DRAFT, Stage.FORTHCOMING): published(TODAY + WEEK, TODAY + 13 * WEEK),
    (Stage.DRAFT, Stage.OPEN): published(TODAY, TODAY + 12 * WEEK),
    (Stage.DRAFT, Stage.AWAITING): published(TODAY - 13 * WEEK, TODAY - WEEK),
    (Stage.FORTHCOMING, Stage.OPEN): goes_on(FORTHCOMING, TODAY + WEEK),
    (Stage.FORTHCOMING, Stage.CANCELLED): cancelled(FORTHCOMING),
    (Stage.FORTHCOMING, Stage.VOIDED): taken_out(FORTHCOMING, nothing),
    (Stage.OPEN, Stage.AWAITING): goes_on({}, TODAY + 12 * WEEK + DAY),
    (Stage.OPEN, Stage.ANSWERED): goes_on({}, TODAY + 12 * WEEK + DAY, told=True),
    (Stage.OPEN, Stage.CANCELLED): cancelled({}),
    (Stage.OPEN, Stage.VOIDED): taken_out({}, nothing),
    (Stage.AWAITING, Stage.OPEN): opened_again(after_feedback=False),
    (Stage.AWAITING, Stage.ANSWERED): told,
    (Stage.AWAITING, Stage.CANCELLED): cancelled(CLOSED),
    (Stage.AWAITING, Stage.VOIDED): taken_out(CLOSED, nothing),
    (Stage.ANSWERED, Stage.OPEN): opened_again(after_feedback=True),
    (Stage.ANSWERED, Stage.VOIDED): taken_out(CLOSED, give_feedback),
    (Stage.CANCELLED, Stage.VOIDED): taken_out({}, cancel),
}


# Disputes ---------------------------------------------------------------------------------------


def raised(scene: Scene) -> Iterator[Dispute]:
    draft = scene.dispute_draft()
    yield draft
    disputes.raise_dispute(dispute=draft, version=draft.version, by=scene.member, **SAID)


def settled(scene: Scene) -> Iterator[Dispute]:
    dispute = scene.dispute()
    terms = disputes.offer_settlement(dispute=dispute, terms="So.", by=scene.officer, on=TODAY)
    yield dispute
    disputes.answer_settlement(settlement=terms, accepted=True, by=scene.member, on=TODAY)


def withdrawn(scene: Scene) -> Iterator[Dispute]:
    dispute = scene.dispute()
    yield dispute
    disputes.withdraw(dispute=dispute, reason="Put right.", by=scene.member, on=TODAY)


def referred(scene: Scene) -> Iterator[Dispute]:
    dispute = scene.dispute()
    yield dispute
    disputes.refer_out(
        dispute=dispute, where="The ombudsman", reason="Theirs.", by=scene.member, on=TODAY
    )


def found(outcome: DisputeState) -> Trial:
    def trial(scene: Scene) -> Iterator[Dispute]:
        dispute = scene.dispute_at_forum()
        yield dispute
        disputes.conclude(
            dispute=dispute, outcome=outcome, reasons="So.", reading="", by=scene.chair, **SAID
        )

    return trial


OF_DISPUTES: dict[tuple[Any, Any], Trial] = {
    (DisputeState.DRAFT, DisputeState.OPEN): raised,
    (DisputeState.OPEN, DisputeState.SETTLED): settled,
    (DisputeState.OPEN, DisputeState.WITHDRAWN): withdrawn,
    (DisputeState.OPEN, DisputeState.REFERRED_OUT): referred,
    (DisputeState.OPEN, DisputeState.UPHELD): found(DisputeState.UPHELD),
    (DisputeState.OPEN, DisputeState.UPHELD_IN_PART): found(DisputeState.UPHELD_IN_PART),
    (DisputeState.OPEN, DisputeState.NOT_UPHELD): found(DisputeState.NOT_UPHELD),
    (DisputeState.OPEN, DisputeState.NO_CONCLUSION): found(DisputeState.NO_CONCLUSION),
}


# All of them ------------------------------------------------------------------------------------

MACHINES = {
    "acts": (ACT_TRANSITIONS, OF_ACTS),
    "cases": (CASE_TRANSITIONS, OF_CASES),
    "stages": (STAGES, OF_STAGES),
    "disputes": (DISPUTES, OF_DISPUTES),
}
ELSEWHERE = {
    "documents.states": "tests/disputes/test_papers.py",
    "imports.states": "tests/moves/test_imports.py",
}


def listed(table: Any) -> set[tuple[Any, Any]]:
    return {(start, end) for start, following in table.items() for end in following}


def unlisted(table: Any) -> list[tuple[Any, Any]]:
    return [(start, end) for start in table for end in table if end not in table[start]]


def test_every_table_is_tried() -> None:
    tried = [table for table, _ in MACHINES.values()]
    untried = {name for name, table in machines() if table not in tried} - set(ELSEWHERE)
    assert not untried


@pytest.mark.parametrize("path", ELSEWHERE.values())
def test_what_is_tried_elsewhere_is_there(path: str) -> None:
    assert (settings.BASE_DIR / path).is_file()


@pytest.mark.parametrize("name", MACHINES)
def test_each_listed_move_has_a_trial(name: str) -> None:
    table, trials = MACHINES[name]
    assert set(trials) == listed(table)


def state_of(row: Any) -> Any:
    """A stage as it is; of a row, the state that is saved."""
    return row if isinstance(row, Stage) else type(row)._default_manager.get(pk=row.pk).state


@pytest.mark.parametrize(
    ("start", "end", "trial"),
    [
        pytest.param(start, end, trial, id=f"{name}-{start}-{end}")
        for name, (_, trials) in MACHINES.items()
        for (start, end), trial in trials.items()
    ],
)
def test_move_is_taken(start: Any, end: Any, trial: Trial, scene: Scene) -> None:
    steps = trial(scene)
    row = next(steps)
    assert state_of(row) == start
    after = next(steps, row)
    assert state_of(after) == end


ROWS = {"acts": Act, "cases": Breach, "disputes": Dispute}


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [(name, *pair) for name in ROWS for pair in unlisted(MACHINES[name][0])],
)
def test_no_other_move_is_taken(name: str, start: Any, end: Any) -> None:
    row: Any = ROWS[name](state=start)
    with pytest.raises(ActionRefused, match="cannot become"):
        move(row, end)
    assert row.state == start


def test_a_table_reads_states_as_the_database_gives_them(scene: Scene) -> None:
    dispute = way.fresh(scene.dispute())
    assert type(dispute.state) is str
    move(dispute, DisputeState.WITHDRAWN)
    assert dispute.state == DisputeState.WITHDRAWN
