"""Loke: systematic follow-up of social services by the LOKE model, one room per step of the method."""

__version__ = "0.1.0"
