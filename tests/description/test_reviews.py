"""Who reads a description: the unit, and from outside whoever is invited, for a time, and never a client."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from tests.asking import make_not_found_once
from tests.description.letting_in import drafts, everybody, let_in
from tests.world import without_drafts

from loke.description.actions import (
    add_comment,
    add_row,
    answer_comment,
    ask_to_pair,
    write_passage,
    write_row,
)
from loke.description.models import Review, WordReading
from loke.description.urls import urlpatterns
from loke.records.models import Client

# Who finds each page; to all others it does not exist.
PAGES = """
describe             practitioner manager coach partner drafting
heading              practitioner manager coach partner drafting
history              practitioner manager coach partner drafting
description_version  practitioner manager coach partner drafting
documents            practitioner manager coach partner drafting
description_file     practitioner manager coach partner drafting
word_reading         practitioner manager coach partner drafting
read_file            practitioner manager drafting
choose_wording       practitioner manager drafting
autosave             practitioner manager drafting
begin_version        practitioner manager drafting
turn_version         practitioner manager
yearly               practitioner manager
adopt_version        manager
change_service manager
compare_descriptions practitioner manager coach partner drafting
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
POSTED = {
    "autosave": {"name": "hindering", "text": "x", "seen": "0"},
    "begin_version": {},
    "turn_version": {"send": "1"},
}
FOR_PARTNERS = {  # pages of other rooms that show nothing but the descriptions
    *("process", "process_version", "process_file", "read_process_file", "begin_process", "turn_process"),
    *("add_process_row", "write_process_row", "move_process_row", "remove_process_row", "restore_process_row"),
    *("write_process_expectation", "drop_process_expectation", "compare_processes"),
}
FILES = {*POSTED, "description_file"}
OURS = [pattern for pattern in urlpatterns if "service" in pattern.pattern.converters]


def test_every_page_of_the_room_stands_in_the_table():
    assert {pattern.name for pattern in OURS} == set(ALLOWED)


@pytest.fixture
def people(world, monkeypatch):
    make_not_found_once(monkeypatch)
    without_drafts(world.ungdom)
    return everybody(world)


@pytest.fixture
def pages(world, people):
    """The address of every page of the room."""
    description, process, comment = drafts(world.ungdom)
    aside = write_passage(by=None, description=description, field="helping", text="Skrivet samtidigt", seen=0)
    reading = WordReading.objects.create(description=description, name="x.docx", written=1)
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
    made = {"service": "ungdom", "kind": "process", "heading": "conditions", "version": description.version}
    made |= {"ending": "docx", "aside": aside.pk, "passage": aside.passage_id, "reading": reading.pk}

    def address(pattern) -> str:
        given = {**made, "number": numbers.get(pattern.name, process.pk)}
        return reverse(pattern.name, kwargs={name: given[name] for name in pattern.pattern.converters})

    return {pattern.name: address(pattern) for pattern in OURS}


def finds(browser, name: str, page: str) -> bool:
    answer = browser.post(page, POSTED[name]) if name in POSTED else browser.get(page)
    return answer.status_code != 404


@pytest.mark.parametrize("who", KINDS)
def test_everybody_finds_their_own_pages_and_no_others(people, pages, signed_in, who):
    browser = signed_in(people[who])
    found = {name for name, page in pages.items() if finds(browser, name, page)}
    assert found == {name for name, allowed in ALLOWED.items() if who in allowed}
    closed = {name: browser.post(page).status_code for name, page in pages.items() if name not in found}
    assert set(closed.values()) <= {404}


def elsewhere() -> list[str]:
    """Every page of the service in the other rooms, with numbers that there are."""
    client = Client.objects.filter(unit__services__code="ungdom").first()
    known = {"service": "ungdom", "number": client.pk, "occasion": "opening", "instrument": 1, "kind": "x", "code": "x"}
    found, ours = [], {pattern.name for pattern in OURS} | FOR_PARTNERS
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
    looked = {page: browser.get(page).status_code for page in addresses}
    # 405: an address that only takes what is sent, whoever looks; what is sent there finds nothing
    sent = {page: browser.post(page).status_code for page, status in looked.items() if status == 405}
    assert {page: status for page, status in (looked | sent).items() if status != 404} == {}


@pytest.mark.parametrize("who", ["partner", "drafting"])
def test_what_whoever_is_invited_sees_holds_no_client_and_leads_to_none(world, people, pages, signed_in, who):
    codes = list(Client.objects.filter(unit=world.ungdom.unit).values_list("code", flat=True))
    browser = signed_in(people[who])
    own = [pages[name] for name, allowed in ALLOWED.items() if who in allowed and name not in FILES]
    own += [reverse("process", args=["ungdom"]), reverse("process_version", args=["ungdom", "2"])]
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
