"""What browsers write beside a page they save: `page.html` with `page_files/`, of which only pictures matter."""

from __future__ import annotations

import os
from pathlib import Path

from archive.media_types import BY_NAME, HTML, SAVED_PAGE
from archive.record import Description, Kind

FOLDERS = ("_files", ".files", "-Dateien", "_archivos", "_fichiers")
_SUFFIXES = (*BY_NAME[HTML].suffixes[:3], *BY_NAME[SAVED_PAGE].suffixes)  # a browser writes no others
PAGES = tuple(f".{form}" for suffix in _SUFFIXES for form in (suffix, suffix.upper()))
SMALL = 200  # pixels a side
PART = "part of a saved page (styles, scripts, frames); take it out of that folder and ingest it if it matters"
ICON = f"a picture of a saved page under {SMALL} pixels a side; take it out of that folder and ingest it if it matters"


def of_saved_page(path: Path, description: Description) -> str | None:
    """Why a file in the folder of a saved page is left out: it is no picture, or one as small as icons are. None for
    all others, and for any in a folder that has no page beside it."""
    if not _has_page(path.parent):
        return None
    values = description.values
    if values.get("kind") != Kind.PHOTO:
        return PART
    sides = [side for key in ("width", "height") if isinstance(side := values.get(key), int | float)]
    return ICON if len(sides) == 2 and max(sides) < SMALL else None


def _has_page(folder: Path) -> bool:
    ending = next((ending for ending in FOLDERS if folder.name.endswith(ending)), None)
    if ending is None:
        return False
    stem = os.fspath(folder).removesuffix(ending)
    return any(os.path.isfile(stem + suffix) for suffix in PAGES)  # noqa: PTH113 - a name may be any bytes
