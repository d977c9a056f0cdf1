"""What is to be developed: written otherwise with history, done, and never lost between two revisions."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.promising_practice.reviewing import begun, judged

from loke.accounts.submissions import Stale
from loke.improvement.actions import end_cycle, move_cycle, write_plan
from loke.promising_practice import actions
from loke.promising_practice.compared import revisions_compared
from loke.promising_practice.content import content_of
from loke.promising_practice.practices import practices_of
from loke.promising_practice.reading import FileReading


@pytest.fixture
def review(world):
    return begun(world.aino, world.ungdom)


def area(world, review, text: str, **told):
    return actions.add_development_area(by=world.aino, review=review, text=text, **told)


def change(world, one, by=None, **told):
    now = {name: getattr(one, name) for name in ("text", "element", "priority", "responsible", "until")}
    return actions.change_development_area(by=by or world.aino, area=one, **now | told)


def ended(world, one, outcome: str):
    cycle = actions.improve_area(by=world.aino, area=one).cycle
    write_plan(by=world.aino, cycle=cycle, trying="Fråga vid varje slut")
    move_cycle(by=world.aino, cycle=cycle, phase="do")
    return end_cycle(by=world.aino, cycle=cycle, outcome=outcome, words="Så blev det")


def became(before, now) -> list[tuple[str, str]]:
    parts = revisions_compared(before, now, []).parts
    return [(line.one, line.other) for part in parts if part.name == "Att utveckla" for line in part.lines]


def test_it_is_written_otherwise_and_says_by_whom(world, review):
    one = area(world, review, "Fråga alla")
    told = {"text": " Fråga alla som slutar ", "element": 4, "priority": 2, "responsible": "Idris"}
    kept = change(world, one, by=world.idris, until=date(2040, 12, 1), seen="1", **told)
    assert (kept.text, kept.element, kept.priority, kept.until) == ("Fråga alla som slutar", 4, 2, date(2040, 12, 1))
    assert (kept.number, kept.changed_by) == (2, world.idris)


def test_two_who_write_at_once_do_not_overwrite_each_other(world, review):
    one = area(world, review, "Fråga alla")
    change(world, one, text="Fråga dem som slutar", seen="1")
    with pytest.raises(Stale):
        change(world, one, by=world.idris, text="Fråga föräldrarna", seen="1")


def test_without_a_priority_it_comes_last(world, review):
    first, _second = area(world, review, "Fråga alla"), area(world, review, "Skriv ner rutinen")
    assert change(world, first, priority=None).priority == 3


def test_only_those_who_write_change_it_and_only_while_the_review_is_open(world, review):
    one = area(world, review, "Fråga alla")
    for somebody in (world.coach, world.tove, world.politician):
        for act in (
            lambda who=somebody: change(world, one, by=who, text="Annat"),
            lambda who=somebody: actions.finish_development_area(by=who, area=one),
        ):
            with pytest.raises(PermissionDenied):
                act()
    judged(world.maryam, review)
    with pytest.raises(ValidationError, match="ändras inte"):
        change(world, one, text="Annat")


def test_it_is_done_also_when_the_review_is_judged_and_not_after_all_when_one_regrets(world, review):
    one = area(world, review, "Fråga alla")
    judged(world.maryam, review)
    assert actions.finish_development_area(by=world.aino, area=one).done == timezone.localdate()
    assert actions.finish_development_area(by=world.aino, area=one, undo=True).done is None
    for sql in ("number = 9", "changed_by_id = NULL", "before_id = id"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE promising_practice_developmentarea SET {sql}")


def test_what_is_left_goes_on_in_the_next_revision_and_what_is_done_does_not(world, review):
    texts = ("Ogjort", "Klart", "Behölls", "Lades ner", "Pågår", "Justerades")
    ones = {text: area(world, review, text, responsible="Aino", until=date(2040, 12, 1)) for text in texts}
    actions.remove_development_area(by=world.aino, area=area(world, review, "Borttaget"))
    judged(world.maryam, review)
    actions.finish_development_area(by=world.aino, area=ones["Klart"])
    ended(world, ones["Behölls"], "keep")
    ended(world, ones["Lades ner"], "drop")
    running = actions.improve_area(by=world.aino, area=ones["Pågår"]).cycle
    anew = ended(world, ones["Justerades"], "adjust").after.get()
    new = actions.begin_revision(by=world.aino, review=review)
    went = {one.text: one for one in new.areas.there()}
    assert list(went) == ["Ogjort", "Pågår", "Justerades"]
    assert {text: one.before for text, one in went.items()} == {text: ones[text] for text in went}
    assert [one.cycle for one in went.values()] == [None, running, anew]
    assert (went["Ogjort"].responsible, went["Ogjort"].until) == ("Aino", date(2040, 12, 1))
    assert dict(became(review, new)) == {
        "Ogjort": "Kvar att göra",
        "Klart": f"Klart {timezone.localdate()}",
        "Behölls": f"Blev en förbättring: behölls {timezone.localdate()}",
        "Lades ner": f"Blev en förbättring: lades ner {timezone.localdate()}",
        "Pågår": "Kvar att göra, som en förbättring",
        "Justerades": "Kvar att göra, som en förbättring",
    }


def test_what_became_of_it_is_told_over_several_revisions(world, review):
    area(world, review, "Fråga alla")
    area(world, review, "Skriv ner rutinen")
    first = judged(world.maryam, review)
    second = actions.begin_revision(by=world.aino, review=first)
    ask, write = second.areas.there()
    change(world, ask, text="Fråga dem som slutar")
    actions.remove_development_area(by=world.aino, area=write)
    third = actions.begin_revision(by=world.aino, review=judged(world.maryam, second))
    area(world, third, "Bjud in en skola till")
    assert became(first, third) == [
        ("Fråga alla", "Fråga dem som slutar\nKvar att göra"),
        ("Skriv ner rutinen", "Togs bort i revidering 2"),
        ("–", "Bjud in en skola till"),
    ]


def test_in_a_revision_that_has_been_followed_by_another_nothing_is_done_or_improved(world, review):
    one = area(world, review, "Fråga alla")
    actions.begin_revision(by=world.aino, review=judged(world.maryam, review))
    for act in (actions.finish_development_area, actions.improve_area):
        with pytest.raises(ValidationError, match="ny revidering"):
            act(by=world.aino, area=one)


def test_of_what_has_become_an_improvement_the_improvement_says_when_it_is_done(world, review):
    one, other = area(world, review, "Fråga alla"), area(world, review, "Skriv ner rutinen")
    actions.improve_area(by=world.aino, area=one)
    with pytest.raises(ValidationError, match="förbättring"):
        actions.finish_development_area(by=world.aino, area=one)
    actions.finish_development_area(by=world.aino, area=other)
    with pytest.raises(ValidationError, match="är klart"):
        actions.improve_area(by=world.aino, area=other)
    assert {(each.done is None, each.cycle_id is None) for each in review.areas.all()} == {(True, False), (False, True)}


def test_what_has_been_taken_away_is_neither_changed_nor_done(world, review):
    one = area(world, review, "Fråga alla")
    actions.remove_development_area(by=world.idris, area=review.areas.get())
    for act in (
        lambda: change(world, one, text="Annat"),
        lambda: actions.finish_development_area(by=world.aino, area=one),
        lambda: actions.improve_area(by=world.aino, area=one),
    ):
        with pytest.raises(ValidationError, match="borttaget"):
            act()


def test_in_a_file_that_becomes_the_next_revision_what_is_left_goes_on_or_is_missed(world, review):
    kept, lost = area(world, review, "Fråga alla"), area(world, review, "Skriv ner rutinen")
    content = content_of(judged(world.maryam, review))
    content["areas"] = content["areas"][:1]
    told = {"practice": "Nätverksmöten", "name": "ifylld.docx", "reading": FileReading(content)}
    taken = actions.take_in_practice(by=world.aino, service=world.ungdom, **told)
    assert [one.before for one in taken.review.areas.there()] == [kept]
    words = "Att utveckla: ”Skriv ner rutinen” i revidering 1 står inte i filen och är inte med här."
    assert taken.findings == words
    assert actions.finish_development_area(by=world.aino, area=lost).done  # it is in no later revision to go to
    with pytest.raises(ValidationError, match="ny revidering"):
        actions.finish_development_area(by=world.aino, area=kept)


def test_the_next_step_is_what_is_left(world, review):
    first = area(world, review, "Fråga alla")
    area(world, review, "Skriv ner rutinen")
    judged(world.maryam, review)
    actions.finish_development_area(by=world.aino, area=first)
    found = {one.review.practice: one.next.text for one in practices_of([world.ungdom], world.maryam)}
    assert found["Nätverksmöten"] == "Utveckla: Skriv ner rutinen"


def test_its_page_changes_it_shows_both_texts_when_two_write_and_leads_back(world, signed_in, review):
    one = area(world, review, "Fråga alla")
    page, aino = reverse("guide_area_change", args=["ungdom", review.pk, one.pk]), signed_in(world.aino)
    assert "Fråga alla" in aino.get(page).text
    told = {"submission": str(uuid.uuid4()), "seen": "1", "text": "Fråga dem som slutar", "priority": "1"}
    assert aino.post(page, told | {"text": ""}).status_code == 422
    assert "Dagen har redan varit." in aino.post(page, told | {"until": "2020-01-01"}).text
    done = aino.post(page, told)
    assert done["Location"] == f"{reverse('guide_judgement', args=['ungdom', review.pk])}#utveckla"
    both = signed_in(world.idris).post(page, told | {"submission": str(uuid.uuid4()), "text": "Fråga föräldrarna"})
    assert both.status_code == 409
    assert "Fråga dem som slutar" in both.text
    assert "Fråga föräldrarna" in both.text
    judged(world.maryam, review)
    assert aino.get(page).status_code == 302


def test_the_page_of_the_next_revision_says_where_it_comes_from_and_the_earlier_leads_there(world, signed_in, review):
    one = area(world, review, "Fråga alla")
    new = actions.begin_revision(by=world.aino, review=judged(world.maryam, review))
    aino = signed_in(world.aino)
    now, before = (aino.get(reverse("guide_judgement", args=["ungdom", each.pk])).text for each in (new, review))
    assert "från revidering 1" in now
    assert "Det är klart" in now
    assert "Det som var kvar att göra följde med till nästa revidering." in before
    assert "Det är klart" not in before
    finish = reverse("guide_area_finish", args=["ungdom", new.pk, new.areas.get(before=one).pk])
    aino.post(finish)
    assert new.areas.get().done == timezone.localdate()
    aino.post(finish, {"undo": "1"})
    assert new.areas.get().done is None


def test_what_is_done_comes_last_on_the_page(world, signed_in, review):
    first, second = area(world, review, "Fråga alla"), area(world, review, "Mät oftare")
    actions.finish_development_area(by=world.aino, area=first)
    shown = signed_in(world.aino).get(reverse("guide_judgement", args=["ungdom", review.pk])).context["areas"]
    assert [one.pk for one, _element in shown] == [second.pk, first.pk]
