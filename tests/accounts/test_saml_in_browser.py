"""Signing in with SAML in a real browser, which keeps our cookies back from what the provider's site sends here."""

import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.accounts.idp import ISSUER, THEIRS
from tests.accounts.saml_idp import STANDING, SamlIdp, certificate, described, took
from tests.browser import assert_accessible, free_port, served

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SENT = (
    '<form method="post" action="{}"><input name="SAMLResponse" value="{}"></form>'
    "<script>document.forms[0].submit()</script>"
)


@contextmanager
def answering(idp: SamlIdp, back: str, folder: Path) -> Iterator[str]:
    """The address of the provider's page, which sends its visitors straight on."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/in"):
                took(idp, self.path)
                idp.said |= {"recipient": back, "destination": back}
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(SENT.format(back, b64encode(idp.response().encode()).decode()).encode())

        def log_message(self, *args):
            return None

    key = THEIRS.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tls.pem").write_bytes(key + certificate(THEIRS).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.pem")
    server = HTTPServer(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/in"
    server.shutdown()


@pytest.fixture
def there(world, copied, files, chromium):
    """A page of ours, and a provider on another site that the browser is sent to."""
    port, idp = free_port(), SamlIdp(world.maryam.email)
    address = f"http://localhost:{port}"
    told = {"LOKE_SITE": address, "LOKE_SSO": str(files / "sso.toml")}
    with answering(idp, f"{address}/konto/kommunen/svar/", files) as way_in:
        (files / "idp.xml").write_text(described(*STANDING).replace(f"{ISSUER}/in", way_in))
        with served(copied.parent, port, **told):
            context = chromium.new_context(base_url=address, locale="sv-SE", ignore_https_errors=True)
            yield context.new_page(), idp
            context.close()


def test_one_is_let_in_and_led_back_though_what_the_provider_sends_has_no_cookie(there):
    page, idp = there
    brought = []
    page.on("request", lambda request: request.method == "POST" and brought.append(request.all_headers()))
    for going, asked_anew in (("/rattigheter/", "false"), ("/inloggningar/", "true")):
        page.goto(f"/konto/kommunen/?next={going}")
        page.wait_for_url(f"**{going}")
        assert page.get_by_text("Maryam").first.is_visible()
        assert idp.question.get("ForceAuthn") == asked_anew
    assert [("cookie" in headers, headers["sec-fetch-site"]) for headers in brought] == [(False, "cross-site")] * 2
    assert len([one for one in page.context.cookies() if one["name"] == "loke-demo"]) == 1


def test_whoever_is_refused_is_told_on_a_page_of_ours(there):
    page, idp = there
    idp.said = {"level": "http://id.sambi.se/loa/loa2"}
    page.goto("/konto/kommunen/")
    page.wait_for_url("**/konto/kommunen/klar/")
    assert page.get_by_role("heading", name="Det gick inte att logga in").is_visible()
    assert_accessible(page)
    assert urlsplit(page.url).query == ""
