"""Letters go out over a locked way, or not at all; one that could not be sent is told of without its address."""

import socket
import ssl
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.mail import send_mail
from django.test import override_settings
from tests.accounts.mail_server import MailServer, certificate

from loke import cli
from loke.accounts.actions import make_organisation
from loke.running.trouble import Refused
from loke.settings import mail_tls

SECRET, TO = "ord-till-posten", "nova@example.org"


@pytest.fixture
def pem(tmp_path) -> Path:
    return certificate(tmp_path)


def through(server: MailServer, tls: str = "starttls"):
    return override_settings(
        EMAIL_BACKEND="loke.accounts.post.Post",
        EMAIL_HOST="localhost",
        EMAIL_PORT=server.port,
        EMAIL_USE_TLS=tls == "starttls",
        EMAIL_HOST_USER="loke" if tls != "none" else "",
        EMAIL_HOST_PASSWORD=SECRET if tls != "none" else "",
    )


def send() -> None:
    send_mail("Ämnet", "https://loke.example/inbjudan/hemlig/", None, [TO])


@pytest.mark.parametrize(
    ("host", "port", "said", "locked"),
    [
        ("smtp.example.org", 25, "", "starttls"),
        ("smtp.example.org", 587, "", "starttls"),
        ("smtp.example.org", 465, "", "tls"),
        ("smtp.example.org", 25, "none", "none"),
        ("localhost", 25, "", "none"),
        ("127.0.0.1", 25, "", "none"),
        ("localhost", 25, "starttls", "starttls"),
        ("localhost.example.org", 25, "", "starttls"),
    ],
)
def test_the_way_is_locked_unless_it_leads_to_this_computer_or_somebody_says_otherwise(host, port, said, locked):
    assert mail_tls(host, port, said) == locked


def test_a_slip_in_the_setting_does_not_leave_the_way_open():
    with pytest.raises(Refused, match="starttls, tls eller none, inte STARTLS"):
        mail_tls("smtp.example.org", 25, "STARTLS")


def test_the_letter_and_the_sign_in_are_sent_when_the_way_is_locked_and_not_before(pem, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    server = MailServer(pem)
    with through(server):
        send()
    assert [line.partition(b" ")[0].upper() for line in server.open.splitlines()] == [b"EHLO", b"STARTTLS"]
    assert b"AUTH PLAIN" in server.locked
    assert b"/inbjudan/hemlig/" in server.locked


def test_a_server_that_offers_no_lock_gets_neither_letter_nor_password(caplog):
    server = MailServer(None)
    with through(server), pytest.raises(OSError, match="STARTTLS"):
        send()
    assert b"MAIL" not in server.open.upper()
    assert "servern kan inte det som LOKE_EMAIL_TLS och LOKE_EMAIL_USER begär" in caplog.text


def test_a_server_that_nobody_vouches_for_gets_neither_letter_nor_password(pem, caplog):
    server = MailServer(pem)
    with through(server), pytest.raises(ssl.SSLCertVerificationError):
        send()
    assert server.locked == b""
    assert "serverns certifikat godtas inte" in caplog.text


def test_a_password_that_cannot_be_sent_is_told_of_as_well(pem, monkeypatch, caplog):
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with (
        through(MailServer(pem)),
        override_settings(EMAIL_HOST_PASSWORD="lösen"),
        pytest.raises(OSError, match="ascii"),
    ):
        send()
    assert "LOKE_EMAIL_USER och LOKE_EMAIL_PASSWORD får bara ha tecken ur ASCII" in caplog.text
    assert "lösen" not in caplog.text


def test_what_the_server_says_of_an_address_is_not_written_in_the_log(caplog):
    server = MailServer(None, refuses=f"550 5.1.1 <{TO}> finns inte\r\n")
    with through(server, "none"), pytest.raises(OSError, match="550"):
        send()
    assert "Ett brev gick inte att skicka: servern tar inte emot brev till den adressen" in caplog.text
    assert TO not in caplog.text
    assert "hemlig" not in caplog.text


@pytest.fixture
def no_server():
    """A mail server that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with through(SimpleNamespace(port=port), "none"):
        yield


def test_an_invitation_that_could_not_be_sent_says_so_and_is_handed_over(db, no_server, capsys):
    make_organisation(by=None, code="e", name="Exempelkommun")
    assert cli.main(["invite", TO, "--name", "Nova"]) == 0
    told = capsys.readouterr()
    assert told.err.endswith("Brevet gick inte att skicka. Lämna över länken. Den gäller ett dygn och en gång.\n")
    assert told.out.startswith("https://localhost/inbjudan/")
    assert "servern svarar inte (ConnectionRefusedError)" in told.err  # where the log goes
    assert TO not in told.err


def test_a_forgotten_password_is_answered_alike_when_the_letter_cannot_be_sent(world, client, no_server, caplog):
    answers = [
        client.post("/konto/password/reset/", {"email": who}) for who in (world.aino.email, "nobody@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/konto/password/reset/done/")}
    assert "servern svarar inte" in caplog.text
    assert world.aino.email not in caplog.text
