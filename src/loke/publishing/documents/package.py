"""Looks through a Word or Excel file that may be hostile, before anything in it is understood."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

MB = 2**20
MOST_BYTES = 10 * MB
MOST_ENTRIES = 1_000
MOST_UNPACKED = 60 * MB
MOST_ANSWER = 40 * MB  # what is told of what was read, as JSON
HIGHEST_RATIO = 150  # of unpacked to packed bytes, for parts that matter by their size
SMALL = MB
SYMLINK = 0o120000
END = b"PK\x05\x06"  # of the directory of a zip
DIRECTORY_TAIL = 66_000  # bytes at the end of a zip where that is found
OLD = b"\xd0\xcf\x11\xe0"  # formats of before 2007, and files that are locked
LOCKED = "EncryptedPackage".encode("utf-16-le")
XML_ENDINGS = (".xml", ".rels", ".vml")
ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# What a file may point to outside itself: it is never fetched, neither by us nor by Word before somebody asks for it.
OUTSIDE_ALLOWED = {"hyperlink", "attachedTemplate"}
LINK = re.compile(r"(https?:|mailto:|#|$)", re.IGNORECASE)
MACROS = {"vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars", "recipientData"}
EMBEDDED = {"oleObject", "package", "aFChunk", "control", "activeXControlBinary", "frame", "subDocument", "ctrlProp"}
MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|vbaData", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A kind of file: how its main part is typed, the most that one part may unpack to, and what to say else."""

    main: re.Pattern[bytes]
    most_xml: int
    other: str
    old: str
    locked: str
    any_link: bool = False  # whether a link may lead anywhere, since nothing of the file is kept


WORD = Kind(  # 8 MB are about a thousand pages
    re.compile(rb"wordprocessingml\.(document|template)\.main\+xml"), 8 * MB, "not_word", "old_word", "old_word"
)
EXCEL = Kind(  # 40 MB are about a million cells
    re.compile(rb"spreadsheetml\.(sheet|template)\.main\+xml"), 40 * MB, "not_excel", "old_excel", "locked", True
)
REASONS = {
    "too_large": "Filen är för stor. Den får vara högst 10 MB. Ta bort bilder ur den och försök igen.",
    "not_word": "Filen är inte ett Word-dokument. Spara den som .docx och försök igen.",
    "old_word": "Filen är i det äldre formatet .doc, eller låst med lösenord. Spara den som .docx utan lösenord.",
    "damaged": "Filen går inte att öppna. Öppna den i Word eller LibreOffice, spara den på nytt och försök igen.",
    "too_many_parts": "Filen innehåller för många delar. Kopiera texten till ett nytt dokument.",
    "unpacks_too_large": "Filen blir för stor när den packas upp. Kopiera texten till ett nytt dokument.",
    "entities": "Filen innehåller kod som ett Word-dokument inte ska ha (DTD). Kopiera texten till ett nytt dokument.",
    "encoding": "Filen är inte kodad som UTF-8. Spara den på nytt i Word eller LibreOffice.",
    "macros": "Filen innehåller makron. Spara den som .docx, utan makron.",
    "linked": "Filen hämtar något utifrån, till exempel en länkad bild. Infoga det i filen i stället.",
    "embedded": "Filen innehåller ett inbäddat objekt, till exempel ett kalkylark. Ta bort det och försök igen.",
    "field": "Filens sidhuvud eller sidfot innehåller ett fält som hämtar eller kör något. Ta bort fältet.",
    "picture": "Filen har en bild som inte går att ta in. Spara den som PNG, infoga den på nytt och försök igen.",
    "too_much_text": "Filen innehåller mer text än en beskrivning kan ha.",
    "takes_too_long": "Filen tog för lång tid eller för mycket minne att läsa. Kopiera texten till ett nytt dokument.",
    "too_slow": "Servern hann inte läsa filen. Försök igen om en stund.",
    "busy": "Flera filer läses just nu. Försök igen om en stund.",
}
COPY = "Kopiera cellerna till en ny arbetsbok, klistra in dem som värden och försök igen."
TABLE_REASONS = {
    "too_large": "Filen är för stor. Den får vara högst 10 MB. Dela den i flera och försök igen.",
    "not_excel": "Filen är ingen Excel-fil. Spara den som .xlsx och försök igen.",
    "old_excel": (
        "Filen är i det äldre formatet .xls. Öppna den i Excel, välj Arkiv, Spara som och"
        " Excel-arbetsbok (.xlsx), och försök igen."
    ),
    "locked": "Filen är låst med lösenord. Öppna den, ta bort lösenordet, spara den och försök igen.",
    "damaged": "Filen går inte att öppna. Öppna den i Excel eller LibreOffice, spara den på nytt och försök igen.",
    "too_many_parts": f"Filen innehåller för många delar. {COPY}",
    "unpacks_too_large": f"Filen blir för stor när den packas upp. {COPY}",
    "entities": f"Filen innehåller kod som en Excel-fil inte ska ha (DTD). {COPY}",
    "encoding": "Filen är inte kodad som UTF-8. Spara den på nytt i Excel eller LibreOffice.",
    "macros": "Filen innehåller makron. Spara den som .xlsx, utan makron.",
    "linked": f"Filen hämtar värden ur en annan fil. {COPY}",
    "embedded": "Filen innehåller ett inbäddat objekt, till exempel ett Word-dokument. Ta bort det och försök igen.",
    "too_much_text": "Filen innehåller för mycket text. Dela den i flera och försök igen.",
    "takes_too_long": f"Filen tog för lång tid eller för mycket minne att läsa. {COPY}",
    "too_slow": "Servern hann inte läsa filen. Försök igen om en stund, eller spara den som CSV, som går fortare.",
    "too_many_rows": "Filen har för många rader. Den får ha högst 50 000. Dela den i flera, eller ta bort tomma rader.",
    "too_many_columns": "Filen har för många kolumner. Den får ha högst 500. Ta bort dem som inte ska läsas in.",
    "open_document": (
        "Filen är ett kalkylark i formatet .ods. Öppna den, välj Arkiv, Spara som och Excel-arbetsbok (.xlsx),"
        " och försök igen."
    ),
    "cell_too_long": (
        "En cell i filen är längre än 32 767 tecken. Ofta saknas ett citattecken någonstans före den."
        " Korta cellen, eller spara filen som .xlsx, och försök igen."
    ),
    "not_rows": "Filen är ingen tabell. Spara den som .xlsx eller .csv och försök igen.",
    "not_text": "Filen innehåller tecken som inte är text. Spara den som .xlsx eller som CSV UTF-8 och försök igen.",
    "wrong_ending": "Filens namn slutar på något annat än det den är. Spara den på nytt som .xlsx eller .csv.",
    "nothing_there": "Filen är tom. Välj en fil med minst en rad rubriker och en rad under.",
}
BrokenXml: type[Exception] = etree.LxmlError
# What zipfile raises when bytes are wrong, depending on which.
BROKEN_ZIP: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)
BROKEN_ZIP += (zlib.error, struct.error)


class Unreadable(Exception):  # noqa: N818
    """A file that is not taken in: `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return REASONS.get(self.code) or TABLE_REASONS[self.code]


def opened(data: bytes, kind: Kind = WORD) -> zipfile.ZipFile:
    """The file as an archive, when nothing in it is wrong. Raises Unreadable."""
    check_bytes(data, kind)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _check_entries(archive.infolist(), kind)
        _check_parts(archive, kind)
    except (*BROKEN_ZIP, BrokenXml) as error:
        raise Unreadable("damaged") from error
    return archive


def check_bytes(data: bytes, kind: Kind = WORD) -> None:
    """The size and the first and last bytes, which can be looked at without unpacking anything."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    if data.startswith(OLD):
        raise Unreadable(kind.locked if LOCKED in data else kind.old)
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(kind.other)
    tail = data[-DIRECTORY_TAIL:]
    at = tail.rfind(END)
    if at < 0:
        raise Unreadable("damaged")
    if int.from_bytes(tail[at + 10 : at + 12], "little") > MOST_ENTRIES:
        raise Unreadable("too_many_parts")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_ENTRIES * 512:
        raise Unreadable("too_many_parts")


def _check_entries(entries: list[zipfile.ZipInfo], kind: Kind) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unreadable("too_many_parts")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable("unpacks_too_large")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise Unreadable("damaged")
    for entry in entries:
        _check_entry(entry, kind)


def _check_entry(entry: zipfile.ZipInfo, kind: Kind) -> None:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
        raise Unreadable("damaged")
    if entry.flag_bits & 1 or entry.external_attr >> 16 & 0o170000 == SYMLINK:
        raise Unreadable("damaged")
    if entry.filename.endswith(XML_ENDINGS) and entry.file_size > kind.most_xml:
        raise Unreadable("unpacks_too_large")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * entry.compress_size:
        raise Unreadable("unpacks_too_large")


def _check_parts(archive: zipfile.ZipFile, kind: Kind) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise Unreadable(kind.other)
    types = archive.read("[Content_Types].xml")
    if MACRO_TYPES.search(types) or any("vbaproject" in name.casefold() for name in names):
        raise Unreadable("macros")
    if not kind.main.search(types):
        raise Unreadable(kind.other)
    for name in names:
        data = archive.read(name)
        if name.endswith(XML_ENDINGS) or data[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
            check_xml(data)
        if name.endswith(".rels"):
            _check_relationships(data, kind)


def check_xml(data: bytes) -> None:
    """No DTD, and an encoding in which one could not be hidden."""
    if b"\x00" in data[:200] or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Unreadable("encoding")
    told = ENCODING.search(data[:400])
    if told and told[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise Unreadable("encoding")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("entities")


def parsed(data: bytes) -> Any:
    """A part as a tree, with nothing fetched and nothing replaced."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def relationships(data: bytes) -> Iterator[tuple[str, str, bool]]:
    """The kind of each relationship, what it points to, and whether that is outside the file."""
    for each in parsed(data).iter(RELATIONSHIPS):
        kind = (each.get("Type") or "").rpartition("/")[2]
        yield kind, each.get("Target") or "", (each.get("TargetMode") or "").casefold() == "external"


def _check_relationships(data: bytes, kind: Kind) -> None:
    for what, target, outside in relationships(data):
        if what in MACROS:
            raise Unreadable("macros")
        if what in EMBEDDED:
            raise Unreadable("embedded")
        bad_link = what == "hyperlink" and not kind.any_link and not LINK.match(target)
        if outside and (what not in OUTSIDE_ALLOWED or bad_link):
            raise Unreadable("linked")
