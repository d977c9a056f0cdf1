"""What the change log leads to, held against everything read anew: in the tests of it, or with `--renewed` in any."""

import pytest

from loke.analysis.calculation import analyse
from loke.dataset.renewing import alike
from loke.description.models import Service
from loke.followup import reading
from loke.followup.dataset import kept, snapshot_for
from loke.records import history


def pytest_addoption(parser):
    parser.addoption(
        "--renewed", action="store_true", help="hold the figures against everything read, after every change of records"
    )


@pytest.fixture
def held_against_all(monkeypatch) -> list[int]:
    """Every renewal of figures is compared; the list holds how many episodes each of them was about."""
    renewed, brought_up, seen = kept._renewed, reading.renewed, []

    def checked(service, before, number, changed):
        seen.append(len(changed))
        now = renewed(service, before, number, changed)
        assert alike(now.snapshot, kept.read(service, number).snapshot)
        return now

    def recounted(before, old, gone, new, come):
        now = brought_up(before, old, gone, new, come)
        assert now.tables == analyse(new, before.summary.options).tables
        return now

    monkeypatch.setattr(kept, "_renewed", checked)
    monkeypatch.setattr(reading, "renewed", recounted)
    return seen


@pytest.fixture(autouse=True)
def _after_every_change(request):
    if request.config.getoption("--renewed") and {"db", "world"} & set(request.fixturenames):
        request.getfixturevalue("world" if "world" in request.fixturenames else "db")
        request.getfixturevalue("held_against_all")
        monkeypatch, touch = request.getfixturevalue("monkeypatch"), history.touch

        def and_look(service, **rows):
            touch(service, **rows)
            snapshot_for(service)

        monkeypatch.setattr(history, "touch", and_look)
        for service in Service.objects.all():
            snapshot_for(service)
