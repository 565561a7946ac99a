"""Collection and location of a file from its folders, if configured; explicit values take precedence."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.record import Description, Record
from archive.settings import IntakeSection
from archive.storage.archive import Archive
from ingest.files.roots import add_folder_candidate
from ingest.pipeline.pipeline import Options, ingest

TEXT = "Jembatan Baru Dibuka di Kupang\n\nKupang, 3 Mei 2025 - Warga menyambut gembira jembatan itu pagi ini.\n"


@pytest.mark.parametrize(
    ("relpath", "collection", "location"),
    [
        ("disk/Setda  NTT/Box 12/a.txt", "Setda NTT", "Box 12"),
        ("disk/Setda NTT/a.txt", "Setda NTT", None),
        ("disk/a.txt", None, None),
        ("", None, None),
    ],
)
def test_the_folder_at_a_level_names_them(relpath: str, collection: str | None, location: str | None) -> None:
    found = Description("text/plain", "text", 1)
    add_folder_candidate(found, relpath, IntakeSection(collection_from_folder=1, location_from_folder=2))
    assert (found.values.get("collection"), found.values.get("location")) == (collection, location)
    offered = [offer.origin for offers in found.origins.values() for offer in offers]
    assert set(offered) <= {"folder"}


def test_without_the_settings_folders_say_nothing_and_a_file_says_more_than_its_folder() -> None:
    found = Description("text/plain", "text", 1)
    add_folder_candidate(found, "disk/Setda/a.txt", IntakeSection())
    assert not found.values
    found.offer("collection", "Arsip Humas", "front matter")
    add_folder_candidate(found, "disk/Setda/a.txt", IntakeSection(collection_from_folder=1))
    assert found.values["collection"] == "Arsip Humas"
    assert [offer.value for offer in found.origins["collection"]] == ["Arsip Humas", "Setda"]


def taken(tmp_path: Path, **values: str) -> Record:
    """Ingest a text in a folder of the disk with these values for all, and return its record."""
    disk = tmp_path / "disk"
    (disk / "Setda NTT").mkdir(parents=True)
    (disk / "Setda NTT" / "a.txt").write_text(TEXT)
    Archive.create(tmp_path / "archive").close()
    (tmp_path / "archive" / "archive.toml").write_text("[intake]\ncollection_from_folder = 1\n")
    found: list[str] = []
    with Archive.open(tmp_path / "archive") as archive:
        ingest([disk], archive, Options(values=values), tell=lambda line, _: found.append(line.record or ""))
        record = archive.catalogue.get(found[0], ARCHIVIST)
    assert record is not None
    return record


def test_an_intake_takes_the_collection_from_the_folder(tmp_path: Path) -> None:
    record = taken(tmp_path)
    assert record.values["collection"] == "Setda NTT"
    assert record.origins["collection"][0].origin == "folder"


def test_what_is_said_of_all_that_is_handed_in_wins(tmp_path: Path) -> None:
    assert taken(tmp_path, collection="Arsip Provinsi").values["collection"] == "Arsip Provinsi"
