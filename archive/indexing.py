"""The only writer of an index: catching up, repair and rebuild are one function, run on another folder.

An index remembers the revision and the instant it reflects. To catch up is to index again what changed since that
revision and what came due since that instant; to rebuild is to catch up from nothing in a new folder and then to swap.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from archive import index_folders
from archive.access import ARCHIVIST, PUBLIC, IndexName, Viewer, instant, utc_now
from archive.analysis import VERSION as ANALYSIS_VERSION
from archive.archive import Archive
from archive.authorities import Authorities
from archive.documents import document
from archive.engines.base import SCHEMA_VERSION, Document, Engine, State
from archive.engines.table import ENGINES, ROOM, engine_named
from archive.errors import IndexUnusable
from archive.record import Record

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with (records indexed so far, records to index)."""

VIEWERS: dict[IndexName, Viewer] = {"public": PUBLIC, "held": ARCHIVIST}
COMMIT = 500  # records a commit: bounded memory, and a stop loses no more than these
READ = 50  # records read from the catalogue at once, texts and all
REMEMBERED = 1000  # documents made for the public, which are most often those of the other index too
SHORT = 20_000  # characters of a text with which a document is remembered: bounded memory


def update(archive: Archive, progress: Progress | None = None, say: Callable[[str], None] | None = None) -> None:
    """Bring the index up to what the catalogue says now; make it where there is none that can be used, or where the
    name cards have changed since, which `say` is told. Waits while another process writes the index."""
    cards = archive.authorities()
    why = "There is no index yet, or none that can be used; it is made from the catalogue."
    with archive.lock("index", wait=True):
        present = _usable(archive)
        if present is not None:
            folder, read_by = present
            _catch_up(archive, folder, cards, progress)
            index_folders.remove_superseded(archive.derived)
            if read_by == {cards.digest}:
                return
            why = "authorities.toml has changed; the index is made anew, and the one there is answers meanwhile."
    if say is not None:
        say(why)
    rebuild(archive, progress, only_if_unusable=True)


def rebuild(
    archive: Archive, progress: Progress | None = None, *, engine: str | None = None, only_if_unusable: bool = False
) -> None:
    """Make the index anew beside the old one, which answers and is kept up to date meanwhile, and swap at the end.

    It is made with `engine`, else with the one that the settings name; when `only_if_unusable`, with the one there was,
    for nobody asked for another. Raises ConfigError when that engine is not installed."""
    with archive.lock("rebuild", wait=True):
        cards = archive.authorities()
        if only_if_unusable:
            present = _usable(archive)
            if present is not None and present[1] == {cards.digest}:
                return
            engine = engine or _engine_there(archive)
        name_of_engine = engine or archive.settings.index.engine
        make = engine_named(name_of_engine).create
        index_folders.remove_unfinished(archive.derived)
        folder = index_folders.fresh(archive.derived)
        index_folders.note_engine(folder, name_of_engine)
        for name in index_folders.NAMES:
            make(folder / name, State(0, "", ANALYSIS_VERSION, authorities=cards.digest)).close()
        _catch_up(archive, folder, cards, progress)
        for name in index_folders.NAMES:
            with closing(open_index(folder, name)) as made:
                _tidy(made, lambda: False)
        with archive.lock("index", wait=True):
            _catch_up(archive, folder, cards, None)
            index_folders.make_current(folder)


def tidy(archive: Archive, stop: Callable[[], bool]) -> None:
    """Do the merging that updates leave undone, until there is none left or `stop`, asked many times a second, says
    that there is something else to do: what was begun is then dropped. Raises ArchiveBusy while another process writes
    the index, IndexUnusable when there is none."""
    with archive.lock("index"):
        folder = index_folders.current(archive.derived)
        if folder is None:
            return
        for name in index_folders.NAMES:
            with closing(open_index(folder, name)) as engine:
                _tidy(engine, stop)


def _tidy(engine: Engine, stop: Callable[[], bool]) -> None:
    while not stop() and engine.tidy(stop):
        pass


def open_index(folder: Path, name: IndexName) -> Engine:
    """One of the two indexes in `folder`, by the engine that made it. Raises IndexUnusable when it is missing, damaged,
    or of another version of analysis or schema; ConfigError when its engine is not installed."""
    made_by = index_folders.engine_of(folder)
    if made_by not in ENGINES:
        raise IndexUnusable(
            f"The index in {folder} does not say who made it; `press-archive index rebuild` does it again."
        )
    engine = engine_named(made_by).open(folder / name)
    state = engine.state()
    if (state.analysis, state.schema) != (ANALYSIS_VERSION, SCHEMA_VERSION):
        engine.close()
        raise IndexUnusable("The index was made by another version; `press-archive index rebuild` makes it again.")
    return engine


def status(archive: Archive) -> dict[str, Any]:
    """How far the index has come: its engine, and the one that the settings name for the next; folder number, revision
    of the catalogue and of each index, whether its credits were read by the `authorities` as they are (`current` or
    `changed`), whether it is `outgrown` (so large that another engine would answer sooner), and whether all is
    `current`, `behind`, or there is no index that can be used (`none`)."""
    revision = archive.catalogue.revision()
    wanted = archive.settings.index.engine
    told: dict[str, Any] = {"engine": wanted, "configured": wanted, "revision": revision, "state": "none"}
    present = _usable(archive)
    if present is None:
        return told
    folder, read_by = present
    told["engine"] = index_folders.engine_of(folder)
    told["number"] = int(folder.name)
    for name in index_folders.NAMES:
        with closing(open_index(folder, name)) as engine:
            state = engine.state()
            told[name] = {"records": engine.count(), "revision": state.revision, "instant": state.instant}
    now = instant(utc_now())
    behind = any(
        told[name]["revision"] < revision or archive.catalogue.due(told[name]["instant"], now)
        for name in index_folders.NAMES
    )
    told["outgrown"] = told["held"]["records"] > ROOM.get(told["engine"], sys.maxsize)
    told["authorities"] = "current" if read_by == {archive.authorities().digest} else "changed"
    told["state"] = "behind" if behind or told["authorities"] == "changed" else "current"
    return told


def ids(archive: Archive) -> dict[IndexName, frozenset[str]]:
    """The ids in each index, for `check`. Raises IndexUnusable."""
    folder = index_folders.current(archive.derived)
    if folder is None:
        raise IndexUnusable("There is no index; `press-archive index rebuild` makes it.")
    found: dict[IndexName, frozenset[str]] = {}
    for name in index_folders.NAMES:
        with closing(open_index(folder, name)) as engine:
            found[name] = engine.ids()
    return found


def _engine_there(archive: Archive) -> str | None:
    """The engine of the index there is, be it damaged."""
    folder = index_folders.current(archive.derived)
    name = index_folders.engine_of(folder) if folder is not None else ""
    return name if name in ENGINES else None


def _usable(archive: Archive) -> tuple[Path, set[str]] | None:
    """The folder of the present index, and the digests of the cards by which its credits were read, when both of its
    parts can be opened, and are of this catalogue: one that is ahead of it was made before the catalogue was restored
    from a backup, and would miss what comes next."""
    folder = index_folders.current(archive.derived)
    if folder is None:
        return None
    states: list[State] = []
    try:
        for name in index_folders.NAMES:
            with closing(open_index(folder, name)) as engine:
                states.append(engine.state())
    except IndexUnusable:
        return None
    if max(state.revision for state in states) > archive.catalogue.revision():
        return None
    return folder, {state.authorities for state in states}


def _catch_up(archive: Archive, folder: Path, cards: Authorities, progress: Progress | None) -> None:
    maker = _Maker(cards)
    for name, viewer in VIEWERS.items():
        with closing(open_index(folder, name)) as engine:
            _bring_up(archive, engine, viewer, maker, progress)


class _Maker:
    """Makes documents by these cards. What one index was given is given to the other too where its viewers see the same
    of a record, for to make it is much of the work; what it is grouped with is told of each index alone."""

    def __init__(self, cards: Authorities) -> None:
        self.cards = cards
        self._made: dict[str, tuple[Record, str, Sequence[str], Document]] = {}

    def document(self, record: Record, text: str, furniture: Sequence[str], groups: Mapping[str, str]) -> Document:
        """As `archive.documents.document`, with the keys of the groups it stands in."""
        made = self._document(record, text, furniture)
        return replace(made, facets={**made.facets, **{column: [key] for column, key in groups.items()}})

    def _document(self, record: Record, text: str, furniture: Sequence[str]) -> Document:
        known = self._made.pop(record.id, None)
        if known is not None and known[:3] == (record, text, furniture):
            return known[3]
        made = document(record, text, furniture, self.cards)
        if len(self._made) < REMEMBERED and len(text) < SHORT:
            self._made[record.id] = (record, text, furniture, made)
        return made


def _bring_up(archive: Archive, engine: Engine, viewer: Viewer, maker: _Maker, progress: Progress | None) -> None:
    """One index, up to this revision and this instant. Until its last commit it keeps saying the earlier revision: a
    stop in the middle does some records again, and misses none."""
    before = engine.state()
    if before.authorities != maker.cards.digest:
        before = replace(before, authorities="")  # from now on its credits are read by more than one set of cards
    # Revision and instant are noted before anything is read: what changes meanwhile is indexed again next time.
    after = replace(before, revision=archive.catalogue.revision(), instant=instant(utc_now()))
    changed = archive.catalogue.changes(before.revision)
    due = archive.catalogue.due(before.instant, after.instant)
    wanted = list(dict.fromkeys([*changed, *due]))
    if not wanted and before.revision == after.revision:
        return
    done = 0
    for part in _slices(wanted, COMMIT) if wanted else [[]]:
        done += len(part)
        state = after if done == len(wanted) else before
        documents, gone = _documents(archive, part, viewer, maker)
        engine.update(documents, gone, state)
        if progress is not None:
            progress(done, len(wanted))


def _slices(items: list[T], size: int) -> Iterator[list[T]]:
    yield from (items[start : start + size] for start in range(0, len(items), size))


def _documents(
    archive: Archive, wanted: list[str], viewer: Viewer, maker: _Maker
) -> tuple[Iterator[Document], list[str]]:
    """Documents of those the viewer may see, made as they are asked for, and the ids of those they may not."""
    records = archive.catalogue.get_many(wanted, viewer)
    gone = set(wanted).difference(record.id for record in records)

    def made() -> Iterator[Document]:
        for some in _slices(records, READ):
            ids = [record.id for record in some]
            texts, furniture = archive.catalogue.texts(ids, viewer), archive.catalogue.furniture(ids, viewer)
            groups = archive.catalogue.groups(ids, viewer)
            # A record that was held back after `records` were read has no text here, and is not put in.
            yield from (
                maker.document(r, texts[r.id], furniture.get(r.id, ()), groups.get(r.id, {}))
                for r in some
                if r.id in texts
            )

    return made(), sorted(gone)
