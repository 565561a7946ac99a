"""If a rule fails on the text of a file, the results of the rules are lost, but neither the file nor an embargo."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from archive.record import Description, Status
from ingest.description import file_description as describing
from ingest.files.restrictions import access_for

RULES = ("extract_description", "doubt_years", "_offer_late", "_settle_language")
TEXT = "Menteri membuka jembatan\n\n3 Mei 2025\n\nMenteri membuka jembatan baru di Ambon pada hari Sabtu.\n"


@pytest.mark.parametrize("error", [ValueError("2025-13-45"), RecursionError(), IndexError()])
@pytest.mark.parametrize("rule", RULES)
def test_a_file_is_kept_with_its_text_and_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, error: Exception
) -> None:
    def fails(*_: object, **__: object) -> Any:
        raise error

    (tmp_path / "jembatan.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(describing, rule, fails)
    told = describing.describe(str(tmp_path / "jembatan.txt"), "jembatan.txt", str(tmp_path))
    description = Description.from_json(told)
    assert "Menteri membuka jembatan baru di Ambon" in description.text
    (note,) = description.notes
    assert f"could not be worked out ({type(error).__name__})" in note
    assert str(error) == "" or str(error) not in note  # it may quote held text
    access = access_for(description, Status.RELEASED)
    assert (access.status, access.release_at, access.hold_reason) == (Status.HELD, None, note)


@pytest.mark.parametrize("want", [MemoryError(), OSError(errno.ENOMEM, ""), OSError(errno.ENOSPC, "")])
def test_want_of_memory_or_room_is_no_fault_of_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, want: Exception
) -> None:
    def full(*_: object) -> None:
        raise want

    (tmp_path / "jembatan.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(describing, "extract_description", full)
    with pytest.raises(type(want)):
        describing.describe(str(tmp_path / "jembatan.txt"), "jembatan.txt", str(tmp_path))
