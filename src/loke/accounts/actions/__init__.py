"""What can be done to people and the places they work in, and the frame that makes every change an action."""

from loke.accounts.actions.frame import action
from loke.accounts.actions.people import (
    accept_invitation,
    add_person,
    end_employment,
    end_role,
    end_sign_ins,
    give_role,
    invite,
)
from loke.accounts.actions.places import make_installation, make_organisation, make_unit, remove_unit, rename_unit

__all__ = [
    "accept_invitation",
    "action",
    "add_person",
    "end_employment",
    "end_role",
    "end_sign_ins",
    "give_role",
    "invite",
    "make_installation",
    "make_organisation",
    "make_unit",
    "remove_unit",
    "rename_unit",
]
