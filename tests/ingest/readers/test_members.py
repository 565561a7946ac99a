"""Files inside a file: one that could not be extracted takes no space from those after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.record import Description
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf


def _wrong_password() -> Iterator[bytes]:
    yield b"x" * 60
    raise ValueError("Bad password")


def test_a_file_that_fails_on_its_way_takes_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an encrypted ZIP does, once for each password that is tried."""
    monkeypatch.setattr(members, "MOST_WHOLE", 100)
    shelf = MemberShelf(description := Description("application/zip", "zip", 1), tmp_path)
    for _password in range(3):
        with pytest.raises(ValueError, match="Bad password"):
            shelf.put("laporan.txt", _wrong_password())
    assert [*tmp_path.iterdir()] == []
    shelf.put("laporan.txt", [b"y" * 90])
    assert [(member.name, member.reason) for member in description.members] == [("laporan.txt", "")]
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"y" * 90]
