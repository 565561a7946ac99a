"""The records in a bag made by this program, by their files: access, and the archivist's values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.access import Access, instant, stricter, utc_now
from archive.custody.bag import DECLARATION
from archive.custody.bag_records import RECORDS as BAG_RECORDS
from archive.messages import Message
from archive.record import ARCHIVIST, TEXT_ORIGIN, TYPED, Description, Role, Status
from archive.text.charset import clean_text
from ingest.readers.base import json_input
from ingest.readers.news import exported_values
from ingest.readers.registry import RECORDS

LONGEST_LINE = json_input.MAX_BYTES
UNTOLD = Access(Status.HELD, hold_reason=Message("hold-bag"))
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BaggedRecord:
    """A record in a bag. `access` is its access, decided by the archivist if `decided`. `values` are those of the
    archivist, and `text` the typed one or None. `id` is the record's id where the bag was made."""

    access: Access = UNTOLD
    decided: bool = False
    id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None

    def access_with(self, found: Access) -> Access:
        """Return the record's access if its file, read here, gives `found`: the stricter one, unless someone
        decided."""
        return self.access if self.decided else stricter(self.access, found, instant(utc_now()))


class BaggedRecords:
    """The records of a bag by the digests of their files. Only the offsets of their lines are in memory."""

    def __init__(self, path: Path) -> None:
        """`path` is the validated file of the records. Raise OSError."""
        self._path = path
        self._places: dict[bytes, list[int]] = {}
        with path.open("rb") as file:
            place = 0
            while line := file.readline(LONGEST_LINE):
                for sha256, _ in _files(_parsed(line)):
                    self._places.setdefault(bytes.fromhex(sha256), []).append(place)
                place = file.tell()

    def of(self, sha256: str) -> BaggedRecord:
        """Return the record of a file. The strictest of several counts; a file without a record is held."""
        found = [_record(self._at(place), sha256) for place in self._places.get(bytes.fromhex(sha256), ())]
        if not found:
            return BaggedRecord()
        strictest = found[0]
        for other in found[1:]:
            if stricter(strictest.access, other.access, instant(utc_now())) != strictest.access:
                strictest = other
        return strictest

    def _at(self, place: int) -> dict[str, Any]:
        with self._path.open("rb") as file:
            file.seek(place)
            return _parsed(file.readline(LONGEST_LINE))


def lies_in_own_bag(folder: Path) -> bool:
    """Return whether a folder is in a bag made by this program, or is one. Without its records, the access of its files
    is unknown."""
    return any((one / DECLARATION).is_file() and (one / BAG_RECORDS).is_file() for one in (folder, *folder.parents))


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        data = json_input.parse(line.decode("utf-8"))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _files(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    assets = data.get("assets")
    for asset in assets if isinstance(assets, list) else ():
        sha256 = asset.get("sha256") if isinstance(asset, dict) else None
        if isinstance(sha256, str) and _DIGEST.fullmatch(sha256):
            yield sha256, asset


def _record(data: Mapping[str, Any], sha256: str) -> BaggedRecord:
    asset = next(one for digest, one in _files(data) if digest == sha256)
    access, decided = _access(data), data.get("access_decided") is True
    if asset.get("closed"):  # it was replaced while hidden from the public
        closed = _access({"status": "held", "release_at": asset.get("release_at")})
        access, decided = stricter(access, closed, instant(utc_now())), False
    if asset.get("role") != Role.ORIGINAL.value or asset.get("version") != data.get("version"):
        return BaggedRecord(access, decided)
    origins = data.get("origins")
    ours = {
        key: {"origin": ARCHIVIST, "value": entry.get("value")}
        for key, entry in (origins.items() if isinstance(origins, dict) else ())
        if isinstance(entry, dict) and entry.get("origin") == ARCHIVIST
    }
    checked = Description("", RECORDS.name, 0)
    exported_values.offer({"origins": ours}, checked)
    name, values, text = data.get("id"), data.get("values"), data.get("text")
    typed = isinstance(values, dict) and values.get(TEXT_ORIGIN) == TYPED and isinstance(text, str)
    known = name if isinstance(name, str) and name.isalnum() and len(name) <= 40 else ""
    return BaggedRecord(access, decided, known, checked.values, clean_text(str(text)) if typed else None)


def _access(data: Mapping[str, Any]) -> Access:
    """Return its access. If it cannot be read, it is held until someone decides."""
    try:
        status, reason = Status(data["status"]), data.get("hold_reason")
        if status is Status.RELEASED:
            return Access()
        return Access(status, data.get("release_at"), str(reason) if reason else UNTOLD.hold_reason)
    except (KeyError, TypeError, ValueError):
        return UNTOLD
