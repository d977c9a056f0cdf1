"""A picture from somebody else's file without what it tells besides itself: where, when, by whom and with what."""

from collections.abc import Iterator

MOST_PIXELS = 20_000_000
PNG = b"\x89PNG\r\n\x1a\n"
# What a PNG is drawn with, beside the chunks that begin with a large letter.
DRAWN_WITH = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
# A JPEG's segments about the picture itself: JFIF, ICC and Adobe among those for programs, and no comments.
FOR_PROGRAMS, COMMENT, COLOURS, SCAN = range(0xE0, 0xF0), 0xFE, b"ICC_PROFILE\x00", 0xDA
SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Drawings have no place for a camera's data. Whatever else there is can be saved as a PNG.
DRAWINGS = (b"\x01\x00\x00\x00", b"\x01\x00\x09\x00", b"\xd7\xcd\xc6\x9a", b"<")


def bare(picture: bytes) -> bytes:
    """A PNG or JPEG that looks the same and tells nothing else; a drawing (EMF, WMF, SVG) as it is.

    Raises ValueError for any other, one that is broken, and one of more than MOST_PIXELS.
    """
    if picture.startswith(PNG):
        return PNG + b"".join(_of_png(picture))
    if picture.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd8" + b"".join(_of_jpeg(picture))
    if picture.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(DRAWINGS):
        return picture
    raise ValueError("neither PNG, JPEG nor a drawing")


def _of_png(picture: bytes) -> Iterator[bytes]:
    at, kind = len(PNG), b""
    while kind != b"IEND":
        length, kind = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        chunk = picture[at : at + length + 12]
        if len(chunk) < length + 12 or not kind:
            raise ValueError("cut off")
        if kind == b"IHDR":
            _check(int.from_bytes(chunk[8:12]), int.from_bytes(chunk[12:16]))
        if kind[:1].isupper() or kind in DRAWN_WITH:
            yield chunk
        at += len(chunk)


def _of_jpeg(picture: bytes) -> Iterator[bytes]:
    at = 2
    while picture[at : at + 1] == b"\xff" and picture[at + 1 : at + 2] != bytes([SCAN]):
        kind, length = int.from_bytes(picture[at + 1 : at + 2]), int.from_bytes(picture[at + 2 : at + 4])
        segment = picture[at : at + 2 + length]
        if kind in SIZES:
            _check(int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7]))
        if _is_of_the_picture(kind, segment[4:]):
            yield segment
        at += len(segment)
    yield picture[at : picture.index(b"\xff\xd9", at) + 2]  # what follows the end may be another picture


def _is_of_the_picture(kind: int, content: bytes) -> bool:
    if kind not in FOR_PROGRAMS:
        return kind != COMMENT
    return content.startswith((b"JFIF\x00", COLOURS, b"Adobe"))


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ValueError("too many pixels")
