"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from loke.records.actions.access import end_grant, give_grant, open_with_reason, protect_client
from loke.records.actions.answers import fill_in, record_values
from loke.records.actions.contacts import (
    change_contact,
    register_contact,
    register_contacts,
    register_group_session,
    register_week,
    remove_contact,
    remove_group_session,
)
from loke.records.actions.corrections import correct_episode
from loke.records.actions.counted import correct_counted, register_counted
from loke.records.actions.endings import end_episode, reopen_episode
from loke.records.actions.episodes import (
    add_ending,
    enter_phase,
    enter_phases,
    open_episode,
    record_sex_and_age,
    share_out,
)
from loke.records.actions.goals import change_goal, judge_goals, remove_goal, set_goal
from loke.records.actions.handovers import erase_handovers, hand_over, take_over
from loke.records.actions.imported import import_rows
from loke.records.actions.measurements import (
    acknowledge_alarms,
    correct_measurement,
    record_measurement,
    record_measurements,
    remove_measurement,
)
from loke.records.actions.planned import answer_planned, drop_planned, move_planned, plan_contacts
from loke.records.actions.registering import add_codes
from loke.records.actions.retention import (
    approve_erasure,
    confirm_erasure,
    decide_retention,
    erase,
    propose_erasure,
    request_erasure,
    spare_client,
    withdraw_erasure,
)
from loke.records.actions.reviews import sign_review
from loke.records.actions.undoing import empty_bin, put_back, remove_episode, undo_registration
from loke.records.actions.watching import choose_reminder, dismiss_finding, note_reminder, remind, take_up_finding

__all__ = [
    "acknowledge_alarms",
    "add_codes",
    "add_ending",
    "answer_planned",
    "approve_erasure",
    "change_contact",
    "change_goal",
    "choose_reminder",
    "confirm_erasure",
    "correct_counted",
    "correct_episode",
    "correct_measurement",
    "decide_retention",
    "dismiss_finding",
    "drop_planned",
    "empty_bin",
    "end_episode",
    "end_grant",
    "enter_phase",
    "enter_phases",
    "erase",
    "erase_handovers",
    "fill_in",
    "give_grant",
    "hand_over",
    "import_rows",
    "judge_goals",
    "move_planned",
    "note_reminder",
    "open_episode",
    "open_with_reason",
    "plan_contacts",
    "propose_erasure",
    "protect_client",
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
    "remind",
    "remove_contact",
    "remove_episode",
    "remove_goal",
    "remove_group_session",
    "remove_measurement",
    "reopen_episode",
    "request_erasure",
    "set_goal",
    "share_out",
    "sign_review",
    "spare_client",
    "take_over",
    "take_up_finding",
    "undo_registration",
    "withdraw_erasure",
]
