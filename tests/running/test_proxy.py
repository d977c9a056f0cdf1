"""The proxy that deploy/nginx.conf makes of nginx: it starts, keeps the port, and writes no address down."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from loke.serving import free_port

CONF = Path(__file__).parents[2] / "deploy/nginx.conf"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
AROUND = """
{user}
pid {folder}/pid;
events {{}}
http {{
  access_log {folder}/access.log;
  error_log {folder}/error.log;
  {temporary}
  include {folder}/loke.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
KEY = "/inbjudan/kanariefagel/"

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed")


@contextmanager
def behind() -> Iterator[tuple[int, list[dict]]]:
    """Somebody in the place of Loke, and what the proxy tells it."""
    told: list[dict] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            told.append(dict(self.headers))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, told
        server.shutdown()


def certify(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loke.example.org")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1)).sign(key, SHA256())
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(kept)


def put(folder: Path, *, loke: int) -> tuple[int, int]:
    """The file as it is, but for its ports, its folders and the other internet; gives where it listens."""
    certify(folder)
    open_port = free_port(20000)
    tls = free_port(open_port + 1)
    told = re.sub(r"^\s*listen \[::\].*$", "", CONF.read_text(), flags=re.MULTILINE)
    moved = {
        "listen 80;": f"listen 127.0.0.1:{open_port};",
        "listen 443 ": f"listen 127.0.0.1:{tls} ",
        "/etc/ssl/loke": str(folder),
        "/var/log/nginx": str(folder),
        "127.0.0.1:8000": f"127.0.0.1:{loke}",
    }
    for before, after in moved.items():
        assert before in told
        told = told.replace(before, after)
    (folder / "loke.conf").write_text(told)
    temporary = " ".join(f"{one}_temp_path {folder}/{one};" for one in TEMPORARY)
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, temporary=temporary, user=user))
    return open_port, tls


def tried(folder: Path) -> str:
    command = [NGINX, "-t", "-e", "stderr", "-c", folder / "nginx.conf"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@contextmanager
def started(folder: Path) -> Iterator[None]:
    """While it listens, which it does when the command that starts it is done."""
    command = [NGINX, "-e", folder / "start.log", "-c", folder / "nginx.conf"]
    subprocess.run(command, check=True)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=True)


def asked(port: int, path: str, *, tls: bool) -> tuple[int, str | None]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    here = HTTPSConnection("127.0.0.1", port, context=context) if tls else HTTPConnection("127.0.0.1", port)
    here.request("GET", path, headers={"Host": f"loke.example.org:{port}"})
    answer = here.getresponse()
    return answer.status, answer.headers["Location"]


def test_nginx_starts_with_the_file_as_it_is(tmp_path):
    put(tmp_path, loke=8000)
    said = tried(tmp_path)
    assert "test is successful" in said
    assert {line for line in said.splitlines() if "[" in line and "http2" not in line} == set()


def test_the_site_keeps_its_port_and_no_address_is_written_down(tmp_path):
    with behind() as (loke, told):
        open_port, tls = put(tmp_path, loke=loke)
        with started(tmp_path):
            assert asked(open_port, KEY, tls=False) == (308, f"https://loke.example.org{KEY}")
            assert asked(tls, KEY, tls=True)[0] == 204
    assert (told[0]["Host"], told[0]["X-Forwarded-Proto"]) == (f"loke.example.org:{tls}", "https")
    assert "kanariefagel" not in written(tmp_path)


def test_of_a_loke_that_does_not_answer_the_log_tells_by_the_watch_alone(tmp_path):
    _, tls = put(tmp_path, loke=1)
    with started(tmp_path):
        assert [asked(tls, path, tls=True)[0] for path in (KEY, "/halsa/")] == [502, 502]
    assert "/halsa/" in (tmp_path / "loke.log").read_text()
    assert "kanariefagel" not in written(tmp_path)


def written(folder: Path) -> str:
    return "".join(file.read_text() for file in folder.glob("*.log"))
