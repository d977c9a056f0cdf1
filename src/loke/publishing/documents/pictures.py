"""A picture from somebody else's file without what it tells besides itself: where, when, by whom and with what."""

import re
from collections.abc import Iterator

MOST_PIXELS = 20_000_000
PNG = b"\x89PNG\r\n\x1a\n"
# The chunks that a PNG is drawn with, and its last, which is empty.
DRAWN_WITH = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
PNG_END = b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"
JPEG, JPEG_END = b"\xff\xd8", b"\xff\xd9"
# A JPEG's segments: its size, tables and scans, and those that programs write in.
SIZES, SCAN = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}, 0xDA
DRAWN = SIZES | {0xC4, 0xCC, 0xDB, 0xDD, SCAN}
FOR_PROGRAMS = {*range(0xE0, 0xF0), 0xFE}
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # ends a scan
# EMF and WMF are kept with whatever their program wrote in them; any other drawing can be saved as a PNG.
DRAWINGS = (b"\x01\x00\x00\x00", b"\x01\x00\x09\x00", b"\xd7\xcd\xc6\x9a")


def bare(picture: bytes) -> bytes:
    """A PNG or JPEG with what it is drawn with, its colours among it, and nothing else; an EMF or WMF as it is.

    Raises ValueError for any other, one whose parts do not follow each other to its end, and more than MOST_PIXELS.
    """
    if picture.startswith(PNG):
        return PNG + b"".join(_of_png(picture)) + PNG_END
    if picture.startswith(JPEG):
        return JPEG + b"".join(_of_jpeg(picture)) + JPEG_END
    if picture.startswith(DRAWINGS):
        return picture
    raise ValueError("neither PNG, JPEG, EMF nor WMF")


def _of_png(picture: bytes) -> Iterator[bytes]:
    at, kind = len(PNG), b""
    while kind != b"IEND":
        length, kind = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        chunk = picture[at : at + length + 12]
        if len(chunk) < length + 12:
            raise ValueError("cut off")
        if kind == b"IHDR":
            _check(int.from_bytes(chunk[8:12]), int.from_bytes(chunk[12:16]))
        if kind in DRAWN_WITH:
            yield chunk
        at += len(chunk)


def _of_jpeg(picture: bytes) -> Iterator[bytes]:
    """What follows its end may be another picture."""
    at, scanned = len(JPEG), False
    while not scanned or picture[at : at + 2] != JPEG_END:
        kind, segment = _segment(picture, at)
        yield _kept(kind, segment)
        at += len(segment)
        if kind == SCAN:
            end, scanned = _end_of_scan(picture, at), True
            yield picture[at:end]
            at = end


def _segment(picture: bytes, at: int) -> tuple[int, bytes]:
    mark, kind = picture[at : at + 1], int.from_bytes(picture[at + 1 : at + 2])
    length = int.from_bytes(picture[at + 2 : at + 4])
    segment = picture[at : at + 2 + length]
    if mark != b"\xff" or kind not in DRAWN | FOR_PROGRAMS or length < 2 or len(segment) < 2 + length:
        raise ValueError("not a JPEG's segment")
    if kind in SIZES:
        _check(int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7]))
    return kind, segment


def _kept(kind: int, segment: bytes) -> bytes:
    content = segment[4:]
    if kind == 0xE0 and content.startswith(b"JFIF\x00"):
        return segment[:2] + b"\x00\x10" + content[:12] + b"\x00\x00"  # without the small picture in it
    if kind == 0xEE and content.startswith(b"Adobe"):
        return segment[:2] + b"\x00\x0e" + content[:12]
    return segment if kind in DRAWN or (kind == 0xE2 and content.startswith(b"ICC_PROFILE\x00")) else b""


def _end_of_scan(picture: bytes, at: int) -> int:
    found = MARKER.search(picture, at)
    if not found:
        raise ValueError("cut off")
    return found.start()


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ValueError("too many pixels")
