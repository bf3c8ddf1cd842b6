"""Who may bring a spreadsheet of a kind of act into an area. Each row is asked again, for its body."""

from __future__ import annotations

from accounts.permissions import Answer
from commitments.subjects import Person, Subject
from organisations.models import Area


def may_import(user: Person, subject: Subject, area: Area) -> Answer:
    sheet = subject.sheet
    if sheet is None or sheet.may_import is None:
        return Answer(f"{subject.noun[1].capitalize()} are not imported from a spreadsheet.")
    return sheet.may_import(user, area)
