"""What can be done to measures: variables, instruments, the plan of what is measured, and expectations."""

from loke.measures.actions.expectations import add_expectation, drop_expectation, write_expectation
from loke.measures.actions.instruments import add_instrument
from loke.measures.actions.plans import plan_measurement
from loke.measures.actions.variables import add_variable
from loke.measures.actions.versions import adopt_process_version, begin_process_version

__all__ = [
    "add_expectation",
    "add_instrument",
    "add_variable",
    "adopt_process_version",
    "begin_process_version",
    "drop_expectation",
    "plan_measurement",
    "write_expectation",
]
