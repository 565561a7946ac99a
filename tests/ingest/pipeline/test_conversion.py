"""A converter turns old office documents into text, and whatever it does, their record is kept."""

from __future__ import annotations

import json
import shutil
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.access import ARCHIVIST, PUBLIC
from archive.commands import setup
from archive.errors import PressArchiveError, Unreadable, WorkerCrashed, WorkerOutput, WorkerTimeout
from archive.sandbox import confinement
from archive.settings import Settings
from archive.storage.archive import Archive
from ingest.description.file_description import describe
from ingest.files import conversion
from ingest.files.conversion import Conversion
from tests.support import fake_converters as fakes
from tests.support.commands import json_lines, run

SHEET = Path(__file__).parents[3] / "sample_corpus" / "photos" / "chu-thich-anh.xlsx"
SIGN = b"\xffWPC"
RELEASE = SIGN + b"Siaran pers: harga beras turun\nSemarang, 3 Mei 1999. Harga beras di pasar turun dua persen."
EMBARGO = SIGN + b"EMBARGO until 1 January 2199 at 10:00\nThe budget of the ministry\nJakarta. The budget grows."


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "lama.wpd"
    path.write_bytes(RELEASE)
    return path


def converting(tmp_path: Path, does: str, seconds: float = 60) -> Conversion:
    settings = Settings()
    intake = replace(settings.intake, converter=fakes.fake_converter(tmp_path / "programs", does))
    worker = replace(settings.worker, wall_seconds=seconds)
    return Conversion(replace(settings, intake=intake, worker=worker), tmp_path / "derived")


def outcome(tmp_path: Path, does: str, document: Path, seconds: float = 60) -> PressArchiveError:
    """Return the error of a converter that does this."""
    made = converting(tmp_path, does, seconds)
    try:
        with pytest.raises(PressArchiveError) as raised, made.convert(document, document.name):
            pass
    finally:
        made.close()
    assert document.read_bytes() == RELEASE
    return raised.value


def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path: Path, document: Path) -> None:
    assert isinstance(outcome(tmp_path, fakes.HANGS, document, 2), WorkerTimeout)
    assert not running(tmp_path)


def running(tmp_path: Path) -> list[str]:
    """Return the processes of the fake converter in this folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(tmp_path / "programs").encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def test_a_converter_that_forks_is_ended(tmp_path: Path, document: Path) -> None:
    assert isinstance(outcome(tmp_path, fakes.FORKS, document), WorkerCrashed)
    assert not running(tmp_path)


def test_a_converter_that_writes_a_gigabyte_is_stopped(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "OUTPUT_BYTES", 8 << 20)
    assert isinstance(outcome(tmp_path, fakes.FLOODS, document), WorkerOutput | Unreadable)
    assert not [path for path in (tmp_path / "derived").rglob("*") if path.is_file()]


@pytest.mark.parametrize("does", [fakes.DIES, fakes.NOTHING, fakes.LINKS])
def test_a_converter_that_makes_nothing_is_told(does: str, tmp_path: Path, document: Path) -> None:
    assert isinstance(outcome(tmp_path, does, document), Unreadable)


@pytest.mark.skipif(not all(confinement.abilities()), reason="this kernel cannot confine")
def test_a_converter_reaches_neither_network_nor_other_files(tmp_path: Path, document: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("s3cret")
    local = str(tmp_path / "s")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as listens:
        listens.bind(local)
        listens.listen()
        port = server.getsockname()[1]
        error = outcome(tmp_path, fakes.TRIES.format(outside=str(outside), port=port, local=local), document)
    assert "ended with 100" in str(error), "each attempt that got through counts one"


def set_converter(folder: Path, program: str) -> None:
    (folder / "archive.toml").write_text(f'[intake]\nconverter = "{program}"\n', encoding="utf-8")


def record(folder: Path, name: str) -> dict[str, Any]:
    """Return the record of a file as the archivist sees it, with `public`: whether the public finds it."""
    listed = json_lines(run("originals", "list", "--json", "--archive", folder))
    (record,) = next(one["records"] for one in listed if one["names"] == [name])
    with Archive.open_to_read(folder) as archive:
        public = archive.catalogue.text(record, PUBLIC) is not None
        found = archive.catalogue.get(record, ARCHIVIST)
        text = archive.catalogue.text(record, ARCHIVIST) or ""
    assert found is not None
    return {"id": record, "text": text, "public": public, "values": found.values, "found": found}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two documents that a converter turned into text, and one without words."""
    made = tmp_path_factory.mktemp("conversion")
    disk = made / "disk"
    disk.mkdir()
    (disk / "beras.wpd").write_bytes(RELEASE)
    (disk / "budget.wpd").write_bytes(EMBARGO)
    (disk / "kosong.wpd").write_bytes(SIGN)
    run("init", "--archive", made / "archive")
    set_converter(made / "archive", fakes.fake_converter(made / "programs", fakes.WORKS))
    run("ingest", "--archive", made / "archive", disk)
    return made / "archive"


def test_an_old_document_has_text_and_says_what_converted_it(folder: Path) -> None:
    found = record(folder, "beras.wpd")
    assert "Harga beras di pasar turun dua persen." in found["text"]
    assert found["public"]
    assert found["values"]["title"] == "harga beras turun"
    assert found["values"]["date"] == "1999-05-03", "and not the day of the conversion"
    assert found["values"]["text_origin"] == "soffice-fake"
    assert found["found"].original.media_type == "application/vnd.wordperfect"
    assert not {"document_created", "software"} & found["values"].keys(), "these are of the PDF"


def test_an_embargo_in_the_converted_text_holds(folder: Path) -> None:
    found = record(folder, "budget.wpd")
    assert "The budget grows." in found["text"]
    assert not found["public"]
    assert json.loads(run("search", "budget", "--json", "--archive", folder).stdout)["total"] == 0


def test_a_spreadsheet_is_read_by_its_cells(tmp_path: Path) -> None:
    """A PDF of a spreadsheet truncates what does not fit into a column."""
    folder, disk = tmp_path / "archive", tmp_path / "disk"
    disk.mkdir()
    (disk / "keterangan.wk3").write_bytes(b"\0\0\x1a\0\0\x10\4\0 Lotus")
    run("init", "--archive", folder)
    set_converter(folder, fakes.fake_converter(tmp_path / "programs", fakes.workbook_maker(SHEET.read_bytes())))
    run("ingest", "--archive", folder, disk)
    found = record(folder, "keterangan.wk3")
    assert found["found"].original.media_type == "application/vnd.lotus-1-2-3"
    assert found["values"]["text_origin"] == "soffice-fake"
    assert found["values"]["genre"] == "caption-sheet"
    assert "Sáu trăm đại biểu dự phiên khai mạc tại Nhà hát Sông Hàn." in found["text"]
    assert "a workbook (XLSX) that soffice-fake made" in run("receipts", "show", "1", "--archive", folder).stdout


def test_a_pdf_without_words_leaves_the_record_as_it_is(folder: Path) -> None:
    assert record(folder, "kosong.wpd")["text"] == ""


def test_what_was_read_stays_when_the_converter_is_gone(folder: Path, tmp_path: Path) -> None:
    """And a document that was ingested without a converter is read once there is one."""
    copy = tmp_path / "archive"
    shutil.copytree(folder, copy)
    set_converter(copy, "soffice-that-is-not-there")
    run("reread", "--all", "--archive", copy)
    assert "Harga beras" in record(copy, "beras.wpd")["text"]
    assert not record(copy, "budget.wpd")["public"]


def test_a_document_is_converted_later(tmp_path: Path) -> None:
    folder, disk = tmp_path / "archive", tmp_path / "disk"
    disk.mkdir()
    (disk / "budget.wpd").write_bytes(EMBARGO)
    run("init", "--archive", folder)
    run("ingest", "--archive", folder, disk)
    assert record(folder, "budget.wpd")["text"] == ""
    set_converter(folder, fakes.fake_converter(tmp_path / "programs", fakes.DIES))
    run("reread", "--reader", "none", "--all", "--archive", folder)
    assert record(folder, "budget.wpd")["text"] == ""
    set_converter(folder, fakes.fake_converter(tmp_path / "programs", fakes.WORKS))
    run("reread", "--reader", "none", "--all", "--archive", folder)
    found = record(folder, "budget.wpd")
    assert "The budget grows." in found["text"]
    assert not found["public"], "what it says of itself holds it now"


def test_doctor_tells_whether_there_is_a_converter(folder: Path, tmp_path: Path) -> None:
    (found,) = [one for one in setup.examine(folder) if one.subject == "old office documents"]
    assert found.state == "ok"
    assert "soffice-fake" in found.found
    assert ".wpd" in found.found
    run("init", "--archive", tmp_path / "other")
    set_converter(tmp_path / "other", "soffice-that-is-not-there")
    (found,) = [one for one in setup.examine(tmp_path / "other") if one.subject == "old office documents"]
    assert (found.state, "libreoffice-writer-nogui" in found.cure) == ("advice", True)


def test_the_numbers_of_pages_in_the_outline_of_the_pdf_are_no_words_of_the_document(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for name in ("Slide 1", "Page 2", "Page-3", "Peta pelabuhan"):
        canvas.drawString(72, 700, "Isi rilis")
        canvas.bookmarkPage(name)
        canvas.addOutlineEntry(name, name)
        canvas.showPage()
    canvas.save()
    told = {"media_type": "application/vnd.visio", "program": "LibreOffice"}
    found = describe(str(tmp_path / "a.pdf"), "a.vsd", str(tmp_path), converted=told)
    assert found["furniture"] == ["Peta pelabuhan"]
    assert describe(str(tmp_path / "a.pdf"), "a.pdf", str(tmp_path))["furniture"] == [
        "Slide 1",
        "Page 2",
        "Page-3",
        "Peta pelabuhan",
    ]
