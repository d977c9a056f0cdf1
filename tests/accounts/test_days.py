"""A day in figures is never broken in two, whichever template it stands in."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.html import format_html

import loke

TEMPLATES = sorted((Path(loke.__file__).parent / "templates").rglob("*.*"))
BARE = (  # where a mark would be shown, sent or compared
    re.compile(r"""[\w-]+="[^"<>]*date:'Y-m-d"""),
    re.compile(r"""\{% (?:el)?if [^%]*date:["']Y-m-d"""),
    re.compile(r"""\{% block title %\}(?:(?!endblock).)*date:"Y-m-d"""),
    re.compile(r"""<(?:option|textarea)[^>]*>[^<]*date:"Y-m-d"""),
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ day|date:'Y-m-d' }}", "<time>2026-11-30</time>"),
        ("{{ at|date:'Y-m-d H:i' }}", "<time>2026-11-30 13:05</time>"),
        ("{{ day|date:'c' }}", "2026-11-30"),
        ("{{ day|date:'j F' }}", "30 november"),
        ("{{ none|date:'Y-m-d'|default:'–' }}", "–"),
        ("{{ words|days }}", "Till &lt;b&gt; <time>2026-11-30</time>."),
        ("{{ marked|days }}", "<b>2026-11-30</b>"),
        (
            "{% load i18n %}{% blocktranslate with day=day|date:'Y-m-d' %}{{ day }} till{% endblocktranslate %}",
            "<time>2026-11-30</time> till",
        ),
    ],
)
def test_a_day_is_marked_to_stay_on_one_line(written, shown):
    told = {"day": date(2026, 11, 30), "at": datetime(2026, 11, 30, 12, 5, tzinfo=UTC), "none": None}
    told |= {"words": "Till <b> 2026-11-30.", "marked": format_html("<b>{}</b>", "2026-11-30")}
    assert Template(written).render(Context(told)) == shown


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_marked_day_stands_only_in_running_text(template):
    text = template.read_text()
    assert [found.group() for one in BARE if (found := one.search(text))] == []
    assert template.suffix == ".html" or "Y-m-d" not in text
