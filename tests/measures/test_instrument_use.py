"""Taking the library's instruments into use: facts that are on, licences, change measures, and answers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from loke.accounts.models import AuditEntry, Unit
from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.description.actions import make_service
from loke.followup.dataset import snapshot_for
from loke.measures.actions import (
    confirm_fact,
    plan_measurement,
    record_licence,
    remove_instrument,
    use_library_instrument,
)
from loke.measures.definitions import instrument_definition
from loke.measures.library import entries, entry
from loke.measures.library.scoring import by_items, definition, step_of, usable_scales
from loke.measures.models import Alarm, Instrument, MeasurementPlan
from loke.measures.use import refusal_of_change
from loke.records.actions import record_measurement

WAYS = [(one.code, items) for one in entries().values() if one.scored != "no" for items in (True, False)]


@pytest.fixture
def here(world):
    return {"by": world.aino, "service": world.ungdom}


@pytest.fixture
def elsewhere(world):
    """Where nothing of the library is in use yet."""
    unit = Unit.objects.get(memberships__user=world.charlie)
    return {"by": world.charlie, "service": make_service(by=None, unit=unit, code="mottagning", name="Mottagningen")}


def used(here, code: str, items: bool = True) -> Instrument:
    """The instrument in use, with what it takes: a licence, and a step in each scale that nothing is stated for."""
    one = entry(code)
    if one.licence.own:
        record_licence(**here, entry=code, holder="Älvkulla", agreement="avtal 7")
    steps = {scale.code: Decimal("0.5") for scale in usable_scales(one, {}, items) if step_of(one, scale, {}) is None}
    return use_library_instrument(**here, entry=code, items=items, steps=steps, source="bestämt i gruppen")


@pytest.mark.once
@pytest.mark.parametrize(("code", "items"), WAYS)
def test_what_is_stored_is_what_the_library_says(elsewhere, code, items):
    one = entry(code)
    if (items and not by_items(one)) or not usable_scales(one, {}, items):
        with pytest.raises(ValidationError, match="Bekräfta först"):
            used(elsewhere, code, items)
        return
    instrument = used(elsewhere, code, items)
    scales = usable_scales(one, {}, items)
    steps = {scale.code: step_of(one, scale, {}) or Fraction(1, 2) for scale in scales}
    source = "bestämt i gruppen"
    stored, told = instrument_definition(instrument), definition(one, steps, {}, items, source)
    assert (stored.items, stored.scales, stored.norms) == (told.items, told.scales, told.norms)


def test_ready_scores_are_all_that_an_instrument_without_a_sure_key_takes(here, world):
    instrument = used(here, "sdq", items=False)
    assert not instrument.items.exists()
    assert {scale.given for scale in instrument.scales.all()} == {True}
    episode, told = (
        world.ongoing(world.aino),
        {"by": world.aino, "occasion": "during", "date": world.day, "answers": {}},
    )
    for score, fits in ((Decimal(0), True), (Decimal(40), True), (Decimal(41), False), (Decimal(-1), False)):
        scores = {"instrument": instrument, "episode": episode, "scores": {"totalt": score}}
        if fits:
            record_measurement(**told, **scores)
        else:
            with pytest.raises(ValidationError, match="Poängen ligger utanför skalan"):
                record_measurement(**told, **scores)
    with pytest.raises(ValidationError, match="Skalan finns inte"):
        record_measurement(**told, instrument=instrument, episode=episode, scores={"okand": Decimal(1)})


def test_the_key_can_be_confirmed_and_then_the_items_are_scored(here):
    confirm_fact(**here, entry="rosenberg", fact="scales.hela.reversed", source="Manualen 2005, s. 3")
    instrument = used(here, "rosenberg")
    scale = instrument.scales.get()
    assert scale.reversed.split() == ["2", "5", "6", "8", "9"]
    assert "Manualen 2005, s. 3" in scale.source


def test_a_confirmed_limit_reaches_the_instrument_in_use_and_says_who_and_when(here, world):
    instrument = used(here, "ors")
    assert instrument.scales.get().cutoff is None
    fact = confirm_fact(**here, entry="ors", fact="scales.hela.cutoff", source="Manualen, s. 12")
    scale = instrument.scales.get()
    assert (scale.cutoff, "Manualen, s. 12" in scale.source) == (Decimal("24.9"), True)
    assert "bestämt i gruppen" in scale.source
    assert (fact.confirmed_by, fact.confirmed.date()) == (world.aino, timezone.now().date())
    assert AuditEntry.objects.order_by("number").last().what == "confirm_fact"


def test_what_is_sure_and_what_is_not_there_is_not_confirmed(here):
    for path in ("scales.hela.range", "scales.hela.inget", ""):
        with pytest.raises(ValidationError, match="behöver inte bekräftas"):
            confirm_fact(**here, entry="ors", fact=path, source="Manualen")
    confirm_fact(**here, entry="ors", fact="scales.hela.cutoff", source="Manualen")
    with pytest.raises(ValidationError, match="finns redan"):
        confirm_fact(**here, entry="ors", fact="scales.hela.cutoff", source="En annan")


def test_a_confirmation_of_what_the_library_no_longer_says_does_not_count(here, world):
    fact = confirm_fact(**here, entry="ors", fact="scales.hela.cutoff", source="Manualen")
    type(fact).objects.filter(pk=fact.pk).update(value="Fraction(28, 1)")
    assert used(here, "ors").scales.get().cutoff is None


def test_a_licensed_instrument_is_used_first_when_the_licence_is_noted_and_only_while_it_holds(here, world):
    with pytest.raises(ValidationError, match="kräver en egen licens"):
        use_library_instrument(**here, entry="ors", steps={"hela": Decimal(5)}, source="x")
    today = timezone.localdate()
    told = {"entry": "ors", "holder": "Älvkulla", "agreement": "avtal 7"}
    record_licence(**here, **told, valid_until=today - timedelta(days=1))
    with pytest.raises(ValidationError, match="gällde till och med"):
        use_library_instrument(**here, entry="ors", steps={"hela": Decimal(5)}, source="x")
    record_licence(**here, **told, valid_until=today)
    instrument = use_library_instrument(**here, entry="ors", steps={"hela": Decimal(5)}, source="x")
    plan_measurement(by=world.aino, service=world.ungdom, instrument=instrument)
    assert world.organisation.licences.count() == 2


@pytest.mark.once
@pytest.mark.parametrize(("code", "instead"), [("audit", "AUDIT-C"), ("dudit", "DUDIT, mängdfrågorna"), ("srs", "ORS")])
def test_whole_audit_and_dudit_are_refused_as_change_measures_with_what_to_take_instead(here, code, instead):
    instrument = used(here, code)
    refusal = refusal_of_change(instrument)
    assert instead in str(refusal)
    assert [one.change is None or one.change.use for one in refusal.instead] == [True]
    with pytest.raises(ValidationError, match=instead):
        plan_measurement(**here, instrument=instrument)
    assert not MeasurementPlan.objects.filter(instrument=instrument).exists()


@pytest.mark.once
@pytest.mark.parametrize("code", ["audit-c", "dudit-mangd", "phq-9"])
def test_others_may_show_change(here, code):
    instrument = used(here, code)
    assert refusal_of_change(instrument) is None
    assert plan_measurement(**here, instrument=instrument).instrument == instrument


def test_a_step_of_the_units_own_needs_a_source_and_must_fit_the_scale(here):
    for steps, source, says in (
        ({}, "x", "minst en skala"),
        ({"hela": Decimal(2)}, "", "varifrån"),
        ({"hela": Decimal(0)}, "x", "över noll"),
        ({"hela": Decimal(101)}, "x", "över noll"),
    ):
        with pytest.raises(ValidationError, match=says):
            use_library_instrument(**here, entry="who-5", steps=steps, source=source)
    assert use_library_instrument(**here, entry="phq-9").scales.get().step == 6


def test_an_alarm_item_is_kept_on_the_instrument(here):
    instrument = used(here, "phq-9")
    alarm = Alarm.objects.get(item__instrument=instrument)
    assert (alarm.item.code, alarm.lowest) == ("9", 1)
    assert "Läs svaret nu" in alarm.say


ANSWERS = """
audit      1    0    yes
audit      1    4    yes
audit      1    5    no
audit      1    -1   no
audit      1    0.5  no
audit      9    2    yes
audit      9    1    no
ors        1    10   yes
ors        1    5.2  yes
ors        1    5.25 no
ors        1    10.1 no
c-gas      1    100  yes
c-gas      1    0    no
c-gas      1    50.5 no
core-10    2    4    yes
core-10    11   1    no
"""


@pytest.mark.once
@pytest.mark.parametrize("row", ANSWERS.strip().splitlines())
def test_an_answer_outside_what_the_item_allows_is_refused_when_it_is_recorded(here, world, row):
    code, item, answer, fits = row.split()
    told = {"instrument": used(here, code), "occasion": "during", "date": world.day, "by": world.aino}
    episode, answers = world.ongoing(world.aino), {item: Decimal(answer)}
    before = episode.measurements.count()
    if fits == "yes":
        record_measurement(**told, episode=episode, answers=answers)
    else:
        with pytest.raises(ValidationError):
            record_measurement(**told, episode=episode, answers=answers)
    assert episode.measurements.count() == before + (fits == "yes")


def test_recorded_answers_become_the_scores_of_the_vectors_and_too_few_leave_it_empty(here, world):
    """Through the records and the analysis: start and end of a closed episode, with the test vectors as answers."""
    instrument, one = used(here, "core-10"), entry("core-10")
    plan_measurement(**here, instrument=instrument)
    vectors = [v for v in one.vectors if v.scores["hela"] is not None][:4]
    lost = next(v for v in one.vectors if v.scores["hela"] is None)
    episodes = list(world.ungdom.episodes.filter(closed__isnull=False).order_by("pk")[:5])
    for vector, episode in zip([*vectors, lost], episodes, strict=True):
        answers = {str(n): None if a is None else Decimal(int(a)) for n, a in enumerate(vector.answers, 1)}
        told = {"by": None, "episode": episode, "instrument": instrument, "answers": answers}
        for occasion in ("start", "end"):
            record_measurement(**told, occasion=occasion, date=episode.closed)
    result = analyse(snapshot_for(world.ungdom), Options(as_of=world.day))
    rows = [row for row in result.tables["change"] if row.instrument == instrument.code]
    assert [(row.started, row.ended, row.pairs) for row in rows] == [(4, 4, 4)]
    assert rows[0].mean_end == pytest.approx(float(sum(v.scores["hela"] for v in vectors) / 4))


def test_an_instrument_is_taken_away_only_while_nobody_uses_it(here, world):
    instrument = used(here, "phq-9")
    plan = plan_measurement(**here, instrument=instrument)
    with pytest.raises(ValidationError, match="mätplan"):
        remove_instrument(**here, instrument=instrument)
    plan.delete()
    told = {"episode": world.ongoing(world.aino), "occasion": "during", "date": world.day}
    record_measurement(by=world.aino, instrument=instrument, answers={"1": Decimal(1)}, **told)
    with pytest.raises(ValidationError, match="redan svarat"):
        remove_instrument(**here, instrument=instrument)
    other = used(here, "gad-7")
    remove_instrument(**here, instrument=other)
    assert not Instrument.objects.filter(pk=other.pk).exists()


def test_the_same_entry_is_used_once_and_never_takes_the_code_of_another(here, world):
    assert world.organisation.instruments.filter(code="audit-c").exists()
    assert used(here, "audit-c").code == "audit-c-2"
    with pytest.raises(ValidationError, match="redan i bruk"):
        used(here, "audit-c")


@pytest.mark.once
@pytest.mark.parametrize("who", ["coach", "administrator", "politician", "charlie", "bengt"])
def test_only_those_of_the_unit_who_choose_what_is_followed_up_may(world, who):
    told = {"by": getattr(world, who), "service": world.ungdom, "entry": "phq-9"}
    with pytest.raises(PermissionDenied):
        use_library_instrument(**told)
    with pytest.raises(PermissionDenied):
        confirm_fact(**told, fact="facts.recall", source="Manualen")
    with pytest.raises(PermissionDenied):
        record_licence(**told, holder="x", agreement="y", valid_until=date(2030, 1, 1))
