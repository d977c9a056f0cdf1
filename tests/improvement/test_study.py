"""What a cycle follows, counted from the records before and since its start, and kept as it was when it ended."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.improvement.improving import COMPLETES, begun, ended, planned, started, today

from loke.analysis.calculation import ALONE, analyse, analyse_alone
from loke.analysis.options import Options
from loke.followup.dataset import snapshot_for
from loke.improvement.measures import GOALS, SHARES, figures_of
from loke.improvement.models import ImprovementCycle, Phase
from loke.improvement.study import _since, follow, followable, followed_of, frozen, thawed, to_show
from loke.measures.actions import adopt_process_version, begin_process_version
from loke.measures.models import Expectation
from loke.records.models import Episode
from loke.records.models import Phase as Stay


def start() -> date:
    return today(-300)


def cycle(service, measure: str, begins: date | None = None) -> ImprovementCycle:
    begins = begins or start()
    return ImprovementCycle(service=service, measure=measure, up=True, begins=begins, phase=Phase.STUDY)


def test_everything_that_is_recorded_can_be_followed_and_nothing_twice(world):
    found = followable(world.ungdom, today(), "sv")
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys))
    assert {key.partition("/")[0] for key in keys} == {*SHARES, "doses", "change", "goals"}


def test_every_expectation_is_offered_on_the_day_it_is_known_so_that_old_is_not_set_against_new(world):
    found = {one.key: one.counted_by for one in followable(world.ungdom, today(), "sv")}
    meant = Expectation.objects.filter(process__service=world.ungdom).in_force()
    days = {one.kind: found[f"expectations/{one.code}/share"] for one in meant}
    late = {"received": "closed", "phase": "left", "completion": "closed", "improvement": "closed"}
    assert days == {"range": "opened", "category": "opened", "dose": "opened", **late}
    due = {key.split("/")[2] for key in found if key.startswith("completeness/")}
    assert due
    assert due <= {"start", "opening"}
    assert not [key for key in found if key.startswith("interventions/")]


def test_the_measures_of_the_demo_are_offered(world):
    for one in ImprovementCycle.objects.exclude(measure=""):
        assert one.measure in {found.key for found in followable(one.service, today(), "sv")}


def test_every_measure_can_be_counted_and_told(world):
    for one in followable(world.ungdom, today(), "sv"):
        followed = follow(cycle(world.ungdom, one.key), today(), "sv")
        assert followed.before.n + followed.since.n > 0, one.key
        assert to_show(followed, "sv").says
        assert to_show(followed, "en").says
        assert thawed(frozen(followed)) == followed


@pytest.mark.parametrize(
    ("measure", "table", "hits", "of"),
    [
        (COMPLETES, "completion", "completed", "of"),
        ("attendance/all/share", "attendance", "missed", "planned"),
        ("expectations/traffar/share", "expectations", "within", "assessable"),
        ("attendance/natverk/share", "attendance", "missed", "planned"),
    ],
)
def test_before_and_since_are_the_tables_of_the_days_on_each_side(world, measure, table, hits, of):
    followed = follow(cycle(world.ungdom, measure), today(), "sv")
    earliest, eve = start().replace(year=start().year - 2, day=1), start() - timedelta(days=1)
    for figure, first, last in ((followed.before, earliest, eve), (followed.since, start(), today())):
        rows = analyse(snapshot_for(world.ungdom), Options(as_of=today(), from_day=first, to_day=last)).tables[table]
        code = measure.split("/")[1]
        named = [
            row for row in rows if code in ("share", *(getattr(row, n, "") for n in ("expectation", "intervention")))
        ]
        assert (figure.hits, figure.n) == (sum(getattr(r, hits) for r in named), sum(getattr(r, of) for r in named))


def test_a_table_counted_alone_is_the_one_among_all(world):
    options = Options(as_of=today(), period="quarter")
    every = analyse(snapshot_for(world.ungdom), options).tables
    for names in (*([name] for name in ALONE), ALONE):
        assert analyse_alone(names, snapshot_for(world.ungdom), options).tables == {one: every[one] for one in names}


def test_nobody_is_counted_on_both_sides_of_the_start(world):
    closed = Episode.objects.filter(service=world.ungdom, ending__kind__isnull=False, closed__lte=today())
    followed = follow(cycle(world.ungdom, COMPLETES), today(), "sv")
    assert followed.since.n == closed.filter(closed__gte=start()).count()
    first = start().replace(year=start().year - 2, day=1)
    assert followed.before.n == closed.filter(closed__gte=first, closed__lt=start()).count()


def expected(service, kind: str):
    return Expectation.objects.filter(process__service=service, kind=kind).in_force()[0]


def test_what_somebody_received_is_judged_when_the_contact_has_ended(world):
    meant = expected(world.ungdom, "received")
    figure = follow(cycle(world.ungdom, f"expectations/{meant.code}/share"), today(), "sv").since
    ended = Episode.objects.filter(service=world.ungdom, closed__range=(start(), today()))
    came = ended.filter(contacts__intervention=meant.intervention, contacts__attendance="attended").distinct()
    assert 0 < figure.hits < figure.n
    assert (figure.hits, figure.n) == (came.count(), ended.count())


def test_how_long_a_phase_lasts_is_judged_when_it_has_ended(world):
    meant = expected(world.ungdom, "phase")
    figure = follow(cycle(world.ungdom, f"expectations/{meant.code}/share"), today(), "sv").since
    stays: dict[int, list] = {}
    for one in Stay.objects.filter(episode__service=world.ungdom, phase__code=meant.phase.code):
        stays.setdefault(one.episode_id, []).append(one)
    ended = [found for found in stays.values() if all(one.left for one in found)]
    since = [found for found in ended if max(one.left for one in found) >= start()]
    days = [sum((one.left - one.entered).days for one in found) for found in since]
    assert (figure.hits, figure.n) == (sum(meant.lowest <= one <= meant.highest for one in days), len(days))
    assert 0 < figure.hits < figure.n


def test_goals_that_were_reached_wholly_or_largely_are_counted_of_all_judged(world):
    result = analyse(snapshot_for(world.ungdom), Options(as_of=today()))
    rows = {row.attainment: row for row in result.tables["goals"]}
    figure = figures_of(result, GOALS)["all"]
    assert (figure.hits, figure.n) == (rows["fully"].n + rows["largely"].n, rows["fully"].of)


def test_a_mean_change_is_the_mean_of_the_table_with_its_interval(world):
    result = analyse(snapshot_for(world.ungdom), Options(as_of=today()))
    row = next(row for row in result.tables["change"] if row.pairs > 5)
    key = f"change/{row.instrument}/{row.scale}/{row.respondent or ''}/change"
    figure = figures_of(result, key)["all"]
    assert figure.n == row.pairs
    assert (figure.value, figure.low, figure.high) == pytest.approx((row.change, row.low, row.high))


def test_an_expectation_is_found_again_in_a_later_version(world):
    world.ungdom.processes.open().delete()
    before = follow(cycle(world.ungdom, "expectations/traffar/share"), today(), "sv")
    draft = begin_process_version(by=world.maryam, service=world.ungdom)
    draft.expectations.filter(code="traffar").update(text="12–48 träffar de första tre månaderna", lowest=12)
    adopt_process_version(by=world.maryam, process=draft, participants="Alla")
    after = follow(cycle(world.ungdom, "expectations/traffar/share"), today(), "sv")
    assert after.name == "12–48 träffar de första tre månaderna"
    assert after.before == before.before
    assert (before.same, after.same, after.outcome) == (True, False, "redefined")
    assert (after.difference.difference, after.median) == (None, None)


@pytest.mark.parametrize(("measure", "model"), [("attendance/natverk/share", "contacts"), (GOALS, "goals")])
def test_meetings_and_goals_are_told_with_how_many_people_are_behind(world, measure, model):
    followed = follow(cycle(world.ungdom, measure), today(), "sv")
    there = Episode.objects.filter(service=world.ungdom)
    if model == "contacts":
        that = Q(contacts__intervention__code="natverk", contacts__attendance__in=("attended", "missed"))
        found = there.filter(that, contacts__date__range=(start(), today()))
    else:
        judged = Q(goals__judged_on__range=(start(), today()))
        judged |= Q(goals__judged_on=None, closed__range=(start(), today()))
        found = there.filter(judged & ~Q(goals__attainment=""), goals__isnull=False)
    assert followed.since.people == found.distinct().count() <= followed.since.n


def test_points_are_the_periods_that_are_over_and_the_one_of_the_start_is_neither(world):
    followed = follow(cycle(world.ungdom, COMPLETES, start().replace(day=15)), today(), "sv")
    sides = [one.since for one in followed.points]
    assert sides == sorted(sides, key=[False, None, True].index)
    assert sides.count(None) == 1
    assert (
        follow(cycle(world.ungdom, "attendance/all/share", start().replace(day=1)), today(), "sv").points[0].since
        is False
    )


@pytest.mark.parametrize(
    ("period", "start", "since"),
    [
        ("2026-Q2", date(2026, 7, 1), False),
        ("2026-Q3", date(2026, 7, 1), True),
        ("2026-Q3", date(2026, 7, 2), None),
        ("2026-Q3", date(2026, 9, 30), None),
        ("2026-Q3", date(2026, 10, 1), False),
        ("2026-H1", date(2026, 7, 1), False),
        ("2026-06", date(2026, 7, 1), False),
        ("2026-07", date(2026, 7, 1), True),
        ("2025-12", date(2026, 1, 1), False),
    ],
)
def test_a_period_that_ended_the_day_before_the_start_is_before_it(period, start, since):
    assert _since(period, start) is since


def test_a_measure_that_is_no_longer_there_is_said_so_and_never_a_fault(world, signed_in):
    one = planned(world.aino, world.ungdom, "expectations/borta/share")
    assert follow(one, today(), "sv") is None
    html = signed_in(world.aino).get(reverse("cycle", args=["ungdom", one.pk])).content.decode()
    assert "Måttet går inte att räkna just nu." in words(html)
    plan = signed_in(world.aino).get(reverse("plan_cycle", args=["ungdom", one.pk])).content.decode()
    assert "Ett mått som inte finns längre" in plan


def test_while_it_is_planned_only_what_is_before_is_told(world, signed_in):
    one = planned(world.aino, world.ungdom)
    told = words(signed_in(world.aino).get(reverse("cycle", args=["ungdom", one.pk])).content.decode())
    assert "De två senaste åren: " in told
    assert "Efter start" not in told


def test_prediction_stands_beside_outcome(world, signed_in):
    one = started(world.aino, world.ungdom, size=10)
    told = words(signed_in(world.aino).get(reverse("cycle", args=["ungdom", one.pk])).content.decode())
    for each in to_show(follow(one, today(), "sv"), "sv").says:
        assert each.replace("\u00a0", " ") in told


def test_what_it_ended_with_does_not_change_when_the_records_do(world, signed_in):
    one = ended(world.aino, world.ungdom)
    before = followed_of(one, today(), "sv")
    Episode.objects.filter(service=world.ungdom, closed__gte=start())[0].delete()
    world.ungdom.touch()
    one.refresh_from_db()
    assert followed_of(one, today(), "sv") == before
    assert follow(one, today(), "sv") != before
    assert "när förbättringen avslutades" in words(
        signed_in(world.aino).get(reverse("cycle", args=["ungdom", one.pk])).content.decode()
    )


def test_a_service_where_nobody_has_begun_has_nothing_to_follow(world):
    Episode.objects.filter(service=world.familjehem).delete()
    world.familjehem.touch()
    assert followable(world.familjehem, today(), "sv") == []
    assert follow(planned(None, world.familjehem), today(), "sv") is None


def test_a_cycle_without_a_measure_is_studied_in_words(world, signed_in):
    one = begun(world.aino, world.ungdom)
    assert "Inget mått är valt." in words(
        signed_in(world.aino).get(reverse("cycle", args=["ungdom", one.pk])).content.decode()
    )
