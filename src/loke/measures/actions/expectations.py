"""What can be done to the expectations of a process description that is open."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.adopting import hold_open
from loke.description.codes import next_code
from loke.description.models import ProcessDescription, ProcessRow
from loke.measures.models import Expectation
from loke.measures.process import Expected, seal


@action("add_expectation")
def add_expectation(
    *,
    by: User | None,
    process: ProcessDescription,
    code: str,
    kind: str,
    text: str,
    row: ProcessRow | None = None,
    share: Decimal | None = None,
    **more,
) -> Expectation:
    """`more` may hold what the kind needs of variable or of_age, option, answer, intervention, phase, scale, lowest,
    highest and months. It counts from the day the version is adopted. Raises ValidationError by field."""
    hold_open(by, process)
    expectation = Expectation(
        process=process, row=row, code=code, kind=kind, text=text, valid_from=timezone.localdate(), share=share, **more
    )
    return clean_save(expectation)


@action("drop_expectation")
def drop_expectation(*, by: User | None, expectation: Expectation) -> ProcessDescription:
    """Take it off the draft, with all its accepted options; versions that are adopted keep theirs."""
    process = expectation.process
    hold_open(by, process)
    process.expectations.filter(code=expectation.code).delete()
    return process


@action("write_expectation")
def write_expectation(
    *,
    by: User | None,
    process: ProcessDescription,
    row: ProcessRow,
    rows: list[Expectation],
    code: str = "",
    seen: str = "",
) -> ProcessDescription:
    """Write an expectation under a row: new, or in the place of what `code` is, read by the seal `seen`.

    A code without a seal is of one that was taken away and comes back. `rows` are not stored yet: one, or one for
    each accepted option. Raises ValidationError that quotes what somebody else has written since.
    """
    hold_open(by, process)
    there = list(process.expectations.filter(code=code)) if code else []
    for one in rows:
        one.row = row
    if there and seal(there) == seal(rows):
        return process
    if there and seen and seal(there) != seen:
        words = _("Någon har ändrat förväntan under tiden, till: %(text)s. Spara igen om det du skrev ska gälla.")
        raise ValidationError(words % {"text": Expected(tuple(there)).words})
    code = _unused(process) if not code or (there and not seen) else code
    process.expectations.filter(code=code).delete()
    for one in rows:
        one.process, one.row, one.code, one.valid_from = process, row, code, timezone.localdate()
        clean_save(one)
    return process


def _unused(process: ProcessDescription) -> str:
    """A code that no expectation of any version of the service has had."""
    used = Expectation.objects.filter(process__service=process.service)
    return next_code("e", used.values_list("code", flat=True))
