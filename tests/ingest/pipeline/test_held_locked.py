"""Encrypted files are stored, and hidden until someone decides or gives the password."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Outcome, Record, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome
from tests.builders.locked_zips import aes_zip, locked_zip
from tests.ingest.readers.test_pdf_passwords import BODY, SECRET, locked
from tests.support.commands import some

BROKEN = Path(__file__).parents[3] / "sample_corpus" / "broken"
HELD = "held until someone decides: press-archive access"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "shelf").close()
    return tmp_path / "shelf"


def taken(shelf: Path, path: Path, *passwords: str) -> dict[str, FileOutcome]:
    lines: dict[str, FileOutcome] = {}
    with Archive.open(shelf) as archive:
        told = Options(passwords=passwords)
        ingest([path], archive, told, tell=lambda line, _: lines.update({Path(line.path).name: line}))
    return lines


def record(shelf: Path, line: FileOutcome) -> Record:
    with Archive.open(shelf) as archive:
        found = archive.catalogue.get(str(line.record), ARCHIVIST)
    assert found is not None
    return found


def test_whatever_is_encrypted_is_kept_and_held(shelf: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for name in ("docx", "doc", "xls", "ppt", "odt", "ods", "pdf", "eml"):
        shutil.copy(BROKEN / f"encrypted.{name}", disk)
    for name, line in some(taken(shelf, disk).items()):
        assert (line.outcome, line.status) == (Outcome.ENCRYPTED, Status.HELD), name
        assert line.reason.endswith(f"; {HELD}"), name
        assert record(shelf, line).hold_reason == "it needs a password, so its content is unknown"


def test_a_zip_in_which_a_file_is_encrypted_is_held_and_the_others_are_not(shelf: Path) -> None:
    lines = taken(shelf, BROKEN / "encrypted-member.zip")
    outer = lines.pop("encrypted-member.zip")
    assert (outer.outcome, outer.status) == (Outcome.ATTACHED, Status.HELD)
    assert outer.reason.endswith(f"1 of them needs a password; {HELD}")
    assert record(shelf, outer).hold_reason == "a file in it needs a password, so its content is unknown"
    assert {line.status for line in lines.values() if line.outcome is Outcome.ENCRYPTED} == {None}
    assert all(line.status is Status.RELEASED for line in lines.values() if line.outcome is Outcome.ADDED)


def test_a_zip_of_open_files_is_seen(shelf: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.txt", BODY)
    assert taken(shelf, tmp_path / "a.zip")["a.zip"].status is Status.RELEASED


def test_with_its_password_it_is_seen_as_if_it_had_come_open(shelf: Path, tmp_path: Path) -> None:
    locked(tmp_path / "a.pdf", SECRET)
    assert taken(shelf, tmp_path / "a.pdf")["a.pdf"].status is Status.HELD
    line = taken(shelf, tmp_path / "a.pdf", SECRET)["a.pdf"]
    assert (line.outcome, line.status) == (Outcome.ADDED, Status.RELEASED)


@pytest.mark.parametrize("decided", [Access(Status.WITHDRAWN), Access(Status.HELD, hold_reason="rapat tertutup")])
def test_what_was_decided_meanwhile_stays(shelf: Path, tmp_path: Path, decided: Access) -> None:
    locked(tmp_path / "a.pdf", SECRET)
    first = taken(shelf, tmp_path / "a.pdf")["a.pdf"]
    with Archive.open(shelf) as archive, archive.catalogue.write() as writer:
        writer.set_status(str(first.record), decided)
    assert taken(shelf, tmp_path / "a.pdf", SECRET)["a.pdf"].status is decided.status
    assert record(shelf, first).hold_reason == decided.hold_reason


def test_a_new_version_behind_a_password_holds_what_was_seen(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes((BROKEN.parent / "releases").glob("*.pdf").__next__().read_bytes())
    first = taken(shelf, tmp_path / "a.pdf")["a.pdf"]
    with Archive.open(shelf) as archive, archive.catalogue.write() as writer:
        until = Access(Status.HELD, release_at="2099-05-03T10:00:00Z", hold_reason="embargo")
        writer.set_status(str(first.record), until)
    locked(tmp_path / "a.pdf", SECRET)
    assert taken(shelf, tmp_path / "a.pdf")["a.pdf"].outcome is Outcome.ENCRYPTED
    assert record(shelf, first).hold_reason == "its newest version needs a password"
    assert taken(shelf, tmp_path / "a.pdf", SECRET)["a.pdf"].status is Status.HELD


def test_files_in_a_zip_are_read_with_their_password_and_the_zip_is_seen_then(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    picture = io.BytesIO()
    Image.radial_gradient("L").save(picture, "PNG")
    path.write_bytes(locked_zip({"isi/rapat.txt": BODY.encode(), "pasar.png": picture.getvalue()}, SECRET))
    lines = taken(shelf, path, "salah")
    assert [lines[name].outcome for name in ("rapat.txt", "pasar.png", "map.zip")] == [
        *[Outcome.ENCRYPTED] * 2,
        Outcome.ATTACHED,
    ]
    assert "none of those given opens it" in lines["rapat.txt"].reason
    assert lines["map.zip"].status is Status.HELD
    lines = taken(shelf, path, *(f"salah {n}" for n in range(100)), SECRET)
    assert [(lines[name].outcome, lines[name].status) for name in ("rapat.txt", "pasar.png")] == [
        (Outcome.ADDED, Status.RELEASED)
    ] * 2
    assert (lines["map.zip"].outcome, lines["map.zip"].status) == (Outcome.UNCHANGED, Status.RELEASED)
    assert "could be read now" in lines["map.zip"].reason


def test_a_zip_that_is_opened_in_part_stays_held(shelf: Path, tmp_path: Path) -> None:
    both = zipfile.ZipFile(tmp_path / "luar.zip", "w")
    with both:
        both.writestr("satu.zip", locked_zip({"rapat.txt": BODY.encode()}, SECRET))
        both.writestr("dua.zip", locked_zip({"lain.txt": BODY.encode()[::-1]}, "lain"))
    taken(shelf, tmp_path / "luar.zip")
    lines = taken(shelf, tmp_path / "luar.zip", SECRET)
    assert lines["rapat.txt"].outcome is Outcome.ADDED
    assert lines["lain.txt"].outcome is Outcome.ENCRYPTED
    assert lines["satu.zip"].status is Status.RELEASED
    assert lines["dua.zip"].status is Status.HELD


def test_a_zip_behind_a_password_by_aes_is_opened_by_it(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    path.write_bytes(aes_zip({"isi/rapat.txt": BODY.encode()}, SECRET))
    locked_lines = taken(shelf, path, "salah")
    assert "none of those given opens it" in locked_lines["rapat.txt"].reason
    assert locked_lines["map.zip"].status is Status.HELD
    lines = taken(shelf, path, "salah", SECRET)
    assert (lines["rapat.txt"].outcome, lines["rapat.txt"].status) == (Outcome.ADDED, Status.RELEASED)
    assert lines["map.zip"].status is Status.RELEASED


def test_what_no_password_opens_here_says_so(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(locked_zip({"rapat.txt": BODY.encode()}, SECRET, method=99))
    line = taken(shelf, tmp_path / "a.zip", SECRET)["rapat.txt"]
    assert (line.outcome, line.reason) == (
        Outcome.ENCRYPTED,
        "it needs a password; unpack the archive with it and ingest the folder",
    )


def test_a_zip_under_embargo_stays_held_when_its_files_are_read(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "EMBARGO sampai 3 Mei 2099.zip"
    path.write_bytes(locked_zip({"rapat.txt": BODY.encode()}, SECRET))
    taken(shelf, path)
    lines = taken(shelf, path, SECRET)
    assert {line.status for line in lines.values()} == {Status.HELD}


def test_what_was_held_before_its_files_were_locked_stays_held_when_they_are_read(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("rapat.txt", BODY)
    first = taken(shelf, path)["map.zip"]
    until = Access(Status.HELD, release_at="2099-05-03T10:00:00Z", hold_reason="embargo")
    with Archive.open(shelf) as archive, archive.catalogue.write() as writer:
        writer.set_status(str(first.record), until)
    path.write_bytes(locked_zip({"rapat.txt": BODY.encode(), "lain.txt": BODY.encode()[::-1]}, SECRET))
    assert taken(shelf, path)["map.zip"].status is Status.HELD
    lines = taken(shelf, path, SECRET)
    assert lines["lain.txt"].outcome is Outcome.ADDED
    assert lines["map.zip"].status is Status.HELD
    assert record(shelf, first).status is Status.HELD


@pytest.mark.parametrize("passwords", [(), (SECRET,)])
def test_a_locked_file_that_is_too_large_holds_its_zip(shelf: Path, tmp_path: Path, passwords: tuple[str, ...]) -> None:
    film = BODY.encode()
    packed = locked_zip({"rapat.txt": BODY.encode()[::-1], "film.mp4": film}, SECRET)
    sizes = struct.pack("<LL", len(film) + 12, len(film))
    at = packed.index(b"film.mp4") - 12  # the sizes in its local header, and in the directory
    assert packed[at : at + 8] == sizes
    again = packed.rindex(b"film.mp4") - 26
    assert packed[again : again + 8] == sizes
    large = struct.pack("<LL", len(film) + 12, 3 << 30)
    packed = packed[:at] + large + packed[at + 8 : again] + large + packed[again + 8 :]
    (tmp_path / "map.zip").write_bytes(packed)
    for passwords in ([], [SECRET]):
        lines = taken(shelf, tmp_path / "map.zip", *passwords)
        assert lines["film.mp4"].outcome is Outcome.ENCRYPTED
        assert record(shelf, lines["map.zip"]).status is Status.HELD
    assert lines["rapat.txt"].outcome is Outcome.ADDED
