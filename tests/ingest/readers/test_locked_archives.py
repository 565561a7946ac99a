"""Encrypted 7z archives: opened with a given password. For RAR archives a message says what to do."""

from __future__ import annotations

import random
from base64 import b64decode
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.errors import Encrypted, PressArchiveError
from archive.record import Description, Status
from archive.storage.archive import Archive
from ingest.pipeline.locked_files import read_locked_files
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import sniff
from ingest.readers.base.source import Source
from ingest.readers.registry import reader_for
from tests.ingest.readers.test_unpacked_archives import rar

SPEECH = b"Pidato menteri di Ambon."
TEXTS = {
    "kosong.txt": b"",
    "pidato.txt": SPEECH,
    "siaran.txt": b"Menteri membuka pelabuhan Ambon dan berbicara panjang lebar. " * 6,
}
# Made by 7-Zip 26.02 with -mhe=on: its names are encrypted too.
HIDDEN, HIDDEN_PASSWORD = (
    b64decode(
        "N3q8ryccAASvUn6RAAEAAAAAAAA+AAAAAAAAAKZDu+yyoEuec/Ebww+4eyYh1iBmOHUfzVcW+cE/HFNqLXEzS311VtQkD2uOb9d+OI1U4koXEtEwdF"
        "MdtmsS81LZoxAJR6z3T0AlMy6DslywymdVdQhkklDOb1qScVsMpQqBlPyzz5/D8AFB7Q9dLQQP7/5cF0vzuweRKWjY6ULv95eP25RnlEYmpNLATK5d"
        "gkRbBxMgXSb9lBX3pJlKO25zeeLc4B3nVBNYKLmjJecj1oHyyACNppC+OVSxrUIP0un2mTW11cIOFk2I/NbQDDEl853mn/Z3kEK8U6amgBDDs5IuZ8"
        "wZuZaYGisczDDIVyQTCG1RNBDjBsWrEZYOOAb7RO6RFwZgAQmAoAAHCwEAAiQG8QcBElMPeuxKjR7QRBLNExk2s8gfFyMDAQEFXQAQAAABAAyAkoDC"
        "CgEIEyEqAAA="
    ),
    "sandi ảnh",
)
# Made by 7-Zip 26.02 with -mx0: 16 uncompressed bytes, so only their checksum reveals a wrong password.
STORED = b64decode(
    "N3q8ryccAAT78PF+EAAAAAAAAABqAAAAAAAAAL1Hrwpo8zIfC+I4HI3VxDvbMgCOAQQGAAEJEAAHCwEAAiQG8QcBElMPakvoIbMFrA9Jf0BswSjcdQEAAQ"
    "AMEBAACAoBM/DEaAAABQEZAwAAABETAGUAbgBhAG0ALgB0AHgAdAAAABkAFAoBAEdy4Dyjgd0BFQYBACCApIEAAA=="
)
# Made by 7-Zip 26.02 with -ms=off: two folders, each compressed by LZMA2.
APART = b64decode(
    "N3q8ryccAATxGwODCAEAAAAAAAAiAAAAAAAAAFKp/9/ghOuSBx0c6AsWudc0KuHSc7ndj2B0jUsNRq3r2Ip4gn9ygrbF4Z+FZdjuzb24FysSAzbhTnqSGz"
    "5DLzPiSCVVdkHOKiVIm1wd8usWbK1fjjeJj4IrmkdRyb/Co9RIFF1IIbDqPrQ3jUAdz/tIMQSZAACBMweuMZpToSkdaW7DfYpnempxfiQ/b8WZlE5TkuBD"
    "2ToV2AuufrT85MJPqVnRSpiKonyOtYWqL/5isZZakDWVtfREx5KtYqNS9CotNynv/NevDoIqtblDcf/gCkEKhsHwYFuTcTp25eh1/SUUdWbDhuajQAb+5p"
    "6Zp0BjfPVABG7TrrhzmLK8X+U5S53bab1ZGDAgAAAXBnABCYCYAAcLAQABIwMBAQVdABAAAAyAvgoBhL4IbQAA"
)
PASSWORD = "Rahasia"
WHOLE = {"hidden": HIDDEN, "stored": STORED, "apart": APART}


def made(folder: Path, content: bytes, *passwords: str) -> Description:
    path = folder / "a.bin"
    path.write_bytes(content)
    kind = sniff.media_type(path, path.name)
    return reader_for(kind).read(Source(path, path.name, kind, folder, path.name, passwords=passwords))


def contents(found: Description, folder: Path) -> dict[str, bytes]:
    return {one.name: (folder / one.file).read_bytes() for one in found.members if one.file}


@pytest.mark.parametrize(
    ("content", "files"),
    [
        pytest.param(HIDDEN, TEXTS, id="hidden"),
        pytest.param(STORED, {"enam.txt": b"0123456789abcdef"}, id="stored"),
        pytest.param(APART, {name: TEXTS[name] for name in ("pidato.txt", "siaran.txt")}, id="apart"),
    ],
)
def test_a_password_opens_a_7z_archive(tmp_path: Path, content: bytes, files: dict[str, bytes]) -> None:
    passwords = (HIDDEN_PASSWORD, PASSWORD) if content == HIDDEN else (PASSWORD, HIDDEN_PASSWORD)
    assert contents(made(tmp_path, content, *passwords), tmp_path) == files


def test_of_several_passwords_that_one_is_used_that_fits_all(tmp_path: Path) -> None:
    found = made(tmp_path, APART, "salah", "sandi", PASSWORD)
    assert contents(found, tmp_path)["pidato.txt"] == SPEECH
    assert contents(made(tmp_path, HIDDEN, "salah", HIDDEN_PASSWORD), tmp_path) == TEXTS


@pytest.mark.parametrize("content", [STORED, APART], ids=["stored", "apart"])
def test_without_the_right_password_each_file_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    untried, tried = made(tmp_path, content).members, made(tmp_path, content, "salah").members
    assert {(one.outcome, one.file) for one in (*untried, *tried)} == {("encrypted", "")}
    assert all("write its password into a file" in one.reason for one in untried)
    assert all("none of those given opens it" in one.reason for one in tried)


def test_names_behind_a_password_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Encrypted, match="write its password into a file"):
        made(tmp_path, HIDDEN)
    with pytest.raises(Encrypted, match="none of those given is that: give another"):
        made(tmp_path, HIDDEN, "salah")


def test_one_that_asks_for_far_too_many_rounds_is_not_opened(tmp_path: Path) -> None:
    at = STORED.index(b"\x06\xf1\7\1\x12") + 5
    assert STORED[at] == 0x40 | 19
    (one,) = made(tmp_path, STORED[:at] + bytes([0x40 | 62]) + STORED[at + 1 :], PASSWORD).members
    assert (one.outcome, one.file) == ("encrypted", "")


@pytest.mark.parametrize("kind", WHOLE)
def test_damaged_ones_end_with_a_reason(tmp_path: Path, kind: str) -> None:
    chance, whole = random.Random(7), WHOLE[kind]
    for _ in range(25):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 3])):
            damaged[chance.randrange(8, len(whole))] = chance.randrange(256)
        try:
            found = made(tmp_path, bytes(damaged), PASSWORD, HIDDEN_PASSWORD)
        except PressArchiveError:
            continue
        assert found.members or found.notes


def test_files_in_a_rar_behind_a_password_say_what_to_do(tmp_path: Path) -> None:
    (one,) = made(tmp_path, rar({"a.txt": b"a"}, locked="a.txt"), "salah").members
    assert one.outcome == "encrypted"
    assert "files in a RAR are not decrypted here; unpack the archive with it and ingest the folder" in one.reason


def test_a_password_given_later_makes_records_of_the_files(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "a.7z").write_bytes(HIDDEN)
    (disk / "b.7z").write_bytes(APART)
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        lines = [(1, line.n) for line in archive.catalogue.receipt(1) if line.outcome == "encrypted"]
        assert len(lines) == 3
        task = {"passwords": [HIDDEN_PASSWORD, PASSWORD], "lines": lines}
        read_locked_files(archive, task, lambda: False, lambda _: None)
        known = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
        assert {one.filename for one in known if one.status is Status.RELEASED} >= {"pidato.txt", "siaran.txt"}
