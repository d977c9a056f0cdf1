"""What everybody in the installation may read: judged, with every small number hidden, and withdrawn when asked."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from tests.followup.releasing import release
from tests.promising_practice.reviewing import begun, judged
from tests.promising_practice.taking import listening, take

from loke.accounts.submissions import Stale
from loke.promising_practice import actions
from loke.promising_practice.catalogue import entries
from loke.promising_practice.found import text_of
from loke.promising_practice.models import PracticeReview, Publication
from loke.promising_practice.outside import outside_of, scrubbed
from loke.publishing.numbers import NO_BREAK

UNPUBLISHED = "Uppföljningen av perioden är inte publicerad. Publicera den först, om siffrorna ska med."
pytestmark = pytest.mark.django_db


@pytest.fixture
def review(world) -> PracticeReview:
    release(world)
    found = listening(world)
    take(world, found, "4.2", "goals_followed")
    take(world, found, "9.1", "target_group", "2026")
    take(world, found, "10.2", "before_during_after")
    take(world, found, "10.4", "tool")
    return judged(world.maryam, found)


def published(world, review: PracticeReview, **told) -> Publication:
    content = outside_of(review, world.day, names=False).content
    told = {"care_form": "open", "target_group": "Unga 16–20 år"} | told
    return actions.publish_practice(by=world.maryam, review=review, content=content, **told)


def test_figures_are_those_that_the_unit_has_published_and_what_cannot_be_shown_is_named(world, review):
    shown = outside_of(review, world.day, names=False)
    kept = {one.row: one for one in shown.evidence}
    assert [one["kind"] for one in kept["4.2"].shown] == ["goals_followed"]
    assert kept["9.1"].left == [("Målgruppen och de som kom", UNPUBLISHED)]
    assert kept["10.4"].shown[0]["kind"] == "tool"
    assert shown.content["rows"]["9.1"]["evidence"] == []


def test_figures_of_a_year_that_is_not_published_stay_in_the_unit(world):
    found = listening(world)
    take(world, found, "4.2", "goals_followed")
    [kept] = outside_of(judged(world.maryam, found), world.day, names=False).evidence
    assert (kept.shown, kept.left) == ([], [("Mål som har bedömts", UNPUBLISHED)])


def test_the_text_that_was_taken_goes_with_its_figures(world, review):
    raw = {one.row: one.description for one in review.answers.all()}
    content = outside_of(review, world.day, names=False).content
    assert raw["9.1"]
    assert content["rows"]["9.1"]["description"] == ""
    shown = [one for code in ("4.2", "10.2") for found in content["rows"][code]["evidence"] for one in found["figures"]]
    counted = [(one["n"], one["of"]) for one in shown if one["of"] is not None]
    assert counted
    for n, of in counted:
        assert n == 0 or n >= 5
        assert of == n or of - n >= 5


@pytest.mark.once
@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Vi frågar alla om veckan.", True),
        ("2025: 17 av 23 avslutade har svarat på Min vecka.", False),
        ("År 2025 har 17 av 23 avslutade svarat på Min vecka.", False),
        ("Först detta. 17 av 23 avslutade har svarat på Min vecka.", False),
        ("Hälften av dem vi möter är 17 år.", True),
    ],
)
def test_a_line_that_says_what_was_taken_or_nearly_so_does_not_leave(line, stays):
    hidden = ["2025: 17 av 23 avslutade har svarat på Min vecka.", "17 av 23 avslutade har svarat på Min vecka."]
    assert scrubbed(f"Före.\n{line}\nEfter.", hidden) == (f"Före.\n{line}\nEfter." if stays else "Före.\nEfter.")


def test_figures_that_were_pasted_elsewhere_do_not_leave_either(world, review):
    said = next(one.description for one in review.answers.all() if one.row == "9.1")
    pasted = begun(world.maryam, world.ungdom, about=f"Om oss.\n{said}")
    assert outside_of(pasted, world.day, names=False).content["about"] == "Om oss."


def test_what_is_counted_outside_rests_on_the_cost_that_was_taken(world, review):
    told = {"by": world.maryam, "service": world.ungdom, "period": "2025"}
    actions.write_cost(**told, kr=800_000)
    found = begun(world.maryam, world.ungdom)
    take(world, found, "6.2", "cost_per_participant")
    actions.write_cost(**told, kr=100)
    [kept] = outside_of(found, world.day, names=False).evidence
    assert kept.shown[0]["says"][0].replace(NO_BREAK, " ") == "Kostnaden är 800 000 kr."
    assert "cost" not in kept.shown[0]


def test_functions_are_published_and_names_only_when_chosen(world, review):
    without = json.dumps(outside_of(review, world.day, names=False).content, ensure_ascii=False)
    assert "enhetschef" in without
    assert "Maryam" not in without
    assert "Maryam" in json.dumps(outside_of(review, world.day, names=True).content, ensure_ascii=False)


@pytest.mark.once
@pytest.mark.parametrize("said", ["Hos oss blev 3 av 4 bättre.", "3/28", "Tre av fyra kom.", "I medeltal 4,2"])
def test_figures_of_ones_own_are_pointed_out_wherever_they_stand(world, said):
    review = begun(world.maryam, world.ungdom, motive=said)
    told = {"reason": said, "description": f"Först.\n{said}", "status_text": said}
    actions.answer_row(by=world.aino, review=review, row="1.4", answer="not_relevant", **told)
    actions.judge_element(by=world.aino, review=review, element=3, summary="Bra", comment=said)
    actions.add_development_area(by=world.aino, review=review, text=said)
    found = outside_of(review, world.day, names=False).own_figures
    assert found == [(place, said) for place in ("Arbetssättet", *["1.4"] * 3, "Element 3", "Att utveckla")]


def test_why_the_way_of_working_was_changed_does_not_leave(world):
    found = listening(world)
    raw = take(world, found, "11.4", "adapted").said
    reasons = [one["text"] for one in raw["figures"] if one["name"].startswith("Version")]
    assert reasons
    [kept] = outside_of(found, world.day, names=False).content["rows"]["11.4"]["evidence"]
    assert kept["says"] == raw["says"]
    assert [f"{one['name']}, {one['text']}" for one in kept["figures"]] == [one["name"] for one in raw["figures"]]
    assert not any(reason in json.dumps(kept, ensure_ascii=False) for reason in reasons)


def test_only_what_is_judged_is_published_and_only_by_the_manager(world, review):
    with pytest.raises(ValidationError):
        published(world, listening_again(world))
    content = outside_of(review, world.day, names=False).content
    with pytest.raises(PermissionDenied):
        actions.publish_practice(by=world.aino, review=review, content=content, care_form="", target_group="")
    with pytest.raises(Stale):
        published(world, review, seen="something else")


def listening_again(world) -> PracticeReview:
    return actions.begin_practice_review(by=world.maryam, service=world.ungdom, practice="Ett annat")


def test_what_is_published_never_changes_but_may_be_withdrawn_once(world, review):
    one = published(world, review)
    for sql in (
        "UPDATE promising_practice_publication SET content = '{}'",
        "DELETE FROM promising_practice_publication",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    actions.withdraw_practice(by=world.maryam, publication=one)
    assert not Publication.objects.out().exists()
    again = published(world, review)
    assert list(Publication.objects.out()) == [again]


SEARCHES = [
    ("", "", 1),
    ("LYSSNA unga", "", 1),
    ("16–20", "open", 1),
    ("missbruk", "", 0),
    ("", "residential", 0),
    ("älvkulla", "", 1),
]


def test_the_catalogue_is_searched_by_words_and_care_form(world, review):
    published(world, review)
    assert [(*asked, len(entries(*asked))) for *asked, _ in SEARCHES] == SEARCHES


def test_everybody_with_a_role_reads_the_catalogue(world, signed_in, review):
    page = reverse("catalogue")
    assert "Ingen har publicerat något än" in signed_in(world.politician).get(page).text
    one = published(world, review)
    for person in (world.politician, world.charlie, world.tove, world.administrator):
        browser = signed_in(person)
        assert "Att lyssna på" in browser.get(page).text
        text = browser.get(reverse("catalogue_entry", args=[one.pk])).text
        assert text_of(outside_of(review, world.day, names=False).content["rows"]["10.4"]["evidence"][0]) in text
        assert browser.get(reverse("catalogue_file", args=[one.pk, "html"])).status_code == 200
    actions.withdraw_practice(by=world.maryam, publication=one)
    assert signed_in(world.charlie).get(reverse("catalogue_entry", args=[one.pk])).status_code == 404


def test_what_was_published_in_swedish_stays_so_for_whoever_reads_in_english(world, signed_in, review):
    one = published(world, review)
    browser, page = signed_in(world.charlie), reverse("catalogue_entry", args=[one.pk])
    browser.post(reverse("set_language"), {"language": "en"})
    told = browser.get(page).text
    assert '<html lang="en">' in told
    assert "Lovande arbetssätt, revidering 1" in told.partition('<article class="said-words stack" lang="sv">')[2]
    file = browser.get(reverse("catalogue_file", args=[one.pk, "html"]))
    assert '<html lang="sv"' in b"".join(file).decode()


def test_what_is_stored_otherwise_than_it_was_published_is_not_shown(world, signed_in, review):
    told = {"content": published(world, review).content, "words": "", "digest": "0" * 64}
    again = Publication.objects.create(review=listening_again(world), **told)
    for page in ([again.pk], [again.pk, "html"]):
        name = "catalogue_file" if page[1:] else "catalogue_entry"
        assert signed_in(world.charlie).get(reverse(name, args=page)).status_code == 404


def test_whoever_has_not_signed_in_is_sent_to_do_so(client):
    assert client.get(reverse("catalogue")).status_code == 302


def test_the_manager_sees_what_is_left_out_before_it_is_published(world, signed_in, review):
    browser, page = signed_in(world.maryam), reverse("guide_publish", args=["ungdom", review.pk])
    assert "Förhandsgranska" in browser.get(page).text
    answer = browser.get(f"{page}?names=0")
    assert "Utelämnas:" in answer.text
    assert UNPUBLISHED in answer.text
    told = {"submission": "00000000-0000-4000-8000-000000000004", "seen": answer.context["form"].initial["seen"]}
    told |= {"care_form": "open", "target_group": "Unga"}
    assert browser.post(f"{page}?names=0", told).status_code == 422
    assert browser.post(f"{page}?names=0", told | {"read": "on"}).status_code == 303
    assert signed_in(world.aino).get(page).status_code == 404
