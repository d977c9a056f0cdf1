"""The bytes of what is published hold no hidden number, in whatever format."""

import json
from datetime import date

import pytest
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.publishable import publish
from loke.analysis.output import to_json
from loke.dataset.definitions import Ending, Service
from loke.publishing.report import text

# So many completed of so many that neither share nor count comes about in another way.
DONE, LEFT, ELSE = 1013, 3, 989


@pytest.fixture(scope="module")
def published():
    endings = (
        Ending("done", "Klar", "completed"),
        Ending("left", "Avbröt", "discontinued"),
        Ending("else", "Annat", "other"),
    )
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), ending, age=20, sex="female")
        for ending, n in (("done", DONE), ("left", LEFT), ("else", ELSE))
        for _ in range(n)
    ]
    return publish(snapshot({Service("a", "A", endings=endings): episodes}))


def test_json_names_the_hidden_columns_and_has_null_for_them(published):
    result = json.loads(to_json(published))
    assert result["dataset"]["public"] == {"threshold": 5, "rows": "that show somebody"}
    rows = {row["ending"]: row for row in result["tables"]["endings"]}
    assert rows["left"]["n"] is rows["left"]["share"] is None
    assert {"n", "share", "low", "high"} <= set(rows["left"]["hidden"])
    assert rows["done"]["hidden"] == []
    assert all(row[column] is None for rows in result["tables"].values() for row in rows for column in row["hidden"])


@pytest.mark.parametrize("written", [to_json, text])
def test_no_hidden_number_is_in_the_bytes(published, written):
    said = written(published)
    assert str(DONE) in said
    for hidden in (str(ELSE), f" {LEFT} av", str(LEFT / (DONE + LEFT + ELSE))):
        assert hidden not in said


def test_the_text_says_what_is_hidden_and_why(published):
    assert "dolt" in text(published)
    assert "färre än fem" in text(published)
