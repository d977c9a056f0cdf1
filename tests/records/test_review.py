"""Going through the month's readings: the odd ones first, signed once, and never a month forgotten."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import told, typed

from loke.accounts import log
from loke.accounts.models import AccessEntry
from loke.accounts.submissions import Stale
from loke.records import actions
from loke.records.models import Client, LogReview
from loke.records.oddness import POINTS, RULES, Known, Reading, judge
from loke.records.review import due, months_to_review, proposal, reviews_overdue

NOON = datetime(2026, 10, 14, 12)  # a Wednesday
ALWAYS = (date(2020, 1, 1), None)
TABLE = """
what                                | hour | own | more                     | points
own client at noon, registered      |   12 | yes | registered               |      0
own client at noon, only read       |   12 | yes |                          |      1
own client at 17.59                 |   17 | yes | registered               |      0
own client in the evening           |   18 | yes | registered               |      3
own client before seven             |    6 | yes | registered               |      3
own client at night                 |   23 | yes | registered               |      6
a colleague's                       |   12 | no  | registered               |      3
a colleague's, only read            |   12 | no  |                          |      4
a colleague's, opened with reason   |   12 | no  | registered opened        |      9
own, protected                      |   12 | yes | registered protected     |      6
not own, protected                  |   12 | no  | registered protected     |     13
after the client was handed over    |   12 | no  | ended                    |      9
by the manager                      |   12 | no  | registered manager       |      0
own, closed long ago                |   12 | yes | closed                   |      4
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("what", "hour", "own", "more", "points"), rows(TABLE))
def test_a_reading_has_the_points_of_what_sets_it_apart(what, hour, own, more, points):
    known, pair, at = Known(), (1, 7), NOON.replace(hour=int(hour))
    if own == "yes":
        known.own.add(pair)
    if "registered" in more:
        known.registered[pair].add(NOON.date())
    if "opened" in more:
        known.opened[pair].append((at - timedelta(hours=1), at + timedelta(hours=11)))
    if "protected" in more:
        known.protected[7] = date(2026, 10, 14)
    if "ended" in more:
        known.ended[pair] = at - timedelta(days=1)
    if "manager" in more:
        known.managers[1].append(ALWAYS)
    if "closed" in more:
        known.closed[7] = NOON.date() - timedelta(days=181)
    (judged,) = judge([Reading(1, at, 1, "client", (7,))], known)
    assert (judged.points, judged.risky) == (int(points), int(points) >= 6)


@pytest.mark.parametrize(("clients", "minutes", "browsing"), [(15, 10, True), (14, 10, False), (15, 12, False)])
def test_many_clients_in_a_short_time_are_browsing(clients, minutes, browsing):
    seconds = [round(n * minutes * 60 / (clients - 1)) for n in range(clients)]
    readings = [Reading(n, NOON + timedelta(seconds=at), 1, "client", (n + 1,)) for n, at in enumerate(seconds)]
    judged = judge(readings, Known(managers={1: [ALWAYS]}))
    assert all(("many_clients" in one.rules) is browsing for one in judged)


def test_every_rule_says_why_in_words_and_is_used():
    assert all(rule["words"] and rule["why"].endswith(".") for rule in POINTS.values())
    source = Path(judge.__code__.co_filename).read_text()
    assert [name for name in POINTS if f'"{name}"' not in source] == []
    assert tomllib.loads((Path(judge.__code__.co_filename).parent / "review.toml").read_text()) == RULES


def planted(count: int, odd: int, chance: Random) -> tuple[list[Reading], Known, set[int]]:
    """A month in a unit of 40 practitioners and two managers, and odd readings among the ordinary ones."""
    known, readings, strange = Known(managers={41: [ALWAYS], 42: [ALWAYS]}), [], set()
    clients = range(1, 1201)
    owner = {client: client % 40 + 1 for client in clients}
    known.protected = dict.fromkeys(range(1, 11), date(2026, 1, 1))
    known.own = {(person, client) for client, person in owner.items()}
    at_odds = set(chance.sample(range(count), odd))
    for number in range(count):
        day = NOON.replace(day=1) + timedelta(days=chance.randint(0, 29))
        client = chance.choice(clients)
        if number in at_odds:
            reading = _odd(number, day, client, owner, known, chance)
            strange.add(number)
        else:
            reading = _ordinary(number, day, client, owner, known, chance)
        readings.append(reading)
    return readings, known, strange


def _ordinary(number, day, client, owner, known, chance) -> Reading:
    """By day on weekdays but for 3 %, mostly with something registered; one in ten by a manager."""
    while day.weekday() > 4:
        day -= timedelta(days=2)
    hour = chance.randint(18, 20) if chance.random() < 0.03 else chance.randint(7, 17)
    by = chance.choice((41, 42)) if chance.random() < 0.1 else owner[client]
    if chance.random() < 0.6:
        known.registered[by, client].add(day.date())
    if chance.random() < 0.002:
        by = owner[client] % 40 + 1  # a colleague steps in, as colleagues do
        known.opened[by, client].append((day.replace(hour=0), day.replace(hour=23)))
        known.registered[by, client].add(day.date())
    return Reading(number, day.replace(hour=hour, minute=chance.randint(0, 59)), by, "client", (client,))


def _odd(number, day, client, owner, known, chance) -> Reading:
    """Curiosity as it has been described in reviews: at night, about people handed over, about the protected."""
    by, kind = owner[client] % 40 + 1, chance.choice(("night", "handed over", "protected", "evening with reason"))
    if kind == "protected":
        return Reading(number, day.replace(hour=12), 41, "client", (chance.randint(1, 10),))
    if kind == "handed over":
        known.ended[by, client] = day - timedelta(days=40)
        return Reading(number, day.replace(hour=chance.randint(7, 17)), by, "client", (client,))
    hour = chance.choice((22, 23, 3)) if kind == "night" else chance.randint(18, 21)
    known.opened[by, client].append((day.replace(hour=0), day.replace(hour=23, minute=59)))
    return Reading(number, day.replace(hour=hour), by, "client", (client,))


def found_in_top(count: int, odd: int) -> float:
    readings, known, strange = planted(count, odd, Random(f"planted {count}"))
    top = {one.reading.number for one in judge(readings, known)[: count // 100]}
    return len(strange & top) / odd


def test_nineteen_in_twenty_odd_readings_stand_in_the_first_hundredth():
    assert found_in_top(5_000, 10) >= 0.95


@pytest.mark.slow
def test_of_200_odd_readings_among_100_000_nineteen_in_twenty_stand_in_the_first_hundredth():
    """Run by: ./loke test tests/records/test_review.py -m slow."""
    assert found_in_top(100_000, 200) >= 0.95


# The pages


@pytest.fixture
def october(world, monkeypatch):
    """Aino read in October as she should, and Idris at night what he had opened by saying why."""
    mine, hers = world.ongoing(world.idris), world.aino.episodes.ongoing()
    episode = hers.exclude(client__episodes__responsible=world.idris).listed()[0]
    unit = world.ungdom.unit
    actions.open_with_reason(by=world.idris, service=world.ungdom, client=episode.client, reason="urgent")
    month = timezone.localdate().replace(day=1) - timedelta(days=1)
    night = timezone.make_aware(datetime(month.year, month.month, 13, 23, 30))
    day = timezone.make_aware(datetime(month.year, month.month, 14, 10))
    episode.client.openings.update(at=night - timedelta(hours=1), until=night + timedelta(hours=11))
    for at, by, client in ((day, world.idris, mine.client_id), (night, world.idris, episode.client_id)):
        monkeypatch.setattr(log.timezone, "now", lambda at=at: at.astimezone(UTC))
        log.record_reading(by=by, unit=unit, what="client", clients=[client])
    monkeypatch.undo()
    return month.replace(day=1)


def test_the_odd_reading_stands_first_and_says_why(world, signed_in, october):
    page = signed_in(world.maryam).get(reverse("review", args=["ungdom", f"{october:%Y-%m}"]))
    first = page.context["told"].rows[0]
    assert (first.reading.by, first.risky) == (world.idris.pk, True)
    assert "öppnad med skäl, någon annan ansvarar, på natten" in told(page)
    assert "Loggen är hel för månaden" in told(page)


def test_signing_keeps_who_when_and_what_was_said_and_is_done_once(world, signed_in, october):
    maryam, page = signed_in(world.maryam), reverse("review", args=["ungdom", f"{october:%Y-%m}"])
    shown = maryam.get(page)
    row = shown.context["told"].rows[0].reading.number
    assert maryam.post(page, typed(shown, note="Talade med Idris.", **{f"note-{row}": "Jour"})).status_code == 303
    review = LogReview.objects.get()
    assert (review.by, review.unit, review.month, review.readings) == (world.maryam, world.ungdom.unit, october, 2)
    assert review.rows.get(entry=row).note == "Jour"
    signed = told(maryam.get(page))
    assert "Talade med Idris." in signed
    assert review.digest in signed
    with pytest.raises(ValidationError, match="redan granskad"):
        actions.sign_review(by=world.maryam, unit=review.unit, month=october, seen="", note="", notes={})


def test_whoever_reviews_is_told_which_readings_are_her_own_and_so_are_those_who_read_the_review(
    world, signed_in, october, monkeypatch
):
    maryam, page = signed_in(world.maryam), reverse("review", args=["ungdom", f"{october:%Y-%m}"])
    assert "din egen" not in told(maryam.get(page))
    then = timezone.make_aware(datetime(october.year, october.month, 20, 9))
    monkeypatch.setattr(log.timezone, "now", lambda: then.astimezone(UTC))
    client = world.ongoing(world.aino).client_id
    log.record_reading(by=world.maryam, unit=world.ungdom.unit, what="client", clients=[client])
    monkeypatch.undo()
    shown = maryam.get(page)
    assert "1 av läsningarna nedan är din egen. Gå igenom den med någon annan." in told(shown)
    assert told(shown).count("din egen") == 2
    assert "Skriv vad ni kom fram till om det som sticker ut" in told(maryam.post(page, typed(shown)))
    maryam.post(page, typed(shown, note="Jour."))
    assert told(maryam.get(page)).count("granskarens egen") == 1


def test_one_drawn_by_lot_that_nothing_is_odd_about_is_signed_too(world, october, monkeypatch):
    monkeypatch.setattr(type(proposal(world.ungdom.unit, october).rows[0].pages[0]), "words", "")
    seen = proposal(world.ungdom.unit, october).digest
    sign = {"by": world.maryam, "unit": world.ungdom.unit, "month": october, "seen": seen, "note": "", "notes": {}}
    assert {row.why for row in actions.sign_review(**sign).rows.all()} == {""}


@pytest.mark.parametrize("table", ["logreview", "reviewedreading"])
def test_a_signed_review_never_changes(world, october, table):
    unit = world.ungdom.unit
    seen = proposal(unit, october).digest
    review = actions.sign_review(by=world.maryam, unit=unit, month=october, seen=seen, note="", notes={})
    rows = LogReview.objects.filter(pk=review.pk) if table == "logreview" else review.rows.all()
    with pytest.raises(IntegrityError, match="only_sealed_anew"), transaction.atomic():
        rows.update(risky=0) if table == "logreview" else rows.update(score=0)


def test_a_note_with_a_code_in_it_is_refused(world, october):
    shown = proposal(world.ungdom.unit, october)
    number, [client] = shown.rows[0].reading.number, shown.rows[0].reading.clients
    Client.objects.filter(pk=client).update(code="K 7")
    sign = {"by": world.maryam, "unit": world.ungdom.unit, "month": october, "seen": shown.digest, "note": ""}
    with pytest.raises(ValidationError, match="klientkod"):
        actions.sign_review(notes={number: "Frågade om k 7."}, **sign)


def test_what_is_signed_is_what_was_shown(world, october):
    with pytest.raises(Stale):
        actions.sign_review(by=world.maryam, unit=world.ungdom.unit, month=october, seen="x", note="", notes={})


def test_a_review_that_was_opened_on_other_readings_is_shown_anew_and_can_then_be_signed(world, signed_in, october):
    maryam, page = signed_in(world.maryam), reverse("review", args=["ungdom", f"{october:%Y-%m}"])
    sent = typed(maryam.get(page), note="Talade med Idris.", seen="other")
    again = maryam.post(page, sent)
    assert again.status_code == 409
    assert "Talade med Idris." in told(again)
    assert maryam.post(page, {**sent, "seen": again.context["form"]["seen"].value()}).status_code == 303
    assert LogReview.objects.get().note == "Talade med Idris."


def test_a_month_that_goes_on_is_looked_at_but_not_signed(world, signed_in, october):
    this = timezone.localdate().replace(day=1)
    page = signed_in(world.maryam).get(reverse("review", args=["ungdom", f"{this:%Y-%m}"]))
    assert "Skriv under granskningen" not in told(page)
    with pytest.raises(ValidationError, match="inte slut"):
        actions.sign_review(by=world.maryam, unit=world.ungdom.unit, month=this, seen="", note="", notes={})


def test_a_month_is_overdue_from_the_fifteenth_of_the_next_until_it_is_signed(world, october):
    unit = world.ungdom.unit
    last = due(october)
    assert last.day == 15
    assert reviews_overdue(unit, last - timedelta(days=1)) == []
    assert reviews_overdue(unit, last) == [october]
    assert october in months_to_review(unit, last)
    seen = proposal(unit, october).digest
    actions.sign_review(by=world.maryam, unit=unit, month=october, seen=seen, note="", notes={})
    assert reviews_overdue(unit, last) == []


@pytest.mark.parametrize("who", ["aino", "bengt", "coach", "administrator"])
def test_only_the_manager_reviews(world, signed_in, who):
    browser = signed_in(getattr(world, who))
    for page in (reverse("review_readings", args=["ungdom"]), reverse("review", args=["ungdom", "2026-10"])):
        assert browser.get(page).status_code == 404


def test_the_protection_officer_sees_that_it_is_done_but_no_client(world, signed_in, october):
    officer = type(world.aino).objects.get(email__startswith="dina@")
    browser = signed_in(officer)
    assert browser.get("/").url == "/tillsyn/"
    page = told(browser.get("/tillsyn/"))
    assert "Båda loggarna är hela" in page
    code = world.ongoing(world.aino).client.code
    assert code[3:6] + " " + code[6:9] not in page
    assert browser.get("/v/ungdom/klienter/").status_code == 404


def test_the_log_is_looked_through_at_night_and_not_for_every_page(world, signed_in, october, monkeypatch):
    page, maryam = reverse("review_readings", args=["ungdom"]), signed_in(world.maryam)
    found = log.look_through(AccessEntry)
    monkeypatch.setattr(log, "broken_links", lambda *_given: pytest.fail("looked through for a page"))
    shown = maryam.get(page)
    assert shown.context["look"] == found
    assert f"Kontrollerad <time>{timezone.localtime(found.at):%Y-%m-%d %H:%M}</time>." in told(shown)
    monkeypatch.setattr(log, "broken_links", lambda *_given: [1])
    log.look_through(AccessEntry)
    assert "Loggen stämmer inte" in told(maryam.get(page))
