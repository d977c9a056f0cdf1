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
from loke.accounts.actions.ways_back import close_way_back, come_back, hand_over_way_back, let_back_in

__all__ = [
    "accept_invitation",
    "action",
    "add_person",
    "close_way_back",
    "come_back",
    "end_employment",
    "end_role",
    "end_sign_ins",
    "give_role",
    "hand_over_way_back",
    "invite",
    "let_back_in",
    "make_installation",
    "make_organisation",
    "make_unit",
    "remove_unit",
    "rename_unit",
]
