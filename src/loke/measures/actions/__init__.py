"""What can be done to measures: variables and options, instruments, the plan of what is measured, and expectations."""

from loke.measures.actions.documents import take_in_process
from loke.measures.actions.expectations import add_expectation, drop_expectation, write_expectation
from loke.measures.actions.instruments import add_instrument
from loke.measures.actions.library import confirm_fact, record_licence, remove_instrument, use_library_instrument
from loke.measures.actions.options import add_option, bring_back_option, move_option, rename_option, retire_option
from loke.measures.actions.plans import change_plan, drop_from_plan, plan_measurement
from loke.measures.actions.questionnaires import (
    Question,
    Scoring,
    add_questionnaire,
    copy_questionnaire,
    keep_question,
    keep_scale,
    keep_wording,
    move_question,
    remove_question,
    remove_scale,
)
from loke.measures.actions.starters import add_from_starter
from loke.measures.actions.variables import (
    add_variable,
    bring_back_variable,
    change_variable,
    move_variable,
    retire_variable,
)
from loke.measures.actions.versions import adopt_process_version, begin_process_version

__all__ = [
    "Question",
    "Scoring",
    "add_expectation",
    "add_from_starter",
    "add_instrument",
    "add_option",
    "add_questionnaire",
    "add_variable",
    "adopt_process_version",
    "begin_process_version",
    "bring_back_option",
    "bring_back_variable",
    "change_plan",
    "change_variable",
    "confirm_fact",
    "copy_questionnaire",
    "drop_expectation",
    "drop_from_plan",
    "keep_question",
    "keep_scale",
    "keep_wording",
    "move_option",
    "move_question",
    "move_variable",
    "plan_measurement",
    "record_licence",
    "remove_instrument",
    "remove_question",
    "remove_scale",
    "rename_option",
    "retire_option",
    "retire_variable",
    "take_in_process",
    "use_library_instrument",
    "write_expectation",
]
