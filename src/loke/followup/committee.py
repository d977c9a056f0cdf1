"""The one page for the committee, which is made of what has passed disclosure control and of nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loke.followup.papers import Cover
from loke.publishing.documents.content import Plan
from loke.publishing.documents.paper import as_content
from loke.publishing.tables import Table


@dataclass(frozen=True)
class Publishable:
    """Tables and sentences that may leave the unit, and what the control says of them; only the control makes one."""

    says: Sequence[str]
    tables: Sequence[Table]
    note: str


def committee_page(cover: Cover, shown: Publishable) -> Plan:
    """What is known and what is not, on one page."""
    return Plan(
        title=_("Till nämnden"),
        service=cover.service,
        municipality=cover.municipality,
        version=cover.line,
        lines=(*shown.says, shown.note),
        tables=tuple(as_content(table) for table in shown.tables),
        language=cover.language,
    )
