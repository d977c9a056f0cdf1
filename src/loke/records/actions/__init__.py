"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from loke.records.actions.answers import judge_goals, record_measurement, record_measurements, record_values
from loke.records.actions.contacts import register_contact, register_contacts, register_group_session
from loke.records.actions.corrections import correct_episode
from loke.records.actions.episodes import (
    add_ending,
    end_episode,
    enter_phase,
    enter_phases,
    open_episode,
    record_sex_and_age,
    share_out,
)
from loke.records.actions.handovers import erase_handovers, hand_over, take_over
from loke.records.actions.registering import add_codes, register_counted
from loke.records.actions.undoing import empty_bin, put_back, remove_episode, undo_registration
from loke.records.actions.watching import choose_reminder, dismiss_finding, note_reminder, take_up_finding

__all__ = [
    "add_codes",
    "add_ending",
    "choose_reminder",
    "correct_episode",
    "dismiss_finding",
    "empty_bin",
    "end_episode",
    "enter_phase",
    "enter_phases",
    "erase_handovers",
    "hand_over",
    "judge_goals",
    "note_reminder",
    "open_episode",
    "put_back",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_counted",
    "register_group_session",
    "remove_episode",
    "share_out",
    "take_over",
    "take_up_finding",
    "undo_registration",
]
