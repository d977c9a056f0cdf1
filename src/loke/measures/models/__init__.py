"""What is recorded and how: variables, instruments with items, scales and norms, and what is expected of them."""

from loke.measures.models.expectations import Expectation
from loke.measures.models.instruments import Instrument, Item, Norm, Scale
from loke.measures.models.library import Alarm, ConfirmedFact, FromLibrary, Licence
from loke.measures.models.plans import MeasurementPlan, Mode
from loke.measures.models.texts import ItemText, Translation
from loke.measures.models.variables import LEAST_OPTIONS, Option, Variable

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
]
