"""What is recorded and how: variables, instruments with items, scales and norms, and what is expected of them."""

from loke.measures.models.expectations import Expectation
from loke.measures.models.instruments import Instrument, Item, Norm, Scale
from loke.measures.models.plans import MeasurementPlan, Mode
from loke.measures.models.variables import Option, Variable

__all__ = ["Expectation", "Instrument", "Item", "MeasurementPlan", "Mode", "Norm", "Option", "Scale", "Variable"]
