"""What a release says that it does not tell, question by question, in the language it was made in."""

from dataclasses import replace

from django.urls import reverse
from tests.followup.reading_pages import words
from tests.followup.releasing import release

from loke.followup.published.content import QUESTIONS, titles
from loke.followup.published.gaps import Gap, gaps_of
from loke.followup.published.reading import read_published
from loke.followup.section import Section


def test_what_is_not_known_names_every_question_in_which_something_is_hidden_and_why(world, signed_in):
    released = release(world)
    said = read_published(released)
    named = {gap.question: gap for gap in said.gaps}
    answered_by = {"idea": ("expectations",)} | {anchor: names for anchor, (names, _) in QUESTIONS.items()}
    for anchor, tables in answered_by.items():
        rows = [row for name in tables for row in said.tables[name]]
        question, hiding = titles()[anchor], sum(bool(row["hidden"]) for row in rows)
        assert (question in named) == bool(hiding)
        if question in named and not named[question].whole and 1 < hiding < len(rows):
            assert named[question].why == f"Delar är dolda, i {hiding} rader av {len(rows)}."
    assert {gap.question for gap in said.gaps if gap.whole} >= set(said.unknown)
    page = words(signed_in(world.politician).get(reverse("release", args=[released.pk])).content.decode())
    assert all(f"{gap.question} {gap.why}" in page for gap in said.gaps)
    assert len(named) > len(said.unknown)


def test_a_question_of_which_nothing_is_told_is_known_by_its_anchor_and_before_that_by_its_place(world):
    said = read_published(release(world))
    silent = [one for one in said.sections if one.anchor in ("fullfoljer", "battre")]
    told = {"sections": [one for one in said.sections if one not in silent]}
    told |= {"unknown": [one.question for one in silent], "anchors": [one.anchor for one in silent]}
    quiet = replace(said, **told)
    assert [gap.question for gap in quiet.gaps if gap.whole] == ["Hur många fullföljer?", "Blir det bättre?"]
    assert replace(quiet, anchors=[]).gaps == quiet.gaps
    assert replace(quiet, unknown=quiet.unknown[::-1], anchors=quiet.anchors[::-1]).gaps == quiet.gaps


def test_what_a_release_says_is_marked_with_its_language_where_the_page_has_another(world, signed_in):
    where, browser = reverse("release", args=[release(world).pk]), signed_in(world.politician)
    browser.post(reverse("set_language"), {"language": "en"})
    page = browser.get(where).content.decode()
    assert '<html lang="en">' in page
    assert '<section class="section stack" lang="sv" aria-labelledby="known-h"><h2 id="known-h">Det vi vet' in page
    assert page.count('lang="sv"') > page.count("<h2")


def test_where_nothing_is_hidden_what_was_not_answered_is_said():
    row = {"what": "Kön", "due": 20, "done": 18, "hidden": []}
    shown = [Section("fullstandigt", "Hur fullständigt är det?", [])]
    told = gaps_of({"completeness": [row, row | {"done": 20}]}, shown, {}, {"fullstandigt": ["completeness"]})
    assert told == [Gap("Hur fullständigt är det?", "Svar saknas i 1 uppgift av 2.")]
