"""Stages and their clocks: entered, stopped, started again, extended, left; and an area's limits."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import log_event
from audit.writing import StaleError, locked
from compacts.improbable import doubts_about
from compacts.models import Compact
from disputes import permissions
from disputes.actions.telling import keep_name, log_dispute_event, side_acting
from disputes.clocks import due_or_none, restarted_or_none
from disputes.models import ClockStop, Dispute, DisputeStageEntry, Extension, StageSetting
from disputes.procedures import Rung, ladder_of, next_rung
from disputes.states import Body, Side
from pages.doubts import ask_about


def enter(dispute: Dispute, rung: Rung, *, on: date, by: User, side: Side) -> DisputeStageEntry:
    """Puts the case on a rung, with a copy of everything it sets. The caller holds the dispute."""
    due_on, unknown = due_or_none(on, rung.time_limit, rung.unit)
    # Copied: a limit that the area sets later is for cases that come to the stage later.
    entry = DisputeStageEntry.objects.create(
        dispute=dispute,
        position=rung.position,
        name=rung.name,
        decides=rung.stage.decides,
        body=rung.body,
        time_limit=rung.time_limit,
        unit=rung.unit,
        files_raiser=rung.stage.files_raiser,
        files_respondent=rung.stage.files_respondent,
        ways_out=rung.stage.ways_out,
        source=rung.stage.source,
        entered_on=on,
        # Stays as it is when a stop or an extension moves the other (ADR 30).
        original_due_on=due_on,
        due_on=due_on,
        due_unknown=unknown,
    )
    if rung.body == Body.FORUM and not dispute.reached_forum:
        dispute.reached_forum = True
        dispute.save(update_fields=["reached_forum"])
    log_dispute_event(
        "dispute.stage_entered",
        dispute,
        by=by,
        side=side,
        on=on,
        stage=rung.name,
        limit=rung.limit_in_words,
        due_on=due_on,
        cannot_be_worked_out=unknown,
    )
    return entry


def current(dispute: Dispute) -> DisputeStageEntry:
    entry = dispute.current_entry
    if entry is None:
        raise ActionRefused("This dispute is at no stage.")
    return entry


def leave(entry: DisputeStageEntry, *, on: date, by: User) -> None:
    """Closes the stage. A clock that is stopped is started, so that its days are on record."""
    stop = entry.open_stop
    if stop is not None:
        _start_again(entry, stop, reason="The stage was left.", by=by, on=on)
    entry.left_on = on
    entry.save()


@transaction.atomic
def escalate(
    *, dispute: Dispute, reason: str, by: User, on: date, version: int | None = None
) -> DisputeStageEntry:
    dispute = locked(dispute, version=version)
    require(permissions.may_escalate(by, dispute, on))
    side = side_acting(by, dispute)
    keep_name(dispute, side, reason)
    entry = current(dispute)
    rung = next_rung(entry, dispute.compact) if dispute.compact is not None else None
    if rung is None:
        raise ActionRefused("This is the last stage of the procedure that the compact sets.")
    leave(entry, on=on, by=by)
    # Before the next stage is entered: the log tells a cause before its effect (ADR 2).
    log_dispute_event(
        "dispute.escalated", dispute, by=by, side=side, on=on, stage=entry.name, reason=reason
    )
    return enter(dispute, rung, on=on, by=by, side=side)


# Clocks -----------------------------------------------------------------------------------------


@transaction.atomic
def stop_clock(
    *, dispute: Dispute, reason: str, by: User, on: date, version: int | None = None
) -> ClockStop:
    dispute = locked(dispute, version=version)
    require(permissions.may_stop_clock(by, dispute, on))
    side = side_acting(by, dispute)
    keep_name(dispute, side, reason)
    entry = current(dispute)
    if entry.due_on is None:
        raise ActionRefused("No time limit is set for this stage, so there is no clock.")
    stop = ClockStop.objects.create(
        entry=entry, reason=reason, stopped_on=on, stopped_by=by, due_before=entry.due_on
    )
    log_dispute_event("dispute.clock_stopped", dispute, by=by, side=side, on=on, reason=reason)
    return stop


@transaction.atomic
def restart_clock(
    *, dispute: Dispute, reason: str, by: User, on: date, version: int | None = None
) -> ClockStop:
    dispute = locked(dispute, version=version)
    require(permissions.may_restart_clock(by, dispute))
    side = side_acting(by, dispute)
    keep_name(dispute, side, reason)
    entry = current(dispute)
    stop = entry.stops.get(restarted_on=None)
    _start_again(entry, stop, reason=reason, by=by, on=on)
    log_dispute_event(
        "dispute.clock_restarted",
        dispute,
        by=by,
        side=side,
        on=on,
        reason=reason,
        due_before=stop.due_before,
        due_on=stop.due_after,
    )
    return stop


def _start_again(
    entry: DisputeStageEntry, stop: ClockStop, *, reason: str, by: User, on: date
) -> None:
    due_on, unknown = restarted_or_none(stop.due_before, stop.stopped_on, on, entry.unit)
    stop.restarted_on, stop.restarted_by, stop.restart_reason = on, by, reason
    stop.due_after = due_on
    stop.save()
    # A limit that moved is told again when it is near; an unmoved one was told already.
    if due_on != entry.due_on:
        entry.due_soon_told_on = None
    entry.due_on, entry.due_unknown = due_on, unknown
    entry.save()


@transaction.atomic
def ask_extension(
    *,
    dispute: Dispute,
    new_due_on: date,
    reason: str,
    by: User,
    on: date,
    version: int | None = None,
) -> Extension:
    dispute = locked(dispute, version=version)
    require(permissions.may_ask_extension(by, dispute))
    side = side_acting(by, dispute)
    keep_name(dispute, side, reason)
    entry = current(dispute)
    if entry.due_on is None or new_due_on <= entry.due_on or new_due_on < on:
        raise ActionRefused("An extension ends after the limit it extends, and not in the past.")
    days = {"new_due_on": new_due_on, "due_on": entry.due_on}
    sure = ask_about(doubts_about("dispute", days, today=on))
    extension = Extension.objects.create(
        entry=entry,
        due_before=entry.due_on,
        new_due_on=new_due_on,
        reason=reason,
        side=side,
        asked_on=on,
        asked_by=by,
    )
    log_dispute_event(
        "dispute.extension_asked",
        dispute,
        by=by,
        side=side,
        on=on,
        reason=reason,
        due_before=entry.due_on,
        due_on=new_due_on,
        **({"said_right": [each.sentence for each in sure]} if sure else {}),
    )
    return extension


@transaction.atomic
def answer_extension(
    *,
    dispute: Dispute,
    extension: Extension,
    agreed: bool,
    by: User,
    on: date,
    version: int | None = None,
) -> Extension:
    dispute = locked(dispute, version=version)
    extension = locked(extension)
    require(permissions.may_answer_extension(by, dispute, extension))
    side = side_acting(by, dispute)
    entry = current(dispute)
    if extension.entry_id != entry.pk:
        raise ActionRefused("The stage this extension was for has been left.")
    # A restart counts from the limit as it was at the stop, and would lose the extension.
    if agreed and entry.open_stop is not None:
        raise ActionRefused("The clock is stopped. Start it again first.")
    if agreed and entry.due_on is not None and extension.new_due_on <= entry.due_on:
        raise ActionRefused("The limit has moved past this day meanwhile. Decline, and ask anew.")
    extension.agreed, extension.answered_on, extension.answered_by = agreed, on, by
    extension.save()
    if agreed:
        entry.due_on, entry.due_soon_told_on, entry.overdue_told_on = (
            extension.new_due_on,
            None,
            None,
        )
        entry.save()
    verb = "dispute.extension_agreed" if agreed else "dispute.extension_declined"
    log_dispute_event(verb, dispute, by=by, side=side, on=on, due_on=entry.due_on)
    return extension


# Local settings ---------------------------------------------------------------------------------


@transaction.atomic
def set_limit(
    *,
    compact: Compact,
    position: int,
    time_limit: int | None,
    unit: str,
    reason: str,
    by: User,
    on: date,
    version: int | None = None,
) -> StageSetting:
    """Sets an area's own limit for a stage. Cases already at the stage keep the one they have.

    `version` is that of the rung: StaleError where its limit was set meanwhile.
    """
    # Settings are only ever added, so there is no row of theirs to hold (ADR 30).
    compact = locked(compact)
    require(permissions.may_set_limit(by, compact))
    rung = next((each for each in ladder_of(compact) if each.position == position), None)
    if rung is None:
        raise ActionRefused("This compact has no such stage.")
    if version is not None and version != rung.version:
        raise StaleError(compact)
    setting = StageSetting(
        compact=compact,
        position=position,
        time_limit=time_limit,
        unit=unit,
        reason=reason,
        set_on=on,
        set_by=by,
    )
    setting.full_clean()
    setting.save()
    log_event(
        "dispute_stage.limit_set",
        compact,
        by=by,
        chain=compact.area.slug,
        stage=rung.name,
        old=rung.limit_in_words,
        new=Rung(rung.stage, setting).limit_in_words,
        reason=reason,
    )
    return setting
