"""What can be done to variables and their options."""

from collections.abc import Iterable

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.measures.models import Option, Variable


@action("add_variable")
def add_variable(
    *,
    by: User | None,
    service: Service,
    code: str,
    name: str,
    role: str,
    type: str,
    options: Iterable[tuple[str, str]] = (),
    **more: str,
) -> Variable:
    """`options` are codes with names, in order; `more` may hold occasion, component and purpose."""
    require(by, "measures", "write", unit=service.unit)
    variable = Variable(service=service, code=code, name=name, role=role, type=type, **more)
    variable.full_clean()
    variable.save()
    Option.objects.bulk_create(
        Option(variable=variable, code=option, name=label, order=order)
        for order, (option, label) in enumerate(options, 1)
    )
    service.touch()
    return variable
