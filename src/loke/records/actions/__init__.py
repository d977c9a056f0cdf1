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
from loke.records.actions.endings import end_episode
from loke.records.actions.episodes import (
    add_ending,
    enter_phase,
    enter_phases,
    open_episode,
    record_sex_and_age,
    share_out,
)
from loke.records.actions.planned import answer_planned, drop_planned, move_planned, plan_contacts

__all__ = [
    "add_ending",
    "answer_planned",
    "change_contact",
    "drop_planned",
    "end_episode",
    "enter_phase",
    "enter_phases",
    "fill_in",
    "judge_goals",
    "move_planned",
    "open_episode",
    "plan_contacts",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_group_session",
    "register_week",
    "remove_contact",
    "share_out",
]
