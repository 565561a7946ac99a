"""Scans: their text is searchable, the OCR confidence is shown, and embargoed content is hidden."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.access import ARCHIVIST, PUBLIC, Viewer, utc_now
from archive.catalogue import UNREAD, Access
from archive.edits.edits import decide
from archive.record import Record, Status
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from archive.tesseract import POOR, Recognition, installed
from ingest.commands import ocr_command
from ingest.files import restrictions
from ingest.ocr.ocr_queue import OcrRequest, read_scans
from ingest.pipeline.pipeline import ingest
from tests.builders.djvu_pages import page
from tests.builders.photo_builders import jpeg, packet, xmp_segment
from tests.builders.scan_pages import ENGLISH, FONT, INDONESIAN, VIETNAMESE, drawn, scan
from tests.support.commands import COMMAND, clean_environment, json_lines, run

CORPUS = Path(__file__).parents[3] / "sample_corpus/releases"
PHOTO = CORPUS.parent / "photos/W-HAI_1275.jpg"
LANGUAGES = "ind+vie+eng"
HERE = installed()
pytestmark = pytest.mark.skipif(
    not os.environ.get("TESTS_NEED_ALL") and (HERE.lacks(LANGUAGES) is not None or not Path(FONT).exists()),
    reason="tesseract or the font is not on this machine",
)
EMBARGO = [INDONESIAN[0], "EMBARGO: sampai 3 Mei 2099 pukul 10.00 WIB", *INDONESIAN[1:2], "Rahasia pelabuhan Bintang."]


def read(archive: Archive, **how: object) -> None:
    read_scans(archive, replace(OcrRequest(HERE, LANGUAGES), **how))  # type: ignore[arg-type]


def ids(archive: Archive, words: str, viewer: Viewer = PUBLIC) -> list[str]:
    """Return the file names of the results."""
    found = Searcher(archive).search(SearchRequest(words), viewer)
    return sorted(hit.record.filename for hit in found.hits)


def record(archive: Archive, filename: str) -> Record:
    everything = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
    return next(one for one in everything if one.filename == filename)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of scans after OCR."""
    folder = tmp_path_factory.mktemp("scans")
    disk = folder / "disk"
    disk.mkdir()
    scan(disk / "id.pdf", drawn(INDONESIAN))
    scan(disk / "vi.pdf", drawn(VIETNAMESE, turned=90))
    scan(disk / "en.pdf", drawn(ENGLISH), drawn(["Second page: the lighthouse keepers' choir sang."]))
    scan(disk / "stamped.pdf", drawn(["Notulen rapat tukang perahu di balai desa Kemuning."]), stamp="Diterima 0417")
    scan(disk / "blurred.pdf", drawn(ENGLISH, blurred=4.2))
    scan(disk / "embargo.pdf", drawn(EMBARGO))
    (disk / "pilot.djvu").write_bytes(page(picture=drawn(["Pilot boats of the Kemangi roads.", *ENGLISH]), dpi=150))
    for sample in CORPUS.glob("*-scan-*.pdf"):
        shutil.copy(sample, disk)
    with Archive.create(folder / "archive") as archive:
        ingest([disk], archive)
        assert {one.status for one in (record(archive, n) for n in ("id.pdf", "vi.pdf"))} == {Status.HELD}
        read(archive)
        yield archive


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("dermaga Teluk Kelapa", "id.pdf"),
        ("ngọn hải đăng", "vi.pdf"),
        ("ngon hai dang", "vi.pdf"),
        ("breakwater monsoons", "en.pdf"),
        ("lighthouse choir", "en.pdf"),
        ("pilot boats Kemangi", "pilot.djvu"),
        ("tukang perahu Kemuning", "stamped.pdf"),
        ("Diterima 0417", "stamped.pdf"),
        ("merapatkan lambung", "2019-03-08-scan-sekolah-perahu.pdf"),
        ("nguoi gac den cuoi cung", "2019-04-12-scan-tu-den-cu.pdf"),
        ("hemp hawsers", "2019-05-03-scan-rope-walk.pdf"),
    ],
)
def test_the_words_of_a_scan_are_found_in_each_language_with_and_without_marks(
    shelf: Archive, words: str, file: str
) -> None:
    assert file in ids(shelf, words)


def test_a_scan_is_described_by_its_words_and_says_how_surely_they_were_read(shelf: Archive) -> None:
    found = record(shelf, "en.pdf")
    assert found.values["date"] == "2025-10-25"
    assert found.values["language"] == "en"
    assert found.values["text_origin"] == "ocr"
    assert found.values["ocr"]["pages"] == 2
    assert set(found.values["ocr"]["by_page"]) == {"1", "2"}
    assert POOR < found.values["ocr"]["confidence"] <= 100
    assert (shelf.catalogue.text(found.id, ARCHIVIST) or "").count("\f") == 1
    assert not any("not read" in note for note in found.notes)


def test_records_with_a_poorly_read_page_are_found_and_the_others_not(shelf: Archive) -> None:
    assert ids(shelf, "ocr:poor", ARCHIVIST) == ["blurred.pdf"]
    assert "id.pdf" in ids(shelf, "has:scan")
    assert "id.pdf" in ids(shelf, "pindai:ya")
    assert ids(shelf, "ocr:pending", ARCHIVIST) == []


def test_what_may_be_seen_is_out_once_it_is_read_and_an_embargo_that_was_read_holds(shelf: Archive) -> None:
    assert record(shelf, "id.pdf").status is Status.RELEASED
    held = record(shelf, "embargo.pdf")
    assert (held.status, held.release_at) == (Status.HELD, "2099-05-03T03:00:00Z")
    assert ids(shelf, "Rahasia pelabuhan Bintang") == []
    unsure = record(shelf, "blurred.pdf")
    assert unsure.status is Status.HELD
    assert "too poorly" in str(unsure.hold_reason)


def test_the_words_are_there_after_a_rebuild(shelf: Archive) -> None:
    shutil.rmtree(shelf.derived / "index")
    index_sync.rebuild(shelf)
    assert "vi.pdf" in ids(shelf, "ngọn hải đăng")


def test_a_typed_text_wins_over_every_later_reading_and_is_given_back(shelf: Archive, tmp_path: Path) -> None:
    found, typed = record(shelf, "id.pdf"), tmp_path / "typed.txt"
    before = shelf.catalogue.text(found.id, ARCHIVIST)
    typed.write_text("Gubernur menutup mercusuar Karang Jeruk.", encoding="utf-8")
    at = ("--archive", shelf.folder)
    run("records", "text", found.id, typed, *at)
    assert ids(shelf, "mercusuar Karang Jeruk") == ["id.pdf"]
    read(shelf, records=[found.id], again=True)
    assert shelf.catalogue.text(found.id, ARCHIVIST) == "Gubernur menutup mercusuar Karang Jeruk."
    assert ids(shelf, "melayani kapal penumpang") == []
    assert record(shelf, "id.pdf").values["text_origin"] == "archivist"
    run("records", "text", found.id, "--clear", *at)
    assert shelf.catalogue.text(found.id, ARCHIVIST) == before
    assert record(shelf, "id.pdf").values["text_origin"] == "ocr"
    assert "nothing to clear" in run("records", "text", found.id, "--clear", *at, code=1).stderr


def test_scans_that_are_read_again_are_counted(shelf: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_command, "SECONDS", 0)
    done = run("ocr", record(shelf, "stamped.pdf").id, "--archive", shelf.folder)
    assert "1 page read, 1 of 1 scan done" in done.stderr


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as archive:
        (tmp_path / "disk").mkdir()
        yield archive


def test_without_tesseract_all_is_taken_in_and_it_is_said_what_to_install(tmp_path: Path) -> None:
    disk, at = tmp_path / "disk", ("--archive", tmp_path / "archive")
    disk.mkdir()
    scan(disk / "a.pdf", drawn(ENGLISH))
    run("init", *at)
    command = [str(COMMAND), "ingest", str(disk), "--json", *map(str, at)]
    bare = clean_environment() | {"PATH": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=bare, timeout=300, check=True)
    line = json_lines(done)[0]
    assert (line["outcome"], line["status"]) == ("added", "held")
    assert "apt install tesseract-ocr tesseract-ocr-ind tesseract-ocr-vie" in line["reason"]
    again = [str(COMMAND), "ocr", "--pending", *map(str, at)]
    done = subprocess.run(again, capture_output=True, text=True, env=bare, timeout=300, check=False)
    assert done.returncode == 1
    assert "apt install" in done.stderr
    assert json_lines(run("ocr", "--pending", "--json", *at))[-1]["pending"] == 0


def test_of_a_text_it_is_said_that_there_is_no_page_to_read(tmp_path: Path) -> None:
    disk, at = tmp_path / "disk", ("--archive", tmp_path / "archive")
    disk.mkdir()
    (disk / "a.txt").write_text("Dermaga baru\n\nWali kota membuka dermaga baru.", encoding="utf-8")
    run("init", *at)
    made = json_lines(run("ingest", disk, "--json", *at))[0]["record"]
    done = run("ocr", made, *at)
    assert f"{made} (a.txt): it has no page that is a picture of words" in done.stderr
    told = json_lines(run("ocr", made, "--json", *at))
    assert (told[0]["record"], told[0]["pages"]) == (made, 0)
    assert told[-1]["scans"] == 0


def test_a_missing_language_is_named() -> None:
    assert Recognition("/usr/bin/tesseract", frozenset({"eng"})).lacks("ind+eng") == (
        "tesseract has no ind: on Debian, apt install tesseract-ocr-ind"
    )


def test_a_kill_while_pages_are_read_loses_none_that_were(fresh: Archive, tmp_path: Path) -> None:
    for name, what in (("a.pdf", "Halaman"), ("b.pdf", "Lembar"), ("c.pdf", "Bagian")):
        pages = (drawn([f"{what} {word}"]) for word in ("satu", "dua", "tiga", "empat", "lima"))
        scan(tmp_path / "disk" / name, *pages)
        ingest([tmp_path / "disk"], fresh)
        sha256 = record(fresh, name).original.sha256
        command = [str(COMMAND), "ocr", "--pending", "--archive", str(fresh.folder)]
        process = subprocess.Popen(command, env=clean_environment(), start_new_session=True, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 300
        while not (kept := fresh.catalogue.read_pages(sha256)) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert kept
        if record(fresh, name).status is Status.HELD:  # otherwise all pages were read before the kill: try again
            break
    assert record(fresh, name).status is Status.HELD
    first = fresh.catalogue.read_pages(sha256)[0]
    run("ocr", "--pending", "--archive", fresh.folder)
    assert fresh.catalogue.read_pages(sha256)[0] == first
    assert ids(fresh, f"{what} lima") == [name]
    assert fresh.catalogue.pending_scans() == []


def test_hostile_files_end_within_their_limits_with_a_reason(fresh: Archive, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "disk/empty.pdf"))
    for _ in range(5_000):
        canvas.showPage()
    canvas.save()
    canvas = Canvas(str(tmp_path / "disk/huge.pdf"), pagesize=(14_400, 14_400))
    canvas.rect(10, 10, 14_000, 14_000, fill=1)
    canvas.save()
    ingest([tmp_path / "disk"], fresh)
    assert record(fresh, "empty.pdf").status is Status.RELEASED  # if all pages are empty, there is no text
    assert record(fresh, "empty.pdf").notes == ("no page has anything on it",)
    read(fresh)
    huge = record(fresh, "huge.pdf")
    assert fresh.catalogue.pending_scans() == []
    assert huge.status is Status.HELD
    assert "too poorly" in str(huge.hold_reason)


def test_an_embargo_in_a_scan_is_never_public(fresh: Archive, tmp_path: Path) -> None:
    scan(tmp_path / "disk/embargo.pdf", drawn(EMBARGO))
    seen: list[str] = []
    done = threading.Event()

    def look() -> None:
        with Archive.open(fresh.folder) as other:
            while not done.is_set():
                seen.extend(one.id for one in other.catalogue.get_many(other.catalogue.changes(0), PUBLIC))
                time.sleep(0.01)

    watching = threading.Thread(target=look, daemon=True)
    watching.start()
    run("ingest", tmp_path / "disk", "--archive", fresh.folder)
    done.set()
    watching.join()
    assert seen == []
    assert ids(fresh, "embargo pelabuhan") == []
    assert ids(fresh, "pelabuhan Bintang", ARCHIVIST) == ["embargo.pdf"]


@pytest.mark.parametrize("photo_first", [True, False])
def test_an_embargo_in_a_scan_holds_the_photos_it_names(fresh: Archive, tmp_path: Path, photo_first: bool) -> None:
    disk = tmp_path / "disk"
    scan(disk / "rilis.pdf", drawn([*EMBARGO, "Foto: W-HAI_1275.jpg"]))
    if photo_first:
        shutil.copy(PHOTO, disk)
    ingest([disk], fresh)
    read(fresh)
    shutil.copy(PHOTO, disk)
    ingest([disk], fresh)
    assert [record(fresh, name).status for name in ("rilis.pdf", PHOTO.name)] == [Status.HELD, Status.HELD]
    assert record(fresh, PHOTO.name).release_at == "2099-05-03T03:00:00Z"


def test_an_embargo_in_a_scan_that_waited_for_a_month_still_holds(
    fresh: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = utc_now()
    scan(tmp_path / "disk/a.pdf", drawn(["EMBARGO", "", f"Singapore, {now:%d %B %Y}. {ENGLISH[3]}"]))
    ingest([tmp_path / "disk"], fresh)
    monkeypatch.setattr(restrictions, "utc_now", lambda: now + timedelta(days=31))
    read(fresh)
    assert record(fresh, "a.pdf").values["date"] == f"{now:%Y-%m-%d}"
    assert (record(fresh, "a.pdf").status, record(fresh, "a.pdf").release_at) == (Status.HELD, None)
    assert record(fresh, "a.pdf").hold_reason == "EMBARGO"


def test_it_is_said_what_an_embargo_in_a_scan_holds(fresh: Archive, tmp_path: Path) -> None:
    scan(tmp_path / "disk/rilis.pdf", drawn([*EMBARGO, "Foto: W-HAI_1275.jpg"]))
    shutil.copy(PHOTO, tmp_path / "disk")
    ingest([tmp_path / "disk"], fresh)
    photo = record(fresh, PHOTO.name)
    assert photo.status is Status.RELEASED
    line = json_lines(run("ocr", "--pending", "--archive", fresh.folder, "--json"))[0]
    assert (line["status"], line["holds"]) == ("held", [photo.id])


def test_a_picture_that_waits_to_be_read_stays_held_by_the_text_that_names_it(fresh: Archive, tmp_path: Path) -> None:
    text = "Embargo: until 1 January 2090 09:00 UTC\n\nPier Opened\n\nWarga gembira.\n\nPhoto: page2.png\n"
    (tmp_path / "disk/pier.txt").write_text(text)
    drawn(ENGLISH).save(tmp_path / "disk/page2.png")
    other = Archive(fresh.folder, replace(fresh.settings, ocr=replace(fresh.settings.ocr, images=True)))
    ingest([tmp_path / "disk"], other)
    assert record(other, "page2.png").hold_reason == UNREAD.hold_reason
    read(other)
    assert record(other, "page2.png").release_at == "2090-01-01T09:00:00Z"
    with other.catalogue.write() as w:
        w.decide_access([record(other, "page2.png").id], Access(), "arsiparis")
    run("reread", "--all", "--archive", fresh.folder)
    assert record(other, "page2.png").status is Status.RELEASED
    other.close()


def test_a_picture_that_says_an_hour_stays_held_by_a_text_that_says_none(fresh: Archive, tmp_path: Path) -> None:
    """The mark belongs to the text, so the time in the picture belongs to another embargo."""
    (tmp_path / "disk/pier.txt").write_text("EMBARGO\n\nPier Opened\n\nWarga gembira.\n\nPhoto: page2.jpg\n")
    file = tmp_path / "disk/page2.jpg"
    drawn(ENGLISH).save(file)
    words = "<photoshop:Instructions>EMBARGOED UNTIL 10:00 WIB, 3 May 2090</photoshop:Instructions>"
    file.write_bytes(jpeg(xmp_segment(packet(words)), base=file.read_bytes()))
    other = Archive(fresh.folder, replace(fresh.settings, ocr=replace(fresh.settings.ocr, images=True)))
    ingest([tmp_path / "disk"], other)
    assert record(other, "page2.jpg").hold_reason == UNREAD.hold_reason
    read(other)
    found = record(other, "page2.jpg")
    assert found.values["embargo"]["until"] == "2090-05-03T03:00:00Z"
    assert (found.status, found.release_at) == (Status.HELD, None)
    other.close()


@pytest.mark.parametrize("waits", [False, True])
def test_the_hour_in_a_marked_picture_is_not_that_of_a_text_which_names_it(
    fresh: Archive, tmp_path: Path, waits: bool
) -> None:
    names = ("EMBARGO_pier.png", "EMBARGO_quay.png")  # no text names the second one
    (tmp_path / "disk/pier.txt").write_text(f"EMBARGO\n\nPier Opened\n\nWarga gembira.\n\nPhoto: {names[0]}\n")
    for number, name in enumerate(names):
        drawn([EMBARGO[1], *INDONESIAN[number:]]).save(tmp_path / "disk" / name)
    other = Archive(fresh.folder, replace(fresh.settings, ocr=replace(fresh.settings.ocr, images=waits)))
    ingest([tmp_path / "disk"], other)
    found = [record(other, name) for name in names]
    assert [(one.status, one.release_at) for one in found] == [(Status.HELD, None)] * 2
    read(other, records=[one.id for one in found])
    found = [record(other, name) for name in names]
    assert {one.values["embargo"]["until"] for one in found} == {"2099-05-03T03:00:00Z"}
    assert [one.release_at for one in found] == [None, "2099-05-03T03:00:00Z"]
    other.close()


def test_the_hour_in_a_scan_is_that_of_the_mark_in_its_name(fresh: Archive, tmp_path: Path) -> None:
    scan(tmp_path / "disk/EMBARGO_rilis.pdf", drawn(EMBARGO))
    ingest([tmp_path / "disk"], fresh)
    assert record(fresh, "EMBARGO_rilis.pdf").release_at is None
    read(fresh)
    assert record(fresh, "EMBARGO_rilis.pdf").release_at == "2099-05-03T03:00:00Z"


def test_an_embargo_in_a_scan_holds_a_photo_that_was_released_before_it_was_read(
    fresh: Archive, tmp_path: Path
) -> None:
    scan(tmp_path / "disk/rilis.pdf", drawn([*EMBARGO, "Foto: W-HAI_1275.jpg"]))
    shutil.copy(PHOTO, tmp_path / "disk")
    ingest([tmp_path / "disk"], fresh)
    photo = record(fresh, PHOTO.name).id
    with fresh.catalogue.write() as w:
        w.decide_access([photo], Access(Status.HELD), "arsiparis")
        w.decide_access([photo], Access(), "arsiparis")
    read(fresh)
    assert record(fresh, PHOTO.name).release_at == "2099-05-03T03:00:00Z"


def test_what_else_holds_a_scan_holds_it_when_it_is_read(fresh: Archive, tmp_path: Path) -> None:
    scan(tmp_path / "disk/a.pdf", drawn(ENGLISH))
    scan(tmp_path / "disk/b.pdf", drawn(INDONESIAN))
    ingest([tmp_path / "disk"], fresh)
    first, second = record(fresh, "a.pdf"), record(fresh, "b.pdf")
    assert first.hold_reason == UNREAD.hold_reason
    with fresh.catalogue.write() as w:
        w.set_status(first.id, Access(Status.HELD, hold_reason="held by the archivist"))
        w.hold_scan_also(second.id, Access(Status.HELD, "2099-01-01T00:00:00Z", "its sidecar"))
    read(fresh)
    assert record(fresh, "a.pdf").hold_reason == "held by the archivist"
    assert record(fresh, "b.pdf").release_at == "2099-01-01T00:00:00Z"


def test_pictures_are_read_only_where_the_archive_says_so(fresh: Archive, tmp_path: Path) -> None:
    drawn(VIETNAMESE).save(tmp_path / "disk/page.png")
    ingest([tmp_path / "disk"], fresh)
    assert fresh.catalogue.pending_scans() == []
    settings = replace(fresh.settings, ocr=replace(fresh.settings.ocr, images=True))
    other = Archive(fresh.folder, settings)
    (tmp_path / "more").mkdir()
    drawn(ENGLISH).save(tmp_path / "more/page2.png")
    ingest([tmp_path / "more"], other)
    read(other)
    other.close()
    assert ids(fresh, "breakwater harbour") == ["page2.png"]
    assert record(fresh, "page2.png").values["date"] == "2025-10-25"


def test_a_secret_in_a_scan_holds_it_until_somebody_decides(fresh: Archive, tmp_path: Path) -> None:
    lines = [*INDONESIAN[:3], "Nama penerima: Budi Santoso", "NIK: 3273012501900001", *INDONESIAN[3:]]
    scan(tmp_path / "disk/penerima.pdf", drawn(lines))
    ingest([tmp_path / "disk"], fresh)
    read(fresh)
    found = record(fresh, "penerima.pdf")
    assert found.status is Status.HELD
    assert "identity number" in str(found.hold_reason)
    assert "3273" not in found.title
    decide(fresh, [found.id], Status.RELEASED, None, "test")
    read(fresh, records=[found.id], again=True)
    assert record(fresh, "penerima.pdf").status is Status.RELEASED
