"""Cases: answered, decided, put right."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from commitments.cases import propose_decision
from commitments.models import Breach, Check
from tests import cast
from tests.concurrency.six import Trial
from tests.concurrency.trials.parts import REASON, days, of_page
from tests.funding_import.test_blanks import MODEL, bring
from tests.scene import TODAY, Scene, number

DECIDED = {"decision": "confirmed", "reasons": "It was short."}


def proposed(scene: Scene) -> Breach:
    """A case that the chair of the council proposes to confirm."""
    case = scene.answered_case()
    propose_decision(
        case, by=scene.person("chair_council"), on=TODAY, at=cast.at(TODAY), **DECIDED
    )  # fmt: skip
    return Breach.objects.get(pk=case.pk)


def promise(scene: Scene) -> Check:
    """What the group has promised about its grant, and nobody has said anything of yet."""
    return scene.agreement().act.checks.get(rule__provision__ref="4.7")


def untold(scene: Scene) -> Check:
    """Of a consultation next door whose file said nothing of a step that the clause asks for."""
    row = MODEL | {"area": scene.next_door.slug, "reference": f"U-{number()}"}
    bring(Path(settings.MEDIA_ROOT), "consultation", row)
    return Check.objects.filter(rule__provision__ref="S1.9").latest("pk")


TRIALS = [
    Trial(
        address="commitments:say_undone",
        who="next_compact_officer",
        row=untold,
        args=of_page("sector_told"),
        typed=REASON,
        events={"act.corrected": 1, "consultation.corrected": 1, "breach.raised": 1},
    ),
    Trial(
        address="commitments:record_promise",
        who="member",
        row=promise,
        typed={"records.end_planned": "A plan for its members."},
        events={"act.corrected": 1, "check.changed": 1},
    ),
    Trial(
        address="commitments:reply",
        who="officer",
        row=Scene.case,
        typed={"position": "accepts", "text": "It was late."},
        events={"breach.answered": 1},
    ),
    Trial(
        address="commitments:determine",
        who="chair",
        row=Scene.answered_case,
        typed=DECIDED,
        events={"breach.confirmed": 1},
    ),
    Trial(
        address="commitments:propose",
        who="chair",
        row=Scene.answered_case,
        typed=DECIDED,
        events={"breach.decision_proposed": 1},
    ),
    Trial(
        address="commitments:answer_proposal",
        who="chair",
        row=proposed,
        typed={"agreed": "yes"},
        events={"breach.confirmed": 1},
    ),
    Trial(
        address="commitments:answer_proposal",
        about="no",
        who="chair",
        row=proposed,
        typed={"agreed": "no", "answer": "It was not short."},
        events={"breach.proposal_declined": 1},
    ),
    Trial(
        address="commitments:remedy",
        who="officer",
        row=Scene.confirmed_case,
        typed={**days(remedied_on=TODAY), "remedy": "Notice was given again."},
        events={"breach.remedied": 1},
    ),
]
