"""What an adopted follow-up keeps when clients are erased: counts and averages of five, nothing of one person."""

from io import BytesIO

import docx
from django.urls import reverse
from openpyxl import load_workbook
from tests.followup.conversing import PERIOD, adopt, answer, deviations, read

from loke.accounts.models import AuditEntry
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.retention import FIXED
from loke.followup.actions import decide, write_reading
from loke.followup.downloads import ENDINGS, documents_then, file_of
from loke.followup.frozen import FORM, without_few
from loke.followup.frozen import read as read_frozen
from loke.followup.page import follow_up_of


def pictures(page) -> list[str]:
    found = [chart for section in page.sections for part in section.parts for chart in part.charts]
    return [picture.svg for chart in found for picture in chart.pictures]


def test_no_line_of_one_person_and_no_average_of_fewer_than_five_is_frozen(world):
    live, frozen = follow_up_of(read(world.ungdom)), read_frozen(adopt(world.maryam, world.ungdom))
    each = [part.title for section in live.sections for part in section.parts if part.title.startswith("Var och en")]
    assert each
    assert not [part for section in frozen.page.sections for part in section.parts if part.title in each]
    assert set(pictures(frozen.page)) < set(pictures(live))
    assert frozen.form == FORM
    for name, rows in frozen.tables.items():
        for row in rows:
            for average, people in DECLARED[name].averages.items():
                assert row.get(average) is None or row[people] >= 5


def test_an_average_of_four_is_left_out_and_one_of_five_stays():
    row = {"pairs": 4, "mean_start": 21.0, "started": 9}
    assert without_few("change", row) == {"pairs": 4, "mean_start": None, "started": 9}
    assert without_few("change", row | {"pairs": 5})["mean_start"] == 21.0


def test_no_length_of_stay_of_one_person_is_frozen(world):
    live, frozen = read(world.ungdom), read_frozen(adopt(world.maryam, world.ungdom)).tables["retention"]
    assert frozen
    assert {row["day"] for row in frozen} <= set(FIXED)
    assert all(row["at_risk"] >= 5 for row in frozen)
    assert {row.day for row in live.result.tables["retention"]} - set(FIXED)


def test_one_that_was_adopted_with_a_line_for_each_person_opens_as_it_was(world, monkeypatch, signed_in):
    monkeypatch.setattr("loke.followup.frozen.FORM", 1)
    monkeypatch.setattr("loke.followup.frozen.without_few", lambda name, row: row)
    monkeypatch.setattr("loke.followup.frozen.replace", lambda one, **more: one)
    follow_up = adopt(world.maryam, world.ungdom)
    monkeypatch.undo()
    assert read_frozen(follow_up).form == 1
    address = reverse("adopted_follow_up", args=["ungdom", follow_up.pk])
    assert "Var och en" in signed_in(world.maryam).get(address).content.decode()


def test_its_documents_say_what_the_group_said(world, signed_in):
    one = deviations(world.ungdom)[0]
    answer(world.aino, world.ungdom, one, words="Sommaren var lång")
    told = {"by": world.aino, "service": world.ungdom, "period": PERIOD}
    write_reading(**told, section="fullfoljer", text="Fler kom av sig själva")
    decide(**told, section="fullfoljer", text="Ring dagen före", who="Idris")
    follow_up = adopt(world.maryam, world.ungdom)
    documents = documents_then(follow_up)
    for paper in ("motesunderlag", "kvalitetsrapport"):
        document = docx.Document(BytesIO(file_of(documents, paper, "docx", None)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(each.text for each in document.paragraphs), *cells])
        for words in ("Sommaren var lång", "Fler kom av sig själva", "Ring dagen före", "Idris"):
            assert words in text
    browser = signed_in(world.maryam)
    html = browser.get(reverse("adopted_follow_up", args=["ungdom", follow_up.pk])).content.decode()
    for paper, endings in ENDINGS.items():
        for ending in endings:
            address = reverse("adopted_file", args=["ungdom", follow_up.pk, paper, ending])
            assert address in html
            assert browser.get(address).status_code == 200
    assert load_workbook(BytesIO(browser.get(address).content)).sheetnames
    assert AuditEntry.objects.filter(what="fetch_follow_up", target__contains=f"{follow_up.pk} ").exists()
    assert signed_in(world.tove).get(address).status_code == 404
