"""What people type about meetings, and the days the dashboard and the report look at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forums.models import Forum, Meeting
from organisations.models import Area, Sector, WaysToDecide
from pages.forms import ChoiceRadios, ChoiceTicks, DateField, PageForm


class PlanMeetingForm(PageForm):
    forum_name = forms.CharField(
        label="What is the forum called?",
        max_length=120,
        help_text="The area has no forum yet. For example, Joint Strategic Forum",
    )
    planned_on = DateField(label="When will it meet?", help_text="For example, 27 3 2027")

    def __init__(self, *args: Any, forum: Forum | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = forum
        if forum is not None:
            del self.fields["forum_name"]

    def clean_planned_on(self) -> date:
        planned_on: date = self.cleaned_data["planned_on"]
        if self.forum and self.forum.meetings.filter(planned_on=planned_on).exists():
            raise ValidationError("The forum already has a meeting on that day.")
        return planned_on


class HoldMeetingForm(PageForm):
    held_on = DateField(label="When was it held?", help_text="For example, 27 3 2027")
    present = ChoiceTicks(
        label="Who was there?",
        choices=[
            (Sector.PUBLIC, "Public bodies"),
            (Sector.VCS, "Voluntary, community and faith organisations"),
        ],
        help_text="A meeting can decide a case where both were.",
    )
    minutes = forms.CharField(
        label="Minutes",
        required=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 12}),
        help_text="What was decided, and who does what by when. Give posts, not people's names.",
    )

    def __init__(self, *args: Any, meeting: Meeting, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.on = meeting, on
        self.fields["held_on"].initial = min(meeting.planned_on, on)

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > self.on:
            raise ValidationError("The date it was held cannot be in the future.")
        return held_on


class WaysForm(PageForm):
    ways = ChoiceRadios(label="How are cases decided?", choices=WaysToDecide.choices)
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Both sectors can read this. Give posts, not people's names.",
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ways"].initial = area.ways_to_decide


class AsAtForm(PageForm):
    on = DateField(label="As at", required=False)
    mark_optional = False


class PeriodForm(PageForm):
    start = DateField(label="From", required=False)
    end = DateField(label="To", required=False)
    on = DateField(label="As at", required=False)
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = found.get("start"), found.get("end")
        if start and end and end < start:
            self.add_error("end", "The last day cannot be before the first.")
        return found
