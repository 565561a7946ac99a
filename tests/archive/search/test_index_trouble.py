"""Failures while the index is rebuilt or checked: the disk is left unchanged, and nothing loops endlessly."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from archive.search.engines.engine import State, engine_named
from archive.search.engines.whoosh import WhooshEngine
from archive.search.index import index_daemon, index_sync
from archive.search.index.index_folders import IndexFolder, IndexFolders
from archive.storage.archive import Archive
from tests.archive.search.test_indexing import add, answers, archive
from tests.support.index_damage import damage_index, index_folder

__all__ = ["archive"]


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def on_disk(archive: Archive) -> list[str]:
    return sorted(path.name for path in (archive.derived / "index").iterdir())


def damaged(archive: Archive) -> Path:
    """Overwrite a file of the index, and return it."""
    index_sync.update(archive)
    return damage_index(archive, "*.pst").parents[1]


@pytest.mark.parametrize("why", [no_space, interrupted])
@pytest.mark.parametrize("at", [(WhooshEngine, "update"), (WhooshEngine, "tidy"), (IndexFolders, "make_current")])
@pytest.mark.parametrize("first", [False, True])
def test_a_rebuild_that_fails_gives_its_room_back(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, at: tuple[Any, str], why: Callable[..., None], first: bool
) -> None:
    """The catalogue needs the space: a full disk would stop every ingest."""
    record = add(archive, "Jembatan dibuka.")
    if not first:
        index_sync.update(archive)
    before = [] if first else on_disk(archive)
    with monkeypatch.context() as patched:
        patched.setattr(*at, why)
        with pytest.raises((OSError, KeyboardInterrupt)):
            index_sync.rebuild(archive)
    assert on_disk(archive) == before
    index_sync.rebuild(archive)
    assert answers(archive, "jembatan") == [record]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_lock_that_comes_while_a_folder_is_cleared_stops_no_rebuild(archive: Archive, engine: str) -> None:
    """Threads of a closed index take its lock once more when they run, which may be late on a busy machine."""
    index_sync.rebuild(archive, engine=engine)
    made = IndexFolders(archive.derived).current()
    assert made is not None
    over = Event()

    def lock() -> None:
        while not over.is_set():
            with suppress(FileNotFoundError):
                made.place("held").joinpath(".lock").touch()

    late = Thread(target=lock, daemon=True)
    late.start()
    try:
        for _ in range(30):
            made.share()
            engine_named(engine).create(made.place("held"), State(0, "", 1)).close()
    finally:
        over.set()
        late.join()


def unnoted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Make it impossible to record damage next to the index. Return the list of complete checks."""
    looks: list[Path] = []
    look = index_sync.damaged_file

    def counted(archive: Archive, *how: Any) -> str:
        looks.append(archive.folder)
        return look(archive, *how)

    touch = Path.touch

    def refused(path: Path) -> None:
        if path.name == "DAMAGED":
            no_space()
        else:
            touch(path)

    monkeypatch.setattr(index_sync, "damaged_file", counted)
    monkeypatch.setattr(Path, "touch", refused)
    return looks


def test_damage_that_cannot_be_noted_is_mended_all_the_same(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    record = add(archive, "Jembatan dibuka di Kupang. " * 40)
    folder, looks = damaged(archive), unnoted(monkeypatch)
    turns = iter(range(40))
    index_daemon.watch(archive, lambda _: next(turns, None) is None, idle=0)
    assert index_folder(archive) != folder
    assert answers(archive, "jembatan") == [record]
    assert len(looks) == 2  # of the damaged index, and of the new one


def test_damage_that_cannot_be_mended_is_looked_for_once_and_told_ever_less_often(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(archive, "Jembatan dibuka di Kupang. " * 40)
    folder, looks = damaged(archive), unnoted(monkeypatch)
    monkeypatch.setattr(IndexFolders, "fresh", no_space)
    pauses: list[float] = []

    def stopped(pause: float) -> bool:
        pauses.append(pause)
        return len(pauses) > 20

    index_daemon.watch(archive, stopped, idle=0)
    assert len(looks) == 1
    assert pauses[-1] == index_daemon.LONGEST_PAUSE
    assert capsys.readouterr().err.count("The index is damaged") == 1
    assert index_folder(archive) == folder


def test_a_suspicion_that_cannot_be_cleared_is_looked_into_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, "Jembatan dibuka di Kupang. " * 40)
    index_sync.update(archive)
    folder = index_folder(archive)
    looks = unnoted(monkeypatch)
    turns = iter([lambda: None] * 4 + [lambda: IndexFolder(folder).mark_suspect()] + [lambda: None] * 20)
    unlink = Path.unlink

    def kept(path: Path, missing_ok: bool = False) -> None:
        if path.name == "SUSPECT":
            no_space()
        else:
            unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", kept)

    def stopped(_pause: float) -> bool:
        step = next(turns, None)
        if step is not None:
            step()
        return step is None

    index_daemon.watch(archive, stopped, idle=0)
    assert len(looks) == 2
