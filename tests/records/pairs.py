"""Pairs of people who change the same answer at the same moment, in an empty database of their own: `pairs.py 1000`.

Prints how many were stored, how many were shown both versions, and what went wrong.
"""

import json
import os
import re
import sys
from datetime import date
from threading import Barrier, Thread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
MOST = 120  # seconds that one waits for the other
EACH = 10  # pairs about the same client: the page shows all that has been changed, and would grow with every one


def main(pairs: int) -> None:
    import django  # noqa: PLC0415 - the settings come from the one who starts it

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.SECOND_FACTOR = False  # the two have nothing to show it with

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    places, name, people = _world(pairs)
    said, barrier = [[], []], Barrier(2)
    told = (places, name, barrier, pairs)
    threads = [Thread(target=_change, args=(user, said[n], n, *told)) for n, user in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(_counted(said)))  # noqa: T201


def _world(pairs: int):
    from django.urls import reverse  # noqa: PLC0415

    from loke.accounts import actions as people  # noqa: PLC0415
    from loke.description.actions import make_service  # noqa: PLC0415
    from loke.measures.models import Variable  # noqa: PLC0415
    from loke.records.actions import open_episode  # noqa: PLC0415

    organisation = people.make_organisation(by=None, code="o", name="O")
    unit = people.make_unit(by=None, organisation=organisation, code="u", name="U")
    service = make_service(by=None, unit=unit, code="s", name="S")
    variable = Variable.objects.create(service=service, code="tal", name="Tal", role="background", type="number")
    found = [people.add_person(by=None, email=f"{n}@example.org", name=n) for n in ("Ada", "Bo")]
    for user in found:
        people.give_role(by=None, user=user, role="manager", organisation=organisation, unit=unit)
    told = {"service": service, "opened": date(2026, 1, 5), "responsible": found}
    clients = [open_episode(by=None, **told).client_id for _ in range(0, pairs, EACH)]
    return [reverse("fill_in", args=["s", client, "opening"]) for client in clients], f"variable-{variable.pk}", found


def _change(user, said: list, mine: int, places: list[str], name: str, barrier: Barrier, pairs: int) -> None:
    """With the form open, wait until the other one has it too, and send a number that nobody else sends."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    try:
        for pair in range(pairs):
            where = places[pair // EACH]
            if pair % EACH == 0:
                shown = browser.get(where, secure=True).content.decode()
            number = str(10 * pair + mine + 1)
            sent = {one: _value(shown, one) for one in ("submission", "seen")}
            barrier.wait(MOST)
            answer = browser.post(where, {**sent, name: number}, secure=True)
            shown = answer.content.decode()
            clash = re.findall(r'data-label="(?:Gäller nu|Du skrev)">(\d+)', shown)
            barrier.wait(MOST)
            if not clash:  # whoever is shown both goes on from that page
                shown = browser.get(where, secure=True).content.decode()
            said.append((answer.status_code, number, clash or [_value(shown, name)]))
    except BaseException:
        barrier.abort()
        raise
    finally:
        connection.close()


def _value(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


def _counted(said: list[list]) -> dict:
    found = {"stored": 0, "shown": 0, "wrong": []}
    for pair in zip(*said, strict=True):
        first, second = sorted(pair, key=lambda one: one[0])
        right = (first[0], second[0]) == (303, 409) and first[2] == [first[1]]
        if right and second[2] == [first[1], second[1]]:
            found["stored"], found["shown"] = found["stored"] + 1, found["shown"] + 1
        else:
            found["wrong"].append(pair)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
