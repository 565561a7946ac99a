"""`verify` and `check` as lines of JSON: each finding has a code and a text. Errors are one line."""

from __future__ import annotations

import json
from pathlib import Path

from archive.access import ARCHIVIST
from archive.catalogue.schema.migration import HEAD
from archive.storage.archive import Archive
from tests.support.commands import Run
from tests.support.older_archives import set_back
from tests.support.search_shelf import SearchShelf


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_findings_have_codes(press_archive: Run, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        record = SearchShelf(archive).add("Jembatan")
        (asset,) = archive.catalogue.get(record, ARCHIVIST).assets  # type: ignore[union-attr]
    missing, _summary = lines(press_archive("verify", "--archive", folder, "--json", code=1).stdout)
    assert (missing["state"], missing["code"]) == ("missing", "fixity-missing")
    assert missing["params"]["owner"] == {"code": "owner-record", "params": {"record": record}}  # type: ignore[index]
    problems = lines(press_archive("check", "--archive", folder, "--json", code=1).stdout)[:-1]
    codes = {one["code"]: one for one in problems}
    assert codes["check-missing"]["subject"] == asset.sha256
    assert all(one["message"] and "params" in one for one in problems)


def test_an_error_is_one_line(press_archive: Run, tmp_path: Path) -> None:
    told = press_archive("search", "--archive", tmp_path / "no\nsuch", "x", code=1).stderr
    (line,) = told.splitlines()
    assert line.startswith("press-archive: ")
    assert "is not an archive" in line


def test_reading_an_older_archive_changes_nothing(press_archive: Run, tmp_path: Path) -> None:
    Archive.create(folder := tmp_path / "archive").close()
    catalogue = folder / "catalogue.sqlite"
    set_back(folder, "0022")
    before = catalogue.read_bytes()
    for command in (["check"], ["verify"], ["search", "x"], ["index", "status"], ["records", "changes"], ["receipts"]):
        told = press_archive(*command, "--archive", folder, code=1).stderr
        assert "press-archive catalogue upgrade" in told
    assert catalogue.read_bytes() == before
    press_archive("backup", "create", tmp_path / "backup", "--archive", folder)
    told = press_archive("catalogue", "upgrade", "--archive", folder, "--json").stdout
    assert lines(told) == [{"from": "0022", "to": HEAD}]
    assert (folder / "catalogue-0022.sqlite").exists()
    assert "up to date" in press_archive("catalogue", "upgrade", "--archive", folder).stdout
    press_archive("restore", tmp_path / "backup", "--archive", tmp_path / "restored")
    assert (tmp_path / "restored" / "catalogue-0022.sqlite").exists()
