"""The opened archive and its services for pages, as one object that `create_app` takes or makes."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Protocol

from flask import Flask, current_app

from archive.access import Viewer
from archive.authority.authorities import Authorities
from archive.catalogue import EVERY, Accession, LineFilter, ReceiptLine
from archive.config import Settings
from archive.record import Outcome, Record
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.search.execution.requests import Hit, Results, SearchRequest
from archive.search.query.tree import Query
from archive.search.searcher import Searcher
from archive.search.similar import similar
from archive.search.snippets import Span
from archive.search.suggestions import Suggestion, suggest
from archive.storage.archive import Archive
from archive.storage.renditions import Name as PictureName
from archive.storage.renditions import Renditions

PAGE_SECONDS = 10.0  # for drawing a page of a document while someone waits
WORKERS = 2  # pictures are mostly made during intake; few are left to be made while someone waits


class OpenArchive:
    """An open archive as `Services`. `close` stops its workers and gives its files back.

    `writes`: whether this account may write to derived/. One of the group may not: pictures are then made in a
    folder of this process, and the index is kept up to date by the account that ingests.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ArchiveMissing, ConfigError or CatalogueNewer."""
        with ExitStack() as stack:
            archive = Archive.open(folder)
            stack.callback(archive.close)
            self.archive = archive
            self.settings = archive.settings
            self.authorities = archive.authorities
            self.catalogue = self.receipts = archive.catalogue
            self.intake_runs = partial(archive.is_locked, "ingest")
            self.store = archive.store
            self.searcher = Searcher(archive)
            stack.callback(self.searcher.close)
            limits = Limits(
                wall_seconds=self.settings.worker.wall_seconds,
                cpu_seconds=self.settings.worker.cpu_seconds,
                memory_bytes=self.settings.worker.memory_mb << 20,
            )
            self.writes = os.access(archive.derived if archive.derived.exists() else archive.folder, os.W_OK)
            made = archive.derived
            if not self.writes:
                made = Path(stack.enter_context(TemporaryDirectory(prefix="press-archive-")))
            pool = stack.enter_context(Pool(WORKERS, made / "jobs", limits))
            for_pages = replace(limits, wall_seconds=min(limits.wall_seconds, PAGE_SECONDS))
            self.renditions = Renditions(made / "renditions", pool, archive.store.path, for_pages)
            self._closing = stack.pop_all()

    def suggest(self, typed: str, viewer: Viewer, limit: int) -> Sequence[Suggestion]:
        """Return how what was typed may go on."""
        return suggest(self.searcher, typed, viewer, limit)

    def similar(self, record_id: str, viewer: Viewer, limit: int) -> Sequence[Hit]:
        """Records like one."""
        return similar(self.searcher, record_id, viewer, limit)

    def close(self) -> None:
        """May be called again."""
        self._closing.close()


class Frames(Protocol):
    """A run of frames: its name and numbers (`W-HAI 1275–1316`), the same with their count, how many there are, and
    photos of it in their order."""

    @property
    def span(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def count(self) -> int: ...

    @property
    def records(self) -> Sequence[Record]: ...


class Reads(Protocol):
    """The reading half of the catalogue: only what this viewer may see, None for everything else."""

    def get(self, record_id: str, viewer: Viewer, /) -> Record | None: ...

    def get_many(self, ids: Collection[str], viewer: Viewer, /) -> Sequence[Record]: ...

    def changed_at(self, ids: Collection[str], viewer: Viewer, /) -> Mapping[str, str]: ...

    def lately_added(self, viewer: Viewer, most: int, /) -> Mapping[str, str]: ...

    def text(self, record_id: str, viewer: Viewer, /) -> str | None: ...

    def now_at(self, old: str, viewer: Viewer, /) -> tuple[str, int] | None: ...

    def gives_away(self, sha256: str, viewer: Viewer, /) -> bool: ...

    def public_revision(self) -> int: ...

    def sequence(self, record_id: str, viewer: Viewer, /, most: int) -> Frames | None: ...


class Receipts(Protocol):
    """The accessions and their receipts, held records among them: for the archivist."""

    def accessions(self) -> Sequence[Accession]: ...

    def accession(self, n: int, /) -> Accession | None: ...

    def receipt(self, accession: int, wanted: LineFilter, after: int, most: int, /) -> Sequence[ReceiptLine]: ...

    def receipt_count(self, accession: int, wanted: LineFilter = EVERY, /) -> int: ...

    def receipt_reasons(self, accession: int, outcome: Outcome, most: int, /) -> Sequence[tuple[str, int]]: ...


class Suggests(Protocol):
    """One way in which what was typed may go on: its kind (title, name, term), what to show, and its query."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def count(self) -> int: ...

    @property
    def query(self) -> str: ...


class Searches(Protocol):
    """The one door for searching. Raises QueryError, BadCursor and IndexUnusable."""

    def search(self, request: SearchRequest, viewer: Viewer, /) -> Results: ...

    def every_of(self, asked: SearchRequest, viewer: Viewer, /) -> tuple[list[str], Query]: ...

    def hits(
        self, request: SearchRequest, text: str, language: str | None, field: str = "text", /
    ) -> Sequence[Span]: ...
    def looked_through(self, request: SearchRequest, text: str, language: str | None, /) -> int: ...


class Keeps(Protocol):
    """Where the originals are. `open` raises StoreError when one is not there, and follows no link."""

    def open(self, sha256: str, /) -> BinaryIO: ...

    def has(self, sha256: str, /) -> bool: ...


class Renders(Protocol):
    """Where derived pictures come from: a JPEG on disk (of letters, JSON), None when there can be none."""

    def get(self, sha256: str, name: PictureName, copyright: str | None = None) -> Path | None: ...  # noqa: A002

    def page(self, sha256: str, number: int, small: bool = False) -> Path | None: ...

    def letters(self, sha256: str, number: int) -> Path | None: ...

    def why_not(self, sha256: str, number: int) -> str | None: ...


class Services(Protocol):
    """An archive as the pages see it."""

    @property
    def catalogue(self) -> Reads: ...

    @property
    def searcher(self) -> Searches: ...

    @property
    def store(self) -> Keeps: ...

    @property
    def renditions(self) -> Renders: ...

    def authorities(self) -> Authorities: ...

    def suggest(self, typed: str, viewer: Viewer, limit: int, /) -> Sequence[Suggests]:
        """Return how what was typed may go on, as far as this viewer may know. Raises IndexUnusable."""

    def similar(self, record_id: str, viewer: Viewer, limit: int, /) -> Sequence[Hit]:
        """Records that this viewer may see and that are like one which it may see. Raises IndexUnusable."""

    @property
    def archive(self) -> Archive:
        """All of it, held records too, and the way to change it: for the desk alone."""

    @property
    def receipts(self) -> Receipts: ...

    def intake_runs(self) -> bool:
        """Return whether a process takes files in now."""

    @property
    def settings(self) -> Settings: ...


def services() -> Services:
    """Return those of the application that answers now."""
    return services_of(current_app)


def services_of(app: Flask) -> Services:
    """Return those of an application."""
    found: Services = app.extensions["press-archive"]
    return found
