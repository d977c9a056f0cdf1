"""Över tid and jämfört med liknande: what the page shows of months, stays and services of the same group."""

import pytest
from tests.followup.reading_pages import reading, with_others, words

from loke.accounts.actions import give_role
from loke.followup.beside import beside_others
from loke.followup.dataset import comparable_to
from loke.followup.over_time import how_long, over_time
from loke.publishing.readings import TOO_FEW

pytestmark = pytest.mark.once


def test_from_five_services_there_is_a_funnel_and_the_own_one_is_named(world):
    section = beside_others(with_others(reading(world.ungdom, world.day), 4))
    charts = section.parts[0].charts
    assert charts
    assert any("Tonad yta" in note for note in section.notes)
    assert all("Inom gränserna" in chart.note or "för få" in chart.note for chart in charts)
    assert any("Öppenvård unga" in chart.pictures[0].svg and "Annan" not in chart.pictures[0].svg for chart in charts)
    names = [row.cells[0].text for row in section.twins[0].rows[:5]]
    assert names == sorted(names), "in the order of their names, never of their shares"


def test_fewer_than_five_are_compared_in_words(world):
    section = beside_others(with_others(reading(world.ungdom, world.day), 1))
    assert not any(chart.pictures for chart in section.parts[0].charts)
    assert not any("Tonad yta" in note for note in section.notes), "nothing is drawn"
    assert any("Ingen säker skillnad mellan verksamheterna." in chart.note for chart in section.parts[0].charts)


def test_of_fewer_than_five_nothing_is_said_of_limits(world):
    few, many = (beside_others(with_others(reading(world.ungdom, world.day), n)).twins[0] for n in (3, 4))
    assert [cell.text for cell in few.head] == ["Verksamhet", "Vad", "Antal", "Av", "Andel"]
    assert few.note == "I bokstavsordning. De rangordnas inte."
    assert {"Alla tillsammans", "Gränser för en så stor"} <= {cell.text for cell in many.head}
    assert "gränserna" in many.note


def test_a_service_alone_has_no_such_section(world):
    assert beside_others(reading(world.ungdom, world.day)) is None


def test_whom_each_service_meets_stands_beside_the_comparison(world):
    section = beside_others(with_others(reading(world.ungdom, world.day), 1))
    [head, mix] = section.twins[1].rows
    assert [cell.text for cell in head.cells[1:]] == [cell.text for cell in mix.cells[1:]]
    assert section.twins[1].caption == "Vilka verksamheterna möter"


@pytest.fixture
def same_group(world):
    """Addiction is compared with youth."""
    world.beroende.group = world.ungdom.group
    world.beroende.save()
    return world


def test_only_services_whose_figures_the_reader_may_see_are_beside(same_group):
    world = same_group
    assert comparable_to(world.ungdom, world.maryam) == []
    give_role(by=None, user=world.maryam, role="manager", organisation=world.organisation, unit=world.beroende.unit)
    assert comparable_to(world.ungdom, world.maryam) == [world.beroende]
    assert comparable_to(world.ungdom, world.charlie) == []
    assert comparable_to(world.familjehem, world.maryam) == []


def test_whoever_may_read_both_sees_them_on_the_page(same_group, signed_in):
    world = same_group
    browser = signed_in(world.maryam)
    address = f"/v/{world.ungdom.code}/folj-upp/"
    assert "liknande verksamheter" not in words(browser.get(address).content.decode())
    give_role(by=None, user=world.maryam, role="manager", organisation=world.organisation, unit=world.beroende.unit)
    said = words(browser.get(address).content.decode())
    assert "Jämfört med liknande verksamheter?" in said
    assert world.beroende.name in said


def test_every_month_of_the_beginning_is_over_time_whatever_period_is_read(world):
    section = over_time(reading(world.ungdom, world.day, "2026"))
    whole = over_time(reading(world.ungdom, world.day, "all"))
    assert [len(table.rows) for table in section.twins] == [len(table.rows) for table in whole.twins]
    assert len(section.parts[0].charts) == len(whole.parts[0].charts)
    assert "point-old" in section.parts[0].charts[0].pictures[0].svg
    assert "point-old" not in whole.parts[0].charts[0].pictures[0].svg


def test_the_table_of_stays_ends_with_the_curve(world):
    section = how_long(reading(world.ungdom, world.day, "all", "sex"))
    risks = [int(row.cells[1].text) for table in section.twins for row in table.rows if row.cells[1].text.isdigit()]
    assert all(risk >= TOO_FEW for risk in risks)
    assert [part.title for part in section.parts] == ["", "Uppdelat: Kön"]
