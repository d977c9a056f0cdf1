"""Goals, and yes or no before and after: what people themselves set out for, and what has changed around them."""

from django.utils.translation import gettext as _

from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import not_split
from loke.publishing import bars, shares
from loke.publishing.readings import TOO_FEW


def goals(reading: Reading) -> Section | None:
    rows, drawn = reading.rows("goals"), reading.drawn("goals")
    waiting = reading.not_judged
    if not drawn and not waiting:
        return None
    names = {row.attainment: reading.name("attainment", row.attainment) for row in drawn}
    shown = [
        shares.Share(names[row.attainment], row.share, row.low, row.high, f"{row.n}/{row.of}")
        for row in drawn
        if row.share is not None and row.of >= TOO_FEW
    ]
    note = _("Andel av de bedömda målen. En person kan ha flera mål.")
    if hidden := [names[row.attainment] for row in drawn if "share" in getattr(row, "hidden", ())]:
        note = f"{note} {reading.say.phrases.hidden(hidden)}"
    charts = [Chart(_("Hur långt målen nåddes"), [shares.categories(shown, language=reading.language)], note)]
    return Section(
        anchor="mal",
        question=_("Når de målen?"),
        says=[reading.say.results.goals(rows, waiting)] if rows or waiting else [],
        parts=[Part(charts)] if shown else [],
        twins=reading.tables("goals"),
        notes=not_split(reading, table=True),
    )


def yes_no(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("yes_no") if row.pairs]
    if not rows:
        return None
    closed = next((row.of for row in reading.rows("completion")), 0)
    names = {row.variable: reading.name("variable", row.variable) for row in rows}
    parts = [bars.Part(_("ja"), "better"), bars.Part(_("nej"), "same")]
    charts = []
    for row in rows:
        before, after = row.yes_yes + row.yes_no, row.yes_yes + row.no_yes
        counts = [
            bars.Bar(_("Vid start"), (before, row.pairs - before)),
            bars.Bar(_("Vid avslut"), (after, row.pairs - after), now=True),
        ]
        charts.append(Chart(names[row.variable], [bars.stacked(counts, parts)], _("Samma personer båda gångerna.")))
    return Section(
        anchor="ja-nej",
        question=_("Ja eller nej: vad har ändrats?"),
        says=[reading.say.results.yes_no(row, names[row.variable], closed) for row in rows],
        parts=[Part(charts)],
        twins=reading.tables("yes_no"),
        notes=[reading.say.phrases.REMINDER, *not_split(reading, table=True)],
    )
