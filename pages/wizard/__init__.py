"""One way through a draft for every app: what was typed is kept raw, and nothing of it is lost."""

from pages.wizard.beginning import FirstPage, begin
from pages.wizard.draft import Draft, right_answers
from pages.wizard.ending import check_page, discard_page, finish
from pages.wizard.flow import draft_page, preview
from pages.wizard.losses import files_lost, not_saved, nothing_lost
from pages.wizard.raw import Typed, digest
from pages.wizard.views import DraftViews
from pages.wizard.wizard import Group, Lack, Wizard, group_of

__all__ = [
    "Draft",
    "DraftViews",
    "FirstPage",
    "Group",
    "Lack",
    "Typed",
    "Wizard",
    "begin",
    "check_page",
    "digest",
    "discard_page",
    "draft_page",
    "files_lost",
    "finish",
    "group_of",
    "not_saved",
    "nothing_lost",
    "preview",
    "right_answers",
]
