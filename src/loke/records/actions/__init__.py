"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from loke.records.actions.access import end_grant, give_grant, open_with_reason, protect_client
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
from loke.records.actions.reviews import sign_review

__all__ = [
    "add_ending",
    "end_episode",
    "end_grant",
    "enter_phase",
    "enter_phases",
    "give_grant",
    "judge_goals",
    "open_episode",
    "open_with_reason",
    "protect_client",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_group_session",
    "share_out",
    "sign_review",
]
