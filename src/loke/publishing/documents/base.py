"""The municipality's base document made safe: its styles, page and header are kept, and nothing else of it."""

import re
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.parts.settings import SettingsPart

from loke.publishing.documents.package import BrokenXml, Unreadable, opened
from loke.publishing.documents.pictures import bare
from loke.publishing.documents.word_parts import element

KEPT = {"styles", "settings", "numbering", "theme", "header", "footer", "image", "hyperlink"}
KEPT_OF_PACKAGE = {"officeDocument", "core-properties"}
SETTINGS = ("attachedTemplate", "documentProtection", "writeProtection", "mailMerge", "trackRevisions", "docVars")
SETTINGS_POINTING = ("footnotePr", "endnotePr")  # to parts that are dropped
# Fields that only show something of the document itself.
FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "SUBJECT", "AUTHOR", "DATE", "TIME"}
FIELDS |= {"CREATEDATE", "SAVEDATE", "PRINTDATE", "FILENAME", "DOCPROPERTY", "HYPERLINK", "IF", "QUOTE", "="}
WORD = re.compile(r"[A-Z=]+", re.IGNORECASE)
USED = re.compile(r'r:(?:id|embed|link|pict)="([^"]+)"')


def cleaned(data: bytes) -> bytes:
    """The base document without its text, properties, comments, macros and templates. Raises Unreadable."""
    opened(data)
    try:
        document = docx.Document(BytesIO(_as_document(data)))
        _empty(document)
        _check_fields(document)
        file = BytesIO()
        document.save(file)
    except (OpcError, KeyError, ValueError, IndexError, AttributeError, BrokenXml, zipfile.BadZipFile) as error:
        raise Unreadable("damaged") from error
    return file.getvalue()


def _as_document(data: bytes) -> bytes:
    """A template (.dotx) as the document it is a template for."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")
            new.writestr(name, part)
    return file.getvalue()


def _empty(document: Any) -> None:
    body = document.element.body
    page = next(body.iter(qn("w:sectPr")), None)
    page = deepcopy(page) if page is not None else element("sectPr")
    for child in list(body):
        body.remove(child)
    body.append(page)
    _drop(document.part.package, KEPT_OF_PACKAGE)
    for part in list(document.part.package.iter_parts()):
        _drop(part, KEPT)
        if isinstance(part, SettingsPart):
            _remove(part.element, (*SETTINGS, *SETTINGS_POINTING))
    for picture in [one.target_part for one in document.part.package.iter_rels() if _kind(one) == "image"]:
        picture._blob = _bare(picture.blob)


def _kind(relationship: Any) -> str:
    return str(relationship.reltype).rpartition("/")[2]


def _bare(picture: bytes) -> bytes:
    try:
        return bare(picture)
    except ValueError as error:
        raise Unreadable("picture") from error


def _remove(parent: Any, names: Iterable[str]) -> None:
    for found in [each for name in names for each in parent.findall(qn(f"w:{name}"))]:
        parent.remove(found)


def _drop(holder: Any, kept: set[str]) -> None:
    """The relationships that are of no kept kind, or that nothing in the part uses."""
    text = serialize_part_xml(holder.element).decode() if isinstance(holder, XmlPart) else _text(holder)
    used = set(USED.findall(text))
    named = {"header", "footer", "image", "hyperlink"}  # these are pointed out in the text, the others by their kind
    for code, relationship in list(holder.rels.items()):
        kind = _kind(relationship)
        if kind not in kept or (kind in named and code not in used):
            del holder.rels[code]


def _text(holder: Any) -> str:
    return holder.blob.decode("utf-8", "replace") if isinstance(holder, Part) else ""


def _check_fields(document: Any) -> None:
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart) and any(not _is_harmless(told) for told in _fields(part.element)):
            raise Unreadable("field")


def _fields(top: Any) -> list[str]:
    """What each field is told to do: a field may be cut into many runs, so all of a paragraph's are read together."""
    simple = [each.get(qn("w:instr")) or "" for each in top.iter(qn("w:fldSimple"))]
    return simple + [told for paragraph in top.iter(qn("w:p")) for told in _in_runs(paragraph)]


def _in_runs(paragraph: Any) -> list[str]:
    told = [""]
    for each in paragraph.iter(qn("w:fldChar"), qn("w:instrText")):
        if each.tag == qn("w:instrText"):
            told[-1] += each.text or ""
        elif each.get(qn("w:fldCharType")) == "begin":
            told.append("")
    return [each for each in told if each.strip()]


def _is_harmless(told: str) -> bool:
    found = WORD.match(told.strip())
    return bool(found) and found[0].upper() in FIELDS  # type: ignore[index]
