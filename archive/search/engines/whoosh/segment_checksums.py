"""Checksums of a segment's files, in a file beside them that Whoosh deletes with them; and of the table of contents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.seal import seal, unseal
from archive.search.engines.checksums import checksum

_SUFFIX, _UNFINISHED = ".sum", ".new"
_CONTENTS = "CONTENTS"  # the name and checksum of the newest table of contents


def note_checksums(folder: Path, segments: Iterable[str]) -> None:
    """Store the checksums of the files of these segments, given by their ids, if missing."""
    for segment in segments:
        noted = folder / f"{segment}{_SUFFIX}"
        if not noted.exists():
            beside = noted.with_suffix(_UNFINISHED)
            files = [path for path in sorted(folder.glob(f"{segment}.*")) if path.suffix not in (_SUFFIX, _UNFINISHED)]
            beside.write_bytes(seal(json.dumps({path.name: checksum(path) for path in files}).encode()))
            beside.replace(noted)


def note_contents(folder: Path, name: str) -> None:
    """Store the checksum of this table of contents, the newest."""
    beside = folder / f"{_CONTENTS}{_UNFINISHED}"
    beside.write_bytes(seal(json.dumps({name: checksum(folder / name)}).encode()))
    beside.replace(folder / _CONTENTS)


def find_changed_contents(folder: Path, newest: str) -> str:
    """Return the name of the newest table of contents if it was changed, or of the file with its checksum if that is
    damaged; else empty. One that a killed writer left without a checksum is not checked."""
    noted = folder / _CONTENTS
    try:
        crc = json.loads(unseal(noted.read_bytes())).get(newest)
    except FileNotFoundError:
        return ""
    except ValueError:
        return noted.name
    return "" if crc is None or _is_sound(folder / newest, crc) else newest


def find_changed_file(folder: Path, segments: Iterable[str], stop: Callable[[], bool]) -> str:
    """Return the name of a missing or changed file of these segments, empty if there is none or `stop` returns true.
    Segments without checksums, left by a killed writer, are not checked."""
    for segment in segments:
        noted = folder / f"{segment}{_SUFFIX}"
        if not noted.exists():
            continue
        try:
            expected: dict[str, int] = dict(json.loads(unseal(noted.read_bytes())))
        except (ValueError, TypeError):
            return noted.name
        if not all(name.startswith(f"{segment}.") for name in expected):
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
