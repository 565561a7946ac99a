"""Files in a mail or a scan are not public before it: if its embargo is found later, and until its text is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from archive.access import PUBLIC, utc_now
from archive.catalogue import Access
from archive.errors import CannotMerge
from archive.record import Status
from archive.storage.archive import Archive
from tests.builders.packed_files import EMBARGO, SPEECH, photo
from tests.builders.scan_pages import ENGLISH, drawn, scan
from tests.ingest.ocr.test_ocr import pytestmark as needs_tesseract
from tests.ingest.ocr.test_ocr import read
from tests.ingest.pipeline.test_reread import folder, made_old, reread, seen, statuses, taken
from tests.ingest.readers.test_containers_mail import BODY, mail, with_files

__all__ = ["folder"]
HELD, OUT = Status.HELD, Status.RELEASED
UNTIL = ["EMBARGO: until 3 May 2099 10.00 GMT", "", *ENGLISH]
LETTER = "The pier\n\nThe pier of Karang Jeruk is opened by the minister in person.\n"


def attached(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """Attach these files to the PDF, and return its path."""
    writer = PdfWriter(clone_from=path)
    for name, content in files.items():
        writer.add_attachment(name, content.encode() if isinstance(content, str) else content)
    writer.write(path)
    return path


def text_page(path: Path) -> Path:
    canvas = Canvas(str(path))
    for at, line in enumerate(["The Quay of Karang Jeruk", "Nobody knows yet who opens it, and when that is to be."]):
        canvas.drawString(72, 720 - 20 * at, line)
    canvas.save()
    return path


def disk(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir(exist_ok=True)
    return tmp_path / "disk"


def words_read(folder: Path, *records: str) -> None:
    with Archive.open(folder) as archive:
        read(archive, records=list(records) or None)


def let_out(folder: Path, *records: str) -> None:
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        for record in records:
            writer.set_status(record, Access(OUT))


def test_a_mail_whose_embargo_is_found_now_holds_what_was_attached_to_it(folder: Path, tmp_path: Path) -> None:
    message = with_files(mail(EMBARGO + BODY))
    message.add_attachment(LETTER.encode(), maintype="text", subtype="plain", filename="letter.txt")
    (disk(tmp_path) / "letter.txt").write_text(LETTER)
    taken(folder, tmp_path / "disk")  # public before the mail was added
    (tmp_path / "disk/a.eml").write_bytes(bytes(message))
    ids = taken(folder, tmp_path / "disk")
    around, inside, letter = ids["a.eml"], [ids["sambutan.txt"], ids["peresmian-dermaga.jpg"]], ids["letter.txt"]
    assert statuses(folder, around, *inside, letter) == [HELD, HELD, HELD, OUT]
    made_old(folder, around, title="Judul lama")  # its reader did not detect the embargo
    let_out(folder, around, *inside)
    line = next(line for line in reread(folder) if line.get("record") == around)
    assert "holds back with it: 2 records" in line["reason"]
    assert statuses(folder, around, *inside, letter) == [HELD, HELD, HELD, OUT]
    assert {seen(folder, one).release_at for one in inside} == {"2051-05-03T10:00:00Z"}
    let_out(folder, *inside)  # decided with knowledge of these words
    reread(folder, "--all")
    assert statuses(folder, around, *inside) == [HELD, OUT, OUT]


def test_a_new_version_with_an_embargo_holds_what_is_still_in_it(folder: Path, tmp_path: Path) -> None:
    file = disk(tmp_path) / "a.eml"
    file.write_bytes(bytes(with_files(mail())))
    ids = taken(folder, tmp_path / "disk")
    names = ("a.eml", "sambutan.txt", "peresmian-dermaga.jpg")
    assert statuses(folder, *(ids[name] for name in names)) == [OUT, OUT, OUT]
    file.write_bytes(bytes(with_files(mail(EMBARGO + BODY))))
    assert taken(folder, tmp_path / "disk") == ids
    assert statuses(folder, *(ids[name] for name in names)) == [HELD, HELD, HELD]


@needs_tesseract
@pytest.mark.parametrize(
    ("lines", "blurred", "then"),
    [(ENGLISH, 0.0, (OUT, None)), (UNTIL, 0.0, (HELD, "2099-05-03T10:00:00Z")), (ENGLISH, 4.2, (HELD, None))],
)
def test_what_is_attached_to_a_scan_is_what_the_scan_is_once_it_is_read(
    folder: Path, tmp_path: Path, lines: list[str], blurred: float, then: tuple[Status, str | None]
) -> None:
    files = {"letter.txt": LETTER, "pier.jpg": photo()}
    attached(scan(disk(tmp_path) / "a.pdf", drawn(lines, blurred=blurred)), files)
    ids = taken(folder, tmp_path / "disk")
    with Archive.open(folder) as archive:
        reasons = {line.member: str(line.reason) for line in archive.catalogue.receipt(1)}
        assert list(archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)) == []
    assert "inside a scan" in reasons["letter.txt"]
    words_read(folder, ids["letter.txt"], ids["pier.jpg"])  # which have no text to read
    reread(folder, "--all")
    assert statuses(folder, *ids.values()) == [HELD, HELD, HELD]
    words_read(folder)
    found = [seen(folder, record) for record in ids.values()]
    assert {(one.status, one.release_at) for one in found} == {then}


@needs_tesseract
def test_what_else_holds_a_file_in_a_scan_holds_it_when_that_is_read(folder: Path, tmp_path: Path) -> None:
    """Its own embargo, which holds the scan that contains it, the embargo of a text next to it, and decisions made
    meanwhile."""
    own = f"{EMBARGO}{LETTER}\nPhoto: pier.jpg\n"
    files = {"own.txt": own, "pier.jpg": photo(), "speech.txt": SPEECH, "other.jpg": photo(7)}
    attached(scan(disk(tmp_path) / "a.pdf", drawn(ENGLISH)), files)
    ids = taken(folder, tmp_path / "disk")
    assert set(statuses(folder, *ids.values())) == {HELD}
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.decide_access([ids["speech.txt"]], Access(Status.WITHDRAWN), "arsiparis")
        writer.decide_access([ids["other.jpg"]], Access(OUT), "arsiparis")
    words_read(folder)
    names = ("a.pdf", "own.txt", "pier.jpg", "speech.txt", "other.jpg")
    assert statuses(folder, *(ids[name] for name in names)) == [HELD, HELD, HELD, Status.WITHDRAWN, OUT]
    assert seen(folder, ids["pier.jpg"]).release_at == "2051-05-03T10:00:00Z"


@needs_tesseract
@pytest.mark.parametrize("name", ["a.pdf", "EMBARGO_a.pdf"])
def test_a_scan_in_a_mail_under_embargo_without_an_hour_waits_for_someone(
    folder: Path, tmp_path: Path, name: str
) -> None:
    message = mail("EMBARGO\n\n" + BODY, Date=f"{utc_now():%a, %d %b %Y %H:%M:%S} +0000")
    page = scan(tmp_path / "page.pdf", drawn(UNTIL)).read_bytes()
    message.add_attachment(page, maintype="application", subtype="pdf", filename=name)
    (disk(tmp_path) / "a.eml").write_bytes(bytes(message))
    ids = taken(folder, tmp_path / "disk")
    assert (seen(folder, ids["a.eml"]).status, seen(folder, ids["a.eml"]).release_at) == (HELD, None)
    words_read(folder)
    found = seen(folder, ids[name])
    assert found.values["embargo"]["until"] == "2099-05-03T10:00:00Z"
    assert (found.status, found.release_at) == (HELD, None)


@needs_tesseract
def test_a_scan_that_is_read_poorly_leaves_what_was_decided_on(folder: Path, tmp_path: Path) -> None:
    files = {"letter.txt": LETTER, "speech.txt": SPEECH}
    attached(scan(disk(tmp_path) / "a.pdf", drawn(ENGLISH, blurred=4.2)), files)
    ids = taken(folder, tmp_path / "disk")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.decide_access([ids["letter.txt"]], Access(OUT), "arsiparis")
    words_read(folder)
    assert statuses(folder, *(ids[name] for name in ("a.pdf", "letter.txt", "speech.txt"))) == [HELD, OUT, HELD]


@needs_tesseract
def test_a_scan_in_place_of_a_document_holds_what_is_still_in_it(folder: Path, tmp_path: Path) -> None:
    files = {"letter.txt": LETTER}
    file = attached(text_page(disk(tmp_path) / "a.pdf"), files | {"speech.txt": SPEECH})
    ids = taken(folder, tmp_path / "disk")
    names = ("a.pdf", "letter.txt", "speech.txt")
    assert statuses(folder, *(ids[name] for name in names)) == [OUT, OUT, OUT]
    attached(scan(file, drawn(UNTIL)), files)
    assert taken(folder, tmp_path / "disk")["a.pdf"] == ids["a.pdf"]
    assert statuses(folder, *(ids[name] for name in names)) == [HELD, HELD, OUT]
    words_read(folder)
    assert statuses(folder, *(ids[name] for name in names)) == [HELD, HELD, OUT]
    assert seen(folder, ids["letter.txt"]).release_at == "2099-05-03T10:00:00Z"


@needs_tesseract
@pytest.mark.parametrize("first", ["outer", "inner"])
def test_a_file_in_two_scans_waits_for_both(folder: Path, tmp_path: Path, first: str) -> None:
    inner = attached(scan(tmp_path / "inner.pdf", drawn(["Minutes", "", *ENGLISH])), {"letter.txt": LETTER})
    attached(scan(disk(tmp_path) / "outer.pdf", drawn(ENGLISH)), {"inner.pdf": inner.read_bytes()})
    ids = taken(folder, tmp_path / "disk")
    outer, inside, letter = (ids[name] for name in ("outer.pdf", "inner.pdf", "letter.txt"))
    assert statuses(folder, outer, inside, letter) == [HELD, HELD, HELD]
    words_read(folder, ids[f"{first}.pdf"])
    assert statuses(folder, outer, inside, letter) == [OUT if first == "outer" else HELD, HELD, HELD]
    words_read(folder)
    assert statuses(folder, outer, inside, letter) == [OUT, OUT, OUT]


@needs_tesseract
def test_what_is_known_for_a_scan_only_now_holds_what_was_attached_to_it(folder: Path, tmp_path: Path) -> None:
    attached(scan(disk(tmp_path) / "a.pdf", drawn(ENGLISH)), {"letter.txt": LETTER})
    ids = taken(folder, tmp_path / "disk")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.no_scan(ids["a.pdf"])
    assert statuses(folder, *ids.values()) == [OUT, OUT]
    made_old(folder, ids["a.pdf"], title="Judul lama")
    reread(folder)
    assert statuses(folder, *ids.values()) == [HELD, HELD]
    words_read(folder)
    assert statuses(folder, *ids.values()) == [OUT, OUT]


def test_a_new_version_of_a_mail_under_the_same_words_holds_what_was_released_in_it(
    folder: Path, tmp_path: Path
) -> None:
    def came(body: str) -> list[str]:
        (disk(tmp_path) / "a.eml").write_bytes(bytes(with_files(mail(EMBARGO + body))))
        taken(folder, tmp_path / "disk")
        with Archive.open(folder) as archive:
            return sorted(archive.catalogue.changes(0))

    ids = came(BODY)
    let_out(folder, *ids)
    assert statuses(folder, *ids) == [OUT] * len(ids)
    assert came(f"{BODY}\nRalat: dermaga itu di Kupang.\n") == ids
    assert statuses(folder, *ids) == [HELD] * len(ids)


@needs_tesseract
def test_a_file_that_waits_for_its_scan_is_merged_with_nothing(folder: Path, tmp_path: Path) -> None:
    attached(scan(disk(tmp_path) / "a.pdf", drawn(ENGLISH)), {"pier.jpg": photo()})
    (tmp_path / "disk/other.jpg").write_bytes(photo() + b"\0")
    ids = taken(folder, tmp_path / "disk")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        with pytest.raises(CannotMerge, match="came in a scan"):
            writer.merge([ids["pier.jpg"], ids["other.jpg"]], "ana")
        with pytest.raises(CannotMerge, match="came in a scan"):
            writer.merge([ids["other.jpg"], ids["pier.jpg"]], "ana")
