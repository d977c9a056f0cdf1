"""What can be done to the expectations of a process description."""

from datetime import date
from decimal import Decimal

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import ProcessDescription
from loke.measures.models import Expectation
from loke.measures.saving import clean_save


@action("add_expectation")
def add_expectation(
    *,
    by: User | None,
    process: ProcessDescription,
    code: str,
    kind: str,
    text: str,
    valid_from: date,
    share: Decimal | None = None,
    **more,
) -> Expectation:
    """`more` may hold valid_to, and what the kind needs of variable or of_age, option, intervention, phase, scale,
    lowest, highest and months."""
    require(by, "description", "write", unit=process.service.unit)
    expectation = Expectation(
        process=process, code=code, kind=kind, text=text, valid_from=valid_from, share=share, **more
    )
    clean_save(expectation)
    process.service.touch()
    return expectation
