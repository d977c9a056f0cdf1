"""The parts pages are built of: read in the right order, safe for any text, dressed by the stylesheet."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from tests.publishing.rows import YEARS
from tests.publishing.test_timeline import COURSE

import loke
from loke.publishing.bars import Bar, Part, stacked
from loke.publishing.dots import Group, Span, dots, people
from loke.publishing.shares import Means, Share, categories, means, share, shares
from loke.publishing.slopes import Pair, slopes
from loke.publishing.tables import Cell, Table, TableRow, table
from loke.publishing.timeline import time_line

STYLES = Path(loke.__file__).parent / "static/loke/loke.css"
COMPONENTS = Path(loke.__file__).parent / "templates/components"
HOSTILE = "<script>alert('å')</script>\"'&"


class Visit(forms.Form):
    """A form with one of each kind of control."""

    day = forms.DateField(label="Dag", help_text="Dagen för träffen.")
    how = forms.ChoiceField(label="Hur gick det?", choices=[("a", "Kom"), ("b", "Uteblev")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Stämmer")

    def clean(self) -> None:
        if "day" not in self.cleaned_data:
            raise forms.ValidationError("Något saknas.")


class Reading(HTMLParser):
    """What a page says, in order, and its elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.said += [data.strip()] if data.strip() else []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"input", "select", "textarea"}:
            self.said.append(f"[{dict(attrs)['name']}]")


def part(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context)


def test_a_field_is_read_as_label_help_error_control() -> None:
    field = Reading(str(Visit({"day": "igår"})["day"].as_field_group()))
    assert field.said[:4] == ["Dag", "Dagen för träffen.", "Fel:", field.said[3]]
    assert field.said[4] == "[day]"
    ids = {attributes.get("id") for _, attributes in field.elements}
    control = next(attributes for tag, attributes in field.elements if tag == "input")
    assert set((control["aria-describedby"] or "").split()) <= ids
    assert control["aria-invalid"] == "true"


def test_radios_stand_in_a_fieldset_each_with_its_label() -> None:
    group = Reading(str(Visit()["how"].as_field_group()))
    assert group.elements[0][0] == "fieldset"
    assert group.said == ["Hur gick det?", "[how]", "Kom", "[how]", "Uteblev"]
    labels = [attributes["for"] for tag, attributes in group.elements if tag == "label"]
    assert labels == [attributes["id"] for tag, attributes in group.elements if tag == "input"]


def test_a_check_box_stands_before_its_label() -> None:
    assert Reading(str(Visit()["sure"].as_field_group())).said == ["[sure]", "Stämmer"]


def test_the_summary_takes_the_focus_and_leads_to_fields_that_exist() -> None:
    form = Visit({"day": ""})
    summary = Reading(part("error_summary", form=form))
    ids = {attributes.get("id") for field in form for _, attributes in Reading(str(field.as_field_group())).elements}
    targets = [attributes["href"][1:] for tag, attributes in summary.elements if tag == "a"]
    assert targets == ["id_day", "id_how_0", "id_sure"]
    assert set(targets) <= ids
    assert summary.elements[0][1]["tabindex"] == "-1"
    assert "autofocus" in summary.elements[0][1]
    assert "Något saknas." in summary.said


@pytest.mark.parametrize(("day", "kept"), [("", False), ("snart", True)])
def test_the_summary_says_that_what_was_written_is_kept_where_something_was(day: str, kept: bool) -> None:
    said = Reading(part("error_summary", form=Visit({"day": day}))).said
    assert ("Inget är förlorat. Det du har skrivit är kvar." in said) is kept


def test_a_form_without_errors_has_no_summary() -> None:
    assert part("error_summary", form=Visit()).strip() == ""


def test_a_table_says_what_heads_each_row_and_column() -> None:
    made = Reading(part("table", table=table("completion", YEARS, now="2026")))
    scopes = [attributes.get("scope") for tag, attributes in made.elements if tag == "th"]
    assert (scopes.count("col"), scopes.count("row")) == (10, 4)
    assert ("tr", {"class": "now"}) in made.elements
    region = made.elements[0][1]
    assert (region["role"], region["tabindex"], region["aria-label"]) == (
        "region",
        "0",
        "Tabell: Hur många som fullföljde",
    )


PICTURES = [
    dots({14: 3, 20: 30}, span=Span(16, 20), unit="år", middle=17),
    dots({1.5: 3, 2: 4}, span=Span(lowest=2)),
    people([Group(17, "kom"), Group(3, "kom inte", "absent"), Group(2, "annat", "outside")]),
    share(Share("", 0.5, 0.3, 0.7), target=0.6),
    shares([Share("2025", 0.1, 0.05, 0.2, now=False), Share("2026", 0.5, 0.3, 0.7)], target=0.6),
    categories([Share("Alkohol", 0.5, 0.3, 0.7), Share("Saknas", 0.1, 0, 0.2, kind="absent")]),
    means([Means("Ork", 3, 4, 0.5, 1.5)], lowest=0, highest=10),
    stacked([Bar("Ork", (9, 6, 2))], [Part("bättre", "better"), Part("lika", "same"), Part("sämre", "worse")]),
    slopes([Pair(2, 6, 70), Pair(6, 2), Pair(3, 3)], lowest=0, highest=10, step=1),
    time_line(COURSE),
]


@pytest.mark.parametrize("picture", PICTURES)
def test_every_class_in_a_picture_is_dressed_by_the_stylesheet(picture: object) -> None:
    used = {kind for names in re.findall(r'class="([^"]*)"', picture.svg) for kind in names.split()}
    dressed = set(re.findall(r"\.([a-z][a-z0-9-]*)", STYLES.read_text()))
    assert used - dressed == set()
    assert "style=" not in picture.svg


def test_a_chart_has_its_picture_its_source_and_its_table_and_escapes_words() -> None:
    cells = (Cell(HOSTILE), Cell("1", True))
    made = Table(HOSTILE, HOSTILE, cells, (TableRow(cells),))
    html = part(
        "chart", title=HOSTILE, note=HOSTILE, pictures=PICTURES[:2], source=HOSTILE, table=made, arrangement="pair"
    )
    tags = [tag for tag, _ in Reading(html).elements]
    assert tags.count("svg") == 2
    assert {"figure", "figcaption", "details", "table"} <= set(tags)
    assert "script" not in tags


def test_tasks_notices_and_empty_pages_say_their_words() -> None:
    task = {"name": "Målgrupp", "url": "/m/", "text": "Två kommentarer väntar.", "status": "Nästa steg", "state": "now"}
    assert Reading(part("task_list", tasks=[task])).said == ["1", "Målgrupp", "Två kommentarer väntar.", "Nästa steg"]
    assert Reading(part("notice", title="Få personer.", text=HOSTILE)).said[0] == "Få personer."
    empty = Reading(
        part("empty", title="Här kommer svaren", text="Ni har tre.", url="/d/", action="Se vilka", picture=PICTURES[3])
    )
    assert empty.said[:4] == ["Här kommer svaren", "Ni har tre.", "Se vilka", "Exempel"]


def test_no_part_and_no_style_breaks_the_content_security_policy() -> None:
    styles = STYLES.read_text()
    parts = [path.read_text() for path in COMPONENTS.glob("*.html")]
    assert not any(re.search(r"\sstyle=|<style|<script|\son[a-z]+=", html) for html in parts)
    assert "!important" not in styles.split("*/", 1)[1]
    assert re.findall(r"url\(([^)]*)\)", styles) == ['"fonts/source-sans-3-latin.woff2"']
    assert (STYLES.parent / "fonts/source-sans-3-latin.woff2").is_file()
    assert "SIL OPEN FONT LICENSE" in (STYLES.parent / "fonts/OFL.txt").read_text().upper()
