"""`press-archive export`: the file has the same content as the route, and nothing is overwritten."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from archive.access import Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import run
from tests.support.search_shelf import SearchShelf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two public records and a held one, without an index."""
    made = tmp_path_factory.mktemp("export") / "archive"
    with Archive.create(made) as archive:
        shelf = SearchShelf(archive)
        shelf.add("Jembatan dibuka", "Jembatan itu dibuka.", date="2025-05-04", languages=["id", "en"])
        shelf.add("Kapal", "Kapal itu tiba.", date="2024-05-04")
        shelf.add("Zulrahasia", "Rahasia jembatan.", access=Access(Status.HELD))
        shelf.searcher.close()
    toml = made / "archive.toml"
    toml.write_text(toml.read_text().replace('public_url = ""', 'public_url = "https://archive.example.org"'))
    return made


def test_all_public_records_are_in_the_file(folder: Path, tmp_path: Path) -> None:
    said = run("export", "--archive", folder, "--output", tmp_path / "all.ndjson").stderr
    assert "2 records exported in " in said
    lines = [json.loads(line) for line in (tmp_path / "all.ndjson").read_text("utf-8").splitlines()]
    assert [line["title"] for line in lines] == ["Jembatan dibuka", "Kapal"]
    assert "Zulrahasia" not in (tmp_path / "all.ndjson").read_text("utf-8")


def test_a_table_has_when_a_record_came_and_its_languages(folder: Path, tmp_path: Path) -> None:
    run("export", "--archive", folder, "--format", "csv", "--output", tmp_path / "a.csv", "jembatan", "-kapal")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"), newline=""))
    assert (row["title"], row["languages"], row["status"]) == ("Jembatan dibuka", "id; en", "released")
    assert row["added_at"].endswith("Z")
    assert row["url"] == f"https://archive.example.org/records/{row['id']}"


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_references_come_to_standard_output_too(folder: Path, form: str) -> None:
    said = run("export", "--archive", folder, "--format", form, "--output", "-", "--from", "2025").stdout
    assert "Jembatan dibuka" in said
    assert "Kapal" not in said
    assert "https://archive.example.org/records/" in said


def test_what_cannot_be_exported_is_said_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.csv"
    target.write_text("mine")
    assert "is there already" in run("export", "--archive", folder, "--output", target, code=1).stderr
    assert target.read_text() == "mine"
    assert "cannot be written" in run("export", "--archive", folder, "--output", tmp_path / "no" / "x", code=1).stderr
    new = tmp_path / "new"
    assert "--from" in run("export", "--archive", folder, "--output", new, "--from", "soon", code=2).stderr
    assert "no photo" in run("export", "--archive", folder, "--format", "zip", "--output", new, code=2).stderr
    assert run("export", "--archive", folder, "--output", new, "(" * 50 + "a", code=1).stderr.startswith(
        "press-archive: "
    )
    assert [path.name for path in tmp_path.iterdir()] == ["there.csv"]
