"""LibreOffice, the program that makes PDFs of old office formats: where it is, its version, and what it reads."""

from __future__ import annotations

import configparser
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.media_types import TYPES

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-draw-nogui libreoffice-impress-nogui"
_OFFICE, _PROGRAM = "soffice", "soffice.bin"  # the script that people start, and the program that it starts
# what it reads of a machine besides its own folder: its settings, fonts, hyphenation and languages
_OF_THE_MACHINE = (
    *(
        "/etc/libreoffice",
        "/usr/share/libreoffice",
        "/var/lib/libreoffice",
        "/var/spool/libreoffice",
        "/etc/fonts",
        "/usr/share/fontconfig",
        "/var/cache/fontconfig",
    ),
    *("/usr/share/hyphen", "/usr/share/mythes", "/usr/share/hunspell", "/usr/share/myspell", "/usr/share/liblangtag"),
)
FORMATS = tuple(sorted({f".{one}" for row in TYPES if row.converts and not row.reader for one in row.suffixes}))


@dataclass(frozen=True, slots=True)
class Converter:
    """A program that converts: its path, its name with the version, and the files and folders that it reads."""

    program: str
    name: str
    reads: tuple[str, ...]


def find_converter(setting: str) -> Converter | None:
    """Return the program that `[intake] converter` names by its path or name; None when it is empty or not there. Of
    LibreOffice that is the program itself, not the script that people start."""
    found = shutil.which(setting) if setting else None
    if found is None:
        return None
    path = Path(os.path.realpath(found))
    office = path.with_name(_PROGRAM)
    if path.name != _OFFICE or not office.is_file():
        return Converter(str(path), path.name, (str(path),))
    return Converter(str(office), _version(path.parent), (str(path.parent.parent), *_OF_THE_MACHINE))


def _version(folder: Path) -> str:
    """Its name and version, as the file bootstraprc beside the program has them."""
    told = configparser.RawConfigParser(strict=False)
    try:
        told.read(folder / "bootstraprc", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        return "LibreOffice"
    return told.get("Bootstrap", "ProductKey", fallback="LibreOffice")
