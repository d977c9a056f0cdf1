"""What a table for readers is made of: its caption, what is counted in it, and columns that several tables share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A heading and the columns of the analysis behind it; `kind` names how they are written (see tables.py)."""

    sv: str
    en: str
    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A table: its caption, what is counted in it, and its columns, the first of which heads the row."""

    sv: str
    en: str
    note_sv: str
    note_en: str
    columns: tuple[Column, ...]


def column(sv: str, en: str, kind: str, *columns: str) -> Column:
    return Column(sv, en, kind, columns)


PERIOD = column("Period", "Period", "period", "period")
BY = column("Uppdelning", "Split by", "name", "by")
GROUP = column("Grupp", "Group", "name", "group")
SHARE = column("Andel", "Share", "percent", "share")
UNCERTAINTY = column("Osäkerhet", "Uncertainty", "percents", "low", "high")
INSTRUMENT = column("Instrument", "Instrument", "name", "instrument")
SCALE = column("Skala", "Scale", "name", "scale")
RESPONDENT = column("Svarat av", "Answered by", "name", "respondent")
MIDDLE = column("I mitten", "Middle", "short", "median")
MIDDLE_HALF = column("Mittersta hälften", "Middle half", "shorts", "q1", "q3")
EARLIER = (
    column("Tidigare", "Earlier", "of", "earlier", "earlier_of"),
    column("Skillnad i procentenheter", "Difference in percentage points", "points", "difference"),
    column(
        "Osäkerhet i skillnaden", "Uncertainty of the difference", "points_span", "difference_low", "difference_high"
    ),
)
