"""The rows of a table of figures, written in code: a long page has five thousand cells."""

from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from loke.publishing.tables import Table, TableRow

register = template.Library()


@register.filter
def rows(table: Table) -> SafeString:
    """Each row begins with what it is about."""
    return format_html_join("\n", "{}", ((_row(row),) for row in table.rows))


def _row(row: TableRow) -> SafeString:
    return format_html(_pattern(row.now, tuple(cell.figure for cell in row.cells)), *(cell.text for cell in row.cells))


@cache
def _pattern(now: bool, figures: tuple[bool, ...]) -> str:
    """What rows of one shape have in common; figures are set to the right."""
    classes = [' class="n"' if figure else "" for figure in figures]
    cells = "".join(f"<td{one}>{{}}</td>" for one in classes[1:])
    begun = '<tr class="now">' if now else "<tr>"
    return f'{begun}<th scope="row"{classes[0]}>{{}}</th>{cells}</tr>'
