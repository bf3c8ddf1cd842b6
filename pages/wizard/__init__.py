"""One way through a draft for every app: what was typed is kept raw, and nothing of it is lost."""

from pages.wizard.answers import Group, Lack, answered, differences, group_of, said
from pages.wizard.beginning import FirstPage, begin
from pages.wizard.draft import Draft, right_answers
from pages.wizard.ending import check_page, discard_page, finish
from pages.wizard.flow import draft_page, preview
from pages.wizard.losses import files_lost, not_saved, nothing_lost
from pages.wizard.raw import Typed, digest
from pages.wizard.wizard import Wizard

__all__ = [
    "Draft",
    "FirstPage",
    "Group",
    "Lack",
    "Typed",
    "Wizard",
    "answered",
    "begin",
    "check_page",
    "differences",
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
    "said",
]
