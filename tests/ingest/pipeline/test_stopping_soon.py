"""Stopping an ingest waits for the files in progress, not for all that are queued."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from archive.storage.archive import Archive
from ingest.pipeline import read_ahead
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt

FILES = 150


def test_files_that_are_not_begun_are_left_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for n in range(FILES):
        (disk / f"{n:03}.txt").write_text(f"Berita {n}\n\nKapal nomor {n} tiba pada pagi hari.\n", encoding="utf-8")
    really = read_ahead.take

    def slowly(*args: Any, **how: Any) -> Any:
        time.sleep(0.2)
        return really(*args, **how)

    told: list[FileOutcome] = []

    def tell(line: FileOutcome, _receipt: Receipt) -> None:
        told.append(line)

    monkeypatch.setattr(read_ahead, "take", slowly)
    with Archive.create(tmp_path / "archive") as archive:
        receipt = ingest([disk], archive, Options(stopped=lambda: bool(told)), tell)
        assert not receipt.complete
        assert 0 < receipt.files < FILES - 50
        monkeypatch.setattr(read_ahead, "take", really)
        rest = ingest([disk], archive)
        assert rest.complete
        assert rest.outcomes["added"] + receipt.outcomes["added"] == FILES
        assert rest.outcomes["unchanged"] == receipt.files
