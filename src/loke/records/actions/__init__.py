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
from loke.records.actions.retention import (
    approve_erasure,
    confirm_erasure,
    decide_retention,
    erase,
    propose_erasure,
    put_back,
    request_erasure,
    spare_client,
)

__all__ = [
    "add_ending",
    "approve_erasure",
    "confirm_erasure",
    "decide_retention",
    "end_episode",
    "enter_phase",
    "enter_phases",
    "erase",
    "judge_goals",
    "open_episode",
    "propose_erasure",
    "put_back",
    "record_measurement",
    "record_measurements",
    "record_sex_and_age",
    "record_values",
    "register_contact",
    "register_contacts",
    "register_group_session",
    "request_erasure",
    "share_out",
    "spare_client",
]
