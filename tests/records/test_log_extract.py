"""A client's own extract of the log: who has read, as what, and when."""

import pytest
from django.urls import reverse
from tests.records.pages import address, told

from loke.accounts.models import AccessEntry


def test_the_extract_tells_who_as_what_when_and_on_which_kind_of_page(world, signed_in):
    episode = world.ongoing(world.aino)
    signed_in(world.aino).get(address("client", episode))
    page = told(signed_in(world.maryam).get(address("log_extract", episode)))
    for words in ("Aino Påhittsson", "medarbetare", "klientens sida", "Maryam Demosson"):
        assert words in page
    assert AccessEntry.objects.filter(by=world.maryam, what="log_extract").exists()


@pytest.mark.parametrize(("ending", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_extract_can_be_kept_as_a_file(world, signed_in, ending, begins):
    episode = world.ongoing(world.aino)
    signed_in(world.aino).get(address("client", episode))
    answer = signed_in(world.maryam).get(reverse("log_extract_file", args=["ungdom", episode.client_id, ending]))
    assert answer.content.startswith(begins)
