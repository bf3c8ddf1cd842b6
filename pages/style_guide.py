"""What the style guide shows: every component with made-up content, from no table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest

from pages import shown
from pages.forms import ChoiceRadios, ChoiceTicks, DateField, MoneyField, PageForm, YesNoField
from pages.shown import OUTCOMES

REASON = "Only the compact officer of Exampleshire can do this."


class No:
    """An answer that is no, with its one sentence."""

    reason = REASON

    def __bool__(self) -> bool:
        return False


class ExampleForm(PageForm):
    organisation = forms.CharField(max_length=80, help_text="The name on its letterhead.")
    received_on = DateField(
        label="Day the notice was received", help_text="For example, 31 March 2027."
    )
    in_writing = YesNoField(label="Was the notice in writing?")
    amount = MoneyField(label="Amount for the year", required=False)
    kind = ChoiceRadios(
        label="What was decided",
        choices=[("end", "End the funding"), ("reduce", "Reduce it"), ("terms", "Change terms")],
        hints={"terms": "For example, other outcomes or other reporting."},
    )
    reached = ChoiceTicks(
        label="How people were told",
        choices=[("letter", "Letter"), ("mail", "E-mail"), ("meeting", "Meeting")],
        required=False,
    )
    clause = forms.ChoiceField(choices=[("", "Choose a clause"), ("4.4", "4.4"), ("2.4", "2.4")])
    reasons = forms.CharField(widget=forms.Textarea({"rows": 4}), max_length=500)
    letter = forms.FileField(required=False, help_text="PDF or Word, up to 20 MB.")
    sure = forms.BooleanField(label="I have checked this with the recipient")


def style_guide_context(request: HttpRequest) -> dict[str, Any]:
    day = dt.date(2027, 3, 31)
    return {
        "form": ExampleForm(request.POST or None, request.FILES or None),
        "outcomes": list(OUTCOMES),
        "yes": True,
        "no": No(),
        "day": day,
        "rows": [
            {"key": "Funder", "value": "Exampleshire Council", "url": "#", "action": "Change"},
            {"key": "Last funded day", "value": day, "url": "#"},
            {"key": "Reason given", "value": None},
        ],
        "headings": ["Recipient", "Notice received", "State", "Amount"],
        "table_rows": [
            ["Riverside Advice", dt.date(2027, 1, 4), shown.outcome_tag("breach"), "£12,000"],
            ["Meadow Youth Club", None, shown.outcome_tag("cannot_assess"), "£344,000"],
        ],
        "events": [
            {"on": dt.date(2027, 1, 4), "title": "Notice received", "by": "Recorded by: Treasurer"},
            {"on": day, "title": "Funding ends", "text": "The last funded day."},
        ],
        "tasks": [
            {"title": "Tell the recipient", "url": "#", "status": "To do", "colour": "yellow"},
            {"title": "Assess the impact", "hint": "Clause 4.1", "status": "Done"},
        ],
        "pages": [
            {"number": 1, "url": "#", "is_current": True},
            {"number": 2, "url": "#", "is_current": False},
            {"number": None, "url": "", "is_current": False},
            {"number": 9, "url": "#", "is_current": False},
        ],
        "bars": [("Within 30 days", 41), ("31 to 60 days", 9), ("Later", 2)],
        "series": ["Kept", "Explained", "Apparent breach"],
        "stacks": [("Public sector", [12, 3, 2]), ("Voluntary sector", [9, 1, 1])],
        "why": {
            "clause": "Thurrock 2012, clause 4.4",
            "clause_url": "#",
            "clause_text": "Give a minimum of three months’ notice in writing.",
            "facts": [
                {
                    "label": "Last funded day",
                    "value": day,
                    "recorded_by": "Grants officer",
                    "recorded_on": dt.date(2026, 11, 23),
                }
            ],
            "workings": [
                "Three months after 31 December 2026 is 31 March 2027.",
                "Three months after 1 January 2027 is 1 April 2027, which is too late.",
                "So the last day to give notice is 31 December 2026.",
            ],
            "calendar": "England and Wales, 2012 to 2028",
        },
    }
