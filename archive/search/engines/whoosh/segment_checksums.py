"""Checksums of a segment's files, in a file beside them that Whoosh deletes with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.search.engines.checksums import checksum

_SUFFIX, _UNFINISHED = ".sum", ".new"


def note_checksums(folder: Path, segments: Iterable[str]) -> None:
    """Store the checksums of the files of these segments, given by their ids, if missing."""
    for segment in segments:
        noted = folder / f"{segment}{_SUFFIX}"
        if not noted.exists():
            beside = noted.with_suffix(_UNFINISHED)
            files = [path for path in sorted(folder.glob(f"{segment}.*")) if path.suffix not in (_SUFFIX, _UNFINISHED)]
            beside.write_text(json.dumps({path.name: checksum(path) for path in files}))
            beside.replace(noted)


def find_changed_file(folder: Path, segments: Iterable[str], stop: Callable[[], bool]) -> str:
    """Return the name of a missing or changed file of these segments, empty if there is none or `stop` returns true.
    Segments without checksums, left by a killed writer, are not checked."""
    for segment in segments:
        noted = folder / f"{segment}{_SUFFIX}"
        if not noted.exists():
            continue
        try:
            expected: dict[str, int] = dict(json.loads(noted.read_bytes()))
        except (ValueError, TypeError):
            return noted.name
        for name, crc in expected.items():
            if stop():
                return ""
            if not _is_sound(folder / name, crc):
                return name
    return ""


def _is_sound(path: Path, crc: int) -> bool:
    try:
        return checksum(path) == crc
    except OSError:
        return False
