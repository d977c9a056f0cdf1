"""What is recorded and how: variables, instruments with items, scales and norms, and what is expected of them."""

from loke.measures.models.expectations import Expectation, in_force_on
from loke.measures.models.instruments import Instrument, Item, Norm, Scale, bring_parts
from loke.measures.models.library import Alarm, ConfirmedFact, FromLibrary, Licence
from loke.measures.models.plans import MeasurementPlan, Mode, plans_of
from loke.measures.models.texts import ItemText, Translation
from loke.measures.models.variables import LEAST_OPTIONS, Option, Variable, variables_asked

__all__ = [
    "LEAST_OPTIONS",
    "Alarm",
    "ConfirmedFact",
    "Expectation",
    "FromLibrary",
    "Instrument",
    "Item",
    "ItemText",
    "Licence",
    "MeasurementPlan",
    "Mode",
    "Norm",
    "Option",
    "Scale",
    "Translation",
    "Variable",
    "bring_parts",
    "in_force_on",
    "plans_of",
    "variables_asked",
]
