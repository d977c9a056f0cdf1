"""The sections about results, as the analysis has them: goals, error, norms, what lasts, yes and no, and groups."""

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.followup.reading_pages import cells, reading, words

from loke.analysis.options import period_label, period_number
from loke.followup.change import change
from loke.followup.compared import groups
from loke.followup.outcomes import goals, yes_no
from loke.followup.over_time import how_long, over_time
from loke.followup.practice import completion, do_we_do_it
from loke.followup.reality import reality_of
from loke.followup.results import lasting, norms, reliable_change
from loke.followup.who import who
from loke.measures.actions import add_variable
from loke.publishing.sentences.swedish_results import LOOKED_FOR
from loke.records.actions import record_values

pytestmark = pytest.mark.once


def read(service, by=""):
    return reading(service, date.today(), "all", by)


@pytest.fixture
def page(world, signed_in):
    """The page of the parents' service for all time, as its manager sees it."""
    person = world.foraldraskap.unit.memberships.filter(role="manager")[0].user

    def html(**asked) -> str:
        answer = signed_in(person).get(reverse("follow_up", args=[world.foraldraskap.code]), {"period": "all", **asked})
        return answer.content.decode()

    return html


def test_goals_are_counted_on_the_page_as_in_the_table(world, page):
    rows = read(world.foraldraskap).rows("goals")
    shown = [(row[1], row[2]) for row in cells(page(), "Når de målen?")]
    assert shown == [(str(row.n), str(row.of)) for row in rows]
    assert f"Av {rows[0].of} bedömda mål nåddes {rows[0].n} helt" in words(page())


def test_better_and_worse_beyond_the_error_stand_together(world, page):
    (row,) = read(world.foraldraskap).rows("reliable_change")
    (shown,) = cells(page(), "Är förändringen större än mätfelet?")
    assert [str(row.pairs), str(row.improved), str(row.unchanged), str(row.deteriorated)] == shown[3:7]
    assert row.recovered is None, "without a cut-off there is no such column"
    said = reliable_change(read(world.foraldraskap)).says[0]
    assert f"För {row.improved} är en förändring till det bättre" in said
    assert "till det sämre större än mätfelet" in said


def test_a_norm_is_never_shown_without_its_group(world):
    section = norms(read(world.foraldraskap))
    (chart,) = section.parts[0].charts
    assert "Normgrupp: Påhittade föräldrar i allmänhet, Ingenstans, 2019, 25–45 år, 612 personer." in chart.note
    assert "Källa:" in chart.note
    assert "Påhittade föräldrar i allmänhet" in chart.pictures[0].svg


def test_the_means_over_time_are_of_the_same_persons(world):
    found = read(world.foraldraskap)
    section, rows = lasting(found), found.rows("lasting")
    assert len(section.parts[0].charts) == len(rows) == 5
    for chart, row in zip(section.parts[0].charts, rows, strict=True):
        assert f"samma {row.triples} personer" in chart.pictures[0].description
    assert (
        f"av {rows[0].closed} avslutade kunde {rows[0].eligible} ha nåtts, och {rows[0].reached} nåddes"
        in section.says[0]
    )


def test_a_service_without_norms_or_follow_ups_has_no_such_sections(world):
    for make in (reliable_change, norms, lasting, yes_no, groups):
        assert make(read(world.ungdom)) is None
    assert goals(read(world.ungdom)) is not None


def test_yes_and_no_before_and_after_name_those_missing(world):
    service = world.ungdom
    asked = add_variable(
        by=None,
        service=service,
        name="Sover hela natten",
        role="outcome",
        type="yes_no",
        purpose="Se om det blir lugnare.",
        occasion="opening closing",
    )
    closed = list(service.episodes.filter(closed__isnull=False).order_by("pk")[:12])
    for place, episode in enumerate(closed):
        record_values(by=None, episode=episode, occasion="opening", values={asked: "no"})
        record_values(by=None, episode=episode, occasion="closing", values={asked: "no" if place < 2 else "yes"})
    found = read(service)
    (row,) = found.rows("yes_no")
    assert (row.pairs, row.no_yes, row.no_no) == (12, 10, 2)
    (said,) = yes_no(found).says
    of = found.rows("completion")[0].of
    assert said.startswith("Sover hela natten: av 12 svarade ingen ja vid start och 10 vid avslut.")
    assert "Ökningen är ganska säker" in said
    assert f"För {of - 12} av {of} avslutade saknas minst ett av svaren." in said


def notes(section, title="") -> dict[str, str]:
    """What is said of each chart of a section's split, by its title."""
    return {chart.title: chart.note for part in section.parts if part.title.startswith(title) for chart in part.charts}


@pytest.mark.parametrize(("by", "kind"), [("ending", "completion"), ("age", "range"), ("sex", "")])
def test_what_a_split_is_made_of_is_not_compared_by_it(world, by, kind):
    found, left_out = read(world.ungdom, by), "Jämförs inte här: grupperna är gjorda av just detta."
    said = notes(reality_of(found))
    of_it = {f"{row.text}, version {row.version}" for row in found.rows("expectations") if row.kind == kind}
    assert {title for title, note in said.items() if note == left_out} == of_it
    assert bool(of_it) == bool(kind)
    assert (notes(completion(found), "Uppdelat")["Fullföljde"] == left_out) == (by == "ending")


def test_without_a_picture_of_means_there_is_no_legend_and_too_few_are_said_once(world):
    months = [period_label("month", period_number("month", date.today()) - back) for back in range(12)]
    every = [change(reading(world.ungdom, date.today(), month)) for month in months]
    section = next(one for one in every if one)
    assert all(int(cell.text) < 10 for row in section.twins[0].rows for cell in row.cells if cell.kind == "count")
    assert section.says[0].endswith("Hur medelvärdet har ändrats sägs från tio personer.")
    assert not section.parts
    assert not any(note.startswith("Ring:") for note in section.notes)
    assert any(note.startswith("Ring:") for note in change(read(world.ungdom)).notes)


def test_meetings_are_not_compared_by_group_since_one_person_has_several(world):
    for by in ("sex", "age", "ending"):
        said = notes(do_we_do_it(read(world.ungdom, by)), "Uppdelat")["Uteblivna träffar"]
        assert said.startswith("En person kan ha flera"), by
        assert "ganska säkert" not in said


def test_two_versions_of_what_was_meant_are_told_apart(world):
    found = read(world.familjehem, "sex")
    meant = {(row.expectation, row.version) for row in found.rows("doses")}
    said = [one.partition(": ")[0] for one in do_we_do_it(found).says]
    assert len(meant) > len({expectation for expectation, _ in meant})
    assert len(set(said)) == len(said)
    assert any(title.endswith(", version 2") for title in notes(do_we_do_it(found), "Uppdelat"))


def test_a_question_that_is_not_split_says_so_where_a_split_is_chosen(world):
    for make, note in ((who, "Bara tabellen är uppdelad här: Kön."), (goals, "Bara tabellen är uppdelad här: Kön.")):
        assert note in make(read(world.ungdom, "sex")).notes
        assert note not in make(read(world.ungdom)).notes
    assert "Inte uppdelat här: Kön." in over_time(read(world.ungdom, "sex")).notes


def test_the_days_that_are_named_stand_in_the_table_of_how_long_they_stay(world):
    for service in (world.ungdom, world.beroende, world.foraldraskap):
        section = how_long(read(service))
        days = set(re.findall(r"[Ee]fter (\d+) dagar", " ".join(section.says)))
        assert days <= {cell.text for row in section.twins[0].rows for cell in row.cells}


@pytest.mark.parametrize("by", ["sex", "age", "ending"])
def test_groups_are_compared_only_where_a_split_is_chosen_and_never_the_missing(world, by):
    for service in (world.ungdom, world.beroende, world.foraldraskap):
        section = groups(read(service, by))
        assert section.question == "Skiljer det mellan grupper?"
        said = " ".join([*section.says, *(chart.note for part in section.parts for chart in part.charts)])
        assert "Uppgift saknas" not in said
        differ = "Skiljer sig ganska säkert" in said
        assert (LOOKED_FOR in section.notes) == differ
        assert not differ or "Skiljer sig" not in section.says[0], "what is found by looking is no headline"


def test_no_group_is_called_different_when_its_own_interval_holds_zero(world):
    for service in (world.ungdom, world.beroende, world.foraldraskap):
        for by in ("sex", "age", "ending"):
            found = read(service, by)
            rows = [row for row in found.groups("groups") if "missing" not in (row.group, row.against)]
            assert [len(table.rows) for table in groups(found).twins] == ([len(rows)] if rows else [])
            charts = [chart for part in groups(found).parts for chart in part.charts]
            sure = sum(chart.note.count(" och ") for chart in charts if "Skiljer sig ganska säkert" in chart.note)
            assert sure <= sum(row.low > 0 or row.high < 0 for row in rows)


def test_the_sections_can_be_read_in_english(world):
    found = reading(world.foraldraskap, date.today(), "all", "sex", "en")
    for make in (goals, reliable_change, norms, lasting, groups):
        said = " ".join(make(found).says)
        assert not re.search(r"[åäö]", said.replace("Påhittade föräldrar", "").replace("Omsorg", ""))
