"""7z and RAR archives with libarchive: files inside are ingested like those of a ZIP, within the same limits."""

from __future__ import annotations

import random
import zlib
from base64 import b64decode
from pathlib import Path

import libarchive
import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.errors import PressArchiveError, Unreadable
from archive.record import Description, Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import members
from ingest.readers.containers import unpacked_archive
from tests.builders.made_files import read

# Made by 7-Zip 26.02: one file, encrypted; its name is not.
LOCKED = b64decode(
    "N3q8ryccAASRRa/FEAAAAAAAAAByAAAAAAAAANx09GpGGfYpakNjCJOp1uihvNycAQQGAAEJEAAHCwEAAiQG8QcBElMPA9piHua5bQoDD1FRDo"
    "wcdCEhAQABAAwQDAAICgFneCEDAAAFARkBABEZAHIAYQBoAGEAcwBpAGEALgB0AHgAdAAAABkCAAAUCgEAsC5eR22B3QEVBgEAIICkgQAA"
)


def seven(folder: Path, files: dict[str, bytes]) -> bytes:
    path = folder / "made.7z"
    with libarchive.file_writer(str(path), "7zip") as out:
        for name, data in files.items():
            out.add_file_from_memory(name, len(data), data)
    return path.read_bytes()


def vint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def block(kind: int, body: bytes, data: bytes | None = None, extra: bytes = b"") -> bytes:
    flags = (1 if extra else 0) | (0 if data is None else 2)
    sizes = (vint(len(extra)) if extra else b"") + (b"" if data is None else vint(len(data)))
    head = vint(kind) + vint(flags) + sizes + body + extra
    head = vint(len(head)) + head
    return zlib.crc32(head).to_bytes(4, "little") + head + (data or b"")


def rar(files: dict[str, bytes], *, locked: str = "", link: str = "", size: int | None = None) -> bytes:
    """Return a RAR 5 archive of uncompressed files; `size`: the declared size of each."""
    out = b"Rar!\x1a\7\1\0" + block(1, vint(0))
    for name, data in files.items():
        told = vint(4) + vint(len(data) if size is None else size) + vint(0o100644)
        told += zlib.crc32(data).to_bytes(4, "little") + vint(0) + vint(1) + vint(len(name.encode())) + name.encode()
        extra = vint(35) + vint(1) + bytes(34) if name == locked else b""
        if name == link:
            extra = vint(15) + vint(5) + vint(1) + vint(0) + vint(11) + b"/etc/passwd"
        out += block(2, told, data, extra)
    return out + block(5, vint(0))


def made(folder: Path, content: bytes) -> Description:
    (folder / "a.bin").write_bytes(content)
    return read(folder / "a.bin")


def outcomes(found: Description) -> dict[str, str]:
    return {one.name: one.outcome for one in found.members}


FILES = {
    "siaran/pelabuhan é.txt": b"Menteri membuka pelabuhan.",
    "kosong.txt": b"",
    "biner.bin": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("kind", ["7z", "rar"])
def test_each_file_is_taken_out_as_it_was(tmp_path: Path, kind: str) -> None:
    found = made(tmp_path, seven(tmp_path, FILES) if kind == "7z" else rar(FILES))
    assert found.reader == "archive"
    assert {one.name: (tmp_path / one.file).read_bytes() for one in found.members} == FILES
    assert found.notes == ["3 files inside it, each a separate record where possible"]


def test_paths_that_lead_out_and_links_are_left(tmp_path: Path) -> None:
    files = {"../jahat.txt": b"x", "C:/jahat.txt": b"y", "tautan": b"", "baik.txt": b"z"}
    assert outcomes(made(tmp_path, rar(files, link="tautan"))) == {
        "__/jahat.txt": "skipped",
        "C_/jahat.txt": "skipped",
        "tautan": "skipped",
        "baik.txt": "",
    }


def test_files_behind_a_password_are_told_and_the_others_taken(tmp_path: Path) -> None:
    found = made(tmp_path, rar({"a.txt": b"a", "b.txt": b"b"}, locked="a.txt"))
    assert outcomes(found) == {"a.txt": "encrypted", "b.txt": ""}
    assert found.notes[1] == "1 of them needs a password"
    found = made(tmp_path, LOCKED)
    assert outcomes(found) == {"rahasia.txt": "encrypted"}
    assert "unpack the archive with it and ingest the folder" in found.members[0].reason


def test_what_unpacks_to_far_more_than_it_is_ends(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="unpacks to over 200 times its size"):
        made(tmp_path, seven(tmp_path, {"bom": bytes(members.RATIO_FROM + 1)}))


def test_the_limits_of_files_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_EACH", 1_000)
    assert outcomes(made(tmp_path, rar({"besar": bytes(1_001), "kecil": b"x"}))) == {"besar": "rejected", "kecil": ""}
    monkeypatch.setattr(members, "MOST_WHOLE", 10)
    with pytest.raises(Unreadable, match="unpacked it is larger"):
        made(tmp_path, rar({"a": bytes(6), "b": bytes(6)}))
    monkeypatch.setattr(members, "MOST_FILES", 1)
    with pytest.raises(Unreadable, match="at most 1 files inside"):
        made(tmp_path, rar({"a": b"", "b": b""}))


def test_a_volume_of_several_gives_no_half_file(tmp_path: Path) -> None:
    found = made(tmp_path, rar({"a.txt": b"awal"}, size=9))
    (one,) = found.members
    assert (one.outcome, one.file) == ("rejected", "")
    assert "as in one volume of several; unpack that and ingest the folder" in one.reason


@pytest.mark.parametrize("kind", ["7z", "rar"])
def test_of_damaged_ones_each_file_has_its_line(tmp_path: Path, kind: str) -> None:
    whole = seven(tmp_path, FILES) if kind == "7z" else rar(FILES)
    at = whole.index(bytes(range(256))) if kind == "rar" else 40
    found = made(tmp_path, whole[:at] + b"\xff\xfe" + whole[at + 2 :])
    assert set(outcomes(found)) == set(FILES)
    assert "rejected" in outcomes(found).values()
    chance = random.Random(5)
    for _ in range(200):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 4, 20])):
            damaged[chance.randrange(8, len(whole))] = chance.randrange(256)
        try:
            found = made(tmp_path, bytes(damaged[: chance.choice([len(whole), chance.randrange(8, len(whole))])]))
        except PressArchiveError:
            continue
        assert found.members or found.notes


def test_without_the_library_the_names_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked_archive, "libarchive", None)
    found = made(tmp_path, rar(FILES))
    assert found.reader == "archive-names"
    assert set(found.text.split("\n")) == set(FILES)


def test_files_inside_become_records_and_hold_what_they_hold(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    texts = {
        "siaran.txt": b"SIARAN PERS\n\nMenteri membuka pelabuhan Ambon.",
        "EMBARGO/besok.txt": b"Kapal baru tiba di pelabuhan Ambon.",
    }
    (disk / "a.rar").write_bytes(rar(texts))
    (disk / "b.7z").write_bytes(seven(tmp_path, {"pidato.txt": b"Pidato menteri di Ambon."}))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        containers = [one for one in archive.catalogue.receipt(1) if not one.member]
        assert [one.outcome for one in containers] == [Outcome.ATTACHED, Outcome.ATTACHED]
        known = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
        held = {one.filename for one in known if one.status is Status.HELD}
        assert held == {"besok.txt"}
        public = {one.filename for one in archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)}
        assert {"siaran.txt", "pidato.txt"} <= public
        assert "besok.txt" not in public
