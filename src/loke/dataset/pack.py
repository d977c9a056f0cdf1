"""The packed form: a snapshot as one file of columns that is mapped into memory, read in milliseconds."""

import json
import mmap
import os
import types
import zlib
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from math import prod
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from loke.dataset.definitions import Instrument, Service
from loke.dataset.snapshot import Array, Measurements, Snapshot

MAGIC = b"LOKEPACK"
LATER = {"plan": 4, "retired": 5}  # what a service may say that a program of an earlier format does not know
FORMATS = (3, *LATER.values())
ALIGNMENT = 64
PREFIX = 8 + 4 * 4  # magic, then format, nothing (0), length of the header and checksum so far as little-endian uint32
DEFINITIONS = {"instruments": tuple[Instrument, ...], "last_day": date}
SAID = ("variables", "interventions", "endings", "phases", "expectations", *LATER)  # once, however many say the same
TEXTS = ("respondents", "warnings")


class Damaged(Exception):  # noqa: N818
    """The file is not a whole packed dataset; the message says so in Swedish."""


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Fraction | date) else value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """What makes a plain value the type that a dataclass declares; made once for each type."""
    if get_origin(kind) in (Union, types.UnionType):
        inner = _decoder(next(one for one in get_args(kind) if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        inner = _decoder(get_args(kind)[0])
        return lambda value: tuple(inner(one) for one in value)
    if is_dataclass(kind):
        parts = {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}
        return lambda value: kind(**{name: parts[name](one) for name, one in value.items()})  # type: ignore[operator]
    plain: dict[Any, Callable[[Any], Any]] = {date: date.fromisoformat, Fraction: Fraction}
    return plain.get(kind, lambda value: value)


def _arrays(holder: Snapshot | Measurements) -> Iterator[tuple[str, Array]]:
    for each in fields(holder):
        value = getattr(holder, each.name)
        if isinstance(value, np.ndarray):
            yield each.name, value


def _columns(snapshot: Snapshot) -> Iterator[tuple[list[Any], Array]]:
    """Every array with where it belongs."""
    yield from (([name], array) for name, array in _arrays(snapshot))
    yield from ((["values", *key], array) for key, array in snapshot.values.items())
    for i, measurements in enumerate(snapshot.measurements):
        yield from ((["measurements", i, name], array) for name, array in _arrays(measurements))
        yield from ((["given", i, scale], array) for scale, array in measurements.given.items())


def _services(services: tuple[Service, ...]) -> dict[str, Any]:
    """Each service with the number of what it has said."""
    said: dict[tuple[Any, ...], int] = {}
    told = []
    for one in services:
        number = said.setdefault(tuple(getattr(one, name) for name in SAID), len(said))
        told.append({**{name: value for name, value in vars(one).items() if name not in SAID}, "said": number})
    return {"services": told, "said": [dict(_parts(one)) for one in said]}


def _parts(said: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """By name; what came later only where there is some."""
    yield from ((name, _plain(part)) for name, part in zip(SAID, said, strict=True) if part or name not in LATER)


def _formats(services: tuple[Service, ...]) -> Iterator[int]:
    yield FORMATS[0]
    yield from (form for name, form in LATER.items() if any(getattr(one, name) for one in services))


def _told(services: list[dict[str, Any]], said: list[dict[str, Any]]) -> tuple[Service, ...]:
    hints = get_type_hints(Service)
    known = [{name: _decoder(hints[name])(part) for name, part in one.items()} for one in said]
    return tuple(Service(**known[one.pop("said")], **one) for one in services)


def _header(snapshot: Snapshot) -> tuple[dict[str, Any], list[Array]]:
    columns, arrays, offset = [], [], 0
    for place, column in _columns(snapshot):
        array = np.ascontiguousarray(column, column.dtype.newbyteorder("<"))
        columns.append([place, array.dtype.str, array.shape, offset])
        arrays.append(array)
        offset += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    header = {name: _plain(getattr(snapshot, name)) for name in (*DEFINITIONS, *TEXTS)}
    header |= _services(snapshot.services)
    header["decimals"] = [[one.decimals, dict(one.given_decimals)] for one in snapshot.measurements]
    return {**header, "columns": columns}, arrays


def pack(snapshot: Snapshot, path: Path) -> None:
    """Writes the snapshot as one file, whole or not at all."""
    import tempfile  # noqa: PLC0415 - what it imports in turn takes as long as reading a packed file

    header, arrays = _header(snapshot)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            body = b"".join(_padded(array) for array in arrays)
            text = json.dumps({**header, "checksum": zlib.crc32(body), "size": len(body)}).encode()
            text += b" " * (-(PREFIX + len(text)) % ALIGNMENT)
            form = max(_formats(snapshot.services))
            numbers = np.array([form, 0, len(text)], "<u4").tobytes()
            file.write(MAGIC + numbers + np.array([zlib.crc32(numbers + text)], "<u4").tobytes() + text)
            file.write(body)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _padded(array: Array) -> bytes:
    return array.tobytes() + bytes(-array.nbytes % ALIGNMENT)


def is_packed(path: Path) -> bool:
    """Whether the file begins as a packed dataset does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _prefix(head: bytes) -> tuple[int, int]:
    if len(head) < PREFIX or not head.startswith(MAGIC):
        raise Damaged("Filen är inte ett packat dataset. Gör om den med loke pack.")
    version, _, length, check = (int(number) for number in np.frombuffer(head, "<u4", 4, len(MAGIC)))
    if version not in FORMATS:
        raise Damaged(f"Filen är packad i format {version}, men det här programmet läser {FORMATS[-1]}. Packa om den.")
    return length, check


def unpack(path: Path) -> Snapshot:
    """The snapshot in a packed file, its columns mapped into memory and read-only. Raises Damaged."""
    with path.open("rb") as file:
        head = file.read(PREFIX)
        length, check = _prefix(head)
        text = file.read(length)
        if len(text) < length or zlib.crc32(head[len(MAGIC) : -4] + text) != check:
            raise Damaged("Den packade filen är skadad. Gör om den med loke pack.")
        header = json.loads(text)
        body = _body(file.fileno(), PREFIX + length, header)
    return _snapshot(header, body)


def _body(file: int, start: int, header: dict[str, Any]) -> memoryview:
    if os.fstat(file).st_size != start + header["size"]:
        raise Damaged("Den packade filen är avhuggen eller för lång. Gör om den med loke pack.")
    body = memoryview(mmap.mmap(file, 0, access=mmap.ACCESS_READ))[start:]
    if zlib.crc32(body) != header["checksum"]:
        raise Damaged("Den packade filen är skadad. Gör om den med loke pack.")
    return body


def _array(body: memoryview, kind: str, shape: list[int], offset: int) -> Array:
    count = prod(shape)
    return np.frombuffer(body, kind, count, offset).reshape(shape) if count else np.zeros(shape, kind)


def _snapshot(header: dict[str, Any], body: memoryview) -> Snapshot:
    own: dict[str, Any] = {}
    values: dict[tuple[int, str, str], Array] = {}
    measured: list[dict[str, Any]] = [
        {"decimals": decimals, "given": {}, "given_decimals": given} for decimals, given in header["decimals"]
    ]
    for place, *where in header["columns"]:
        array = _array(body, *where)
        match place:
            case ["values", service, variable, occasion]:
                values[service, variable, occasion] = array
            case ["measurements", i, name]:
                measured[i][name] = array
            case ["given", i, scale]:
                measured[i]["given"][scale] = array
            case [name]:
                own[name] = array
    definitions: dict[str, Any] = {name: _decoder(kind)(header[name]) for name, kind in DEFINITIONS.items()}
    texts: dict[str, Any] = {name: tuple(header[name]) for name in TEXTS}
    measurements = tuple(Measurements(**columns) for columns in measured)
    services = _told(header["services"], header["said"])
    return Snapshot(**own, **definitions, **texts, services=services, values=values, measurements=measurements)
