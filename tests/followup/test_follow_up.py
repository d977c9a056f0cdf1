"""Följ upp: the figures of the analysis, said in words that go no further than they do, for whoever may see them."""

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.followup.reading_pages import cells, choices, reading, words

from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.followup.dataset import snapshot_for
from loke.publishing.numbers import percent
from loke.publishing.readings import is_early
from loke.records.actions import register_contact, register_counted

SERVICES = ("ungdom", "beroende", "familjehem", "foraldraskap")
QUESTIONS = (
    "Idé mot verklighet",
    "Vilka kommer till oss?",
    "Gör vi det vi säger att vi gör?",
    "Vilka får vilka insatser?",
    "Hur många fullföljer?",
    "Hur länge stannar de?",
    "Når de målen?",
    "Blir det bättre?",
    "Hur stora är förändringarna?",
    "Över tid?",
    "Hur fullständigt är det?",
    "Ta med siffrorna",
)
NEVER = re.compile(r"\bNone(?! of )\b|\bnan\b|\bNaN\b|g_av|d_av|&lt;|%\(")


@pytest.fixture
def staff(world, signed_in):
    """Somebody who may see the figures, service by service."""
    people = {service.code: world.maryam for service in (world.ungdom,)} | {world.beroende.code: world.bengt}

    def browser(service):
        return signed_in(people.get(service.code) or someone_in(service))

    return browser


def someone_in(service):
    return service.unit.memberships.filter(role__in=("practitioner", "manager"))[0].user


def page(browser, service, **asked) -> str:
    answer = browser.get(reverse("follow_up", args=[service.code]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


SHOWN: dict[tuple[str, ...], str] = {}


def shown(staff, service, **asked) -> str:
    """The page as it stands for whoever changes nothing: made once for the tests that read all of them."""
    key = (service.code, *asked.values())
    if key not in SHOWN:
        SHOWN[key] = page(staff(service), service, **asked)
    return SHOWN[key]


def test_every_question_is_answered_in_the_handbooks_order(world, staff):
    html = page(staff(world.ungdom), world.ungdom)
    assert tuple(words(found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", html)) == QUESTIONS


@pytest.mark.parametrize("name", SERVICES)
def test_the_figures_on_the_page_are_those_of_the_analysis(world, staff, name):
    service = getattr(world, name)
    chosen = choices(service, date.today()).chosen["period"]
    tables = analyse(snapshot_for(service), Options(as_of=date.today(), period="year")).tables
    html = page(staff(service), service)
    for row in (row for row in tables["completion"] if row.period == chosen):
        assert f"Av {row.of} avslutade fullföljde {row.completed}" in words(html)
    received = {row[0]: row[2:5] for row in cells(html, "Vilka får vilka insatser?")}
    named = {one.code: one.name for one in service.interventions.all()}
    for row in (row for row in tables["interventions"] if row.period == chosen):
        share = percent(row.share).replace("\u00a0", " ")
        assert received[named[row.intervention]] == [str(row.received), str(row.of), share]
    judged = [row[2:7] for row in cells(html, "Idé mot verklighet")]
    expected = [row for row in tables["expectations"] if row.period == chosen]
    counts = ("assessable", "not_assessable", "below", "within", "above")
    assert sorted(judged) == sorted([str(getattr(row, name)) for name in counts] for row in expected)


def test_a_registered_contact_is_in_the_figures_on_the_next_view(world, staff):
    browser, episode = staff(world.ungdom), world.ongoing(world.aino)
    before = cells(page(browser, world.ungdom, period=f"{world.day.year}"), "Kommer de på sina tider?")
    register_contact(
        by=world.aino, episode=episode, date=world.day, intervention=world.ungdom.interventions.get(code="enskilt")
    )
    after = cells(page(browser, world.ungdom, period=f"{world.day.year}"), "Kommer de på sina tider?")
    planned = [next(int(row[1]) for row in rows if row[0] == "Alla") for rows in (before, after)]
    assert planned[1] == planned[0] + 1


@pytest.mark.parametrize("who", ["coach", "politician", "administrator", "charlie", "tove"])
def test_whoever_may_not_see_the_figures_is_told_that_the_page_does_not_exist(world, signed_in, who):
    answer = signed_in(getattr(world, who)).get(reverse("follow_up", args=[world.ungdom.code]))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name",
    ["ungdom", "foraldraskap", *(pytest.param(name, marks=pytest.mark.slow) for name in ("beroende", "familjehem"))],
)
def test_every_period_and_every_split_can_be_read(world, staff, name):
    service, seen = getattr(world, name), 0
    form = choices(service, date.today())
    asked = [{"period": code} for code, _ in form.fields["period"].choices]
    asked += [{"period": "all", "by": code} for code, _ in form.fields["by"].choices]
    for choice in asked:
        html = shown(staff, service, **choice)
        assert NEVER.search(words(html)) is None
        seen += "Idé mot verklighet" in html or "Ingen började eller avslutade" in html
    assert seen == len(asked) >= 8


@pytest.mark.parametrize("name", SERVICES)
def test_the_page_can_be_read_in_english(world, staff, settings, name):
    service, browser = getattr(world, name), staff(getattr(world, name))
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = page(browser, service, by="sex")
    assert '<html lang="en">' in html
    assert "Of " in words(html)
    assert NEVER.search(words(html)) is None


def test_an_unknown_period_and_split_lead_to_the_usual_page_which_says_so_of_the_period(world, staff):
    browser = staff(world.ungdom)
    usual, told = words(page(browser, world.ungdom)), "Perioden i adressen finns inte. Det här är 2026 hittills. "
    asked = words(page(browser, world.ungdom, period="1066", by="salary"))
    assert (asked.count(told), asked.replace(told, ""), told in usual) == (1, usual, False)


def test_a_period_that_is_not_there_has_no_meeting_adoption_or_file(world, signed_in):
    maryam = signed_in(world.maryam)
    addresses = [reverse(name, args=["ungdom"]) for name in ("meeting", "meeting_record", "adopt_follow_up")]
    addresses.append(reverse("follow_up_file", args=["ungdom", "tabeller", "xlsx"]))
    for address in addresses:
        codes = {period: maryam.get(address, {"period": period}).status_code for period in ("1999", "2031", "2024-Q2")}
        assert codes == {"1999": 404, "2031": 404, "2024-Q2": 200}


@pytest.mark.parametrize("name", SERVICES)
def test_only_what_surely_did_not_hold_is_named_at_the_top(world, staff, name):
    service = getattr(world, name)
    for period, _ in choices(service, date.today()).fields["period"].choices:
        rows = reading(service, date.today(), period).rows("expectations")
        lead = words(re.search(r'<p class="says">(.*?)</p>', shown(staff, service, period=period))[0])
        named = set(re.findall("”(.*?)”", lead))
        judged = [row for row in rows if row.target and row.assessable >= 5 and not is_early(row)]
        surely_not = {row.text for row in judged if row.high < row.target}
        assert named <= surely_not
        assert bool(named) == bool(surely_not)


def test_what_did_not_hold_comes_first(world, staff):
    verdicts = re.findall(r'<span class="verdict">(.*?)</span>', page(staff(world.ungdom), world.ungdom, period="all"))
    not_met = [place for place, verdict in enumerate(verdicts) if verdict == "Ganska säkert färre"]
    assert not_met == list(range(len(not_met)))
    assert verdicts.index("Ganska säkert som tänkt") > len(not_met)


def test_a_phase_and_an_intervention_keep_their_own_names_beside_expectations_of_the_same_code(world, staff):
    html = page(staff(world.ungdom), world.ungdom)
    assert [row[0] for row in cells(html, "Faserna")] == ["Inledning", "Arbete"]
    assert "Nätverksmöte" in [row[0] for row in cells(html, "Vilka får vilka insatser?")]
    assert "Minst ett nätverksmöte" in [row[0] for row in cells(html, "Idé mot verklighet")]


def test_the_reminder_stands_once_in_each_section_about_change_and_the_measure_once(world, staff):
    text = words(page(staff(world.ungdom), world.ungdom, period="all"))
    assert text.count("Annat i livet ändras också.") == 2
    more = words(page(staff(world.foraldraskap), world.foraldraskap, period="all"))
    assert more.count("Annat i livet ändras också.") == 4
    assert text.count("Orden för den följer Cohen (1988).") == 1


def test_a_split_shows_the_groups_in_words(world, staff):
    text = words(page(staff(world.ungdom), world.ungdom, by="age", period="all"))
    assert text.count("Uppdelat: Ålder") >= 5
    assert re.search(r"\d\d och yngre", text)
    assert re.search(r"\d\d och äldre", text)


def test_answers_asked_at_the_end_stand_apart(world, staff):
    text = words(page(staff(world.ungdom), world.ungdom, period="all"))
    who = text.partition("Vilka kommer till oss? ")[2]
    assert who.index("Vägen hit") < who.index("När kontakten slutade") < who.index("Skola eller arbete vid avslut")


def test_the_page_says_how_those_without_identity_count(world, staff):
    service = world.ungdom
    told = {"day": world.day, "intervention": service.interventions.in_use().first()}
    assert "utan identitet" not in words(page(staff(service), service, period="2026"))
    register_counted(by=world.maryam, service=service, persons=2, **told)
    assert "2 av dem fick hjälp utan identitet, och räknas som att ha börjat" in words(
        page(staff(service), service, period="2026")
    )
    assert "utan identitet" not in words(page(staff(service), service, period="2025"))
