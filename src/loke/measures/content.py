"""Variables and measurement plan as the content that documents are written from."""

from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import get_language, gettext

from loke.description.models import Service
from loke.measures.listing import Listing, measurement_list, option_list, variable_list
from loke.publishing.documents import content

WIDE = 60  # letters; a text longer than this wants twice the room


def plan_content(service: Service) -> content.Plan:
    """What is measured and asked, when, how and what for, as the unit's own tables."""
    return content.Plan(
        title=gettext("Mätplan och variabler"),
        service=service.name,
        municipality=service.organisation.name,
        version=timezone.localdate().isoformat(),
        lines=(
            gettext("Vi frågar samma saker av alla, för att se om det vi gör hjälper. Svaren läser vi tillsammans."),
        ),
        tables=(table_of("plan", measurement_list(service)), table_of("variables", variable_list(service))),
        language=get_language() or "sv",
    )


def plan_tables(service: Service) -> list[content.Table]:
    """Everything about what is recorded, a sheet for each: variables, their options, and the plan."""
    return [
        table_of("variables", variable_list(service)),
        table_of("options", option_list(service)),
        table_of("plan", measurement_list(service)),
    ]


def table_of(code: str, listing: Listing) -> content.Table:
    """A listing as a table of a document; columns in which everything is a number hold numbers."""
    columns = [_column(place, head, [row[place] for row in listing.rows]) for place, head in enumerate(listing.head)]
    rows = tuple(
        tuple(_figure(cell) if column.figure else cell for column, cell in zip(columns, row, strict=True))
        for row in listing.rows
    )
    return content.Table(code=code, caption=listing.title, columns=tuple(columns), rows=rows)


def _column(place: int, label: str, cells: list[str]) -> content.Column:
    figure = bool(cells) and all(_figure(cell) is not None for cell in cells)
    share = 0.9 if figure else 2 if max(map(len, cells), default=0) > WIDE else 1
    return content.Column(f"c{place}", label, figure=figure, share=share)


def _figure(cell: str) -> float | None:
    """The number that a cell shows, with decimal comma or point; None for any other text."""
    try:
        return float(Decimal(cell.replace(",", ".")))
    except InvalidOperation:
        return None
