"""Files that no reader could read are held, because they may contain an embargo."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.messages.catalogue import MESSAGES
from archive.record import Status
from archive.storage.archive import Archive
from ingest.files import restrictions
from ingest.pipeline.pipeline import ingest
from tests.support import fake_converters as fakes
from tests.support.commands import run

ORDER = b"EMBARGO sampai 2099. Kapal rahasia tiba di Ambon."
SCRIPT = b"<html><body><script>document.write('" + ORDER + b"')</script></body></html>"
SEALED = (
    b"From: press@office.example\nSubject: Kapal\nMIME-Version: 1.0\n"
    b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\n" + ORDER
)
UNKNOWN = {
    "rilis.wpd": b"\xffWPC" + ORDER,
    "data.bin": bytes(range(256)) + ORDER,
    "rilis.pub": bytes.fromhex("d0cf11e0a1b11ae1") + ORDER * 40,
    "rilis.ps": b"%!PS-Adobe-3.0\n(" + ORDER + b") show\n",
}
PARTS = {"rilis.html": SCRIPT, "rilis.eml": SEALED}


def taken(tmp_path: Path, files: dict[str, bytes]) -> Archive:
    """Return an archive that ingested these files."""
    disk = tmp_path / "disk"
    disk.mkdir()
    for name, data in files.items():
        (disk / name).write_bytes(data)
    archive = Archive.create(tmp_path / "archive")
    ingest([disk], archive)
    return archive


def public(archive: Archive) -> list[str]:
    return sorted(one.filename or "" for one in archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC))


def test_a_file_of_an_unknown_format_is_held_until_someone_decides(tmp_path: Path) -> None:
    with taken(tmp_path, UNKNOWN | {"siaran.txt": b"Siaran pers. Kapal tiba di Kupang."}) as archive:
        assert public(archive) == ["siaran.txt"]
        for line in archive.catalogue.receipt(1):
            held = "held until someone decides (press-archive access): "
            _, is_held, why = (line.reason or "").partition(held)
            assert bool(is_held) == (not line.path.endswith(".txt")), line.path
            assert not is_held or "it was not read, so its content is unknown" in why or "EMBARGO sampai 2099" in why


def test_a_part_that_was_not_read_holds_its_file(tmp_path: Path) -> None:
    with taken(tmp_path, PARTS) as archive:
        assert public(archive) == []
        for line in (one for one in archive.catalogue.receipt(1) if not one.member):
            unread = "a part of it was not read, so its content is unknown"
            assert unread in (line.reason or "") or "EMBARGO sampai 2099" in (line.reason or ""), line.path


def test_the_notes_that_hold_a_file_are_ones_that_readers_give() -> None:
    assert set(restrictions._PARTS_UNREAD) <= MESSAGES.keys()


def test_sound_and_film_that_no_reader_knows_are_as_any_other_record(tmp_path: Path) -> None:
    with taken(tmp_path, {"kapal.avi": b"RIFF\x24\x10\0\0AVI LIST" + bytes(400)}) as archive:
        assert public(archive) == ["kapal.avi"]


def test_what_an_unknown_file_came_in_is_not_given_away(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("rilis.wpd", UNKNOWN["rilis.wpd"])
        made.writestr("siaran.txt", "Siaran pers. Kapal tiba di Kupang.")
    with taken(tmp_path, {"bahan.zip": whole.getvalue()}) as archive:
        shown = archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)
        given = [one.filename for one in shown if not archive.catalogue.gives_away(one.original.sha256, PUBLIC)]
        assert given == ["siaran.txt"]


@pytest.mark.parametrize("again", [True, False])
def test_what_someone_released_stays_public(tmp_path: Path, again: bool) -> None:
    with taken(tmp_path, {"rilis.wpd": UNKNOWN["rilis.wpd"]}) as archive:
        (record,) = archive.catalogue.changes(0)
        with archive.catalogue.write("the archivist") as writer:
            writer.set_status(record, Access(Status.RELEASED))
        if again:
            ingest([tmp_path / "disk"], archive)
        assert public(archive) == ["rilis.wpd"]


def test_what_is_read_later_waits_for_someone_to_decide(tmp_path: Path) -> None:
    quiet = b"\xffWPCSiaran pers: harga beras turun\nSemarang, 3 Mei 1999. Harga beras turun dua persen."
    with taken(tmp_path, {"beras.wpd": quiet}) as archive:
        folder = archive.folder
    program = fakes.fake_converter(tmp_path / "programs", fakes.WORKS)
    (folder / "archive.toml").write_text(f'[intake]\nconverter = "{program}"\n', encoding="utf-8")
    run("reread", "--reader", "none", "--all", "--archive", folder)
    with Archive.open(folder) as archive:
        assert public(archive) == []
        (record,) = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
        assert record.hold_reason == "it was held because it was not read; it is read now, and someone decides"
