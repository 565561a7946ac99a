"""ZIPs encrypted with AES, as written by 7-Zip and WinZip: opened with a password, within the usual limits."""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest

from archive.errors import Unreadable
from archive.record import Description, Outcome
from ingest.readers.base import members, sniff
from ingest.readers.base.source import Source
from ingest.readers.containers import zip_archive
from ingest.readers.registry import reader_for
from tests.builders.locked_zips import aes_zip, locked_zip

PASSWORD = "Rahasia"
SPEECH = b"Pidato menteri di Ambon."
RELEASE = b"Menteri membuka pelabuhan Ambon dan berbicara panjang lebar. " * 6
TEXTS = {"kosong.txt": b"", "pidato.txt": SPEECH, "siaran.txt": RELEASE}
# Made by 7-Zip 26.02 with -tzip: two uncompressed files with AES-256, and a compressed one with AES-192.
BY_7_ZIP = b64decode(
    "UEsDBDMAAQBjAEuWgV0AAAAAHAAAAAAAAAAKAAsAa29zb25nLnR4dAGZBwACAEFFAwAARPBk+kWue2I8aJa8CurwyBdM/VIinGOrOdtpu1BLAwQzAAEA"
    "YwBoloFdAAAAADQAAAAYAAAACgALAHBpZGF0by50eHQBmQcAAgBBRQMAACiLoECfzKubJ5L7SyrjRt/Hf9QSgPOjaklw/IRfRESr0R637rNegCm/gv9d"
    "8cDRUofYp41QSwMEMwABAGMAaJaBXQAAAABbAAAAbgEAAAoACwBzaWFyYW4udHh0AZkHAAIAQUUCCAB9ik6shmNNpqhyesuZNJv6BOGf41aq0v3hEqZS"
    "Hh7OtFzI5KWdg08AbZAO/+vegwctK2yl4IGKixQg5pg4HormtbSr/fyw868IHv/kMSUqNIQEAta59E/QFM9mUEsBAj8DMwABAGMAS5aBXQAAAAAcAAAA"
    "AAAAAAoALwAAAAAAAAAggKSBAAAAAGtvc29uZy50eHQKACAAAAAAAAEAGACKB0bRxIHdAQAAAAAAAAAAAAAAAAAAAAABmQcAAgBBRQMAAFBLAQI/AzMA"
    "AQBjAGiWgV0AAAAANAAAABgAAAAKAC8AAAAAAAAAIICkgU8AAABwaWRhdG8udHh0CgAgAAAAAAABABgAIVAr8cSB3QEAAAAAAAAAAAAAAAAAAAAAAZkH"
    "AAIAQUUDAABQSwECPwMzAAEAYwBoloFdAAAAAFsAAABuAQAACgAvAAAAAAAAACCApIG2AAAAc2lhcmFuLnR4dAoAIAAAAAAAAQAYAKHrWvHEgd0BAAAA"
    "AAAAAAAAAAAAAAAAAAGZBwACAEFFAggAUEsFBgAAAAADAAMANQEAAEQBAAAAAA=="
)
UNPACK_IT = "it needs a password; unpack the archive with it and ingest the folder"
TRIED = "needs a password, and none of those given opens it"


def made(folder: Path, content: bytes, *passwords: str) -> Description:
    path = folder / "a.zip"
    path.write_bytes(content)
    kind = sniff.media_type(path, path.name)
    return reader_for(kind).read(Source(path, path.name, kind, folder, path.name, passwords=passwords))


def contents(found: Description, folder: Path) -> dict[str, bytes]:
    return {one.name: (folder / one.file).read_bytes() for one in found.members if one.file}


def refused(found: Description) -> dict[str, tuple[str, str]]:
    return {one.name: (one.outcome, str(one.reason)) for one in found.members if not one.file}


def test_a_zip_of_7_zip_is_opened_by_its_password(tmp_path: Path) -> None:
    assert contents(made(tmp_path, BY_7_ZIP, "salah", PASSWORD), tmp_path) == TEXTS


def test_without_its_password_each_file_says_what_to_do(tmp_path: Path) -> None:
    found = made(tmp_path, BY_7_ZIP)
    assert refused(found).keys() == TEXTS.keys()
    for outcome, reason in refused(found).values():
        assert outcome == Outcome.ENCRYPTED
        assert "--pdf-passwords" in reason
    assert all(TRIED in reason for _, reason in refused(made(tmp_path, BY_7_ZIP, "salah")).values())


@pytest.mark.parametrize("strength", [1, 2, 3])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("method", [0, 8])
def test_each_length_of_key_and_version_is_read(tmp_path: Path, strength: int, version: int, method: int) -> None:
    packed = aes_zip(TEXTS, "sandi ảnh", strength=strength, version=version, method=method)
    assert contents(made(tmp_path, packed, "sandi ảnh"), tmp_path) == TEXTS


def test_both_ways_of_encryption_stand_in_one_list_of_passwords(tmp_path: Path) -> None:
    assert contents(made(tmp_path, locked_zip(TEXTS, "lama"), PASSWORD, "lama"), tmp_path) == TEXTS


def changed(at: Callable[[bytes], int], by: bytes) -> bytes:
    packed = aes_zip({"siaran.txt": RELEASE}, PASSWORD)
    place = at(packed)
    return packed[:place] + by + packed[place + len(by) :]


def extra(packed: bytes, last: bool = True) -> int:
    mark = struct.pack("<HH", 0x9901, 7)
    return packed.rindex(mark) if last else packed.index(mark)


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(lambda packed: extra(packed, False) + 11 + 30, id="packed bytes"),
        pytest.param(lambda packed: packed.index(b"PK\1\2") - 1, id="authentication code"),
        pytest.param(lambda packed: extra(packed, False) + 11, id="salt"),
    ],
)
def test_a_changed_byte_lays_out_nothing(tmp_path: Path, at: Callable[[bytes], int]) -> None:
    def place(packed: bytes) -> int:
        return at(packed)

    before = aes_zip({"siaran.txt": RELEASE}, PASSWORD)
    found = made(tmp_path, changed(place, bytes([before[place(before)] ^ 1])), PASSWORD)
    assert TRIED in refused(found)["siaran.txt"][1]
    assert not list(tmp_path.glob("inside-*"))


@pytest.mark.parametrize(
    ("at", "by"),
    [
        pytest.param(4, b"\3\0", id="a version that is not known"),
        pytest.param(6, b"XX", id="another vendor"),
        pytest.param(8, b"\0", id="no strength"),
        pytest.param(8, b"\xff", id="a strength that is not known"),
        pytest.param(9, b"\x63\0", id="encrypted twice"),
        pytest.param(9, b"\x09\0", id="a way of packing that is not read"),
        pytest.param(0, b"\1\1", id="no field of encryption"),
    ],
)
def test_what_no_password_opens_here_is_to_be_unpacked(tmp_path: Path, at: int, by: bytes) -> None:
    found = made(tmp_path, changed(lambda packed: extra(packed) + at, by), PASSWORD)
    assert refused(found) == {"siaran.txt": (Outcome.ENCRYPTED, UNPACK_IT)}


@pytest.mark.parametrize("size", [2, 0xFFFF])
def test_a_field_that_ends_elsewhere_makes_the_zip_a_damaged_one(tmp_path: Path, size: int) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        made(tmp_path, changed(lambda packed: extra(packed) + 2, struct.pack("<H", size)), PASSWORD)


@pytest.mark.parametrize("size", [0, 12, 27])
def test_a_file_too_short_to_be_encrypted_is_refused(tmp_path: Path, size: int) -> None:
    def place(packed: bytes) -> int:
        return packed.rindex(b"siaran.txt") - 26  # the compressed size in the directory

    found = made(tmp_path, changed(place, struct.pack("<L", size)), PASSWORD)
    assert TRIED in refused(found)["siaran.txt"][1]


@pytest.mark.parametrize("size", [0, 1, len(RELEASE) - 1, len(RELEASE) + 1, 5 << 20])
@pytest.mark.parametrize("method", [0, 8])
def test_a_size_that_is_not_true_lays_out_no_part_of_a_file(tmp_path: Path, size: int, method: int) -> None:
    packed = aes_zip({"siaran.txt": RELEASE}, PASSWORD, method=method)
    place = packed.rindex(b"siaran.txt") - 22
    found = made(tmp_path, packed[:place] + struct.pack("<L", size) + packed[place + 4 :], PASSWORD)
    assert TRIED in refused(found)["siaran.txt"][1]
    assert not list(tmp_path.glob("inside-*"))


def test_a_file_that_unpacks_to_far_more_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "RATIO_FROM", 1 << 16)
    found = made(tmp_path, aes_zip({"bom.txt": bytes(1 << 20), "siaran.txt": RELEASE}, PASSWORD), PASSWORD)
    assert "200 times" in refused(found)["bom.txt"][1]
    assert contents(found, tmp_path) == {"siaran.txt": RELEASE}


def test_a_file_that_is_larger_than_it_says_is_cut_off_before_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_EACH", 1 << 16)
    packed = aes_zip({"bom.txt": bytes(1 << 20)}, PASSWORD)
    place = packed.rindex(b"bom.txt") - 22
    found = made(tmp_path, packed[:place] + struct.pack("<L", 1 << 15) + packed[place + 4 :], PASSWORD)
    assert not contents(found, tmp_path)
    assert not list(tmp_path.glob("inside-*"))


def test_many_wrong_passwords_end_and_the_right_one_still_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_archive, "MOST_WRONG", 4)
    packed = aes_zip({f"{n}.txt": RELEASE + bytes([n]) for n in range(6)}, PASSWORD)
    assert len(contents(made(tmp_path, packed, "a", "b", "c", PASSWORD), tmp_path)) == 6
    tried = refused(made(tmp_path, packed, *(f"salah {n}" for n in range(9)), PASSWORD))
    assert len(tried) == 6
    assert all(TRIED in reason for _, reason in tried.values())


def test_entries_over_one_another_are_refused_before_a_key_is_made(tmp_path: Path) -> None:
    packed = aes_zip({"a.txt": RELEASE, "b.txt": RELEASE}, PASSWORD)
    place = packed.rindex(b"b.txt") - 4  # where the second one begins
    with pytest.raises(Unreadable, match="overlap"):
        made(tmp_path, packed[:place] + struct.pack("<L", 0) + packed[place + 4 :], PASSWORD)


@pytest.mark.parametrize(
    ("password", "encoding"),
    [("Café", "latin-1"), ("Café", "cp437"), ("Пароль", "cp1251"), ("Пароль", "cp866"), ("密码", "gbk"),
     ("Mật khẩu", "utf-8"), ("Hải", "cp1258"), ("Łódź", "cp1250"), ("パス", "cp932")],
)  # fmt: skip
@pytest.mark.parametrize("make", [locked_zip, aes_zip])
def test_a_password_in_the_encoding_of_another_system_opens_a_zip(
    tmp_path: Path, make: Callable[..., bytes], password: str, encoding: str
) -> None:
    written = normalize("NFD", password) if encoding == "cp1258" else password
    locked = make({"a.txt": b"Kapal tiba."}, written, encoding=encoding)
    assert contents(made(tmp_path, locked, "salah", password), tmp_path) == {"a.txt": b"Kapal tiba."}
    assert set(refused(made(tmp_path, locked, "salah"))) == {"a.txt"}
