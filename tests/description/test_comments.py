"""What is said of a version: beside its place, by question, answered by the group, stored once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.description.letting_in import drafts, let_in
from tests.world import without_drafts

from loke.description.actions import (
    add_comment,
    add_part,
    add_row,
    answer_comment,
    begin_service_description,
    make_service,
    tie_rows,
    write_passage,
    write_row,
)
from loke.description.models import Comment
from loke.description.reading import place_of
from loke.description.said import comments_of, places_of, to_read


@pytest.fixture(autouse=True)
def settled(world) -> None:
    without_drafts(world.ungdom)


@pytest.fixture
def described(world):
    return drafts(world.ungdom)


def forms_of(html: str) -> list[dict[str, str]]:
    """What each form for a new comment sends along."""
    found = [part.partition("</form>")[0] for part in html.split("<form")[1:] if 'name="text"' in part]
    return [dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)) for form in found]


def test_the_three_questions_stand_first_and_each_has_its_form(world, signed_in, described):
    _description, process, _comment = described
    html = signed_in(world.coach).get(comments_of(process, world.coach).url).content.decode()
    assert [html.index(str(name)) for name in Comment.Question.labels] == sorted(
        html.index(str(name)) for name in Comment.Question.labels
    )
    assert [form["question"] for form in forms_of(html)[:3]] == Comment.Question.values


def test_sent_twice_a_comment_is_stored_once_and_leads_back_to_it(world, signed_in, described):
    _description, process, comment = described
    said = comments_of(process, world.coach)
    browser = signed_in(world.coach)
    form = forms_of(browser.get(said.url).content.decode())[1]
    answers = [browser.post(said.add_url, {**form, "text": "Ja, det är rimligt."}) for _click in range(2)]
    stored = Comment.objects.exclude(pk=comment.pk).get()
    assert (stored.question, stored.by, stored.text) == ("reasonable", world.coach, "Ja, det är rimligt.")
    assert {answer["Location"] for answer in answers} == {f"{said.url}#kommentar-{stored.pk}"}


WRONG = [
    ("text", ""),
    ("text", "Ring 070-123 45 67"),
    ("text", "x" * 4_001),
    ("place", "finns-inte"),
    ("question", "?"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_cannot_be_stored_comes_back_with_what_was_written(world, signed_in, described, field, value):
    _description, process, _comment = described
    said, browser = comments_of(process, world.aino), signed_in(world.aino)
    form = forms_of(browser.get(said.url).content.decode())[0]
    answer = browser.post(said.add_url, {**form, "text": "Det jag skrev.", field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert (value if field == "text" else "Det jag skrev.") in html
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_form_never_leads_out_of_the_site(world, signed_in, described, back):
    said, browser = comments_of(described[1], world.aino), signed_in(world.aino)
    form = forms_of(browser.get(said.url).content.decode())[0]
    assert browser.post(said.add_url, {**form, "text": "Hej", "back": back})["Location"].startswith(said.url)


@pytest.mark.parametrize("back", ["javascript:alert(1)", "//elsewhere.example", "/v/ungdom/"])
def test_a_form_on_its_own_page_knows_its_place_and_the_way_back(world, signed_in, described, back):
    _description, process, comment = described
    row, browser = process.rows.there().first(), signed_in(world.aino)
    said = comments_of(process, world.aino, row.code)
    given = {"plats": row.code, "back": back}
    asked = browser.get(said.add_url, given)
    assert asked.status_code == 200
    assert row.text in asked.content.decode()
    assert forms_of(asked.content.decode())[0]["place"] == row.code
    own = reverse("answer_comment", args=["ungdom", comment.pk])
    for html in (asked.content.decode(), browser.get(own, given).content.decode()):
        assert (f'href="{back}"' in html.partition("<main")[2]) == (back == "/v/ungdom/")


def test_the_group_says_that_it_is_not_taken_in_and_why(world, signed_in, described):
    _description, process, comment = described
    page, browser = reverse("answer_comment", args=["ungdom", comment.pk]), signed_in(world.aino)
    given = {"submission": "8b0d3f0e-8d43-4a4e-9d9d-0d6a3f1c2b1a", "answer": "not_taken", "why": ""}
    refused = browser.post(page, given)
    assert refused.status_code == 422
    assert "Skriv varför" in refused.content.decode()
    assert comment.text in refused.content.decode()
    assert browser.post(page, {**given, "why": "Det hör till en annan verksamhet."}).status_code == 303
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by) == ("not_taken", world.aino)
    let_in(world.ungdom, world.tove)
    assert "Det hör till en annan" in signed_in(world.tove).get(comments_of(process, world.tove).url).content.decode()


def test_a_comment_of_another_service_is_not_answered_here(world, signed_in, described):
    assert signed_in(world.bengt).post(reverse("answer_comment", args=["ungdom", described[2].pk])).status_code == 404
    elsewhere = reverse("answer_comment", args=["oppenvard-beroende", described[2].pk])
    assert signed_in(world.bengt).post(elsewhere).status_code == 404


def test_comments_stand_beside_their_place_the_unanswered_first(world, described):
    description, _process, _comment = described
    part = add_part(by=None, description=description, kind="phase")
    write_passage(by=None, description=description, field="name", text="Inledning", seen=0, part=part)
    place = place_of("aim", part)
    first = add_comment(by=None, version=description, text="Först", place=place)
    answer_comment(by=None, comment=first, answer="taken", why="")
    second = add_comment(by=None, version=description, text="Sedan", place=place)
    add_comment(by=None, version=description, text="Någon annanstans", place="purpose")
    said = comments_of(description, world.aino)
    assert [one.pk for one in said.at(place).comments] == [second.pk, first.pk]
    assert said.at(place).where == f"Inledning: {places_of(description)[place].partition(': ')[2]}"
    assert (said.at(place).count, said.count) == ("2 kommentarer, 1 obesvarad", "3 kommentarer, 2 obesvarade")


def test_what_is_read_first_is_the_draft_and_else_the_adopted_version(world):
    assert [one.version.status for one in to_read(world.ungdom)] == ["adopted", "adopted"]
    drafts(world.ungdom)
    assert [(one.version.status, one.count) for one in to_read(world.ungdom)] == [
        ("draft", "Inga kommentarer än"),
        ("draft", "1 kommentar, 1 obesvarad"),
    ]


def queries(browser, page: str) -> int:
    """How many the page takes, not counting what only the first visit does."""
    browser.get(page)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(page).status_code == 200
    return len(caught)


def test_a_hundred_comments_take_no_more_queries_than_one(world, signed_in, described):
    said, browser = comments_of(described[1], world.aino), signed_in(world.aino)
    before = queries(browser, said.url)
    Comment.objects.bulk_create(Comment(process=described[1], text=f"Nummer {n}", by=world.coach) for n in range(100))
    assert queries(browser, said.url) == before


# Two versions compared


def test_two_versions_of_a_process_are_compared_by_row_and_thread(world, signed_in, described):
    _description, process, _comment = described
    target = process.rows.there().filter(column="target_group").first()
    outcomes = process.rows.there().filter(column="outcome")
    write_row(by=None, row=target, text=f"{target.text} och deras syskon", seen=target.number)
    new = add_row(by=None, process=process, column="outcome", text="Tryggare sömn")
    tie_rows(by=None, row=outcomes[0], others=[])
    html = signed_in(world.aino).get(reverse("compare_processes", args=["ungdom"])).content.decode()
    change = plain(html)
    assert f"{target.text} tillagt: och deras syskon" in change
    assert f"tillagt: {new.text} slut på tillägget ny rad" in change
    assert "borttagen tråd" in change
    assert "Oförändrat: 5 rader" in change


def test_two_versions_of_a_description_show_only_the_fields_that_differ(world, signed_in, described):
    description = described[0]
    passage = description.passages.get(field="purpose")
    text = f"{passage.text} Det tar den tid det tar."
    write_passage(by=None, description=description, field="purpose", text=text, seen=passage.number)
    way = description.passages.filter(field="way_of_working").first()
    write_passage(
        by=None, description=description, field="way_of_working", text="manual", seen=way.number if way else 0
    )
    add_part(by=None, description=description, kind="intervention")
    html = plain(signed_in(world.aino).get(reverse("compare_descriptions", args=["ungdom"])).content.decode())
    assert "tillagt: Det tar den tid det tar. slut på tillägget" in html
    assert "tillagt: Vi följer en manual slut på tillägget" in html
    assert "tillagd" in html
    assert "Oförändrat:" in html


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())


@pytest.mark.parametrize("compared", ["compare_processes", "compare_descriptions"])
@pytest.mark.parametrize(("fran", "status"), [("1", 200), ("99", 404), ("x", 404)])
def test_only_versions_that_there_are_can_be_compared(world, signed_in, described, compared, fran, status):
    page = reverse(compared, args=["ungdom"])
    assert signed_in(world.aino).get(page, {"fran": fran, "till": "2"}).status_code == status


def test_with_one_version_the_page_says_what_will_be_there(world, signed_in):
    service = make_service(by=None, unit=world.ungdom.unit, code="ny", name="Ny verksamhet")
    begin_service_description(by=None, service=service)
    html = signed_in(world.aino).get(reverse("compare_descriptions", args=["ny"])).content.decode()
    assert "Det finns bara en version än" in html


@pytest.mark.parametrize("compared", ["compare_processes", "compare_descriptions"])
def test_longer_versions_take_no_more_queries(world, signed_in, described, compared):
    description, process, _comment = described
    browser, page = signed_in(world.aino), reverse(compared, args=["ungdom"])
    before = queries(browser, page)
    for n in range(20):
        part = add_part(by=None, description=description, kind="phase")
        write_passage(by=None, description=description, field="aim", text=f"Mål {n}", seen=0, part=part)
        add_row(by=None, process=process, column="outcome", text=f"Resultat {n}")
    assert queries(browser, page) == before
