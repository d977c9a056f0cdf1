"""Unpacks the tables of a .zip that may be hostile: only plain files, only so many, only so large."""

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from loke.dataset.faults import Fault, Refused, shown

MOST_ENTRIES = 200
MOST_BYTES = 8 * 2**30
HIGHEST_RATIO = 200  # of unpacked to packed bytes; tables of codes and days seldom pass 50
SMALL = 10 * 2**20  # what unpacks to less than this is harmless whatever its ratio
SYMLINK = 0o120000


def _refuse(path: Path, found: str, wanted: str) -> Refused:
    return Refused([Fault(path.name, 0, "", found, wanted)], 1)


def _fault(entries: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        return f"{len(entries)} filer", f"högst {MOST_ENTRIES}"
    if size > MOST_BYTES:
        return f"{size} byte uppackat", f"högst {MOST_BYTES}"
    if size > SMALL and size > HIGHEST_RATIO * packed:
        return f"{size} byte uppackat ur {packed}", f"högst {HIGHEST_RATIO} gånger så mycket"
    return next((fault for entry in entries if (fault := _entry_fault(entry))), None)


def _entry_fault(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
        return f"sökvägen {shown(entry.filename)}", "filnamn utan sökväg"
    if entry.external_attr >> 16 & 0o170000 == SYMLINK:
        return f"länken {shown(entry.filename)}", "vanliga filer"
    if entry.flag_bits & 1:
        return f"den krypterade filen {shown(entry.filename)}", "okrypterade filer"
    return None


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Copies no more than the entry says it holds, whatever its compressed bytes unpack to."""
    with archive.open(entry) as packed, target.open("xb") as unpacked:
        shutil.copyfileobj(packed, unpacked, 2**20)


def unzip(path: Path, folder: Path) -> None:
    """Writes the files of the archive straight into `folder`. Raises Refused, with a reason in Swedish."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if fault := _fault(entries):
                raise _refuse(path, *fault)
            for entry in entries:
                _copy(archive, entry, folder / PurePosixPath(entry.filename.replace("\\", "/")).name)
    except FileExistsError as error:
        raise _refuse(path, f"två filer med namnet {shown(Path(error.filename).name)}", "en fil per tabell") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise _refuse(path, "en skadad zip-fil", "en hel zip-fil med tabeller") from error
