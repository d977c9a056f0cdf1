"""The frame that makes every change an action: atomic, allowed and logged."""

import functools
import inspect
from collections.abc import Callable

from django.db import transaction

from loke.accounts import log
from loke.accounts.models import Unit


def action(name: str) -> Callable:
    """Make a function an action: keyword-only with `by`, one transaction, one entry in the audit log.

    `by` is a User, or None for the operator at the command line. The entry names what the action returned.
    """

    def decorate(function: Callable) -> Callable:
        assert "by" in inspect.signature(function).parameters, name

        @functools.wraps(function)
        def run(**kwargs):
            with transaction.atomic():
                result = function(**kwargs)
                log.record_action(by=kwargs["by"], unit=_unit_of(result), what=name, target=_target(result))
            return result

        run.action = name
        return run

    return decorate


def _unit_of(result) -> Unit | None:
    """Where it was done; a unit itself stands in the log by its number only, which keeps nobody from removing it."""
    return getattr(result, "access_unit", None) or getattr(result, "unit", None)


def _target(result) -> str:
    return f"{result._meta.label} {result.pk}" if hasattr(result, "_meta") else ""
