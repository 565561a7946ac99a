"""Access copies are made of files that browsers cannot show, and served to viewers who may have the original."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.catalogue import Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support import fake_converters as fakes
from tests.support.commands import json_lines, run
from webui import create_app

WORDS = b"\xffWPCSiaran pers: harga beras turun\nSemarang, 3 Mei 1999. Harga beras di pasar turun dua persen."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with an old document, a TIFF and a text."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "beras.wpd").write_bytes(WORDS)
    (disk / "siaran.txt").write_text("Siaran pers\n\nHarga beras turun.")
    tags = Image.Exif()
    tags[33432], tags[270] = "(c) Antara", "Pasar Johar di Semarang"
    Image.new("RGB", (2000, 30), "red").save(disk / "pasar.tif", exif=tags)
    run("init", "--archive", tmp_path / "archive")
    convert_with(tmp_path / "archive", fakes.WORKS)
    run("ingest", "--archive", tmp_path / "archive", disk)
    return tmp_path / "archive"


def convert_with(folder: Path, does: str) -> None:
    program = fakes.fake_converter(folder.parent / "programs", does)
    (folder / "archive.toml").write_text(f'[intake]\nconverter = "{program}"\n', encoding="utf-8")


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    app = create_app({"ARCHIVE": folder, "TESTING": True})
    yield app.test_client()
    app.extensions["press-archive"].close()


def make(folder: Path, *how: str, code: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the output of `access-copies`: by file name, and the summary."""
    *lines, whole = json_lines(run("access-copies", "--json", "--archive", folder, *how, code=code))
    return {line["name"]: line for line in lines}, whole


def counts(made: int = 0, there: int = 0, failed: int = 0, no_converter: int = 0) -> dict[str, Any]:
    return {"complete": True, "made": made, "there": there, "failed": failed, "no-converter": no_converter}


def test_a_document_gets_a_pdf_a_and_a_tiff_a_jpeg(folder: Path, client: FlaskClient) -> None:
    made, whole = make(folder)
    assert whole == counts(made=2)
    document, photo = made["beras.wpd"]["record"], made["pasar.tif"]["record"]
    (asset,) = client.get(f"/api/v1/records/{document}").get_json()["assets"]
    copy = asset["access_copy"]
    assert (copy["media_type"], copy["url"]) == ("application/pdf", f"/api/v1/records/{document}/assets/0/copy")
    with client.get(copy["url"]) as answer:
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="beras.wpd.pdf"')
        assert answer.data.startswith(b"%PDF")
        assert b"pdfaid:part" in answer.data
        assert len(answer.data) == copy["size"]
    with client.get(f"/records/{photo}/assets/0/copy") as answer:
        shown = Image.open(io.BytesIO(answer.data))
        assert (shown.format, shown.size) == ("JPEG", (2000, 30))
        assert dict(shown.getexif()) == {33432: "(c) Antara"}
    page = client.get(f"/records/{photo}").text
    assert f'<a href="/records/{photo}/assets/0/copy">Copy as JPEG</a>' in page
    assert make(folder)[1] == counts(there=2)
    assert make(folder, "--again", document)[1] == counts(made=1)


def test_a_record_without_a_copy_offers_none(folder: Path, client: FlaskClient) -> None:
    make(folder)
    (found,) = client.get("/api/v1/search?q=siaran").get_json()["results"]
    assert client.get(f"/api/v1/records/{found['id']}").get_json()["assets"][0]["access_copy"] is None
    assert client.get(f"/records/{found['id']}/assets/0/copy").status_code == 404
    assert "Copy as" not in client.get(f"/records/{found['id']}").text


def test_a_copy_is_not_given_without_its_original(folder: Path, client: FlaskClient) -> None:
    record = make(folder)[0]["beras.wpd"]["record"]
    address = f"/records/{record}/assets/0/copy"
    with client.get(address) as answer:
        assert answer.status_code == 200
    with Archive.open(folder) as archive, archive.catalogue.write("the archivist") as writer:
        writer.set_status(record, Access(Status.HELD))
    assert [client.get(one).status_code for one in (address, f"/api/v1{address}")] == [404, 404]


def test_what_is_no_pdf_a_is_not_kept(folder: Path) -> None:
    convert_with(folder, fakes.WORKS.replace("pdfaid:part", "nothing"))
    made, whole = make(folder, code=1)
    assert whole == counts(made=1, failed=1)
    assert made["beras.wpd"]["reason"] == "what the converter made is no PDF/A: install LibreOffice 7 or later"
    assert len([*(folder / "derived/access").rglob("*.*")]) == 1


def test_without_a_converter_documents_are_counted_and_pictures_made(folder: Path) -> None:
    (folder / "archive.toml").write_text("")
    assert make(folder, code=1)[1] == counts(made=1, no_converter=1)
    said = run("access-copies", "--archive", folder, code=1)
    assert "1 document without a copy: install LibreOffice, and set `converter` below [intake]" in said.stderr


def test_a_missing_original_is_told_and_the_others_are_made(folder: Path) -> None:
    for path in (folder / "originals").rglob("*"):
        if path.is_file() and path.read_bytes() == WORDS:
            path.unlink()
    made, whole = make(folder, code=1)
    assert whole == counts(made=1, failed=1)
    assert "missing" in made["beras.wpd"]["reason"]
