"""What can be done to instruments and to the plan of what is measured."""

from collections.abc import Iterable, Mapping

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Organisation, User
from loke.accounts.submissions import clean_save
from loke.measures.models import Instrument, Item, Norm, Scale


@action("add_instrument")
def add_instrument(
    *,
    by: User | None,
    organisation: Organisation,
    code: str,
    items: Iterable[Mapping],
    scales: Iterable[Mapping],
    name: str = "",
) -> Instrument:
    """`items` and `scales` hold the fields of Item and Scale by name, in the order they are asked and shown.

    `norms` of a scale hold those of its norm groups.
    """
    require(by, "instruments", "change", organisation=organisation)
    instrument = Instrument.objects.create(organisation=organisation, code=code, name=name)
    for order, fields in enumerate(items, 1):
        clean_save(Item(instrument=instrument, order=order, **fields))
    for fields in scales:
        own = {name: value for name, value in fields.items() if name != "norms"}
        scale = clean_save(Scale(instrument=instrument, **own))
        for norm in fields.get("norms", ()):
            clean_save(Norm(scale=scale, **norm))
    return instrument
