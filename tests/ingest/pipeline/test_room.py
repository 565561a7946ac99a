"""If a disk is full, the message says how much is free and how much is needed."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.errors import StoreError, describe_disk_space
from archive.sandbox import worker_errors
from archive.storage.originals import FolderStore, explain_store_errors


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate 1,234,567 free bytes."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 0, 1_234_567))


def test_what_is_free_and_what_is_needed(free: None, tmp_path: Path) -> None:
    assert describe_disk_space(tmp_path) == f"1.2 MB free on the disk of {tmp_path}"
    assert describe_disk_space(tmp_path, 40_000_000) == f"1.2 MB free on the disk of {tmp_path}, 40.0 MB needed"
    assert describe_disk_space(tmp_path / "not" / "there", 1).endswith("1 byte needed")


def test_a_disk_that_does_not_tell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(_: object) -> Any:
        raise OSError(errno.EIO, "no answer")

    monkeypatch.setattr(shutil, "disk_usage", refuse)
    assert describe_disk_space(tmp_path, 5) == ""


def test_an_original_for_which_there_is_no_room(free: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(b"x" * 2_500_000)
    store = FolderStore(tmp_path / "originals")
    store.create()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("archive.storage.originals._write_all", full)
    with pytest.raises(StoreError, match=r"1\.2 MB free on the disk of .*, 2\.5 MB needed: free some space"):
        store.incoming(source)
    assert store.clear_incoming() == 0


def test_what_was_written_of_it_is_free_again(free: None, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"x" * 1_000_000)
    with pytest.raises(StoreError, match=r"2\.2 MB free"), explain_store_errors(tmp_path, 4_000_000, part):
        raise OSError(errno.ENOSPC, "full")


def test_a_worker_says_it_too(free: None, tmp_path: Path) -> None:
    assert f"(1.2 MB free on the disk of {tmp_path})" in str(worker_errors.no_space(tmp_path))
