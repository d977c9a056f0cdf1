"""How the improvements of a service stand, as leadership reads it: counts in one sentence and no words of theirs."""

import pytest
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.followup.releasing import release

from loke.description.models import Service
from loke.followup.published import status

COUNTS = """
open overdue keep adjust drop | says
0    0       0    0      0    | Ingen förbättring är påbörjad.
1    1       0    0      0    | Förbättringar: 1 pågår, varav 1 är försenad.
3    2       1    0      1    | Förbättringar: 3 pågår, varav 2 är försenade, 1 behållen, 1 nedlagd.
0    0       2    3      2    | Förbättringar: 2 behållna, 3 justerade, 2 nedlagda.
"""


def cases():
    head, *rows = (line.split("|") for line in COUNTS.strip().splitlines())
    names = head[0].split()
    return [(dict(zip(names, map(int, counts.split()), strict=True)), said.strip()) for counts, said in rows]


@pytest.mark.parametrize(("counts", "said"), cases())
def test_only_what_there_is_is_counted(monkeypatch, counts, said):
    monkeypatch.setattr(status, "COUNTED", [lambda services, day: {1: counts}])
    assert status.said_of([Service(pk=1), Service(pk=2)], None) == {1: said, 2: "Ingen förbättring är påbörjad."}


def test_nothing_is_said_where_nobody_counts(monkeypatch):
    monkeypatch.setattr(status, "COUNTED", [])
    assert status.said_of([Service(pk=1)], None) == {}


def test_it_stands_by_each_service_on_the_page_of_leadership(world, signed_in):
    release(world)
    html = words(signed_in(world.politician).get(reverse("published")).content.decode())
    assert html.count("Förbättringar:") + html.count("Ingen förbättring är påbörjad.") >= 2
