"""Singular forms: no `1 files`, no `1 record are`."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import many
from tests.support.changed_shelf import Shelf


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (many(1, "file"), "1 file"),
        (many(0, "file"), "0 files"),
        (many(2_000, "file"), "2,000 files"),
        (many(1, "scan waits", "scans wait"), "1 scan waits"),
        (many(2, "scan waits", "scans wait"), "2 scans wait"),
    ],
)
def test_a_number_stands_before_its_noun(told: str, said: str) -> None:
    assert told == said


def test_one_record_is_told_as_one(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "archive")
    record, other = (shelf.add(f"A_{n}.jpg", caption="Kapal", city="Hue") for n in range(2))
    shelf.run("records edit", record, "city=Hanoi")
    assert "1 record would be as it was." in shelf.run("records undo", "--dry-run").stdout
    said = shelf.run("records edit", "--where", "kapal", "city=Hanoi", "--dry-run").stdout
    assert "1 already has this value from the archivist, and stays as it is." in said
    assert "1 record is as it was." in shelf.run("records undo").stdout
    said = shelf.run("records edit", "--where", "kapal", "city=Hue", "--dry-run").stdout
    assert "2 already have it from their files: it becomes the archivist's, and stays." in said
    text = tmp_path / "a.txt"
    text.write_text("x")
    assert "1 character." in shelf.run("records text", other, text).stdout
