"""A municipality's logotype is kept as it looks, without what the camera and the programs wrote in it."""

import zlib
from io import BytesIO

import docx
import pytest
from docx.shared import Pt
from tests.publishing.documents.samples import base_document

from loke.publishing.documents import typesetting
from loke.publishing.documents.package import Unreadable
from loke.publishing.documents.pictures import MOST_PIXELS, PNG, bare
from loke.publishing.documents.reading import clean_base

SECRET = b"GPS 59.33 N 18.06 E, Anna Andersson"


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(*more: bytes, width: int = 100, end: bytes = b"") -> bytes:
    """A real picture, with more chunks after its head and bytes after its end."""
    drawn = typesetting.png("threads.typ", {"width": 100, "height": 60, "threads": [(10, 20)]})
    head = chunk(b"IHDR", width.to_bytes(4) + drawn[20:29]) if width != 100 else drawn[8:33]
    return PNG + head + b"".join(more) + drawn[33:] + end


def segment(kind: int, content: bytes) -> bytes:
    return bytes([0xFF, kind]) + (len(content) + 2).to_bytes(2) + content


JFIF = segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x00\x00")
ICC = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours")
SCAN = segment(0xDB, b"\x00" + bytes(64)) + segment(0xC4, bytes(20)) + segment(0xDA, bytes(8)) + b"\x12\xff\x00\x34"


def jpeg(*more: bytes, side: int = 100, end: bytes = b"") -> bytes:
    size = segment(0xC2, b"\x08" + side.to_bytes(2) * 2 + b"\x01\x01\x11\x00")
    return b"\xff\xd8" + b"".join(more) + size + SCAN + b"\xff\xd9" + end


def test_a_png_keeps_what_it_is_drawn_with_and_nothing_else():
    told = [chunk(kind, SECRET) for kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"prVt")]
    colours = chunk(b"gAMA", (45455).to_bytes(4))
    assert bare(png(*told, colours, end=SECRET)) == bare(png(colours)) == png(colours)


def test_a_jpeg_keeps_what_it_is_drawn_with_and_nothing_else():
    told = [segment(kind, SECRET) for kind in (0xE0, 0xE1, 0xE2, 0xED, 0xEF, 0xFE)]
    assert bare(jpeg(JFIF, *told, ICC, end=jpeg() + SECRET)) == jpeg(JFIF, ICC)


@pytest.mark.parametrize("drawing", [b"\x01\x00\x00\x00emf", b"\xd7\xcd\xc6\x9awmf", b"\xef\xbb\xbf<svg/>"])
def test_a_drawing_is_kept_as_it_is(drawing):
    assert bare(drawing) == drawing


@pytest.mark.parametrize(
    "picture",
    [b"", b"GIF89a", b"II*\x00", b"RIFF\x00\x00\x00\x00WEBP", PNG, png()[:-20], jpeg()[:-2], b"\xff\xd8\xff"],
    ids=["nothing", "GIF", "TIFF", "WebP", "no PNG", "half a PNG", "a JPEG without end", "no JPEG"],
)
def test_any_other_and_what_is_broken_is_refused(picture):
    with pytest.raises(ValueError, match=r"."):
        bare(picture)


HEIGHT = int.from_bytes(png()[20:24])
SIDE = int(MOST_PIXELS**0.5)


@pytest.mark.parametrize(
    ("most", "more"),
    [
        (png(width=MOST_PIXELS // HEIGHT), png(width=MOST_PIXELS // HEIGHT + 1)),
        (jpeg(side=SIDE), jpeg(side=SIDE + 1)),
    ],
    ids=["PNG", "JPEG"],
)
def test_at_most_twenty_million_pixels(most, more):
    assert bare(most) == most
    with pytest.raises(ValueError, match="pixels"):
        bare(more)


def with_logotype(picture: bytes) -> bytes:
    document = docx.Document(BytesIO(base_document()))
    document.sections[0].header.paragraphs[0].add_run().add_picture(BytesIO(picture), Pt(100))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_the_municipalitys_own_document_is_kept_without_them():
    kept = docx.Document(BytesIO(clean_base(with_logotype(png(chunk(b"tEXt", SECRET))))))
    pictures = [part.blob for part in kept.part.package.iter_parts() if part.content_type == "image/png"]
    assert len(pictures) == 2
    assert png() in pictures
    assert not any(SECRET in one for one in pictures)


def test_one_that_cannot_be_cleared_is_refused_in_words():
    with pytest.raises(Unreadable, match="Spara den som PNG"):
        clean_base(with_logotype(png(width=10**6)))
