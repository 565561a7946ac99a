"""A small archive for tests of bulk changes; its commands run in this process."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from archive.access import ARCHIVIST
from archive.catalogue import Access, NewAsset
from archive.catalogue.receipts.file_paths import NamedFile
from archive.cli import main
from archive.record import Description, Outcome, Record, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive


class Shelf:
    """An archive in `folder`; `run` runs a command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        Archive.create(folder).close()

    def add(self, name: str, status: Status = Status.RELEASED, text: str = "", **values: Any) -> str:
        """Add a record of a file with that name, whose values have the origin `iptc`. Return its id."""
        media_type = "image/jpeg" if name.endswith(".jpg") else "text/plain"
        described = Description(media_type, "photo" if media_type == "image/jpeg" else "text", 1, text=text)
        described.offer("kind", "photo" if media_type == "image/jpeg" else "press-release", "type")
        for key, value in values.items():
            described.offer(key, value, "iptc")
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        with Archive.open(self.folder) as archive, archive.catalogue.write() as writer:
            accession = writer.open_accession({}, Status.RELEASED)
            root = writer.root("/disk", "disk")
            record = writer.add_record(described, NewAsset(sha256, len(name), media_type), Access(status))
            writer.put_name(NamedFile(root, name, "", sha256, record, Outcome.ADDED, len(name), 1, 1), accession)
            writer.close_accession(accession)
        return record

    def read_again(self, record: str, **values: Any) -> None:
        """Store these values as if a newer reader had read the same file."""
        described = Description("image/jpeg", "photo", 2)
        described.offer("kind", "photo", "type")
        for key, value in values.items():
            described.offer(key, value, "iptc")
        with Archive.open(self.folder) as archive, archive.catalogue.write() as writer:
            writer.describe(record, described)

    def index(self) -> None:
        """Update the index."""
        with Archive.open(self.folder) as archive:
            index_sync.update(archive)

    def get(self, record: str) -> Record:
        """Return the record as the archivist sees it."""
        with Archive.open(self.folder) as archive:
            found = archive.catalogue.get(record, ARCHIVIST)
        assert found is not None
        return found

    def told(self, record: str) -> dict[str, Any]:
        """Return all values and candidates of a record in a comparable form."""
        found = self.get(record)
        return {"values": dict(found.values), "origins": dict(found.origins), "kind": found.kind}

    def run(self, *words: object, code: int = 0) -> Result:
        """Run `press-archive` with these arguments on this archive. Fail unless it exits with `code`."""
        command, *rest = map(str, words)
        group = command.split()
        done = CliRunner().invoke(main, [*group, "--archive", str(self.folder), *rest])
        assert done.exit_code == code, f"{words} ended with {done.exit_code}: {done.output} {done.exception!r}"
        return done

    def json(self, *words: object, code: int = 0) -> list[dict[str, Any]]:
        """Run a command with --json, and return the printed objects."""
        return [json.loads(line) for line in self.run(*words, "--json", code=code).stdout.splitlines()]
