"""A small archive to search: records of all kinds in three languages, including held ones whose words must not
appear."""

from __future__ import annotations

import hashlib
from typing import Any

from archive.access import PUBLIC, Viewer
from archive.catalogue import Access, NamedFile, NewAsset
from archive.record import Description, Outcome, Status
from archive.search.execution.requests import Results, SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive

HELD = Access(Status.HELD)


class SearchShelf:
    """An archive, its index and a searcher."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.searcher = Searcher(archive)
        self._count = 0

    def add(self, title: str, text: str = "", access: Access = Access(), **values: Any) -> str:  # noqa: B008 - frozen
        """Add a record as ingest writes it, and return its id. It can be found after `index`."""
        self._count += 1
        kind = values.pop("kind", "press-release")
        filename = values.pop("filename", f"{self._count}.{'jpg' if kind == 'photo' else 'txt'}")
        description = Description("image/jpeg" if kind == "photo" else "text/plain", "test", 1, text=text)
        for key, value in {"kind": kind, "title": title, "language": "id", **values}.items():
            description.offer(key, value, "test")
        digest = hashlib.sha256(f"{self._count}".encode()).hexdigest()
        with self.archive.catalogue.write() as w:
            accession = w.open_accession({}, Status.RELEASED)
            record = w.add_record(description, NewAsset(digest, 10, description.media_type), access)
            w.put_name(NamedFile(w.root("/disk"), filename, "", digest, record, Outcome.ADDED, 10, 1, 1), accession)
            w.close_accession(accession)
        return record

    def index(self) -> None:
        """Bring the index up to date."""
        index_sync.update(self.archive)

    def search(self, q: str, viewer: Viewer = PUBLIC, **asked: Any) -> Results:
        """Return the results of a query."""
        return self.searcher.search(SearchRequest(q, **asked), viewer)

    def found(self, q: str, viewer: Viewer = PUBLIC, **asked: Any) -> list[str]:
        """Return the ids of the hits of a query, in order."""
        return [hit.record.id for hit in self.search(q, viewer, **asked).hits]
