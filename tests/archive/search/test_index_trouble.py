"""Trouble while the index is made anew: the disk is left as it was."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest

from archive.search.engines.whoosh import WhooshEngine
from archive.search.index import index_folders, index_sync
from archive.storage.archive import Archive
from tests.archive.search.test_indexing import add, answers, archive

__all__ = ["archive"]


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def on_disk(archive: Archive) -> list[str]:
    return sorted(path.name for path in (archive.derived / "index").iterdir())


@pytest.mark.parametrize("why", [no_space, interrupted])
@pytest.mark.parametrize("at", [(WhooshEngine, "update"), (WhooshEngine, "tidy"), (index_folders, "make_current")])
@pytest.mark.parametrize("first", [False, True])
def test_a_rebuild_that_fails_gives_its_room_back(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, at: tuple[Any, str], why: Callable[..., None], first: bool
) -> None:
    """The catalogue needs it: a disk that stays full stops every ingest."""
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
