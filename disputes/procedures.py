"""The ladder of a compact as it stands on a day: the library's stages, with the area's own limits."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from compacts.models import Compact, DisputeStage
from disputes.models import DisputeStageEntry, StageSetting
from disputes.states import Body, Unit

ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage with the limit that a case entering it now would be given."""

    stage: DisputeStage
    setting: StageSetting | None

    @property
    def position(self) -> int:
        return self.stage.position

    @property
    def version(self) -> int:
        """Another one each time the limit is set anew; nought while it is the compact's own."""
        return self.setting.pk if self.setting else 0

    @property
    def name(self) -> str:
        return self.stage.name

    @property
    def time_limit(self) -> int | None:
        return self.setting.time_limit if self.setting else self.stage.time_limit

    @property
    def unit(self) -> str:
        return self.setting.unit if self.setting else self.stage.unit

    @property
    def limit_in_words(self) -> str:
        return limit_in_words(self.time_limit, self.unit)

    @property
    def body(self) -> Body:
        return body_of(self.stage.decides)

    @property
    def may_escalate(self) -> bool:
        return ESCALATE in self.stage.ways_out


def ladder_of(compact: Compact) -> list[Rung]:
    settings = sorted(compact.stage_settings.all(), key=attrgetter("pk"))
    newest = {setting.position: setting for setting in settings}
    stages = sorted(compact.dispute_stages.all(), key=attrgetter("position"))
    return [Rung(stage, newest.get(stage.position)) for stage in stages]


def body_of(decides: str) -> Body:
    """Who a stage is before, read from who the compact says decides there."""
    words = decides.lower()
    if words.startswith("the parties"):
        return Body.PARTIES
    if "mediator" in words:
        return Body.NEUTRAL
    if "complained of" in words:
        return Body.RESPONDENT
    return Body.FORUM


def limit_in_words(limit: int | None, unit: str) -> str:
    if limit is None:
        return "No limit"
    words = Unit(unit).label.lower()
    return f"{limit} {words[:-1] if limit == 1 else words}"


def next_rung(entry: DisputeStageEntry, compact: Compact) -> Rung | None:
    """The stage after this one. The way out is read from the copy made on entry."""
    if ESCALATE not in entry.ways_out:
        return None
    return next((rung for rung in ladder_of(compact) if rung.position > entry.position), None)
