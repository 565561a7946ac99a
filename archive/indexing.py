"""The only writer of an index: catching up, repair and rebuild are one function, run on another folder.

An index remembers the revision and the instant it reflects. To catch up is to index again what changed since that
revision and what came due since that instant; to rebuild is to catch up from nothing in a new folder and then to swap.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import index_folders
from archive.access import IndexName, instant, utc_now
from archive.analysis import VERSION as ANALYSIS_VERSION
from archive.archive import Archive
from archive.authorities import Authorities
from archive.catching_up import Progress, catch_up
from archive.engines.base import SCHEMA_VERSION, Engine, State
from archive.engines.table import ENGINES, ROOM, engine_named
from archive.errors import IndexUnusable


def update(archive: Archive, progress: Progress | None = None, say: Callable[[str], None] | None = None) -> None:
    """Bring the index up to what the catalogue says now; make it where there is none that can be used, or where the
    name cards have changed since, which `say` is told. Waits while another process writes the index."""
    cards = archive.authorities()
    why = "There is no index yet, or none that can be used; it is made from the catalogue."
    with archive.lock("index", wait=True), _present(archive) as present:
        if present is not None:
            catch_up(archive, present.public, present.held, cards, progress)
            index_folders.remove_superseded(archive.derived)
            if present.read_by == {cards.digest}:
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
            with _present(archive) as present:
                if present is not None and present.read_by == {cards.digest}:
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
    kind = engine_named(made_by)
    joined = kind.joins and name == "held"
    engine = kind.open(folder / name, folder / "public") if joined else kind.open(folder / name)
    state = engine.state()
    if (state.analysis, state.schema) != (ANALYSIS_VERSION, SCHEMA_VERSION):
        engine.close()
        raise IndexUnusable("The index was made by another version; `press-archive index rebuild` makes it again.")
    return engine


def status(archive: Archive) -> dict[str, Any]:
    """How far the index has come: its engine, and the one that the settings name for the next; folder number, revision
    of the catalogue and of each index (`held` is what the archivist searches: all records), how many of these are seen
    by nobody else (`held_only`), whether its credits were read by the `authorities` as they are (`current` or
    `changed`), whether it is `outgrown` (so large that another engine would answer sooner), and whether all is
    `current`, `behind`, or there is no index that can be used (`none`)."""
    revision = archive.catalogue.revision()
    wanted = archive.settings.index.engine
    told: dict[str, Any] = {"engine": wanted, "configured": wanted, "revision": revision, "state": "none"}
    with _present(archive) as present:
        if present is None:
            return told
        told["engine"] = index_folders.engine_of(present.folder)
        told["number"] = int(present.folder.name)
        for name, engine in (("public", present.public), ("held", present.held)):
            state = engine.state()
            told[name] = {"records": engine.count(), "revision": state.revision, "instant": state.instant}
    now = instant(utc_now())
    behind = any(
        told[name]["revision"] < revision or archive.catalogue.due(told[name]["instant"], now)
        for name in index_folders.NAMES
    )
    told["held_only"] = told["held"]["records"] - told["public"]["records"]
    told["outgrown"] = told["held"]["records"] > ROOM.get(told["engine"], sys.maxsize)
    told["authorities"] = "current" if present.read_by == {archive.authorities().digest} else "changed"
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


@dataclass(frozen=True, slots=True)
class _Present:
    """An index that is open, and the digests of the cards by which its credits were read."""

    folder: Path
    public: Engine
    held: Engine
    read_by: set[str]


@contextmanager
def _present(archive: Archive) -> Iterator[_Present | None]:
    """The present index, when both of its parts can be opened, and are of this catalogue: one that is ahead of it was
    made before the catalogue was restored from a backup, and would miss what comes next."""
    folder = index_folders.current(archive.derived)
    with ExitStack() as opened:
        found = None
        with suppress(IndexUnusable):
            if folder is not None:
                public, held = (opened.enter_context(closing(open_index(folder, name))) for name in ("public", "held"))
                states = (public.state(), held.state())
                if max(state.revision for state in states) <= archive.catalogue.revision():
                    found = _Present(folder, public, held, {state.authorities for state in states})
        yield found


def _catch_up(archive: Archive, folder: Path, cards: Authorities, progress: Progress | None) -> None:
    with closing(open_index(folder, "public")) as public, closing(open_index(folder, "held")) as held:
        catch_up(archive, public, held, cards, progress)
