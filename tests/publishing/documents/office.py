"""LibreOffice, which opens our Word files as their readers do, all in one go because it starts slowly."""

import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

SOFFICE = shutil.which("soffice")


TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def as_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, PdfReader]:
    """Each Word file as the PDF that LibreOffice makes of it."""
    return {name: PdfReader(BytesIO(data)) for name, data in converted(files, folder, TAGGED, ".pdf").items()}


def resaved(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each Word file as LibreOffice saves it."""
    return converted(files, folder, "docx:MS Word 2007 XML", ".docx")


def converted(files: Mapping[str, bytes], folder: Path, kind: str, ending: str) -> dict[str, bytes]:
    """Each Word file in another form."""
    if not SOFFICE:
        pytest.skip("LibreOffice (soffice) is not installed")
    paths = [folder / f"{name}.docx" for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    made = folder / "made"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(made), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: (made / f"{name}{ending}").read_bytes() for name in files}


def words_of(reader: PdfReader) -> str:
    """What is written on its pages, without the ends of lines."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
