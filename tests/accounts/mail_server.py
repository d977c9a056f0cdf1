"""A mail server for tests, which remembers what came to it in the open and what came locked."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

GO, OK = b"354 go\r\n", b"250 ok\r\n"
ANSWERS = {b"STAR": b"220 go\r\n", b"DATA": GO, b"AUTH": b"235 ok\r\n", b"QUIT": b"221 bye\r\n"}


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate for this computer, which nobody has vouched for."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = made.sign(key, hashes.SHA256())
    path = folder / "localhost.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + signed.public_bytes(Encoding.PEM))
    return path


class MailServer:
    """One that offers STARTTLS if it has a certificate, takes in one visitor at a time, and remembers what came how."""

    def __init__(self, pem: Path | None, refuses: str = ""):
        self.pem, self.refuses, self.open, self.locked = pem, refuses, b"", b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        with suppress(OSError):  # until the door is closed
            while True:
                visitor, _ = self.door.accept()
                with visitor, suppress(OSError):  # whoever leaves in the middle
                    visitor.sendall(b"220 here\r\n")
                    if self.talk(visitor) == b"STAR":
                        self.talk(self.lock(visitor))

    def lock(self, line: socket.socket) -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        return context.wrap_socket(line, server_side=True)

    def talk(self, line: socket.socket) -> bytes:
        """Answer until the visitor is done, or wants to lock; gives the last word."""
        is_locked, answer, word = isinstance(line, ssl.SSLSocket), b"", b""
        while word not in (b"STAR", b"QUIT") and (told := line.recv(65536)):
            self.heard(told, is_locked)
            word = told[:4].upper()
            if answer != GO or told.endswith(b"\r\n.\r\n"):  # a letter may come in pieces
                answer = OK if answer == GO else self.answer(word, is_locked)
                line.sendall(answer)
        return word

    def heard(self, told: bytes, is_locked: bool) -> None:
        if is_locked:
            self.locked += told
        else:
            self.open += told

    def answer(self, word: bytes, is_locked: bool) -> bytes:
        if word == b"RCPT" and self.refuses:
            return self.refuses.encode()
        if word == b"EHLO":
            more = b"250-AUTH PLAIN\r\n" if is_locked else b"250-STARTTLS\r\n" if self.pem else b""
            return b"250-here\r\n" + more + b"250 SMTPUTF8\r\n"
        return ANSWERS.get(word, OK)
