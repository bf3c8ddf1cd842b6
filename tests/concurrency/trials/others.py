"""Areas, compacts, meetings, imports, followers, and people's own accounts."""

from __future__ import annotations

import csv
import io
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from commitments.subjects import subject_for
from imports import tasks
from imports.engine import uploads
from imports.models import Import
from notifications.models import Subscription
from notifications.tokens import token_of
from organisations.links import token_of as invitation_token
from organisations.models import Membership
from tests import cast
from tests.concurrency.six import Trial
from tests.concurrency.trials.parts import REASON, days, in_area, leaves
from tests.funding_import.sheet import NAMES, row
from tests.scene import DAY, TODAY, WEEK, Scene, number


def sheet(**cells: Any) -> bytes:
    written = io.StringIO()
    out = csv.DictWriter(written, NAMES, restval="")
    out.writeheader()
    out.writerow(row(reference=f"S-{number()}", recipient="Tilbury Choir", **cells))
    return written.getvalue().encode()


def received(scene: Scene, **cells: Any) -> Import:
    return uploads.receive_file(
        subject=subject_for("notice"), area=scene.area, name="notices.csv",
        chunks=[sheet(**cells)], by=scene.officer, at=timezone.now(),
    )  # fmt: skip


def checked(scene: Scene) -> Import:
    upload = received(scene)
    tasks.work_on_import(pk=upload.pk)
    return upload


def failed(scene: Scene) -> Import:
    upload = received(scene)
    uploads.fail_upload(upload, at=timezone.now())
    return upload


def with_second_step(scene: Scene) -> Membership:
    held = scene.membership()
    TOTP.activate(held.user, generate_totp_secret())
    return held


def of_upload(scene: Scene, row: Any) -> list[Any]:
    return [scene.slug, "notice", row.pk]


def upload_page(scene: Scene, row: Any) -> str:
    return reverse("imports:file", args=of_upload(scene, row))


def token(scene: Scene, row: Subscription) -> list[Any]:
    return [token_of(row)]


def slug_alone(scene: Scene, row: Any) -> list[Any]:
    return [row.slug]


LETTERS = {"notifications.Message": 3, "notifications.Cause": 3}
"""As many as one address is sent within the hour, a letter a form."""

TRIALS = [
    Trial(
        address="organisations:add",
        who="compact_officer",
        args=in_area,
        row=lambda scene: number(),
        typed=lambda scene, row: {
            "name": f"Chess club {row}",
            "sector": "vcs",
            "kind": "community-group",
        },  # fmt: skip
        events={"organisation.added": 1},
    ),
    Trial(
        address="organisations:change",
        who="compact_officer",
        row=Scene.organisation,
        args=lambda scene, row: [scene.slug, row.slug],
        typed=lambda scene, row: {"name": f"{row.name} and gardens"},
        events={"organisation.changed": 1},
    ),
    Trial(
        address="organisations:area_add",
        who="operator",
        args=lambda scene, row: [],
        row=lambda scene: number(),
        typed=lambda scene, row: {
            "name": f"Borough {row}",
            "gss_code": f"E9{row:07}",
            "council": "Borough council",
            "cvs": "Borough CVS",
        },
        events={"area.added": 1, "organisation.added": 2},
    ),
    Trial(
        address="organisations:area_change",
        who="operator",
        row=Scene.begun,
        args=slug_alone,
        typed={"right_of_reply_days": "15"},
        events={"area.changed": 1},
    ),
    Trial(
        address="organisations:area_archive",
        who="operator",
        row=Scene.begun,
        args=slug_alone,
        typed=REASON,
        events={"area.archived": 1},
    ),
    Trial(
        address="organisations:area_restore",
        who="operator",
        row=Scene.archived,
        args=slug_alone,
        typed=REASON,
        events={"area.taken_out_of_archive": 1},
    ),
    Trial(
        address="organisations:name_first",
        who="operator",
        row=Scene.begun,
        args=slug_alone,
        typed=lambda scene, row: {
            "organisation": row.organisations.get(sector="public").pk,
            "email": f"first{number()}@council.example",
            "post": "Compact officer",
        },
        events={"membership.offered": 1},
    ),
    Trial(
        address="organisations:invite",
        who="compact_officer",
        args=in_area,
        row=lambda scene: number(),
        typed=lambda scene, row: {
            "email": f"officer{row}@council.example",
            "post": "Grants officer",
            "organisation": scene.council.name,
            "role": "officer",
        },
        events={"membership.offered": 1},
    ),
    Trial(
        address="organisations:invite_again",
        who="compact_officer",
        row=Scene.offered,
        events={"membership.offered_again": 1},
    ),
    Trial(
        address="organisations:change_post",
        who="compact_officer",
        row=Scene.membership,
        typed={"post": "Head of grants"},
        events={"membership.post_changed": 1},
    ),
    Trial(
        address="organisations:reset_second_step",
        who="compact_officer",
        row=with_second_step,
        holds=lambda scene, row: not Authenticator.objects.filter(user=row.user_id).exists(),
        events={"membership.second_step_reset": 1},
    ),
    Trial(
        address="organisations:end_membership",
        who="compact_officer",
        row=Scene.membership,
        holds=lambda scene, row: not Membership.objects.current().filter(pk=row.pk).exists(),
        events={"membership.ended": 1, "account.closed": 1},
    ),
    Trial(
        address="organisations:invitation",
        who="",
        row=Scene.offered,
        args=lambda scene, row: [invitation_token(row.invitation)],
        typed={"password": "three-words-apart-2026"},
        holds=leaves(is_offered=False),
        events={"membership.given": 1},
    ),
    Trial(
        address="compacts:keep",
        who="compact_officer",
        row=lambda scene: scene.keeping().compact,
        args=lambda scene, row: [row.slug],
        typed=lambda scene, row: {**days(until=TODAY + number() * DAY), **REASON},
        events={"compact.kept_by_agreement": 1},
    ),
    Trial(
        address="compacts:end-keeping",
        who="compact_officer",
        row=Scene.keeping,
        args=lambda scene, row: [row.compact.slug, row.pk],
        opened=lambda scene, row: reverse("compacts:keep", args=[row.compact.slug]),
        events={"compact.keeping_ended": 1},
    ),
    Trial(
        address="forums:plan_meeting",
        who="chair",
        row=lambda scene: (scene.meeting(), number())[1],
        args=in_area,
        typed=lambda scene, row: days(planned_on=TODAY + row * WEEK),
        events={"meeting.planned": 1},
    ),
    Trial(
        address="forums:hold_meeting",
        who="chair",
        row=Scene.meeting,
        typed={"minutes": "Two cases were decided.", "present": ["public", "vcs"]},
        events={"meeting.held": 1},
    ),
    Trial(
        address="forums:ways_to_decide",
        who="chair",
        args=in_area,
        row=lambda scene: number(),
        typed=lambda scene, row: {"ways": "either", "reason": f"The {row}th time."},
        events={"area.ways_to_decide_set": 1},
    ),
    Trial(
        address="imports:upload",
        who="officer",
        args=lambda scene, row: [scene.slug, "notice"],
        typed=lambda scene, row: {"file": SimpleUploadedFile("notices.csv", sheet())},
        adds=True,
        events={},
    ),
    Trial(
        address="imports:confirm",
        who="officer",
        row=checked,
        args=of_upload,
        opened=upload_page,
        events={"import.recorded": 1, "notice.imported": 1, "check.changed": 1},
    ),
    Trial(
        address="imports:again",
        who="officer",
        row=failed,
        holds=leaves(state="checked"),
        args=of_upload,
        opened=upload_page,
        events={},
    ),
    Trial(
        address="imports:discard",
        who="officer",
        row=checked,
        holds=leaves(state="discarded"),
        args=of_upload,
        opened=upload_page,
        events={},
    ),
    Trial(
        address="notifications:follow_consultation",
        who="",
        apart=LETTERS,
        row=Scene.consultation,
        typed=lambda scene, row: {"email": f"carer{row.pk}@group.example"},
        events={},
    ),
    Trial(
        address="notifications:follow_area",
        who="",
        apart=LETTERS,
        args=in_area,
        row=lambda scene: number(),
        typed=lambda scene, row: {"email": f"carer{row}@group.example"},
        events={},
    ),
    Trial(
        address="notifications:confirm",
        who="",
        row=Scene.follower,
        args=token,
        holds=leaves(confirmed_at=cast.at(TODAY)),
        events={},
    ),
    Trial(
        address="notifications:stop",
        who="",
        row=Scene.follower,
        args=token,
        holds=leaves(ended_at=cast.at(TODAY), email=""),
        events={},
    ),
]
