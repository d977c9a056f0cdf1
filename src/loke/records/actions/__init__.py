"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from loke.records.actions.answers import fill_in, record_values
from loke.records.actions.contacts import register_contact, register_contacts, register_group_session
from loke.records.actions.endings import end_episode, reopen_episode
from loke.records.actions.episodes import (
    add_ending,
    enter_phase,
    enter_phases,
    open_episode,
    record_sex_and_age,
    share_out,
)
from loke.records.actions.goals import change_goal, judge_goals, set_goal, take_away_goal
from loke.records.actions.measurements import (
    acknowledge_alarms,
    correct_measurement,
    record_measurement,
    record_measurements,
    take_away_measurement,
)

__all__ = [
    "acknowledge_alarms",
    "add_ending",
    "change_goal",
    "correct_measurement",
    "end_episode",
    "enter_phase",
    "enter_phases",
    "fill_in",
    "judge_goals",
    "open_episode",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_group_session",
    "reopen_episode",
    "set_goal",
    "share_out",
    "take_away_goal",
    "take_away_measurement",
]
