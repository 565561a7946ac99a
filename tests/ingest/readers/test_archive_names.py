"""7z and RAR archives without libarchive: names are listed, each file has a line, damage and passwords are reported."""

from __future__ import annotations

import random
from base64 import b64decode
from pathlib import Path

import pytest

from archive.errors import Encrypted, PressArchiveError, Unreadable
from archive.record import Description
from ingest.readers.base import sniff
from ingest.readers.containers import unpacked_archive
from tests.builders.made_files import read

# Made by 7-Zip 26.02: three files, one of them empty, and an empty folder; then with encrypted names.
SEVEN = b64decode(
    "N3q8ryccAATceVyUnAAAAAAAAAAiAAAAAAAAAPMFD7YBAAtEdWFJc2kgc2F0dS4AAACBMweuD87ysgwHyEN/QbH6/duItu9skj10Ud4tUKGroey0KDhVzg0ZQIc3U+Yw/eHYeYMqNv8X6Gv1A7dXGXMnPjsDy8esC/P1UtdvtAmrG8lenaYiONVjv+2X4MT7WlgXLtOHTjTW+DKwin2ipzFhxoTCWVHYlejjS78rKf0CoK2K/HVomWxAAAAXBhABCYCMAAcLAQABIwMBAQVdABAAAAyA6goBmd38JgAA"
)
LOCKED = b64decode(
    "N3q8ryccAARCEsr2wAAAAAAAAAA+AAAAAAAAAPdnTlyNOKJ0eX184BTN8pS0TVkhN4Ex9xTLKi6JM/mmStvgdEOHY2ohX5z2e+LZuCW8RN3hJfpLy0t74IKxmEFUnjSpQ02qyRVNN0O/Jy5TQdK2+5NNb6FKulMRLQRsLDjykuwLD/KWad5lafH7NWQt6KX4AlFVrUMxJMmfBQ7wKZrBNT4gyfI+G4VX5qNK/8HMNsFjON5U7DiTKnX0eWxMc+wfd9CI69f5yUOyo+Oo+CW5wKPXHZ4NBUjY6TKQ5sUR/VgXBhABCYCwAAcLAQACJAbxBwESUw+ITAOgcgqekvLAzBsjVLo8IwMBAQVdABAAAAEADICsgQoKAWjtJ1YAAA=="
)


def vint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def block5(kind: int, body: bytes, packed: bytes = b"") -> bytes:
    head = vint(kind) + vint(2 if packed else 0) + (vint(len(packed)) if packed else b"") + body
    return b"crc!" + vint(len(head)) + head + packed


def file5(name: str, packed: bytes = b"", folder: bool = False) -> bytes:
    told = vint(1 if folder else 6) + vint(3) + vint(32) + (b"" if folder else b"timecrc.") + vint(0) + vint(1)
    return block5(2, told + vint(len(name.encode())) + name.encode(), packed)


def block4(kind: int, body: bytes, flags: int = 0, packed: bytes = b"") -> bytes:
    return b"cr" + bytes([kind]) + flags.to_bytes(2, "little") + (7 + len(body)).to_bytes(2, "little") + body + packed


def file4(name: bytes, packed: bytes, flags: int = 0) -> bytes:
    sizes = len(packed).to_bytes(4, "little") * 2
    return block4(0x74, sizes + bytes(13 - 2) + len(name).to_bytes(2, "little") + bytes(4) + name, flags, packed)


RAR5 = (
    b"Rar!\x1a\7\1\0"
    + block5(1, vint(0))
    + file5("map/satu.txt", b"data")
    + file5("map", folder=True)
    + file5("../dua é.txt", b"x" * 300)
    + block5(5, vint(0))
)
RAR4 = (
    b"Rar!\x1a\7\0"
    + block4(0x73, bytes(6))
    + file4(b"map\\satu.txt", b"data")
    + file4(b"map", b"", 0xE0)
    + file4(b"dua.txt\0coded", b"x" * 300, 0x200)
    + block4(0x7B, b"", 0x4000)
)


@pytest.fixture(autouse=True)
def without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked_archive, "libarchive", None)


def made(folder: Path, content: bytes) -> Description:
    (folder / "a.bin").write_bytes(content)
    return read(folder / "a.bin")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (SEVEN, ["map/kosong.txt", "map/dua é.txt", "map/satu.txt"]),
        (RAR5, ["map/satu.txt", "__/dua é.txt"]),
        (RAR4, ["map/satu.txt", "dua.txt"]),
    ],
)
def test_the_names_inside_are_its_text(tmp_path: Path, content: bytes, names: list[str]) -> None:
    found = made(tmp_path, content)
    assert found.text.split("\n") == [member.name for member in found.members] == names
    assert {member.outcome for member in found.members} == {"rejected"}
    assert "unpack that and ingest the folder" in found.members[0].reason


def test_names_behind_a_password(tmp_path: Path) -> None:
    for content in (LOCKED, b"Rar!\x1a\7\1\0" + block5(4, bytes(9)), b"Rar!\x1a\7\0" + block4(0x73, bytes(6), 0x80)):
        with pytest.raises(Encrypted):
            made(tmp_path, content)


@pytest.mark.parametrize("content", [SEVEN, RAR5, RAR4], ids=["7z", "rar5", "rar4"])
def test_damaged_ones_end_with_what_could_be_read(tmp_path: Path, content: bytes) -> None:
    chance = random.Random(7)
    damaged = [content[:cut] for cut in range(8, len(content), 7)]
    for _ in range(60):
        at = chance.randrange(8, len(content))
        damaged.append(content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :])
    ended = 0
    for one in damaged:
        try:
            made(tmp_path, one)
        except PressArchiveError:
            ended += 1
    assert ended < len(damaged)


def test_one_that_says_it_is_huge(tmp_path: Path) -> None:
    huge = SEVEN[:20] + (1 << 40).to_bytes(8, "little") + SEVEN[28:]
    with pytest.raises(Unreadable):
        made(tmp_path, huge)


def test_a_bomb_of_blocks(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="at most 10,000 files"):
        made(tmp_path, b"Rar!\x1a\7\1\0" + file5("a") * 10_001)


def test_told_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(RAR4)
    assert sniff.media_type(tmp_path / "a.zip", "a.zip") == "application/vnd.rar"
