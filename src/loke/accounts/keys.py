"""The keys that texts about clients are sealed with: several versions in one file, never in the database."""

import json
import os
import secrets
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import Counter
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

MARK = "sealed:"
FACTORS, FROM = "mfa_authenticator|data", ("secret", "seed")  # the place of what second factors are worked out from
NONCE = 12  # bytes, drawn anew for every text


class SealError(Exception):
    """A sealed text that cannot be opened; says why and never what."""


@dataclass(frozen=True)
class Key:
    version: int
    made: str
    key: str
    replaced: str = ""

    @property
    def fingerprint(self) -> str:
        """What tells two keys apart without giving either away."""
        return sha256(b64decode(self.key)).hexdigest()[:12]


def path() -> Path:
    """LOKE_KEYS, else a file in the installation's home."""
    return Path(_where())


def _where() -> str:
    return os.environ.get("LOKE_KEYS") or os.path.join(settings.HOME, "keys.json")


def ring() -> list[Key]:
    """The keys there are, the one in use last; made the first time, unless something is sealed already."""
    try:
        return read()
    except FileNotFoundError:
        if anything_sealed():
            raise SealError(f"Nyckelfilen saknas: {path()}. Lägg tillbaka den, eller läs in en kopia.") from None
        _write_first([new(1)])
        return read()


def read(where: str = "") -> list[Key]:
    """The keys in the file, else another. Raises FileNotFoundError, or SealError when it cannot be understood."""
    found = os.stat(where := where or _where())
    return _parsed(where, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4)
def _parsed(where: str, changed: int, number: int) -> list[Key]:
    try:
        keys = [Key(**one) for one in json.loads(Path(where).read_text())["keys"]]
        whole = bool(keys) and all(len(b64decode(one.key)) == 32 for one in keys)
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise SealError(f"Nyckelfilen går inte att läsa: {where}.") from None
    return sorted(keys, key=lambda one: one.version)


def new(version: int) -> Key:
    return Key(version, timezone.now().isoformat(timespec="seconds"), b64encode(secrets.token_bytes(32)).decode())


def write(keys: list[Key]) -> None:
    """Put the keys in the place of those that were there, whole or not at all."""
    os.replace(_written(keys), path())
    sync_folder(path().parent)


def _write_first(keys: list[Key]) -> None:
    """As `write`, but whoever comes second keeps what the first one made."""
    made = _written(keys)
    try:
        os.link(made, path())
        sync_folder(path().parent)
    except FileExistsError:
        pass
    finally:
        made.unlink()


def _written(keys: list[Key]) -> Path:
    path().parent.mkdir(parents=True, exist_ok=True)
    made = path().with_name(f".{path().name}.{secrets.token_hex(8)}")
    with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"keys": [asdict(one) for one in keys]}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return made


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as what they stand for."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(b64decode(key))


def seal(text: str, place: str) -> str:
    """The text under the newest key, bound to its place: it opens nowhere else."""
    key, nonce = ring()[-1], secrets.token_bytes(NONCE)
    sealed = _cipher(key.key).encrypt(nonce, text.encode(), f"{place}|{key.version}".encode())
    return f"{MARK}{key.version}:{urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """The text again. Raises SealError when it has been changed or moved, or its key is gone."""
    version, _, content = sealed.removeprefix(MARK).partition(":")
    key = next((one for one in ring() if str(one.version) == version), None)
    if key is None:
        raise SealError(f"Nyckeln med version {version[:9]} saknas i {path()}.")
    try:
        held = urlsafe_b64decode(content)
        return _cipher(key.key).decrypt(held[:NONCE], held[NONCE:], f"{place}|{key.version}".encode()).decode()
    except (InvalidTag, NotBase64, ValueError):
        where = place.partition("|")[0]
        raise SealError(f"En förseglad text i {where} är ändrad eller flyttad, eller nyckeln är en annan.") from None


def is_sealed(text: object) -> bool:
    return isinstance(text, str) and text.startswith(MARK)


def sealed_columns() -> list:
    """Every field of the installation's tables whose texts may be sealed."""
    tables = set(connection.introspection.table_names())
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if hasattr(field, "bound_to") and model._meta.db_table in tables
    ]


def in_use(field) -> dict[int, int]:
    """How many texts of a column each version of the key has sealed."""
    column, table = connection.ops.quote_name(field.column), connection.ops.quote_name(field.model._meta.db_table)
    counted: dict[int, int] = {}
    with connection.cursor() as cursor:
        head = f"substr({column}, {len(MARK) + 1}, 9)"
        cursor.execute(
            f"SELECT {head}, count(*) FROM {table} WHERE substr({column}, 1, {len(MARK)}) = %s GROUP BY 1",  # noqa: S608
            [MARK],
        )
        for text, number in cursor.fetchall():
            version = int(text.partition(":")[0])
            counted[version] = counted.get(version, 0) + number
    return counted


def used() -> dict[int, int]:
    """How many texts each version of the key has sealed, with what second factors are worked out from."""
    counted = Counter(_version(text) for text in factors())
    for field in sealed_columns():
        counted.update(in_use(field))
    return dict(counted)


def factors() -> list[str]:
    """What stands sealed inside the library's rows."""
    model = apps.get_model("mfa", "Authenticator")
    if model._meta.db_table not in connection.introspection.table_names():
        return []
    found = model.objects.values_list("data", flat=True)
    return [data[name] for data in found for name in FROM if is_sealed(data.get(name))]


def _version(sealed: str) -> int:
    return int(sealed.removeprefix(MARK).partition(":")[0])


def anything_sealed() -> bool:
    return bool(used())
