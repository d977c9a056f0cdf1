"""Whoever writes while Loke or its database is restarted waits a little, and nothing acknowledged is lost."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import psycopg
import pytest
from tests.faults.writing import Insisting, driven, rows
from tests.postgres import restart, server
from tests.running.homes import python

MADE = "SELECT count(*) FROM records_contact"
SMALL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from datetime import date
from loke.accounts import actions
from loke.accounts.models import Installation
from loke.description.actions import make_service
from loke.description.models import Intervention
from loke.records.actions import open_episode
Installation.objects.create(pk=1, kind="demo")
organisation = actions.make_organisation(by=None, code="o", name="O")
unit = actions.make_unit(by=None, organisation=organisation, code="u", name="U")
service = make_service(by=None, unit=unit, code="s", name="S")
Intervention.objects.create(service=service, code="i", name="I")
ada = actions.add_person(by=None, email="ada@example.org", name="Ada")
actions.give_role(by=None, user=ada, role="practitioner", organisation=organisation, unit=unit)
episode = open_episode(by=None, service=service, opened=date(2026, 1, 5), responsible=[ada])
print(ada.pk, f"/v/s/klienter/{episode.client_id}/")
"""
RESTARTS = int(os.environ.get("LOKE_RESTARTS", "20"))


@contextmanager
def writing(busy: Insisting):
    """Everybody writes until the block ends."""
    with ThreadPoolExecutor(len(busy.writers)) as pool:
        doing = [pool.submit(busy.write, writer) for writer in busy.writers]
        try:
            yield
        finally:
            busy.stop.set()
        for one in doing:
            one.result()


def until(busy: Insisting, more: int) -> None:
    """Wait until so many more are acknowledged, or something is wrong."""
    wanted = len(busy.acknowledged) + more
    while len(busy.acknowledged) < wanted and not busy.wrong:
        Event().wait(0.01)


@pytest.mark.parametrize(("times", "writes"), [(1, 10), pytest.param(RESTARTS, 50, marks=pytest.mark.slow)])
def test_whoever_asks_while_it_is_restarted_waits_and_is_not_refused(home, at, times, writes):
    before = rows(home, MADE)[0][0]
    with driven(home, kept=True) as driver:
        busy = Insisting(at, driver, 4)
        with writing(busy):
            for _ in range(times):
                until(busy, writes)
                driver.restart()
            until(busy, writes)
    sys.stdout.write(f"{times} restarts, {len(busy.acknowledged)} acknowledged, {len(busy.resent)} refused\n")
    assert busy.wrong == []
    assert rows(home, MADE)[0][0] - before == len(busy.acknowledged)
    assert len(busy.resent) <= len(busy.acknowledged) / 1000


@pytest.mark.slow
@pytest.mark.parametrize(("times", "writes"), [(RESTARTS, 50)])
def test_the_database_is_restarted_under_load_and_everything_goes_on_by_itself(tmp_path, times, writes):
    with server() as address:
        if address is None:
            pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
        synced = f"{address}?options=-c%20synchronous_commit%3Don"  # the tests' own server is not
        number, page = python(tmp_path, SMALL, DATABASE_URL=synced, LOKE_DEMO="1").split()[-2:]
        with driven(tmp_path, DATABASE_URL=synced) as driver:
            busy = Insisting((int(number), page), driver, 8, not_now=503)
            with writing(busy):
                for n in range(times):
                    until(busy, writes)
                    restart(address, ("immediate", "fast")[n % 2])
                until(busy, writes)
        with psycopg.connect(address) as there:
            stored = there.execute(MADE).fetchone()[0]
    told = f"{times} restarts, {len(busy.acknowledged)} acknowledged, {len(busy.resent)} told to try again\n"
    sys.stdout.write(told)
    assert busy.wrong == []
    assert stored == len(busy.acknowledged)
