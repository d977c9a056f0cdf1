"""A hostile file is refused with a reason, in a process that could have done nothing with it."""

import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publishing.documents.samples import DESCRIPTION, base_document

from loke.publishing.documents import apart
from loke.publishing.documents.apart import asked
from loke.publishing.documents.blocks import read
from loke.publishing.documents.package import MOST_BYTES, REASONS, Unreadable
from loke.publishing.documents.reading import clean_base, read_description
from loke.publishing.documents.rows_in import reason
from loke.publishing.documents.word import description_word

GOOD = description_word(DESCRIPTION)
DOCUMENT = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def changed(data: bytes = GOOD, parts: Mapping[str, Callable[[bytes], bytes]] | None = None, **new: bytes) -> bytes:
    """The file with some parts changed, and new ones at its end."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            made.writestr(name, (parts or {}).get(name, lambda part: part)(old.read(name)))
        for name, part in new.items():
            made.writestr(name, part)
    return file.getvalue()


def related(kind: str, target: str, outside: bool = True, part: str = RELS) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    line = f'<Relationship Id="rId999" Type="{RELATIONSHIP}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(parts={part: lambda rels: rels.replace(b"</Relationships>", line.encode())})


def before_root(text: bytes) -> bytes:
    return changed(parts={DOCUMENT: lambda part: part.replace(b"<w:document", text + b"<w:document", 1)})


def in_utf_16(part: bytes) -> bytes:
    text = part.decode().replace("UTF-8", "UTF-16").replace("<w:document", BOMB.decode() + "<w:document", 1)
    return text.encode("utf-16")


def nested(part: bytes) -> bytes:
    deep = b"<w:sdt><w:sdtContent>" * 10_000 + b"</w:sdtContent></w:sdt>" * 10_000
    return part.replace(b"<w:body>", b"<w:body>" + deep)


def many_entries() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(20_000):
            made.writestr(f"a{number}", b"")
    return file.getvalue()


def lying_about_its_size() -> bytes:
    """The directory says that a part of 20 MB has ten bytes."""
    data = bytearray(changed(**{"word/big.xml": b" " * 20_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def with_type(content_type: bytes) -> bytes:
    plain = b"wordprocessingml.document.main+xml"
    return changed(parts={"[Content_Types].xml": lambda part: part.replace(plain, content_type)})


def encrypted() -> bytes:
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not_word"),
    "a text": ("Åsa var här".encode, "not_word"),
    "a pdf": (lambda: b"%PDF-1.7 " + GOOD, "not_word"),
    "an old .doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old_word"),
    "too large": (lambda: b"PK\x03\x04" + b"x" * MOST_BYTES, "too_large"),
    "half a file": (lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "the middle spoilt": (lambda: GOOD[:3000] + b"x" * 400 + GOOD[3400:], "damaged"),
    "an Excel file": (lambda: with_type(b"spreadsheetml.sheet.main+xml"), "not_word"),
    "twenty thousand entries": (many_entries, "too_many_parts"),
    "a million spaces a hundred times": (lambda: changed(**{"word/a.xml": b" " * 70_000_000}), "unpacks_too_large"),
    "7 MB of the same": (lambda: changed(**{"word/a.bin": b"a" * 7_000_000}), "unpacks_too_large"),
    "a size that lies": (lying_about_its_size, "damaged"),
    "macros": (lambda: changed(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros in the type": (lambda: with_type(b"document.macroEnabled.main+xml"), "macros"),
    "a macro's relationship": (lambda: related("vbaProject", "x.bin", outside=False), "macros"),
    "an entity": (lambda: before_root(BOMB), "entities"),
    "an outer entity": (lambda: before_root(b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'), "entities"),
    "an entity in UTF-16": (lambda: changed(parts={DOCUMENT: in_utf_16}), "encoding"),
    "another encoding": (
        lambda: changed(parts={DOCUMENT: lambda part: part.replace(b"UTF-8", b"UTF-7", 1)}),
        "encoding",
    ),
    "a linked picture": (lambda: related("image", "http://example.org/x.png"), "linked"),
    "a linked file": (lambda: related("subDocument", "file:/etc/passwd"), "embedded"),
    "a script as a link": (lambda: related("hyperlink", "javascript:alert(1)"), "linked"),
    "a share as a link": (lambda: related("hyperlink", "file:/server/share"), "linked"),
    "an embedded object": (lambda: related("oleObject", "embeddings/x.bin", outside=False), "embedded"),
    "an embedded page": (lambda: related("aFChunk", "x.html", outside=False), "embedded"),
    "a path upwards": (lambda: changed(**{"../../etc/passwd": b"x"}), "damaged"),
    "an absolute path": (lambda: changed(**{"/etc/passwd": b"x"}), "damaged"),
    "a password": (encrypted, "damaged"),
    "twenty thousand levels": (lambda: changed(parts={DOCUMENT: nested}), "damaged"),
    "no text": (lambda: changed(parts={DOCUMENT: lambda part: b"<x/>"}), "damaged"),
    "broken XML": (lambda: changed(parts={DOCUMENT: lambda part: part[:-20]}), "damaged"),
    "a book": (
        lambda: changed(
            parts={DOCUMENT: lambda part: part.replace(b"2026-03-01", b"ett ord " * 40_000)},
        ),
        "too_much_text",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(kind: str) -> None:
    make, code = HOSTILE[kind]
    with pytest.raises(Unreadable) as refused:
        read(make())
    assert refused.value.code == code
    assert str(refused.value) == REASONS[code]


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_file_spoilt_anywhere_is_read_or_refused_and_nothing_else(bytes_: list[tuple[float, int]]) -> None:
    data = bytearray(GOOD)
    for place, byte in bytes_:
        data[int(place * len(data))] = byte
    with suppress(Unreadable):
        assert read(bytes(data)) is not None


@pytest.mark.parametrize("kind", ["an entity", "a linked picture", "twenty thousand levels", "too large"])
def test_the_process_apart_refuses_it_with_the_same_reason(kind: str) -> None:
    make, code = HOSTILE[kind]
    with pytest.raises(Unreadable) as refused:
        read_description(make(), DESCRIPTION)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["macros", "a size that lies"])
def test_a_hostile_base_document_is_refused_too(kind: str) -> None:
    make, code = HOSTILE[kind]
    with pytest.raises(Unreadable) as refused:
        clean_base(make())
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["hyperlink", "attachedTemplate"])
def test_what_is_never_fetched_may_point_outside(kind: str) -> None:
    data = related(kind, "https://www.example.org/mall.dotx")
    assert read_description(data, DESCRIPTION).fields["posts"] == "3,5 tjänster"
    assert b"example.org" not in b"".join(parts(clean_base(data)).values())


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_of_the_base_documents_text_or_people_is_left() -> None:
    left = parts(clean_base(base_document()))
    everything = b"".join(left.values())
    assert b"Hemlig" not in everything
    assert not [name for name in left if "customXml" in name or "comments" in name or name == "docProps/app.xml"]
    assert any(name.startswith("word/media/") for name in left)


def test_a_template_becomes_a_document() -> None:
    template = with_type(b"wordprocessingml.template.main+xml")
    assert b"template.main" not in parts(clean_base(template))["[Content_Types].xml"]


@pytest.mark.parametrize(("told", "taken"), [("PAGE", True), (r'STYLEREF "Rubrik 1"', True), ("DDEAUTO c:\\x", False)])
def test_a_field_in_the_header_may_only_show_the_document_itself(told: str, taken: bool) -> None:
    field = f'<w:fldSimple w:instr="{told.replace(chr(34), "&quot;")}"/></w:p></w:hdr>'.encode()
    names = [name for name in parts(base_document()) if name.startswith("word/header")]
    data = changed(base_document(), {name: lambda part: part.replace(b"</w:p></w:hdr>", field) for name in names})
    if taken:
        assert clean_base(data)
    else:
        with pytest.raises(Unreadable, match="fält"):
            clean_base(data)


def test_the_process_apart_can_open_no_file_and_no_socket() -> None:
    tried = (
        "import resource, socket; from loke.publishing.documents.confined import LIMITS\n"
        "for kind, limit in LIMITS.items(): resource.setrlimit(kind, (limit, limit))\n"
        "for attempt in (lambda: open('/etc/hostname'), socket.socket, lambda: bytearray(10**9)):\n"
        "    try: attempt()\n"
        "    except (OSError, MemoryError) as refused: print(type(refused).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["OSError", "OSError", "MemoryError"]


def test_the_process_apart_gives_way_to_others_before_it_has_imported_anything() -> None:
    code = apart.CONFINED.partition(" from ")[0] + "print(os.nice(0), 'loke' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", f"import sys; {code}"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(max(os.nice(0), 10)), "False"]


def test_a_process_that_is_stopped_is_a_file_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (
        "from loke.publishing.documents import confined as c; c.LIMITS[c.resource.RLIMIT_CPU] = 1;"
        " c.TASKS['blocks'] = lambda data: next(n for n in iter(int, 1) if n); c.main()"
    )
    monkeypatch.setattr(apart, "CONFINED", endless)
    with pytest.raises(Unreadable) as refused:
        asked("blocks", GOOD)
    assert refused.value.code == "takes_too_long"


def test_a_process_that_the_server_had_no_time_for_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(Unreadable, match="Servern hann inte") as refused:
        asked("blocks", GOOD)
    assert "som CSV" in reason(refused.value)
