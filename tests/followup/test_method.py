"""The method appendix: a definition of every table and word, whose limits are those of the code that decides."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from django.utils.translation import override
from tests.followup.reading_pages import reading

from loke.analysis import change as sizes
from loke.analysis import charts, effect, estimates, expectations, facts, funnel, reliable, retention
from loke.analysis.calculation import TABLES as ANALYSED
from loke.analysis.disclosure import attack, rectangles, rounding
from loke.followup import change, chapters, counted, limits, meanings, over_time
from loke.followup.downloads import documents_now
from loke.followup.method import method_of
from loke.publishing import groups, readings
from loke.publishing.columns import LAYOUTS
from loke.publishing.documents.content import Table
from loke.publishing.tables import PHRASES

# Each limit with the module and the name that decide it, and another value that it might have had.
DECIDED = {
    "level": (estimates, "Z", 2.576),
    "too_few": (readings, "TOO_FEW", 77),
    "verdict": (expectations, "FEWEST", 77),
    "few": (readings, "FEW", 77),
    "pairs": (sizes, "FEWEST_PAIRS", 77),
    "labelled": (sizes, "LABELLED", 77),
    "shown": (sizes, "SHOWN", 77),
    "small_sample": (effect, "SMALL_SAMPLE", 77),
    "small": (effect, "COHEN", ((0.9, "large"), (0.6, "moderate"), (0.3, "small"), (0.0, "very_small"))),
    "moderate": (effect, "COHEN", ((0.9, "large"), (0.6, "moderate"), (0.3, "small"), (0.0, "very_small"))),
    "large": (effect, "COHEN", ((0.9, "large"), (0.6, "moderate"), (0.3, "small"), (0.0, "very_small"))),
    "apart": (effect, "APART", 77),
    "reliable": (reliable, "Z", Fraction(7, 2)),
    "window": (facts, "MARGIN", 77),
    "chance": (readings, "CHANCE", 0.077),
    "compared": (groups, "COMPARED_FROM", 77),
    "unadjusted": (groups, "UNADJUSTED", 77),
    "centre": (charts, "MEDIAN_FROM", 77),
    "limits": (charts, "LIMITS_FROM", 77),
    "run": (charts, "RUN", 77),
    "ranges": (charts, "TOP", 77),
    "screened": (charts, "MILLE", 7700),
    "overdispersed": (charts, "OVERDISPERSED", 7.7),
    "enough": (over_time, "ENOUGH", 0.77),
    "days": (retention, "FIXED", (0, 77)),
    "funnel": (funnel, "FEWEST", 77),
    "widened": (funnel, "OVERDISPERSED_FROM", 77),
    "inner": (funnel, "LEVELS", (0.01, 0.1, 0.9, 0.99)),
    "outer": (funnel, "LEVELS", (0.01, 0.1, 0.9, 0.99)),
    "lines": (change, "MOST_SLOPES", 77),
    "printed": (chapters, "MOST_ROWS", 77),
    "protected": (attack, "THRESHOLD", 77),
    "rounded_to": (rounding, "TO", 77),
    "rounded_from": (rounding, "BASE", 77),
    "rounded_away": (rounding, "HIDDEN", 77),
}
FIELD = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Appendix:
    """The tables of the appendix by their captions."""

    tables: dict[str, Table]

    def row(self, caption: str, first: str) -> tuple:
        return next(row for row in self.tables[caption].rows if row[0] == first)


@pytest.fixture
def appendix(world):
    read = reading(world.ungdom, date.today())

    def of(language: str = "sv") -> Appendix:
        with override(language):
            made = method_of(read.service, read.instruments, read.titles, language)
        blocks = [block for chapter in made for block in chapter.blocks if isinstance(block, Table)]
        return Appendix({block.caption: block for block in blocks})

    return of


def texts() -> list[str]:
    """Every definition, as it is written in the source."""
    with override("sv"):
        return [
            *(str(one.how) for one in (*counted.TABLES.values(), *meanings.VERDICTS.values())),
            *(str(one.how) for _name, one in (*counted.FIGURES, *meanings.WORDS)),
            *(str(how) for one in (meanings.SIGNS, meanings.SIZES) for how in one.values()),
            *(str(how) for _name, how in meanings.NOT_SHOWN),
            *(str(one.decides) for one in limits.LIMITS.values()),
            str(meanings.NO_SIZE),
        ]


def test_every_table_of_the_analysis_is_defined_under_its_name_on_the_page(appendix):
    assert set(counted.TABLES) == set(ANALYSED) == set(LAYOUTS)
    for language, captions in (
        ("sv", [one.sv for one in LAYOUTS.values()]),
        ("en", [one.en for one in LAYOUTS.values()]),
    ):
        told = appendix(language).tables["Tabellerna" if language == "sv" else "The tables"]
        assert {row[0] for row in told.rows} == set(captions)
        assert all(row[1] for row in told.rows)


def test_every_word_that_a_figure_may_get_is_defined_as_it_is_said():
    for phrases in PHRASES.values():
        assert set(meanings.VERDICTS) == set(phrases.VERDICT)
        assert set(meanings.SIZES) == set(phrases.SIZE) == {word for _limit, word in effect.COHEN} | {"uncertain"}
    assert set(meanings.SIGNS) == set(charts.NAMES)


def test_the_words_say_which_interval_and_number_they_follow(appendix):
    told = appendix()
    assert "95" in told.row("Orden", "Ganska säkert")[1]
    assert "minst 20 kan bedömas" in told.row("Orden", "Kanske som tänkt")[1]
    assert "färre än 20" in told.row("Orden", "Går inte att avgöra")[1]
    assert "färre än 20" in told.row("Orden", "Få personer")[1]
    assert "Färre än 5" in told.row("Orden", "För få")[1]
    assert told.row("Orden", "Storleken är måttlig")[1] == "Storleken är från 0,5 till under 0,8."
    assert "60\u00a0%" in told.row("Saknas eller visas inte", "Bortfall mellan start och slut")[1]
    assert "40\u00a0%" in told.row("Saknas eller visas inte", "Bortfall mellan start och slut")[1]
    assert "2,66" in told.row("Formlerna", "Gränser över tid, antal")[1]
    assert "första 12 punkterna" in told.row("Tabellerna", "Över tid")[1]
    assert "99,8\u00a0%" in told.row("Tabellerna", "Jämfört med liknande verksamheter")[1]


@pytest.mark.parametrize("name", limits.LIMITS)
def test_a_limit_is_read_where_it_decides(appendix, monkeypatch, name):
    module, constant, other = DECIDED[name]
    before, rows = limits.written("sv")[name], appendix().tables["Gränserna"].rows
    monkeypatch.setattr(module, constant, other)
    after = limits.written("sv")[name]
    assert after != before
    place = list(limits.LIMITS).index(name)
    assert rows[place][0] == before
    assert appendix().tables["Gränserna"].rows[place][0] == after


def test_no_definition_writes_a_number_of_its_own():
    assert [text for text in texts() if re.search(r"\d", text)] == []
    assert {field for text in texts() for field in FIELD.findall(text)} <= set(limits.LIMITS)


def test_two_limits_that_are_one_are_as_large_as_each_other():
    assert readings.TOO_FEW == expectations.FEWEST
    assert (100 * readings.SHOWN_WHOLE, 100 * readings.SHOWN_AT_ALL) == (sizes.LABELLED, sizes.SHOWN)
    assert attack.THRESHOLD == rectangles.THRESHOLD


def test_the_appendix_is_what_is_fetched(world, appendix):
    documents = documents_now(world.ungdom, reading(world.ungdom, date.today()))
    titles = [chapter.title for chapter in documents.method_appendix.chapters]
    assert titles[-6:-1] == [
        "Så räknas tabellerna",
        "Vad orden betyder",
        "Formler",
        "Det som saknas eller inte visas",
        "Gränser",
    ]
