"""A disk of photos, raw files and sidecars for tests. The files contain their own metadata as JSON, so no workers are
needed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.record import Description, Record
from archive.storage.archive import Archive
from ingest.files.file_reading import FileInProgress, FileStat, ReadingContext
from ingest.files.walk import WalkedPath
from ingest.pipeline import read_ahead
from tests.ingest.pipeline.test_intake import Intake

TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "nef": "image/x-nikon-nef", "dng": "image/x-adobe-dng",
    "heic": "image/heic", "tif": "image/tiff", "psd": "image/vnd.adobe.photoshop", "png": "image/png",
    "cr2": "image/x-canon-cr2", "arw": "image/x-sony-arw", "xmp": "application/rdf+xml", "": "image/jpeg",
}  # fmt: skip
EMBARGO = {"until": "2051-05-03T10:00:00Z", "words": "EMBARGO UNTIL 3 MAY 2051"}


def read(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool = False) -> FileInProgress:
    """Like `ingest.files.file_reading.take`, but take the metadata from the JSON in the file."""
    taken = FileInProgress(
        found, stat=FileStat.of(found.path), incoming=desk.archive.store.incoming(found.path, desk.ended)
    )
    said: dict[str, Any] = json.loads(found.path.read_bytes())
    said.pop("bytes", None)
    media_type = said.pop("type", TYPES.get(found.path.suffix[1:].lower(), "text/plain"))
    sidecar = media_type == TYPES["xmp"]
    taken.description = description = Description(media_type, "sidecar" if sidecar else "photo", 1)
    if not sidecar:
        description.offer("kind", "photo" if media_type.startswith("image/") else "document", "rule:image")
    for key, value in said.items():
        description.offer(key, value, f"sidecar:dc:{key}" if sidecar else f"xmp:dc:{key}")
    if not sidecar and "title" not in said:
        description.offer("title", found.path.name, "file name")
    return taken


class Disk(Intake):
    """The folder `disk`, and an archive that ingests it."""

    def put(self, name: str, **said: Any) -> Path:
        """Write a file with this metadata. Photos with different names have different bytes, sidecars need not."""
        if not name.casefold().endswith(".xmp"):
            said["bytes"] = name.rpartition("/")[2]
        return self.write(f"disk/{name}", json.dumps(said))

    def move(self, old: str, new: str) -> None:
        """Rename a file, into a new folder if necessary."""
        (self.home / "disk" / new).parent.mkdir(parents=True, exist_ok=True)
        (self.home / "disk" / old).rename(self.home / "disk" / new)

    def take(self, *paths: str) -> dict[str, str]:
        """Ingest the disk, or these paths on it, and return each outcome."""
        self.run(*(f"disk/{path}" for path in paths))
        return {name.removeprefix("disk/"): line.outcome.value for name, line in self.lines.items()}

    def says(self, name: str) -> str:
        """Return the reason in the last line about that file."""
        return self.lines[f"disk/{name}"].reason

    def of(self, name: str) -> Record:
        """Return the record that a file name leads to now."""
        found = self.archive.catalogue.name("disk", name)
        assert found is not None
        assert found.record is not None, f"{name} has no record"
        record = self.archive.catalogue.get(found.record, ARCHIVIST)
        assert record is not None
        return record

    def waits(self, name: str) -> bool:
        """Return whether a name is stored but leads to no record."""
        found = self.archive.catalogue.name("disk", name)
        return found is not None and found.record is None and self.archive.store.has(found.sha256)

    def public(self, name: str) -> Record | None:
        """Return the record of a name as the public sees it."""
        return self.archive.catalogue.get(self.of(name).id, PUBLIC)

    def settled(self) -> bool:
        """Return whether another run finds every file unchanged, and changes no record."""
        before = self.archive.catalogue.revision()
        outcomes = set(self.take().values())
        for path in (self.home / "disk").rglob(
            "*"
        ):  # as after a copy that did not keep times: everything is read again
            if path.is_file():
                os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
        return outcomes | set(self.take().values()) == {"unchanged"} and self.archive.catalogue.revision() == before


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A disk and an empty archive."""
    monkeypatch.setattr(read_ahead, "take", read)
    (tmp_path / "disk").mkdir()
    with Archive.create(tmp_path / "archive") as archive:
        yield Disk(archive, tmp_path)
