"""The verbs: areas, organisations, and their people."""

from organisations.actions.areas import (
    add_area,
    archive_area,
    change_area,
    name_first,
    set_up,
    take_out_of_archive,
)
from organisations.actions.bodies import add_organisation, change_organisation, free_slug
from organisations.actions.people import (
    accept,
    account_of,
    change_post,
    end_membership,
    end_role,
    give_role,
    invite,
    invite_again,
    reset_second_step,
)

__all__ = [
    "accept",
    "account_of",
    "add_area",
    "add_organisation",
    "archive_area",
    "change_area",
    "change_organisation",
    "change_post",
    "end_membership",
    "end_role",
    "free_slug",
    "give_role",
    "invite",
    "invite_again",
    "name_first",
    "reset_second_step",
    "set_up",
    "take_out_of_archive",
]
