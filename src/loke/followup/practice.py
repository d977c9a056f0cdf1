"""What was done: do we do what we say, who receives what, how many complete, and how complete the records are."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.followup.choices import ENDING
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import Shares, by_columns, by_definition, share_chart, split_part
from loke.publishing import bars, shares
from loke.publishing.readings import TOO_FEW

MOST_BARS = 12  # periods beside each other


def do_we_do_it(reading: Reading) -> Section | None:
    doses, phases, attendance = (reading.rows(name) for name in ("doses", "phases", "attendance"))
    if not doses and not phases and not any(row.planned for row in attendance):
        return None
    says = [reading.say.attendance(row) for row in attendance if row.intervention == "all"]
    says += [_dose(reading, row) for row in doses]
    says += [reading.say.phase(row, reading.name("phase", row.phase), reading.words) for row in phases]
    return Section(
        anchor="gor-vi",
        question=_("Gör vi det vi säger att vi gör?"),
        says=says,
        parts=[*_missed(reading, attendance), *split_part(reading, _missed_by_group(reading))],
        twins=reading.tables("attendance", "doses", "phases"),
    )


def _dose(reading: Reading, row: Row) -> str:
    """In the words of the version that the row was held against."""
    return f"{_meant(reading, row)}: {reading.say.doses(row, reading.words)}"


def _meant(reading: Reading, row: Row) -> str:
    """What was meant, and in which version where people of the period were held against several."""
    text = reading.expectation(row).text
    versions = {one.version for one in reading.rows("doses") if one.expectation == row.expectation}
    if versions <= {row.version}:
        return text
    return _("%(text)s, version %(version)s") % {"text": text, "version": row.version}


def _missed(reading: Reading, rows: Sequence[Row]) -> list[Part]:
    shown = [
        _share(row, reading.name("intervention", row.intervention), f"{row.missed}/{row.planned}")
        for row in sorted(rows, key=lambda row: row.intervention != "all")
        if row.planned >= TOO_FEW
    ]
    if not shown:
        return []
    picture = shares.categories(shown, language=reading.language)
    note = _("Andel av planerade träffar. En person kan ha flera.")
    return [Part([Chart(_("Uteblivna träffar"), [picture], note)])]


def _missed_by_group(reading: Reading) -> Iterator[Chart | Shares | None]:
    rows = [row for row in reading.groups("attendance") if row.intervention == "all"]
    yield share_chart(reading, _("Uteblivna träffar"), rows, "missed", "planned", several=True)
    for _key, found in by_columns(reading.groups("doses"), "expectation", "version"):
        said = reading.say.results.dose_groups(found, [reading.group_name(row) for row in found])
        yield Chart(_meant(reading, found[0]), note=said) if said else None


def interventions(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("interventions") if row.of]
    if not rows:
        return None
    names = reading.names["intervention"]
    return Section(
        anchor="insatser",
        question=_("Vilka får vilka insatser?"),
        says=[reading.say.interventions(rows, names, reading.words)],
        parts=[*_received(reading, rows), *split_part(reading, _received_by_group(reading))],
        twins=reading.tables("interventions"),
    )


def _received(reading: Reading, rows: Sequence[Row]) -> list[Part]:
    shown = [
        _share(row, reading.name("intervention", row.intervention), f"{row.received}/{row.of}", row.intended)
        for row in sorted(rows, key=lambda row: (not row.intended, -row.received))
        if row.of >= TOO_FEW
    ]
    if not shown:
        return []
    note = _("Andel som fick minst en träff.")
    if not all(row.intended for row in rows):
        note += " " + _("Mörk stapel: insatsen ges men står inte i beskrivningen.")
    return [Part([Chart(_("Insatserna"), [shares.categories(shown, language=reading.language)], note)])]


def _received_by_group(reading: Reading) -> Iterator[Shares | None]:
    for (code,), found in by_columns(reading.groups("interventions"), "intervention"):
        if any(row.received for row in found):
            yield share_chart(reading, reading.name("intervention", code), found, "received", "of")


def completion(reading: Reading) -> Section | None:
    rows = [row for row in reading.all_periods("completion") if row.of]
    if not rows or rows[-1].period != reading.period:
        return None
    return Section(
        anchor="fullfoljer",
        question=_("Hur många fullföljer?"),
        says=[reading.say.completion(rows)],
        parts=[Part([_endings(reading, rows)]), *split_part(reading, [_completed_by_group(reading)])],
        table=reading.table("completion", rows),
        twins=reading.tables("endings"),
    )


def _completed_by_group(reading: Reading) -> Chart | Shares | None:
    if reading.by == ENDING:
        return by_definition(_("Fullföljde"))
    return share_chart(reading, _("Fullföljde"), reading.groups("completion"), "completed", "of", _target(reading))


def _endings(reading: Reading, rows: Sequence[Row]) -> Chart:
    """Counts of the latest periods to the left; to the right the shares of those with at least five."""
    rows = rows[-MOST_BARS:]
    parts = [bars.Part(_("Fullföljde"), "better"), bars.Part(_("Annat"), "same"), bars.Part(_("Avbröt"), "worse")]
    whole = [row for row in rows if row.other is not None]  # outside the unit it may be hidden
    counts = [bars.Bar(_short(row.period), _thirds(row), row.period == reading.period) for row in whole]
    shown = [
        shares.Share(_short(row.period), row.share, row.low, row.high, now=row.period == reading.period)
        for row in rows
        if row.of >= TOO_FEW
    ]
    pictures = [bars.stacked(counts, parts)] if counts else []
    if not shown:
        return Chart(_("Hur kontakterna slutade"), pictures, _("Antal avslutade."))
    pictures.append(shares.shares(shown, target=_target(reading), language=reading.language))
    note = _("Först antal avslutade, sedan andelen som fullföljde med osäkerhet.") if counts else ""
    return Chart(_("Hur kontakterna slutade"), pictures, note, "pair" if counts else "")


def _thirds(row: Row) -> tuple[int, int, int]:
    return row.completed, row.other, row.of - row.completed - row.other


def _target(reading: Reading) -> float | None:
    return next((row.target for row in reading.rows("expectations") if row.kind == "completion"), None)


def _short(period: str) -> str:
    """Names beside bars have room for five letters: 2026, or H1 26."""
    year, _dash, part = period.partition("-")
    return f"{part} {year[2:]}" if part else "" if period == "all" else year


def completeness(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("completeness") if row.due]
    if not rows:
        return None
    says, made = [reading.say.completeness(rows, reading.names["what"])], reading.table("completeness", rows)
    return Section("fullstandigt", _("Hur fullständigt är det?"), says, table=made)


def _share(row: Row, name: str, counts: str, intended: bool = True) -> shares.Share:
    return shares.Share(name, row.share, row.low, row.high, counts, kind="amount" if intended else "worse")
