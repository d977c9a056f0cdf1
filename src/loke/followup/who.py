"""Vilka kommer till oss: those who began, variable by variable, and apart what was asked when they left."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import by_columns, not_split
from loke.publishing import shares
from loke.publishing.readings import TOO_FEW


def who(reading: Reading) -> Section | None:
    rows, numbers = reading.drawn("who"), reading.rows("who_numbers")
    if not rows and not numbers:
        return None
    return Section(
        anchor="vilka",
        question=_("Vilka kommer till oss?"),
        says=[_lead(reading, rows, numbers)],
        parts=list(_parts(reading, rows, numbers)),
        twins=reading.tables("who", "who_numbers"),
        notes=[*_few(reading, rows), *not_split(reading, table=True)],
    )


def _few(reading: Reading, rows: Sequence[Row]) -> list[str]:
    words = reading.say.phrases.few(max((row.of or 0 for row in rows), default=0))
    return [words] if words else []


def _lead(reading: Reading, rows: Sequence[Row], numbers: Sequence[Row]) -> str:
    began = next((row.of for row in rows if row.occasion == "opening"), 0)
    return reading.say.began(began, next((row for row in numbers if row.variable == "age"), None), reading.words)


def _parts(reading: Reading, rows: Sequence[Row], numbers: Sequence[Row]) -> Iterator[Part]:
    titles = {"opening": "", "closing": _("När kontakten slutade")}
    for occasion, title in titles.items():
        asked = by_columns([row for row in rows if row.occasion == occasion], "variable")
        charts = [_categories(reading, found) for _key, found in asked]
        charts += [_number(reading, row) for row in numbers if row.occasion == occasion and row.variable != "age"]
        if charts:
            yield Part(charts, title)


def _categories(reading: Reading, rows: Sequence[Row]) -> Chart:
    """A bar for each answer that may be told; that it is missing comes last, and only when it is for somebody."""
    variable = rows[0].variable
    names = {row.category: reading.name("category", row.category, variable) for row in rows}
    shown = [
        shares.Share(names[row.category], row.share, row.low, row.high, f"{row.n}")
        for row in sorted(rows, key=lambda row: row.category == "missing")
        if row.share is not None and row.of >= TOO_FEW and (row.n or row.category != "missing")
    ]
    pictures = [shares.categories(shown, language=reading.language)] if shown else []
    hidden = [names[row.category] for row in rows if "share" in getattr(row, "hidden", ())]
    note = reading.say.phrases.hidden(hidden) if hidden else reading.say.who(rows, names, reading.words)
    return Chart(reading.name("variable", variable), pictures, note)


def _number(reading: Reading, row: Row) -> Chart:
    return Chart(reading.name("variable", row.variable), note=reading.say.who_numbers(row, reading.words))
