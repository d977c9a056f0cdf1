"""A file that is encrypted as it is written and checked as it is read: AES-256-GCM in pieces, each in its place."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loke.accounts.keys import sync_folder
from loke.running.recovery import RecoveryKey
from loke.running.trouble import Refused

MAGIC = b"LOKE-BACKUP-1\n"
SALT, NAME, TAG = 32, 12, 16
PIECE = 64 * 1024


class _Pieces:
    """What both ways share: a key for this file only, and a nonce that counts the pieces and marks the last."""

    def __init__(self, file: BinaryIO, key: RecoveryKey, head: bytes):
        self.file, self.head, self.number, self.buffer = file, head, 0, b""
        derived = HKDF(SHA256(), 32, salt=head[-SALT:], info=MAGIC).derive(key.secret)
        self.cipher = AESGCM(derived)

    def nonce(self, *, last: bool) -> bytes:
        self.number += 1
        return self.number.to_bytes(11, "big") + (b"\1" if last else b"\0")


class Writer(_Pieces):
    def __init__(self, file: BinaryIO, key: RecoveryKey):
        super().__init__(file, key, MAGIC + key.fingerprint.encode() + secrets.token_bytes(SALT))
        file.write(self.head)

    def write(self, content: bytes) -> int:
        self.buffer += content
        while len(self.buffer) > PIECE:
            self._put(self.buffer[:PIECE], last=False)
            self.buffer = self.buffer[PIECE:]
        return len(content)

    def finish(self) -> None:
        self._put(self.buffer, last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self.file.write(self.cipher.encrypt(self.nonce(last=last), piece, self.head))


class Reader(_Pieces):
    """Raises Refused for the first piece that is not as it was written, and when the end is missing."""

    def __init__(self, file: BinaryIO, key: RecoveryKey):
        head = file.read(len(MAGIC) + NAME + SALT)
        if len(head) < len(MAGIC) + NAME + SALT or not head.startswith(MAGIC):
            raise Refused("Filen är ingen säkerhetskopia av Loke, eller så är dess början skadad.")
        if head[len(MAGIC) : -SALT] != key.fingerprint.encode():
            raise Refused(
                f"Kopian är låst med en annan återläsningsnyckel än {key.fingerprint}, eller så är dess början skadad. "
                "Är nyckeln bytt sedan kopian togs, så ange den förra med --key."
            )
        super().__init__(file, key, head)
        self.ahead = file.read(PIECE + TAG)

    def read(self, size: int = -1) -> bytes:
        while (size < 0 or len(self.buffer) < size) and self.ahead is not None:
            self.buffer += self._next()
        taken, self.buffer = (self.buffer, b"") if size < 0 else (self.buffer[:size], self.buffer[size:])
        return taken

    def _next(self) -> bytes:
        piece, following = self.ahead, self.file.read(PIECE + TAG)
        self.ahead = following or None
        try:
            return self.cipher.decrypt(self.nonce(last=not following), piece, self.head)
        except InvalidTag:
            raise Refused("Kopian är skadad eller avbruten. Inget av den används.") from None


@contextmanager
def written(path: Path, key: RecoveryKey) -> Iterator[Writer]:
    """A vault that stands under its name when all of it is on the disk, and not before."""
    begun = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            writer = Writer(file, key)
            yield writer
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        os.replace(begun, path)
        sync_folder(path.parent)
    finally:
        begun.unlink(missing_ok=True)
