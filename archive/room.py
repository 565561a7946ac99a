"""How much room a disk has, in words, for what is said where there is too little."""

from __future__ import annotations

import shutil
from pathlib import Path

_UNITS = (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def room(folder: Path, needed: int = 0, given_back: int = 0) -> str:
    """`1.2 MB are free on the disk of /srv/press, 40.0 MB are needed`, in steps of 1,000; empty where the disk does not
    tell. `needed` is left out where nobody knows it; `given_back`: bytes that were written and go again."""
    place = next((one for one in (folder, *folder.parents) if one.exists()), None)
    try:
        free = shutil.disk_usage(place).free + given_back if place is not None else None
    except OSError:
        free = None
    if free is None:
        return ""
    need = f", {_said(needed)} needed" if needed else ""
    return f"{_said(free)} free on the disk of {folder}{need}"


def _said(count: int) -> str:
    words = next((f"{count / size:,.1f} {unit}" for unit, size in _UNITS if count >= size), None)
    return f"{words} are" if words else f"{count:,} byte{' is' if count == 1 else 's are'}"
