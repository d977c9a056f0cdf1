"""What can be done to measures: variables, instruments, the plan of what is measured, and expectations."""

from loke.measures.actions.expectations import add_expectation
from loke.measures.actions.instruments import add_instrument
from loke.measures.actions.library import confirm_fact, record_licence, remove_instrument, use_library_instrument
from loke.measures.actions.plans import plan_measurement
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
from loke.measures.actions.variables import add_variable

__all__ = [
    "Question",
    "Scoring",
    "add_expectation",
    "add_instrument",
    "add_questionnaire",
    "add_variable",
    "confirm_fact",
    "copy_questionnaire",
    "keep_question",
    "keep_scale",
    "keep_wording",
    "move_question",
    "plan_measurement",
    "record_licence",
    "remove_instrument",
    "remove_question",
    "remove_scale",
    "use_library_instrument",
]
