"""`erase`: by two people; afterwards no file of the archive contains a word of the record, and all checks are clean."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.commands.custody import erasure
from archive.custody.backup import create_backup
from archive.storage.archive import Archive
from tests.archive.catalogue.shelf import HELD, article
from tests.support.access_copies import keep_access_copies
from tests.support.commands import json_lines, run
from webui import create_app
from webui.services.services import OpenArchive

pytestmark = pytest.mark.sqlite

SECRET = "Qwzcanary"
TEXTS = {
    "surat-qwzname.txt": (
        f"Pernyataan {SECRET} tentang jembatan\n\nJakarta, 3 Mei 2025\n\nGubernur {SECRET} membuka jembatan.\n\n"
        "Foto: IMG_0001.jpg\n"
        f"Keterangan: Ibu {SECRET} di depan jembatan baru.\n"
    ),
    "lain.txt": "Pasar dibuka\n\nJakarta, 4 Mei 2025\n\nPasar baru dibuka hari ini.\n",
    "salin.txt": "Pasar ditutup\n\nJakarta, 5 Mei 2025\n\nPasar lama ditutup.\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three texts. One was edited and will be erased."""
    place = tmp_path_factory.mktemp("erase")
    (place / "disk").mkdir()
    for name, text in TEXTS.items():
        (place / "disk" / name).write_text(text, encoding="utf-8")
    run("init", "--archive", place / "archive")
    run("ingest", "--archive", place / "archive", place / "disk")
    run("ingest", "--archive", place / "archive", place / "disk" / "surat-qwzname.txt")
    archive, value = place / "archive", f"creator=Penulis {SECRET} dari Ambon"
    why = f"Penulis {SECRET} dari Ambon menulis surat-qwzname.txt"
    run("records", "edit", record_in(archive), value, "--reason", why, "--archive", archive)
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "archive", tmp_path / "archive"))


def record_in(folder: Path) -> str:
    (found,) = json_lines(run("search", "--json", "--archive", folder, SECRET))[0]["results"]
    return str(found["id"])


def holding(folder: Path, *words: str) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            read = path.read_bytes().lower()
            for word in words:
                if word.lower().encode() in read or word.lower() in path.name.lower():
                    yield f"{path.relative_to(folder)} has {word}"


def erase(folder: Path, record: str, code: int = 0) -> str:
    n = json_lines(run("erase", "request", record, "--reason", "court", "--by", "ani", "--archive", folder, "--json"))
    done = run("erase", "carry-out", n[0]["erasure"], "--by", "budi", "--yes", "--archive", folder, code=code)
    return done.stdout


def test_an_access_copy_goes_with_its_record(folder: Path) -> None:
    keep_access_copies(folder)
    copies = folder / "derived/access"
    before = len([*copies.rglob("*.pdf")])
    erase(folder, record_in(folder))
    assert len([*copies.rglob("*.pdf")]) == before - 1


def test_nothing_is_left_of_an_erased_text(folder: Path, made: Path) -> None:
    record = record_in(folder)
    with Archive.open(folder) as archive:
        (asset,) = archive.catalogue.get(record, PUBLIC).assets  # type: ignore[union-attr]
    assert any(holding(folder, SECRET, "qwzname"))
    erase(folder, record)
    assert list(holding(folder, SECRET, "qwzname", asset.sha256)) == []
    for check in (["check"], ["verify"], ["log", "--verify"]):
        run(*check, "--archive", folder)
    (told,) = json_lines(run("erase", "list", "--archive", folder, "--json"))
    assert (told["record"], told["state"], told["reason"]) == (record, "done", "court")
    assert (told["requested_by"], told["approved_by"]) == ("ani", "budi")
    (gone,) = json_lines(run("log", "--type", "deaccession", "--archive", folder, "--json"))
    assert gone["linkingObjectIdentifier"] == [record]
    assert json_lines(run("search", "--json", "--archive", folder, "pasar"))[0]["total"] == 2
    run("ingest", "--archive", folder, made / "disk")
    lines = json_lines(run("receipts", "show", "3", "--outcome", "rejected", "--archive", folder, "--json"))
    assert [one["code"] for one in lines] == ["erased-before"]
    run("check", "--archive", folder)


def test_what_holds_an_erased_file_is_not_kept_either(folder: Path, tmp_path: Path) -> None:
    """At any depth; the other files are ingested."""
    with zipfile.ZipFile(tmp_path / "dalam.zip", "w") as packed:
        packed.writestr("surat.txt", TEXTS["surat-qwzname.txt"])
    with zipfile.ZipFile(tmp_path / "luar.zip", "w") as packed:
        packed.write(tmp_path / "dalam.zip", "map/dalam.zip")
        packed.writestr("baru.txt", "Pelabuhan dibuka\n\nJakarta, 6 Mei 2025\n\nPelabuhan dibuka.\n")
    erase(folder, record_in(folder))
    run("ingest", "--archive", folder, tmp_path / "luar.zip")
    lines = json_lines(run("receipts", "show", "3", "--archive", folder, "--json"))
    assert {one["path"].rpartition("/")[2]: (one["outcome"], one["code"]) for one in lines} == {
        "surat.txt": ("rejected", "erased-before"),
        "dalam.zip": ("rejected", "erased-inside"),
        "luar.zip": ("rejected", "erased-inside"),
        "baru.txt": ("added", "new"),
    }
    assert not [path for path in (folder / "originals").rglob("*") if path.is_file() and path.read_bytes()[:2] == b"PK"]
    run("check", "--archive", folder)


def test_the_public_address_says_that_it_was_erased(folder: Path) -> None:
    """For a record that was never public, it reveals nothing, as before."""
    record = record_in(folder)
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.root("/media/x", "disk")
        never = article(writer, "a/never.txt", access=HELD)
    erase(folder, record)
    erase(folder, never)
    with closing(OpenArchive(folder)) as services:
        client = create_app({"SERVICES": services}).test_client()
        assert (client.get(f"/records/{record}").status_code, client.get(f"/records/{never}").status_code) == (410, 404)
        assert "was erased" in client.get(f"/records/{record}").text
        told = client.get(f"/api/v1/records/{record}")
        assert (told.status_code, told.json["code"]) == (410, "record-erased")
        assert client.get(f"/api/v1/records/{never}").json["code"] == "address-unknown"


def test_backups_that_still_have_it_are_listed(folder: Path, tmp_path: Path) -> None:
    run("backup", "create", tmp_path / "backup", "--archive", folder)
    assert "No backup" in run("erase", "backups", tmp_path / "backup", "--archive", folder).stdout
    erase(folder, record_in(folder))
    (told,) = json_lines(run("erase", "backups", tmp_path / "backup", "--archive", folder, "--json", code=1))
    assert (told["erasures"], told["files"]) == ([1], 1)


def test_an_erasure_during_a_backup_is_finished_after_it_and_the_backup_is_listed(folder: Path, tmp_path: Path) -> None:
    record, tried = record_in(folder), []

    def erase_now(noun: str, done: int, of: int) -> None:
        if noun != "original" and done == of and not tried:  # the catalogue is copied, the originals are not
            tried.append(run("erase", "request", record, "--reason", "court", "--by", "ani", "--archive", folder))
            tried.append(run("erase", "carry-out", "1", "--by", "budi", "--yes", "--archive", folder, code=1))

    with closing(Archive.open(folder)) as archive:
        lacking: list[str] = []
        create_backup(archive, tmp_path / "backup", erase_now, lambda result: lacking.append(result.sha256))
    assert "stop them, and run the command again" in tried[1].stderr
    run("erase", "carry-out", "1", "--by", "budi", "--yes", "--archive", folder)
    assert list(holding(folder, SECRET, "qwzname")) == []
    (told,) = json_lines(run("erase", "backups", tmp_path / "backup", "--archive", folder, "--json", code=1))
    assert told["erasures"] == [1]
    run("check", "--archive", folder)
    run("log", "--verify", "--archive", folder)


def test_two_people_are_needed(folder: Path) -> None:
    record = record_in(folder)
    run("erase", "request", record, "--reason", "donor", "--by", "ani", "--archive", folder)
    told = run("erase", "carry-out", 1, "--by", "ani", "--yes", "--archive", folder, code=1).stderr
    assert "another person" in told
    assert run("erase", "request", "x" * 16, "--reason", "x", "--archive", folder, code=1).stderr
    assert "no request 9" in run("erase", "carry-out", 9, "--yes", "--archive", folder, code=1).stderr
    assert "requested already" in run("erase", "request", record, "--reason", "x", "--archive", folder, code=1).stderr
    run("erase", "cancel", 1, "--archive", folder)
    assert record_in(folder) == record


def test_what_was_killed_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_in(folder)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(erasure, "clean", stop)
    erase(folder, record, code=130)
    with Archive.open(folder) as archive:
        assert archive.catalogue.get(record, PUBLIC) is None
    monkeypatch.undo()
    run("erase", "carry-out", 1, "--yes", "--archive", folder)
    assert list(holding(folder, SECRET, "qwzname")) == []
    run("check", "--archive", folder)
