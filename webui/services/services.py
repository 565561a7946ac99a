"""The open archive and its services for pages, as one object that `create_app` receives or creates."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from flask import Flask, current_app

from archive.access import Viewer
from archive.catalogue import PressEvent, PublicChange
from archive.catalogue.history.erasure import Erasure
from archive.catalogue.photos.image_sequences import ImageSequence
from archive.catalogue.records.public_history import PublicItem
from archive.catalogue.records.series import SeriesUnit
from archive.record import Record
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.search.entities import Entity, EntityList, find_entity, list_entities
from archive.search.execution.requests import Hit
from archive.search.searcher import Searcher
from archive.search.similar import similar
from archive.search.suggestions import Suggestion, suggest
from archive.storage.access_copies import AccessCopies
from archive.storage.archive import Archive, store_of
from archive.storage.renditions import Renditions

PAGE_SECONDS = 10.0  # for rendering a page of a document while a visitor waits
WORKERS = 2  # pictures are mostly made during ingest; few are made while a visitor waits


class Reads(Protocol):
    """The part of the catalogue that pages may use. It returns only what a viewer may see, and None for everything
    else."""

    def get(self, record_id: str, viewer: Viewer, /) -> Record | None: ...

    def get_many(self, ids: Collection[str], viewer: Viewer, /) -> Sequence[Record]: ...

    def changed_at(self, ids: Collection[str], viewer: Viewer, /) -> Mapping[str, str]: ...

    def came_at(self, ids: Collection[str], viewer: Viewer, /) -> Mapping[str, str]: ...

    def lately_added(self, viewer: Viewer, most: int, /) -> Mapping[str, str]: ...

    def visible_ids(self, viewer: Viewer, /) -> set[str]: ...

    def public_items(self, only: Collection[str] | None = None, /) -> Sequence[PublicItem]: ...

    def text(self, record_id: str, viewer: Viewer, /) -> str | None: ...

    def texts(self, ids: Collection[str], viewer: Viewer, /) -> dict[str, str]: ...

    def furniture(self, ids: Collection[str], viewer: Viewer, /) -> dict[str, list[str]]: ...

    def now_at(self, old: str, viewer: Viewer, /) -> tuple[str, int] | None: ...

    def tombstone(self, record: str, /) -> Erasure | None: ...

    def gives_away(self, sha256: str, viewer: Viewer, /) -> bool: ...

    def press_event(self, key: str, viewer: Viewer, /) -> PressEvent | None: ...

    def press_event_of(self, record_id: str, viewer: Viewer, /) -> PressEvent | None: ...

    def press_event_lead(self, key: str, viewer: Viewer, /) -> str | None: ...

    def press_event_keys(self, viewer: Viewer, /) -> Sequence[str]: ...

    def series_seen(self, viewer: Viewer, /) -> tuple[list[SeriesUnit], dict[str, list[str]]]: ...

    def series_path(self, record: str, viewer: Viewer, /) -> list[SeriesUnit]: ...

    def public_revision(self) -> int: ...

    def archive_id(self) -> int | None: ...

    def public_changes(self, after: tuple[int, str], limit: int, /) -> tuple[int, Sequence[PublicChange]]: ...

    def sequence(self, record_id: str, viewer: Viewer, /, most: int) -> ImageSequence | None: ...


class OpenArchive:
    """An open archive as pages see it. Only the desk uses `archive` and `receipts`, which include held records.

    `writes`: whether this account may write to derived/. An account of the group may not: then this process makes
    pictures in its own folder, and the account that ingests updates the index.
    """

    def __init__(self, folder: Path) -> None:
        """Raise ArchiveMissing, ConfigError or CatalogueNewer."""
        with ExitStack() as stack:
            archive = Archive.open(folder)
            stack.callback(archive.close)
            self.archive = archive
            self.settings = archive.settings
            self.authorities = archive.authorities
            self.catalogue: Reads = archive.catalogue
            self.receipts = archive.catalogue
            self.intake_runs = partial(archive.is_locked, "ingest")
            self.searcher = Searcher(archive)
            stack.callback(self.searcher.close)
            limits = Limits(
                wall_seconds=self.settings.worker.wall_seconds,
                cpu_seconds=self.settings.worker.cpu_seconds,
                memory_bytes=self.settings.worker.memory_mb << 20,
                patient=False,  # a visitor waits
            )
            self.writes = os.access(archive.derived if archive.derived.exists() else archive.folder, os.W_OK)
            made = archive.derived
            if not self.writes:
                made = Path(stack.enter_context(TemporaryDirectory(prefix="press-archive-")))
            self.store = archive.store = store_of(archive.folder, archive.settings, made, patient=False)
            pool = stack.enter_context(Pool(WORKERS, made / "jobs", limits))
            for_pages = replace(limits, wall_seconds=min(limits.wall_seconds, PAGE_SECONDS))
            self.access_copies = AccessCopies(archive.derived)
            self.renditions = Renditions(made / "renditions", pool, self.store.local, for_pages)
            self._closing = stack.pop_all()

    def suggest(self, typed: str, viewer: Viewer, limit: int) -> Sequence[Suggestion]:
        """Return completions of a typed text, from what this viewer may see. Raise IndexUnavailable."""
        return suggest(self.searcher, typed, viewer, limit)

    def similar(self, record_id: str, viewer: Viewer, limit: int) -> Sequence[Hit]:
        """Return records similar to this one, if this viewer may see it. Raise IndexUnavailable."""
        return similar(self.searcher, record_id, viewer, limit)

    def entity(self, key: str, viewer: Viewer) -> Entity | None:
        """Return the entity with a key, from what this viewer may see. Raise IndexUnavailable."""
        return find_entity(self.searcher, key, viewer)

    def entities(self, kind: str, viewer: Viewer, like: str, by_name: bool, page: int) -> EntityList:
        """Return a page of the entities of a kind, from what this viewer may see. Raise IndexUnavailable."""
        return list_entities(self.searcher, kind, viewer, like, by_name, page)

    def clock_ahead(self) -> float | None:
        """Return the seconds by which this machine's clock is ahead of that of the catalogue's server; None without a
        server."""
        server = self.archive.catalogue.server()
        return None if server is None else server.ahead

    def close(self) -> None:
        """Stop the workers and close the files. May be called again."""
        self._closing.close()


def services() -> OpenArchive:
    """Return the archive of the current application."""
    return services_of(current_app)


def services_of(app: Flask) -> OpenArchive:
    """Return the archive of an application."""
    found: OpenArchive = app.extensions["press-archive"]
    return found
