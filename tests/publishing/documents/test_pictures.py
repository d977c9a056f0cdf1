"""A municipality's logotype is kept as it looks, without what the camera and the programs wrote in it."""

import zlib
from io import BytesIO

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from tests.publishing.documents.samples import base_document

from loke.publishing.documents import typesetting
from loke.publishing.documents.base import SVG
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
ADOBE = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")
ICC = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours")
SCAN = segment(0xDB, b"\x00" + bytes(64)) + segment(0xC4, bytes(20)) + segment(0xDA, bytes(8)) + b"\x12\xff\x00\x34"


def jpeg(*more: bytes, side: int = 100, before_end: bytes = b"", end: bytes = b"") -> bytes:
    size = segment(0xC2, b"\x08" + side.to_bytes(2) * 2 + b"\x01\x01\x11\x00")
    return b"\xff\xd8" + b"".join(more) + size + SCAN + before_end + b"\xff\xd9" + end


def test_a_png_keeps_what_it_is_drawn_with_and_nothing_else():
    told = [chunk(kind, SECRET) for kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"prVt", b"OWNR")]
    colours = chunk(b"gAMA", (45455).to_bytes(4))
    assert bare(png(*told, colours, end=SECRET)) == bare(png(colours)) == png(colours)


def test_a_jpeg_keeps_what_it_is_drawn_with_and_nothing_else():
    told = [segment(kind, SECRET) for kind in (0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE)]
    assert bare(jpeg(JFIF, *told, ICC, ADOBE, end=jpeg() + SECRET)) == jpeg(JFIF, ICC, ADOBE)


EXIF = segment(0xE1, b"Exif\x00\x00" + SECRET)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (jpeg(before_end=EXIF), jpeg()),
        (jpeg(before_end=EXIF + SCAN), jpeg(before_end=SCAN)),
        (jpeg(before_end=segment(0xFE, SECRET) + SCAN + EXIF), jpeg(before_end=SCAN)),
        (jpeg(before_end=b"\x00" + EXIF), jpeg(before_end=b"\x00")),
        (jpeg(before_end=b"\xff\xd9" + EXIF), jpeg()),
        (jpeg(segment(0xE0, JFIF[4:16] + b"\x01\x01RGB" + SECRET)), jpeg(JFIF)),
        (jpeg(segment(0xEE, ADOBE[4:] + SECRET)), jpeg(ADOBE)),
        (jpeg(segment(0xFE, ADOBE[4:])), jpeg()),
    ],
    ids=[
        *("after a scan", "between scans", "all round a scan", "after a byte of a scan", "after the end"),
        *("a small picture in JFIF", "after Adobe's", "a comment"),
    ],
)
def test_nothing_is_told_anywhere_in_a_jpeg(told, kept):
    assert bare(told) == kept


def wrong_length(length: int) -> bytes:
    return EXIF[:2] + length.to_bytes(2) + EXIF[4:]


@pytest.mark.parametrize(
    "broken",
    [
        *(jpeg(b"\x00" + EXIF), jpeg(b"\xff\xd9" + EXIF)),
        *(jpeg(b"\xff" + EXIF), jpeg(before_end=b"\xff" + EXIF)),
        *(jpeg(wrong_length(n)) for n in (0, 1, 4, 0xE100)),
        *(jpeg(before_end=wrong_length(n)) for n in (0, 1, 4, 0xE100)),
        *(jpeg(segment(0xF0, SECRET)), jpeg(before_end=segment(0x02, SECRET)), jpeg(b"\xff\xd8" + EXIF)),
    ],
)
def test_a_jpeg_whose_segments_do_not_follow_each_other_is_refused(broken):
    with pytest.raises(ValueError, match="segment"):
        bare(broken)


@pytest.mark.parametrize("drawing", [b"\x01\x00\x00\x00emf", b"\xd7\xcd\xc6\x9awmf"])
def test_a_drawing_is_kept_as_it_is(drawing):
    assert bare(drawing) == drawing


@pytest.mark.parametrize(
    "picture",
    [
        *(b"", b"GIF89a", b"II*\x00", b"RIFF\x00\x00\x00\x00WEBP", b"\xef\xbb\xbf<svg/>", b"<html/>"),
        *(PNG, png()[:-20], jpeg()[:-2], b"\xff\xd8\xff", b"\xff\xd8\xff\xd9"),
    ],
    ids=[
        *("nothing", "GIF", "TIFF", "WebP", "SVG", "HTML"),
        *("no PNG", "half a PNG", "a JPEG without end", "no JPEG", "a JPEG of nothing"),
    ],
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


def with_svg() -> bytes:
    """As Word writes one: a PNG, and the drawing itself as an extension of it."""
    document = docx.Document(BytesIO(with_logotype(png())))
    header = document.sections[0].header.part
    svg = Part(PackURI("/word/media/logo.svg"), "image/svg+xml", b"<svg>" + SECRET + b"</svg>", header.package)
    number = header.relate_to(svg, RELATIONSHIP_TYPE.IMAGE)
    names = f'xmlns:s="{SVG[1:].partition("}")[0]}" xmlns:r="{qn("r:id")[1:].partition("}")[0]}"'
    next(header.element.iter(qn("a:blip"))).append(parse_xml(f'<s:svgBlip {names} r:embed="{number}"/>'))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_of_a_drawing_in_svg_the_png_beside_it_is_kept():
    assert any(
        part.content_type == "image/svg+xml" for part in docx.Document(BytesIO(with_svg())).part.package.iter_parts()
    )
    parts = list(docx.Document(BytesIO(clean_base(with_svg()))).part.package.iter_parts())
    assert png() in [part.blob for part in parts]
    assert not any(SECRET in part.blob for part in parts)


def test_one_that_cannot_be_cleared_is_refused_in_words():
    with pytest.raises(Unreadable, match="Spara den som PNG"):
        clean_base(with_logotype(png(width=10**6)))
