"""The key that backups are encrypted with: made once, shown so that it can be written down, and kept from the data."""

import os
import re
import secrets
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from loke import home
from loke.accounts.keys import sync_folder
from loke.running.trouble import Refused

LETTERS = 52  # of 32 bytes in base 32, without the filling
CHECK = 4


@dataclass(frozen=True)
class RecoveryKey:
    secret: bytes

    @property
    def words(self) -> str:
        """The key as people write it down: groups of four, the last one a check."""
        letters = b32encode(self.secret).decode()[:LETTERS]
        return "-".join(re.findall("....", letters + _check(self.secret)))

    @property
    def fingerprint(self) -> str:
        return sha256(b"fingerprint" + self.secret).hexdigest()[:12]

    def __repr__(self) -> str:
        return f"RecoveryKey({self.fingerprint})"


def _check(secret: bytes) -> str:
    return b32encode(sha256(b"check" + secret).digest()).decode()[:CHECK]


def parsed(words: str) -> RecoveryKey:
    """The key that was written down, with or without hyphens. Raises Refused for a slip of the pen."""
    letters = re.sub(r"[\s-]", "", words).upper().replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        made = RecoveryKey(b32decode(f"{letters[:LETTERS]}===="))
    except ValueError:
        raise Refused("Återläsningsnyckeln går inte att läsa. Den är 14 grupper om fyra tecken.") from None
    if letters[LETTERS:] != _check(made.secret):
        raise Refused("Återläsningsnyckeln stämmer inte. Ett eller flera tecken är fel.")
    return made


def path() -> Path:
    """LOKE_BACKUP_KEY, else a file in the installation's home."""
    return Path(os.environ.get("LOKE_BACKUP_KEY") or home() / "backup-key")


def read(file: Path) -> RecoveryKey:
    """The key in a file. Raises Refused when there is none, and OSError when it may not be read."""
    try:
        return parsed(file.read_text())
    except FileNotFoundError:
        raise Refused(f"Återläsningsnyckeln saknas: {file}") from None


def own() -> RecoveryKey:
    """The installation's key. Raises Refused until somebody has made it, and written it down."""
    if not is_made():
        raise Refused("Återläsningsnyckeln är inte gjord än. Gör den i en terminal med: loke keys backup")
    return read(path())


def is_made() -> bool:
    """Whether there is a key, be it one that may not be read. Raises PermissionError where that may not be seen."""
    try:
        path().stat()
    except FileNotFoundError:
        return False
    return True


def make() -> RecoveryKey:
    """A key for this installation; whoever makes it shows it, so that it is written down."""
    made = RecoveryKey(secrets.token_bytes(32))
    keep(made)
    return made


def change() -> tuple[RecoveryKey, Path]:
    """Another key in the place of the one there is, whole or not at all: copies are locked with it from now on.

    Gives where the old one is put aside too: the older copies can be read with nothing else.
    """
    before, begun = own(), path().with_name(f".{path().name}.{secrets.token_hex(8)}")
    made = RecoveryKey(secrets.token_bytes(32))
    aside = path().with_name(f"{path().name}-{before.fingerprint}-{datetime.now(UTC):%Y-%m-%dT%H%M%S}-före-byte")
    _write(aside, before)
    try:
        _write(begun, made)
        os.replace(begun, path())
    finally:
        begun.unlink(missing_ok=True)
    sync_folder(path().parent)
    return made, aside


def keep(key: RecoveryKey) -> None:
    """Write the key where this installation looks for it."""
    path().parent.mkdir(parents=True, exist_ok=True)
    _write(path(), key)
    sync_folder(path().parent)


def _write(to: Path, key: RecoveryKey) -> None:
    with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{key.words}\n")
        file.flush()
        os.fsync(file.fileno())
