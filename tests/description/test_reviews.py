"""Who reads a description: the unit, and from outside whoever is invited, for a time, and never a client."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from tests.description.letting_in import drafts, everybody, let_in, person

from loke.description.actions import (
    add_comment,
    add_row,
    answer_comment,
    answer_pair,
    ask_to_pair,
    end_review,
    invite_partner,
    write_row,
)
from loke.description.models import Review
from loke.description.urls import urlpatterns
from loke.records.models import Client

# Who finds each page; to all others it does not exist.
PAGES = """
compare        practitioner manager coach partner drafting
comments       practitioner manager coach partner drafting
add_comment    practitioner manager coach partner drafting
answer_comment practitioner manager
partners       practitioner manager coach
invite_partner manager
ask_to_pair    manager
answer_pair    manager
end_review     manager partner
my_review      partner drafting
"""
ALLOWED = {name: who for name, *who in map(str.split, PAGES.strip().splitlines())}
KINDS = (
    "practitioner", "manager", "coach", "partner", "drafting",
    "late", "let out", "no longer employed", "stranger", "elsewhere",
)  # fmt: skip
FOR_PARTNERS: frozenset[str] = frozenset()  # pages of other rooms that show nothing but the descriptions


def test_every_page_of_the_room_stands_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == set(ALLOWED)


@pytest.fixture
def people(world):
    return everybody(world)


@pytest.fixture
def pages(world, people):
    """The address of every page of the room."""
    _description, process, comment = drafts(world.ungdom)
    pair = ask_to_pair(
        by=world.bengt,
        service=world.beroende,
        other=world.ungdom,
        own=world.bengt,
        theirs=world.aino,
        until=timezone.localdate(),
    ).pair
    review = Review.objects.get(service=world.ungdom, partner=people["partner"], agreed=True)
    numbers = {"answer_comment": comment.pk, "answer_pair": pair.pk, "end_review": review.pk}
    made = {"service": "ungdom", "kind": "process"}

    def address(pattern) -> str:
        given = {**made, "number": numbers.get(pattern.name, process.pk)}
        return reverse(pattern.name, kwargs={name: given[name] for name in pattern.pattern.converters})

    return {pattern.name: address(pattern) for pattern in urlpatterns}


@pytest.mark.parametrize("who", KINDS)
def test_everybody_finds_their_own_pages_and_no_others(people, pages, signed_in, who):
    browser = signed_in(people[who])
    found = {name for name, page in pages.items() if browser.get(page).status_code in (200, 302)}
    assert found == {name for name, allowed in ALLOWED.items() if who in allowed}
    closed = {name: browser.post(page).status_code for name, page in pages.items() if name not in found}
    assert set(closed.values()) <= {404}


def elsewhere() -> list[str]:
    """Every page of the service in the other rooms, with numbers that there are."""
    client = Client.objects.filter(unit__services__code="ungdom").first()
    known = {"service": "ungdom", "number": client.pk, "occasion": "opening", "instrument": 1, "kind": "x", "code": "x"}
    found, ours = [], {pattern.name for pattern in urlpatterns} | FOR_PARTNERS
    for name in {name for name in get_resolver().reverse_dict if isinstance(name, str)} - ours:
        for form in get_resolver().reverse_dict.getlist(name):
            wanted = form[0][0][1]
            if "service" in wanted:
                found.append(reverse(name, kwargs={one: known.get(one, 1) for one in wanted}))
    return found


@pytest.mark.parametrize("who", ["partner", "drafting"])
def test_whoever_is_invited_finds_no_other_page_of_the_service(people, pages, signed_in, who):
    browser, addresses = signed_in(people[who]), elsewhere()
    assert len(addresses) > 10
    assert {page: browser.get(page).status_code for page in addresses if browser.get(page).status_code != 404} == {}


@pytest.mark.parametrize("who", ["partner", "drafting"])
def test_what_whoever_is_invited_sees_holds_no_client_and_leads_to_none(world, people, pages, signed_in, who):
    codes = list(Client.objects.filter(unit=world.ungdom.unit).values_list("code", flat=True))
    browser = signed_in(people[who])
    own = [pages[name] for name, allowed in ALLOWED.items() if who in allowed]
    shown = [browser.get(page, follow=True).content.decode() for page in own]
    shown.append(browser.get(reverse("choose_service")).content.decode())
    assert codes
    assert not [code for code in codes for html in shown if code in html or f"{code[3:6]} {code[6:9]}" in html]
    ways = [f'"{reverse(name, args=["ungdom"])}"' for name in ("clients", "follow_up", "overview")]
    assert not [way for way in ways for html in shown if way in html]


def test_the_menu_of_whoever_is_invited_holds_the_description_only(people, pages, signed_in):
    try:
        steps = [reverse("describe", args=["ungdom"])]
    except NoReverseMatch:
        steps = []
    html = signed_in(people["partner"]).get(pages["my_review"]).content.decode()
    nav = html.partition("<nav")[2].partition("</nav>")[0]
    assert [step for step in nav.split('"') if step.startswith("/v/")] == steps
    assert f"{people['partner']}, reflektionspartner" in html
    assert "Byt verksamhet" in html


def test_on_the_last_day_one_may_read_and_the_day_after_nothing_is_there(world, signed_in):
    review = let_in(world.ungdom, world.tove, days=0)
    page, browser = reverse("my_review", args=["ungdom"]), signed_in(world.tove)
    assert browser.get(page).status_code == 200
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(pk=review.pk).update(since=yesterday, until=yesterday)
    assert browser.get(page).status_code == 404
    assert "Inbjudan att läsa" not in browser.get(reverse("choose_service")).content.decode()


def test_whoever_comments_may_not_write_and_whoever_drafts_may(world, people):
    _description, process, _comment = drafts(world.ungdom)
    row = process.rows.there().first()
    with pytest.raises(PermissionDenied):
        write_row(by=people["partner"], row=row, text="Nytt", seen=row.number)
    assert write_row(by=people["drafting"], row=row, text="Nytt", seen=row.number).text == "Nytt"
    for gone in ("late", "let out", "no longer employed", "elsewhere"):
        with pytest.raises(PermissionDenied):
            add_row(by=people[gone], process=process, column="outcome", text="Nytt")
        with pytest.raises(PermissionDenied):
            add_comment(by=people[gone], version=process, text="Hej")


def test_only_the_group_answers(world, people):
    _description, _process, comment = drafts(world.ungdom)
    for outside in ("coach", "partner", "drafting"):
        with pytest.raises(PermissionDenied):
            answer_comment(by=people[outside], comment=comment, answer="taken", why="")
    assert answer_comment(by=world.aino, comment=comment, answer="taken", why="").answer == "taken"


# Inviting


def invited(browser, service, **fields):
    page = reverse("invite_partner", args=[service.code])
    form = browser.get(page).context["form"]
    given = {"submission": form["submission"].value(), "task": "comment", "message": "", "until": form["until"].value()}
    return browser.post(page, {**given, **fields}), given


def test_a_manager_chooses_among_coaches_first_and_then_the_other_units(world, signed_in):
    form = signed_in(world.maryam).get(reverse("invite_partner", args=["ungdom"])).context["form"]
    _none, (first, coaches), *units = form.fields["partner"].choices
    offered = {label for _name, people in units for _pk, label in people}
    assert (first, [label for _pk, label in coaches]) == ("Coacher", [world.coach.name])
    assert [name for name, _people in units] == sorted(name for name, _people in units)
    assert world.tove.name in offered
    assert {world.aino.name, world.maryam.name, world.coach.name, world.charlie.name}.isdisjoint(offered)
    assert form["until"].value() == timezone.localdate() + timedelta(weeks=3)


def test_sent_twice_the_invitation_is_made_once_and_says_where_it_is_found(world, signed_in):
    browser = signed_in(world.maryam)
    answer, given = invited(browser, world.ungdom, partner=world.tove.pk)
    again = browser.post(reverse("invite_partner", args=["ungdom"]), {**given, "partner": world.tove.pk})
    assert (answer.status_code, again.status_code) == (303, 303)
    assert Review.objects.filter(service=world.ungdom, partner=world.tove).count() == 1
    html = browser.get(answer["Location"]).content.decode()
    assert "Byt verksamhet" in html
    assert world.tove.name in html


LAST_DAYS = """
days status
-1   422
0    303
183  303
184  422
"""


@pytest.mark.parametrize("row", LAST_DAYS.strip().splitlines()[1:])
def test_the_last_day_is_from_today_to_half_a_year_away(world, signed_in, row):
    days, status = map(int, row.split())
    day = timezone.localdate() + timedelta(days)
    answer, _given = invited(signed_in(world.maryam), world.ungdom, partner=world.tove.pk, until=day.isoformat())
    assert answer.status_code == status
    assert Review.objects.open().of(world.tove).exists() == (status == 303)


WRONG = [("partner", ""), ("partner", "9" * 30), ("until", "snart"), ("message", "Ring 070-123 45 67")]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_cannot_be_is_said_beside_its_field(world, signed_in, field, value):
    answer, _given = invited(signed_in(world.maryam), world.ungdom, **{"partner": world.tove.pk, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Inget är förlorat" in answer.content.decode()


def test_nobody_is_invited_twice_nor_to_their_own_unit(world):
    let_in(world.ungdom, world.tove)
    for partner in (world.tove, world.aino, world.charlie):
        with pytest.raises(ValidationError):
            let_in(world.ungdom, partner)


def test_a_letter_tells_who_asks_and_where_and_nothing_of_any_client(world, signed_in, settings):
    settings.EMAIL_HOST = "localhost"
    invited(signed_in(world.maryam), world.ungdom, partner=world.tove.pk, message="Läs gärna om målgruppen.")
    (letter,) = mail.outbox
    assert letter.to == [world.tove.email]
    assert world.maryam.name in letter.body
    assert reverse("my_review", args=["ungdom"]) in letter.body
    assert "målgruppen" not in letter.body


def test_the_one_who_is_invited_is_told_on_their_own_pages(world, signed_in):
    invite_partner(
        by=world.maryam, service=world.ungdom, partner=world.tove, task="comment", until=timezone.localdate()
    )
    browser = signed_in(world.tove)
    for page in (reverse("overview", args=[world.beroende.code]), reverse("choose_service")):
        html = browser.get(page).content.decode()
        assert reverse("my_review", args=["ungdom"]) in html
        assert timezone.localdate().isoformat() in html


def test_home_of_who_has_only_an_invitation_is_what_they_are_invited_to(world, signed_in):
    let_in(world.ungdom, world.politician)
    assert signed_in(world.politician).get(reverse("home"))["Location"] == reverse("my_review", args=["ungdom"])
    let_in(world.beroende, world.politician)
    assert signed_in(world.politician).get(reverse("home"))["Location"] == reverse("choose_service")


def test_the_manager_or_the_partner_ends_it_and_nobody_else(world, signed_in):
    for who, then in ((world.maryam, reverse("partners", args=["ungdom"])), (world.tove, reverse("home"))):
        review = let_in(world.ungdom, world.tove)
        page = reverse("end_review", args=["ungdom", review.pk])
        assert signed_in(world.aino).post(page).status_code == 404
        assert signed_in(who).post(page)["Location"] == then
        assert signed_in(world.tove).get(reverse("my_review", args=["ungdom"])).status_code == 404


# Two services that read each other


@pytest.fixture
def pair(world):
    """Beroende has asked Unga: Aino reads Beroende, and Tove will read Unga when Maryam says yes."""
    until = timezone.localdate() + timedelta(21)
    return ask_to_pair(
        by=world.bengt, service=world.beroende, other=world.ungdom, own=world.tove, theirs=world.aino, until=until
    )


def may_read(signed_in, user, service) -> bool:
    return signed_in(user).get(reverse("my_review", args=[service.code])).status_code == 200


def test_the_other_manager_sees_the_question_and_says_yes(world, signed_in, pair):
    assert may_read(signed_in, world.aino, world.beroende)
    assert not may_read(signed_in, world.tove, world.ungdom)
    browser = signed_in(world.maryam)
    assert "läsa varandras beskrivningar" in browser.get(reverse("overview", args=["ungdom"])).content.decode()
    browser.post(reverse("answer_pair", args=["ungdom", pair.pair_id]), {"svar": "ja"})
    assert may_read(signed_in, world.tove, world.ungdom)
    assert "läsa varandras beskrivningar" not in browser.get(reverse("overview", args=["ungdom"])).content.decode()


def test_a_no_lets_nobody_in_on_either_side_and_an_answer_is_given_once(world, signed_in, pair):
    page = reverse("answer_pair", args=["ungdom", pair.pair_id])
    signed_in(world.maryam).post(page, {"svar": "nej"})
    assert signed_in(world.maryam).post(page, {"svar": "ja"}).status_code == 302
    assert not may_read(signed_in, world.aino, world.beroende)
    assert not may_read(signed_in, world.tove, world.ungdom)


def test_only_the_manager_of_the_other_service_answers(world, pair):
    for who in (world.bengt, world.aino, world.coach):
        with pytest.raises(PermissionDenied):
            answer_pair(by=who, review=pair.pair, agree=True)


def test_the_question_is_put_in_two_steps(world, signed_in):
    browser, page = signed_in(world.bengt), reverse("ask_to_pair", args=[world.beroende.code])
    assert world.ungdom.name in browser.get(page).content.decode()
    form = browser.get(f"{page}?med=ungdom").context["form"]
    given = {"submission": form["submission"].value(), "until": timezone.localdate().isoformat(), "message": ""}
    answer = browser.post(f"{page}?med=ungdom", {**given, "own": world.tove.pk, "theirs": world.aino.pk})
    assert answer["Location"] == reverse("partners", args=[world.beroende.code])
    assert Review.objects.waiting().get().service == world.ungdom
    assert browser.get(f"{page}?med={world.beroende.code}").status_code == 422


def test_a_question_whose_time_is_out_is_no_longer_put(world, signed_in, pair):
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(pk=pair.pair_id).update(since=yesterday, until=yesterday)
    assert not Review.objects.waiting().exists()
    end_review(by=world.bengt, review=pair)
    assert not may_read(signed_in, world.aino, world.beroende)


def test_a_person_may_be_invited_again_when_the_first_time_is_out(world, signed_in):
    review = let_in(world.ungdom, person("karin"))
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(pk=review.pk).update(since=yesterday, until=yesterday)
    let_in(world.ungdom, person("karin"))
    assert may_read(signed_in, person("karin"), world.ungdom)
