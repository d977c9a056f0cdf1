"""The pages of Lovande arbetssätt as people meet them: who sees what, what is stored, and how many queries it takes."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.description.letting_in import let_in
from tests.promising_practice.reviewing import answered, begun, judged
from tests.promising_practice.taking import take

from loke.description.models import Review
from loke.promising_practice import actions
from loke.promising_practice.content import seal_of
from loke.promising_practice.models import PracticeReview, RowAnswer

HERE = "/v/ungdom/lovande-arbetssatt/"
MOST_QUERIES = 30
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def review(world) -> PracticeReview:
    """The demo's own, half-way."""
    return world.ungdom.practice_reviews.own().get(practice="Öppenvård unga")


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


def page(review, rest: str = "") -> str:
    return f"{HERE}{review.pk}/{rest}"


def form(**told) -> dict:
    return {"submission": str(uuid.uuid4()), "seen": "0", **told}


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_service_that_has_not_begun_is_told_why_and_how(world, signed_in):
    told = words(signed_in(world.tove).get("/v/oppenvard-beroende/lovande-arbetssatt/"))
    assert "Här beskriver ni ett arbetssätt så att andra kan bedöma det" in told
    assert "Välj ett arbetssätt" in told


def test_beginning_leads_to_who_is_in_it_and_a_name_is_asked_for(aino, world):
    refused = aino.post(f"{HERE}nytt/", form(practice=" "))
    assert refused.status_code == 422
    assert "Skriv vad arbetssättet heter." in words(refused)
    answer = aino.post(f"{HERE}nytt/", form(practice="Nätverksmöten", about="Möten med dem runt den unge"))
    review = world.ungdom.practice_reviews.get(practice="Nätverksmöten")
    assert (answer.status_code, answer["Location"]) == (303, page(review, "om/"))
    assert "Nätverksmöten" in words(aino.get(HERE))


def test_the_list_says_how_far_the_review_has_come(aino, review):
    told = words(aino.get(page(review)))
    assert "5 av 11 element är bedömda. Två är mycket bra och tre på god väg." in told
    assert "29 av 50 frågor är besvarade." in told
    assert "Fortsätt med Uppföljning" in told


def test_a_row_is_saved_and_leads_to_the_next(aino, review):
    answer = aino.post(page(review, "fraga/10.2/"), form(answer="yes", description="Min vecka", next="1"))
    assert answer["Location"] == page(review, "fraga/10.3/")
    last = aino.post(page(review, "fraga/10.6/"), form(answer="no", next="1"))
    assert last["Location"] == page(review, "fraga/10.6/") + "#hela"
    assert review.answers.get(row="10.2").description == "Min vecka"


def test_what_is_not_relevant_without_a_reason_comes_back_with_what_was_written(aino, review):
    answer = aino.post(page(review, "fraga/9.3/"), form(answer="not_relevant", description="Inga grupper hos oss"))
    assert answer.status_code == 422
    assert "Skriv varför frågan inte är relevant för er." in words(answer)
    assert "Inga grupper hos oss" in words(answer)
    assert not review.answers.filter(row="9.3").exists()


def test_it_is_saved_while_somebody_writes_and_the_next_save_follows_on(aino, review):
    first = aino.post(page(review, "fraga/7.1/"), form(description="Varje tisdag"), **JSON).json()
    assert first["seen"] == "1"
    told = form(description="Varje tisdag, en timme", seen=first["seen"], submission=first["submission"])
    assert aino.post(page(review, "fraga/7.1/"), told, **JSON).json()["seen"] == "2"
    assert RowAnswer.objects.get(review=review, row="7.1").description == "Varje tisdag, en timme"


def test_two_who_write_at_once_see_both(aino, world, signed_in, review):
    idris = signed_in(world.idris)
    aino.post(page(review, "fraga/7.1/"), form(description="Varje tisdag"))
    quiet = idris.post(page(review, "fraga/7.1/"), form(description="Ibland"), **JSON)
    assert (quiet.status_code, "samtidigt" in quiet.json()["error"]) == (409, True)
    answer = idris.post(page(review, "fraga/7.1/"), form(description="Ibland"))
    assert answer.status_code == 409
    assert "Varje tisdag" in words(answer)
    assert "Aino Påhittsson" in words(answer)
    assert "Ibland" in words(answer)


def test_an_element_is_judged_on_its_page(aino, review):
    aino.post(page(review, "element/6/"), form(summary="Vi vet vad det kostar", status="needs_work"))
    assert "ett behöver utvecklas vidare" in words(aino.get(page(review)))


def test_who_may_only_read_and_comment_gets_no_form_to_write_in(world, signed_in, review):
    coach = signed_in(world.coach)
    told = coach.get(page(review, "fraga/4.2/")).content.decode()
    assert 'name="description"' not in told
    assert 'id="comment-text"' in told
    assert coach.post(page(review, "fraga/4.2/"), form(answer="no")).status_code == 404
    answer = coach.post(page(review, "fraga/4.2/kommentar/"), form(text="Fråga dem som slutar"))
    assert answer.status_code == 303
    assert "Fråga dem som slutar" in words(coach.get(page(review, "fraga/4.2/")))


def test_a_judged_review_is_read(aino, world):
    review = begun(world.aino, world.ungdom)
    answered(world.aino, review, description="Så gör vi")
    judged(world.maryam, review)
    for rest in ("", "fraga/4.2/", "bedomning/", "om/"):
        told = aino.get(page(review, rest)).content.decode()
        assert "data-saves" not in told
    refused = aino.post(page(review, "fraga/4.2/"), form(answer="no", seen="1"))
    assert refused.status_code == 422
    assert "Bedömningen är klar och ändras inte." in words(refused)
    assert "Börja på en ny revidering" in words(aino.get(page(review)))


def test_the_judgement_is_finished_by_the_manager(aino, world, signed_in):
    review = begun(world.aino, world.ungdom)
    assert aino.post(page(review, "bedomning/klar/"), form(judged="2026-01-01")).status_code == 404
    seen = {"seen": seal_of(review), "written": "0"}
    refused = signed_in(world.maryam).post(page(review, "bedomning/klar/"), form(judged="2026-01-01", **seen))
    assert refused.status_code == 422
    assert "Bedöm först element" in words(refused)


def test_an_address_that_forms_are_sent_to_leads_to_the_page_that_has_the_form(world, signed_in, review):
    for sent, shown in (("bedomning/klar/", "bedomning/"), ("fraga/1.1/kommentar/", "fraga/1.1/")):
        answer = signed_in(world.maryam).get(page(review, sent))
        assert (answer.status_code, answer["Location"]) == (302, page(review, shown))
        assert signed_in(world.bengt).get(page(review, sent)).status_code == 404


def test_what_is_to_be_developed_becomes_a_cycle_once(aino, review):
    area = review.areas.there().first()
    first = aino.post(page(review, f"bedomning/utveckla/{area.pk}/forbattra/"))
    again = aino.post(page(review, f"bedomning/utveckla/{area.pk}/forbattra/"))
    area.refresh_from_db()
    assert first["Location"] == again["Location"] == f"/v/ungdom/forbattra/{area.cycle_id}/"
    assert (area.cycle.origin, area.cycle.origin_text, area.cycle.owner.name) == ("area", area.text, "Aino Påhittsson")
    assert "Till förbättringen" in words(aino.get(page(review, "bedomning/")))


@pytest.mark.parametrize("name", ["tove", "charlie", "politician", "administrator"])
def test_for_strangers_there_is_nothing(world, signed_in, review, name):
    browser = signed_in(getattr(world, name))
    for rest in ("", "fraga/4.2/", "element/4/", "bedomning/", "om/", "jamfor/"):
        assert browser.get(page(review, rest)).status_code == 404


def test_an_invited_assessor_reads_descriptions_and_learns_how_the_group_judged_only_afterwards(
    world, signed_in, review
):
    let_in(world.ungdom, world.tove, "assess")
    tove = signed_in(world.tove)
    assert tove.get(page(review)).status_code == 404
    assert "Gör en egen bedömning" in words(tove.get(f"{HERE}bedom/"))
    begun_at = tove.post(page(review, "bedom/"))["Location"]
    own = PracticeReview.objects.get(of=review)
    assert begun_at == page(own)
    told = tove.get(page(own, "fraga/4.2/"))
    assert "Ibland går det inte att säga om de är nådda." in words(told)
    assert "Vi har börjat" not in words(tove.get(page(own)))
    assert " checked" not in told.content.decode()
    assert "På god väg" not in words(tove.get(page(own)))
    assert tove.get(page(own, "jamfor/")).status_code == 404
    assert signed_in(world.maryam).get(page(own)).status_code == 404
    answered(world.tove, own, "no")
    judged(world.tove, own, "needs_work")
    both = [words(browser.get(page(own, "jamfor/"))) for browser in (tove, signed_in(world.maryam))]
    assert all("Ni svarar lika på" in told and "Tove Låtsberg" in told for told in both)


def test_whoever_is_invited_to_comment_only_assesses_nothing(world, signed_in, review):
    let_in(world.ungdom, world.tove, "comment")
    assert signed_in(world.tove).get(f"{HERE}bedom/").status_code == 404


def test_the_manager_sees_every_way_of_working_and_what_is_next(world, signed_in):
    told = words(signed_in(world.maryam).get("/arbetssatt/"))
    assert "Verksamheter som har börjat: 1 av 1. Bedömda arbetssätt: 0 av 1." in told
    assert "29 av 50 svar" in told
    assert "Fortsätt med Uppföljning" in told
    coach = words(signed_in(world.coach).get("/arbetssatt/"))
    assert "Familjehem" in coach
    assert "Inget arbetssätt är beskrivet än." in coach


def test_the_overview_has_a_line_that_says_how_far_it_has_come(aino):
    assert "Öppenvård unga: 5 av 11 element är bedömda." in words(aino.get("/v/ungdom/"))


@pytest.fixture
def crowded(world) -> PracticeReview:
    """Ten revisions, two who assess, fifty comments on the last."""
    review = begun(world.aino, world.ungdom)
    for _ in range(9):
        review = actions.begin_revision(by=world.aino, review=judged(world.maryam, review))
    for person in (world.coach, world.idris):
        own = actions.begin_assessment(by=person, review=review)
        answered(person, own, "no")
        judged(person, own)
    for n in range(50):
        actions.comment_on_practice(by=world.aino, review=review, element=4, row="4.2", text=f"Kommentar {n}")
    return review


def test_no_page_takes_many_queries_with_ten_revisions_two_assessors_and_fifty_comments(world, signed_in, crowded):
    manager, counts = signed_in(world.maryam), {}
    own = crowded.assessments.first()
    pages = [page(crowded, rest) for rest in ("", "fraga/4.2/", "element/4/", "bedomning/", "om/", "jamfor/")]
    for address in [*pages, page(own, "jamfor/"), HERE, "/arbetssatt/"]:
        manager.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(address, follow=True).status_code == 200
        counts[address] = len(queries)
    assert {address: count for address, count in counts.items() if count > MOST_QUERIES} == {}


def test_whoever_sees_no_figures_reads_a_description_without_those_that_were_taken(world, signed_in, review):
    take(world, review, "4.2", "goals_followed")
    said = review.answers.get(row="4.2").description.splitlines()[-1]
    assert re.search(r"\d", said)
    here = page(review, "fraga/4.2/")
    assert said in words(signed_in(world.maryam).get(here))
    told = words(signed_in(world.coach).get(here))
    assert "Målen för gruppen följs med Min vecka." in told
    assert said not in told
    let_in(world.ungdom, world.tove, "assess")
    own = actions.begin_assessment(by=world.tove, review=review)
    told = words(signed_in(world.tove).get(page(own, "fraga/4.2/")))
    assert "Målen för gruppen följs med Min vecka." in told
    assert said not in told
    assert signed_in(world.coach).get(page(review, "beskrivning.docx")).status_code == 404


def test_somebody_in_another_municipality_is_invited_by_address_to_assess_and_to_nothing_else(world, signed_in, review):
    maryam, charlie = signed_in(world.maryam), signed_in(world.charlie)
    told = {"partner": "", "email": world.charlie.email, "until": timezone.localdate().isoformat(), "message": ""}
    invite = reverse("invite_partner", args=["ungdom"])
    assert maryam.post(invite, form(task="comment", **told)).status_code == 422
    assert maryam.post(invite, form(task="assess", **told | {"email": "ingen@annan.example"})).status_code == 422
    assert charlie.get(f"{HERE}bedom/").status_code == 404
    assert maryam.post(invite, form(task="assess", **told)).status_code == 303
    assert "Öppenvård unga" in words(charlie.get(f"{HERE}bedom/"))
    menu = re.findall(r'<li><a href="([^"]*)"', charlie.get(f"{HERE}bedom/").content.decode().partition("</nav>")[0])
    assert menu == ["/v/ungdom/beskriv/", f"{HERE}bedom/"]
    assert charlie.get("/v/ungdom/folj-upp/").status_code == 404
    own = actions.begin_assessment(by=world.charlie, review=review)
    assert charlie.get(page(own)).status_code == 200
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(partner=world.charlie).update(since=yesterday, until=yesterday)
    assert charlie.get(page(own)).status_code == 404


def test_the_element_as_a_whole_is_commented_beside_it_and_put_aside(world, signed_in, review):
    coach, here = signed_in(world.coach), page(review, "element/4/")
    assert coach.post(f"{here}kommentar/", form(text=" ")).status_code == 422
    answer = coach.post(f"{here}kommentar/", form(text="Målen hänger ihop"))
    assert answer["Location"] == f"{here}#om-hela"
    one = review.comments.get(text="Målen hänger ihop")
    assert (one.element, one.row) == (4, "")
    for shown in (here, page(review, "fraga/4.1/")):
        assert "Målen hänger ihop" in coach.get(shown).text.partition('id="om-hela"')[2]
    settled = signed_in(world.aino).post(page(review, f"kommentar/{one.pk}/klar/"))
    assert settled["Location"] == f"{here}#om-hela"
    assert coach.get(f"{here}kommentar/")["Location"] == here


def test_what_was_frozen_in_swedish_is_marked_and_said_to_be_so_on_an_english_page(world, signed_in, review):
    take(world, review, "10.4", "tool")
    maryam, here = signed_in(world.maryam), page(review, "fraga/10.4/")
    assert ' lang="sv">' not in maryam.get(here).text.partition("</head>")[2]
    maryam.post(reverse("set_language"), {"language": "en"})
    shown = maryam.get(here).text
    assert 'class="stack stack-s" lang="sv">' in shown
    assert "inte översatt" in shown or "not translated" in shown
