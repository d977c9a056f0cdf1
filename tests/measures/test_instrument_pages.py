"""The pages of the library and of questionnaires of one's own, as staff use them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.measures.week import DAYS, HOME, STEPS
from tests.records.pages import address as client_address
from tests.records.pages import told, typed

from loke.accounts.models import Organisation
from loke.measures import library
from loke.measures.actions import add_questionnaire, keep_question, plan_measurement, use_library_instrument
from loke.measures.models import Instrument, Item, Licence
from loke.records.models import Measurement


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


@pytest.fixture
def week(world) -> Instrument:
    made = add_questionnaire(by=None, service=world.ungdom, name="Så var min vecka")
    for asked in (STEPS, DAYS, HOME):
        keep_question(by=None, service=world.ungdom, instrument=made, question=asked)
    return made


def address(page: str, *more: object) -> str:
    return reverse(page, args=["ungdom", *more])


def words(answer) -> str:
    """What is read on the page, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told(answer)))


def sent(browser, page: str, **changes):
    """The form of a page, filled in and sent; a test that expects a receipt follows it."""
    return browser.post(page, typed(browser.get(page), **changes))


def test_the_list_asks_no_more_of_the_database_for_more_entries(aino, django_assert_num_queries):
    aino.get(address("instruments"))
    with CaptureQueriesContext(connection) as one:
        assert len(aino.get(address("instruments"), {"sok": "audit-c"}).context["entries"]) == 1
    with django_assert_num_queries(len(one)):
        aino.get(address("instruments"))


def test_what_is_searched_for_is_found_by_name_and_by_what_it_measures(aino):
    page = aino.get(address("instruments"))
    assert {one.entry.code for one in page.context["entries"]} == set(library.entries())
    for typed_words, found in (
        ("alkohol", {"audit", "audit-c", "asi", "dok", "ungdok"}),
        ("HAD", {"hads"}),
        ("zzz", set()),
    ):
        page = aino.get(address("instruments"), {"sok": typed_words})
        assert {one.entry.code for one in page.context["entries"]} == found
    assert "Prova ett annat ord." in told(page)


@pytest.mark.parametrize("code", library.entries())
def test_every_entry_shows_each_fact_with_how_sure_it_is_and_its_source(aino, code):
    page, entry = aino.get(address("library_entry", code)), library.entry(code)
    assert page.status_code == 200
    lines, facts = page.context["lines"], list(entry.all_facts())
    assert [line.fact for line in lines] == [fact for _, fact in facts]
    assert all(line.name and line.value and line.status for line in lines)
    assert not re.search(r"Fraction|None|\bTrue\b|\bFalse\b", " ".join(f"{line.name} {line.value}" for line in lines))
    off = [line for line in lines if not line.on]
    assert {line.fact.status for line in off} <= {"memory", "secondary"}
    assert told(page).count('class="tag">av</span>') == len(off)


def test_the_whole_of_audit_says_why_not_and_leads_to_the_quantity_questions(aino):
    page = aino.get(address("library_entry", "audit"))
    assert "Frågorna gäller de senaste 12 månaderna." in told(page)
    assert f'href="{address("library_entry", "audit-c")}"' in told(page)


def test_a_licence_is_noted_and_only_then_can_the_instrument_be_taken_into_use(aino, world):
    page = aino.get(address("library_entry", "ors"))
    assert address("take_into_use", "ors") not in told(page)
    assert "kräver en egen licens" in told(page)
    refused = sent(aino, address("take_into_use", "ors"), **{"step-hela": "5", "source": "gruppen"})
    assert (refused.status_code, Instrument.objects.filter(from_library__entry="ors").exists()) == (422, False)
    empty = sent(aino, address("record_licence", "ors"))
    assert (empty.status_code, "Skriv vem som har licensen." in told(empty)) == (422, True)
    noted = sent(aino, address("record_licence", "ors"), holder="Älvkulla kommun", agreement="Avtal 7")
    page = aino.get(noted["Location"])
    assert "Älvkulla kommun har licensen: Avtal 7." in words(page)
    assert world.aino.name in told(page)
    done = sent(aino, address("take_into_use", "ors"), **{"step-hela": "5,5", "source": "gruppen"})
    instrument = Instrument.objects.get(from_library__entry="ors")
    assert done["Location"] == address("instrument", instrument.pk)
    assert "5,5" in told(aino.get(done["Location"]))


def test_a_form_that_is_sent_twice_is_stored_once(aino):
    page = address("record_licence", "ors")
    fields = typed(aino.get(page), holder="Älvkulla", agreement="Avtal 7")
    first, second = aino.post(page, fields), aino.post(page, fields)
    assert first["Location"] == second["Location"]
    assert Licence.objects.count() == 1


def test_a_fact_is_confirmed_with_its_source_and_shown_as_on(aino):
    page = aino.get(address("library_entry", "core-10"))
    confirm = address("confirm_fact", "core-10", "scales.hela.cutoff")
    assert confirm in told(page)
    assert "Skriv var ni har sett uppgiften." in told(sent(aino, confirm))
    page = aino.get(sent(aino, confirm, source="Manualen 2013, s. 8")["Location"])
    assert confirm not in told(page)
    assert "bekräftad av er" in words(page)
    assert "Manualen 2013, s. 8" in words(page)


@pytest.mark.parametrize("path", ["scales.hela.range", "scales.hela.inget", "facts.name", "x"])
def test_only_what_is_unsure_can_be_confirmed(aino, path):
    assert aino.get(address("confirm_fact", "core-10", path)).status_code == 404


def test_a_questionnaire_is_written_from_the_first_question_to_the_scale(aino, world):
    own = sent(aino, address("new_questionnaire"), name="Så var min vecka")["Location"]
    assert "Inga frågor än" in told(aino.get(own))
    number = Instrument.objects.get(name="Så var min vecka").pk
    new = address("new_question", number)
    sent(aino, new, text="Hur har du sovit?", kind=Item.Kind.STEPS, labels="Dåligt\n\n Sådär \nBra")
    sent(aino, new, text="Hur var det hemma?", kind=Item.Kind.LINE, lowest="3", highest="4", labels="Dåligt\nBra")
    sent(aino, new, text="Hur många dagar?", kind=Item.Kind.NUMBER, lowest="0", highest="7")
    items = list(Item.objects.filter(instrument=number))
    assert [(item.allowed, item.lowest, item.highest) for item in items] == [("0 1 2", 0, 2), ("", 0, 10), ("", 0, 7)]
    wanted = {"name": "Veckan", "items": ["1", "2"], "reversed": ["1"], "score": "mean", "better": "higher"}
    empty = sent(aino, address("new_scale", number), **wanted)
    assert (empty.status_code, "Skriv ett tal med siffror" in told(empty)) == (422, True)
    sent(aino, address("new_scale", number), **wanted, step="1,5")
    page = aino.get(own)
    assert "medelvärde av fråga 1 2" in words(page)
    assert "1,5" in words(page)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": ""}, "Skriv frågan."),
        ({"kind": "9"}, "Välj hur frågan besvaras."),
        ({"labels": "Ensamt"}, "Skriv minst två och högst tjugo steg."),
        ({"kind": Item.Kind.NUMBER, "labels": ""}, "Skriv det högsta svaret."),
        ({"kind": Item.Kind.NUMBER, "labels": "", "highest": "1,5"}, "Skriv ett helt tal."),
        ({"kind": Item.Kind.NUMBER, "labels": "", "lowest": "9", "highest": "3"}, "måste vara större än det lägsta"),
        ({"lowest": "1e99"}, "Skriv ett tal med siffror"),
        ({"text": "Ring 070-174 06 35"}, "telefonnummer"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_where_it_is(aino, week, changes, says):
    told_by = {"text": "Hur?", "kind": Item.Kind.STEPS, "labels": "a\nb", **changes}
    answer = sent(aino, address("new_question", week.pk), **told_by)
    assert (answer.status_code, week.items.count()) == (422, 3)
    assert says in told(answer)
    assert "<title>Fel:" in told(answer)


def test_the_order_is_changed_and_a_question_is_taken_away(aino, week):
    arrange, (first, second, third) = address("arrange_questionnaire", week.pk), week.items.all()
    aino.post(arrange, {"do": f"up.{third.pk}"})
    aino.post(arrange, {"do": f"remove.{first.pk}"})
    assert list(week.items.all()) == [third, second]
    for nonsense in ("", "up", "up.x", "remove.999999", "fly.1", f"remove_scale.{second.pk}"):
        assert aino.post(arrange, {"do": nonsense}).status_code in (302, 404)
    assert list(week.items.all()) == [third, second]
    aino.post(arrange, {"do": "remove_all"})
    assert not Instrument.objects.filter(pk=week.pk).exists()


def test_words_of_the_demos_older_questionnaires_can_be_corrected_and_the_rest_not(world, signed_in):
    """`Vi hemma` has been answered, and nobody said how its questions are answered."""
    unit = world.foraldraskap.unit
    staff = signed_in(next(m.user for m in unit.memberships.all() if m.role == "practitioner"))
    instrument = Instrument.objects.get(code="vi-hemma")
    item, here = instrument.items.first(), [world.foraldraskap.code, instrument.pk]
    page = reverse("question", args=[*here, item.pk])
    assert set(staff.get(page).context["form"].fields) == {"submission", "seen", "text", "labels"}
    sent(staff, page, text="Vi gör lika varje morgon")
    item.refresh_from_db()
    assert (item.name, item.lowest, item.highest, item.kind) == ("Vi gör lika varje morgon", 1, 10, None)


def test_the_preview_shows_one_question_at_a_time_and_stores_nothing(aino, week):
    before = Measurement.objects.count()
    preview = address("preview_questionnaire", week.pk)
    for page, says in enumerate(["Börja", STEPS.text, DAYS.text, HOME.text, "Inget svar är sparat"]):
        answer = aino.get(preview, {"fraga": page})
        assert says in told(answer)
        assert "<form" not in told(answer)
    assert aino.post(preview, {"answer": "2"}).status_code == 200
    assert Measurement.objects.count() == before
    for nonsense in ("-1", "x", "9" * 30, "²"):
        assert aino.get(preview, {"fraga": nonsense, "sprak": nonsense}).status_code == 200


def test_arabic_runs_from_the_right_and_a_machines_words_are_said_to_be_one(aino, week):
    wording = address("wording", week.pk, "ar")
    first = week.items.first()
    answer = sent(aino, wording, provenance="machine", title="أسبوعي", **{f"text-{first.pk}": "كيف نمت؟"})
    assert answer.status_code == 303
    for page in ("preview_questionnaire", "paper_questionnaire"):
        shown = told(aino.get(address(page, week.pk), {"fraga": 1, "sprak": "ar"}))
        assert 'lang="ar" dir="rtl"' in shown
        assert "كيف نمت؟" in shown
        assert "gjord av en maskin och inte granskad" in shown
    wrong = sent(aino, wording, provenance="machine", **{f"labels-{first.pk}": "ett\ntvå"})
    assert (wrong.status_code, "Här behövs 4 rader" in told(wrong)) == (422, True)


def test_on_paper_every_question_stands_with_code_and_page(aino, week):
    paper = words(aino.get(address("paper_questionnaire", week.pk)))
    assert all(text in paper for text in (STEPS.text, DAYS.text, HOME.text, week.code, "Sida 1 av 1", "Kod", "Datum"))


def test_what_is_typed_is_shown_as_typed(aino, week):
    page = sent(aino, address("new_question", week.pk), text="<b>{{ 7*7 }}</b>", kind=2, highest="3")["Location"]
    for shown in (page, address("paper_questionnaire", week.pk)):
        assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in told(aino.get(shown))


def test_ready_scores_are_keyed_beside_the_client(aino, world):
    instrument = use_library_instrument(
        by=None, service=world.ungdom, entry="gas", items=False, steps={"t": 10}, source="gruppen"
    )
    plan_measurement(by=None, service=world.ungdom, instrument=instrument)
    episode, scale = world.ongoing(world.aino), instrument.scales.get()
    page = client_address("measure", episode, instrument.pk, "start")
    assert "Måluppfyllelse, T-poäng" in told(aino.get(page))
    for score in ("", "101", "många"):
        assert sent(aino, page, **{f"score-{scale.pk}": score}).status_code == 422
    assert sent(aino, page, **{f"score-{scale.pk}": "46,5"}).status_code == 303
    assert str(episode.measurements.get(instrument=instrument).scores.get().value) == "46.500000000"


READ = ["instruments", "library_entry:audit", "instrument:*", "preview_questionnaire:*", "paper_questionnaire:*"]
WRITE = ["take_into_use:phq-9", "record_licence:ors", "confirm_fact:core-10:scales.hela.step", "new_questionnaire"]
WRITE += ["copy_questionnaire:*", "new_question:*", "new_scale:*", "wording:*:sv", "arrange_questionnaire:*"]


def addresses(pages: list[str], number: int) -> list[str]:
    split = [page.replace("*", str(number)).split(":") for page in pages]
    return [address(name, *more) for name, *more in split]


def test_the_coach_reads_and_does_not_write_and_strangers_see_nothing(world, signed_in, client, week):
    coach, charlie, bengt = signed_in(world.coach), signed_in(world.charlie), signed_in(world.bengt)
    for page in addresses(READ, week.pk):
        assert coach.get(page).status_code == 200
        assert "fraga/" not in told(coach.get(page))
        assert [charlie.get(page).status_code, bengt.get(page).status_code, client.get(page).status_code] == [
            404,
            404,
            302,
        ]
    for page in addresses(WRITE, week.pk):
        for stranger in (coach, charlie, bengt):
            assert [stranger.get(page).status_code, stranger.post(page, {"do": "remove_all"}).status_code] == [404, 404]


def test_an_instrument_of_another_organisation_and_an_entry_that_is_not_there_do_not_exist(aino, world, week):
    other = Organisation.objects.exclude(pk=world.organisation.pk).first()
    Instrument.objects.filter(pk=week.pk).update(organisation=other)
    pages = addresses([page for page in READ + WRITE if "*" in page and "arrange" not in page], week.pk)
    pages += [address("library_entry", "mos"), address("take_into_use", "dok"), address("take_into_use", "k6")]
    assert {aino.get(page).status_code for page in pages} == {404}
    assert aino.get(address("instrument", 2**70)).status_code == 404
