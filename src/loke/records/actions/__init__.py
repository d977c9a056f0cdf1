"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from loke.records.actions.answers import fill_in, judge_goals, record_measurement, record_measurements, record_values
from loke.records.actions.contacts import (
    change_contact,
    register_contact,
    register_contacts,
    register_group_session,
    register_week,
    remove_contact,
)
from loke.records.actions.corrections import correct_episode
from loke.records.actions.endings import end_episode
from loke.records.actions.episodes import (
    add_ending,
    enter_phase,
    enter_phases,
    open_episode,
    record_sex_and_age,
    share_out,
)
from loke.records.actions.handovers import erase_handovers, hand_over, take_over
from loke.records.actions.planned import answer_planned, drop_planned, move_planned, plan_contacts
from loke.records.actions.registering import add_codes, register_counted
from loke.records.actions.undoing import empty_bin, put_back, remove_episode, undo_registration
from loke.records.actions.watching import choose_reminder, dismiss_finding, note_reminder, take_up_finding

__all__ = [
    "add_codes",
    "add_ending",
    "answer_planned",
    "change_contact",
    "choose_reminder",
    "correct_episode",
    "dismiss_finding",
    "drop_planned",
    "empty_bin",
    "end_episode",
    "enter_phase",
    "enter_phases",
    "erase_handovers",
    "fill_in",
    "hand_over",
    "judge_goals",
    "move_planned",
    "note_reminder",
    "open_episode",
    "plan_contacts",
    "put_back",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_counted",
    "register_group_session",
    "register_week",
    "remove_contact",
    "remove_episode",
    "share_out",
    "take_over",
    "take_up_finding",
    "undo_registration",
]
