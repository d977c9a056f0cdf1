"""What a service means leaves as a dataset without a single client in it."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from loke.records.models import Client


@pytest.mark.parametrize("who", ["aino", "maryam", "coach"])
def test_the_intention_holds_what_was_said_beforehand_and_nobody(world, signed_in, who):
    answer = signed_in(getattr(world, who)).get(reverse("intention_file", args=["ungdom"]))
    package = zipfile.ZipFile(io.BytesIO(answer.content))
    tables = {name: package.read(name).decode() for name in package.namelist()}
    rows = {
        name: len(list(csv.reader(io.StringIO(text)))) - 1
        for name, text in tables.items()
        if name != "datapackage.json"
    }
    reality = {"clients", "values", "contacts", "phases", "measurements", "answers", "scores", "goals"}
    assert rows["variables.csv"] == world.ungdom.variables.count()
    assert rows["expectations.csv"] > 0
    assert rows["episodes.csv"] == 0
    assert not {f"{name}.csv" for name in reality} & rows.keys()
    codes = Client.objects.filter(unit=world.ungdom.unit).values_list("code", flat=True)
    assert not [code for code in codes for text in tables.values() if code in text]
