"""A file whose every client is erased stays as a file that was read in, and nothing of it names anybody."""

from datetime import timedelta

from tests.exchange.files import begun, taken_in, text
from tests.records.leaving import LATER

from loke.exchange.models import FileImport
from loke.records import actions as records
from loke.records import nightly
from loke.records.models import Client, Erasure

ROWS = ("Kod;Start;Avslut;Kön", "U-1;2026-03-01;2026-04-01;K", "U-2;2026-03-02;2026-10-01;M")


def on_the_way(world, client: Client) -> Erasure:
    made = records.request_erasure(by=world.maryam, client=client, ground="request", why="Begäran har kommit in")
    return records.confirm_erasure(by=world.administrator, erasure=made, day=LATER)


def test_all_clients_of_a_file_are_erased_and_the_file_tells_of_nobody(world):
    done = taken_in(begun(world.maryam, world.ungdom, text(*ROWS), "client"))
    clients = list(Client.objects.filter(code__in=["U-1", "U-2"]))
    for client in clients:
        on_the_way(world, client)
    assert nightly.erase_what_is_due(LATER + timedelta(days=30)) == 2
    assert not Client.objects.filter(code__in=["U-1", "U-2"]).exists()
    assert FileImport.objects.get(pk=done.pk).registration.added == {}
