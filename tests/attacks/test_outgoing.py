"""Nothing that somebody writes makes the server ask another computer for something."""

import socket
import urllib.request
from contextlib import suppress

import pytest
from tests.attacks.crawl import send, walk

PLACES = "http://169.254.169.254/latest/meta-data/ ftp://evil.example/x //evil.example/x.dtd https://evil.example/a.png"


def test_a_way_out_is_noticed_even_if_the_failure_is_swallowed(outgoing):
    with suppress(OSError):
        urllib.request.urlopen("http://evil.example/")
    with suppress(OSError), socket.socket() as way:
        way.connect(("192.0.2.1", 80))
    assert outgoing == ["evil.example", ("192.0.2.1", 80)]
    outgoing.clear()


@pytest.mark.once
@pytest.mark.parametrize("who", ["maryam", "administrator"])
def test_an_address_in_any_form_is_not_fetched(world, signed_in, forms_of, outgoing, who):
    found, browser = forms_of(who), signed_in(getattr(world, who))
    answers = [send(browser, form, PLACES) for form in found]
    pages = list(walk(browser))
    assert len(answers) == len(found) > 5
    assert pages
    assert outgoing == []
