"""LibreOffice, which converts old office formats to PDF: its path, its version, and the files it reads."""

from __future__ import annotations

import configparser
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.media_types import TYPES

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-draw-nogui libreoffice-impress-nogui"
_OFFICE, _PROGRAM = "soffice", "soffice.bin"  # the script for users, and the program that it starts
# what it reads besides its own folder: its settings, fonts, hyphenation and languages
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
    """A converter: its path, its name with the version, and the files and folders that it reads."""

    program: str
    name: str
    reads: tuple[str, ...]


def find_converter(setting: str) -> Converter | None:
    """Return the program that `[intake] converter` names by path or name; None if it is empty or missing. For
    LibreOffice this is the program itself, not the script for users."""
    found = shutil.which(setting) if setting else None
    if found is None:
        return None
    path = Path(os.path.realpath(found))
    office = path.with_name(_PROGRAM)
    if path.name != _OFFICE or not office.is_file():
        return Converter(str(path), path.name, (str(path),))
    return Converter(str(office), _version(path.parent), (str(path.parent.parent), *_OF_THE_MACHINE))


def _version(folder: Path) -> str:
    """Return its name and version, from the file bootstraprc beside the program."""
    told = configparser.RawConfigParser(strict=False)
    try:
        told.read(folder / "bootstraprc", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        return "LibreOffice"
    return told.get("Bootstrap", "ProductKey", fallback="LibreOffice")
