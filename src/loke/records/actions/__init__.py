"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from loke.records.actions.answers import judge_goals, record_measurement, record_measurements, record_values
from loke.records.actions.contacts import register_contact, register_contacts, register_group_session
from loke.records.actions.episodes import (
    add_ending,
    end_episode,
    enter_phase,
    enter_phases,
    open_episode,
    record_sex_and_age,
    share_out,
)
from loke.records.actions.undoing import empty_bin, put_back, remove_episode, undo_registration

__all__ = [
    "add_ending",
    "empty_bin",
    "end_episode",
    "enter_phase",
    "enter_phases",
    "judge_goals",
    "open_episode",
    "put_back",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_group_session",
    "remove_episode",
    "share_out",
    "undo_registration",
]
