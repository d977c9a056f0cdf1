"""How the tests of this room read a page: its words, its tables and what may be chosen on it."""

import re
from dataclasses import replace
from html import unescape

import pytest

from loke.description.models import Service
from loke.followup.choices import ChoiceForm, granularity
from loke.followup.comparable import keep, told_in
from loke.followup.dataset import snapshot_for
from loke.followup.reading import Reading, days_of, reading_of


def words(html: str) -> str:
    """What stands on the page, with plain spaces and without the drawings."""
    plain = re.sub(r"<(svg|head)\b.*?</\1>", " ", html, flags=re.S)
    plain = re.sub(r"</?time>", "", plain)  # a day is followed by its full stop
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).replace("\u00a0", " ").split())


def cells(html: str, caption: str) -> list[list[str]]:
    """The rows of the table with this caption."""
    table = re.search(rf"<caption>{re.escape(caption)}[ <].*?</table>", html, re.S)
    if table is None:
        pytest.fail(f"no table {caption}")
    body = table[0].partition("<tbody>")[2]
    return [
        [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", body)
    ]


def choices(service, day) -> ChoiceForm:
    snapshot = snapshot_for(service)
    return ChoiceForm({}, service=snapshot.services[0], days=days_of(snapshot, day), today=day)


def reading(service, day, period: str = "", by: str = "", language: str = "sv") -> Reading:
    """As the page reads the service; without a period the usual one."""
    period = period or choices(service, day).chosen["period"]
    return reading_of(service, snapshot_for(service), day, period, by, language)


def with_others(read, number):
    """The reading beside so many others of its group, which are itself under other names."""
    others = [Service(pk=-place - 1, code=f"x{place}", name=f"Annan {place}") for place in range(number)]
    keep(dict.fromkeys(others, told_in(read.result.tables)), read.today, granularity(read.period))
    return replace(read, others=others)
