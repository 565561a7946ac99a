"""The accession sheet: register entries of an accession, only for the archivist."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import desk_app, desk_client, json_lines, run
from webui.services.services import OpenArchive

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheet") / "archive"
    with Archive.create(folder) as archive, archive.catalogue.write() as writer:
        number = writer.open_accession({"paths": []}, Status.RELEASED)
        writer.close_accession(number, "done")
    run("receipts", "edit", 1, "--number", "2026/014", "--donor", "<b>Wati</b>", "--by", "ani", "--archive", folder)
    run("receipts", "edit", 1, "--number", "2026/015", "--note", "two boxes", "--by", "budi", "--archive", folder)
    return folder


def test_a_sheet_is_shown_and_keeps_what_was_not_given(folder: Path) -> None:
    (told,) = json_lines(run("receipts", "--json", "--archive", folder))
    sheet = told["sheet"]
    assert (sheet["number"], sheet["donor"], sheet["note"]) == ("2026/015", "<b>Wati</b>", "two boxes")
    assert (sheet["carrier"], sheet["by"]) == ("", "budi")
    assert "number: 2026/015" in run("receipts", "show", 1, "--archive", folder).stdout
    assert run("receipts", "show", 1, "--json", "--archive", folder).stdout == ""
    first, second = json_lines(run("log", "--type", "accession", "--json", "--archive", folder))
    assert first["eventDetail"]["after"] == second["eventDetail"]["before"]


def test_bad_input_changes_nothing(folder: Path) -> None:
    assert "at least one" in run("receipts", "edit", 1, "--archive", folder, code=2).stderr
    assert run("receipts", "edit", 9, "--note", "x", "--archive", folder, code=1).stderr.startswith("press-archive: ")
    assert len(json_lines(run("log", "--type", "accession", "--json", "--archive", folder))) == 2


def test_the_desk_shows_it(folder: Path) -> None:
    with closing(OpenArchive(folder)) as services:
        page = desk_client(desk_app(services)).get("/receipts/1").text
    assert "2026/015" in page
    assert "&lt;b&gt;Wati&lt;/b&gt;" in page
