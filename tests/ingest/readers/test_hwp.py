"""Hangul 5 documents: words in order, invisible parts separate, damage with a reason."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from archive import media_types
from archive.errors import Encrypted, PressArchiveError
from archive.record import Description
from ingest.description.file_description import describe
from tests.builders.compound_files import compound
from tests.builders.made_files import read

TEXT, CONTROL, MEMO, DISTRIBUTION = 67, 71, 93, 28
TAB, TABLE = "\x09" + "x" * 7, "\x0b" + "x" * 7


def record(tag: int, level: int, data: bytes) -> bytes:
    if len(data) < 0xFFF:
        return (tag | level << 10 | len(data) << 20).to_bytes(4, "little") + data
    return (tag | level << 10 | 0xFFF << 20).to_bytes(4, "little") + len(data).to_bytes(4, "little") + data


def text(words: str, level: int = 1) -> bytes:
    return record(TEXT, level, f"{words}\r".encode("utf-16-le"))


def control(name: str, *inside: bytes) -> bytes:
    return record(CONTROL, 1, name.encode()[::-1]) + b"".join(inside)


def hangul(*sections: bytes, bits: int = 1, storage: str = "BodyText") -> bytes:
    """Return a document with these sections."""
    streams = {"FileHeader": b"HWP Document File".ljust(36, b"\0") + bits.to_bytes(4, "little") + bytes(216)}
    for number, section in enumerate(sections):
        streams[f"{storage}/Section{number}"] = section
    return compound(streams)


def packed(section: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(section) + packing.flush()


def distributed(section: bytes) -> bytes:
    """Return a section of a distribution document, as encrypted by Hangul."""
    chance, mixed = 20260503, bytearray((20260503).to_bytes(4, "little") + bytes(range(252)))
    begin = 4 + (chance & 15)
    key, left, value = bytes(mixed[begin : begin + 16]), 0, 0
    for at in range(256):
        if not left:
            chance = (chance * 214013 + 2531011) & 0xFFFFFFFF
            value = chance >> 16 & 0xFF
            chance = (chance * 214013 + 2531011) & 0xFFFFFFFF
            left = (chance >> 16 & 15) + 1
        mixed[at] ^= value if at >= 4 else 0
        left -= 1
    data = packed(section)
    encryptor = Cipher(algorithms.AES128(key), modes.ECB()).encryptor()
    return record(DISTRIBUTION, 0, bytes(mixed)) + encryptor.update(data + bytes(-len(data) % 16))


BODY = (
    text("Siaran pers")
    + text(f"Menteri{TAB}membuka\x1epelabuhan.{TABLE}")
    + control("tbl ", record(72, 2, b""), text("Ambon", 3), text("12 kapal", 3))
    + control("head", text("Biro Humas", 2))
    + control("tcmt", text("Jangan dikutip", 2))
    + record(MEMO, 1, b"")
    + text("Catatan redaksi", 2)
    + text("항구가 열렸다")
)
SHOWN = "Siaran pers\n\nMenteri membuka pelabuhan.\n\nAmbon\n\n12 kapal\n\n항구가 열렸다"


def made(folder: Path, data: bytes) -> Description:
    (folder / "a.hwp").write_bytes(data)
    return read(folder / "a.hwp")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(hangul(packed(BODY)), id="packed"),
        pytest.param(hangul(BODY, bits=0), id="not packed"),
        pytest.param(hangul(distributed(BODY), bits=5, storage="ViewText"), id="for distribution"),
    ],
)
def test_the_words_stand_in_order_and_comments_are_left_out(tmp_path: Path, data: bytes) -> None:
    found = made(tmp_path, data)
    assert (found.media_type, found.text) == (media_types.HANGUL, SHOWN)
    assert found.furniture == ["Biro Humas"]


def test_sections_follow_each_other_and_long_paragraphs_are_whole(tmp_path: Path) -> None:
    found = made(tmp_path, hangul(packed(text("kata " * 2_000)), packed(text("Akhir"))))
    assert found.text.split("\n\n")[1] == "Akhir"
    assert found.text.count("kata") == 2_000


def test_an_embargo_in_a_header_counts(tmp_path: Path) -> None:
    section = control("head", text("EMBARGO until 1 January 2098", 2)) + text("Siaran pers") + text("Isi.")
    (tmp_path / "a.hwp").write_bytes(hangul(packed(section)))
    found = describe(str(tmp_path / "a.hwp"), "a.hwp", str(tmp_path))
    assert found["values"]["embargo"]["until"].startswith("2098")


def test_one_behind_a_password_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Encrypted, match="give a copy without password"):
        made(tmp_path, hangul(packed(BODY), bits=3))


def test_damaged_ones_end_with_what_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(PressArchiveError, match="a Hangul document that is damaged"):
        made(tmp_path, hangul(b"\xff" * 40))
    chance = random.Random(3)
    for whole in (hangul(packed(BODY)), hangul(distributed(BODY), bits=5, storage="ViewText")):
        for _ in range(100):
            damaged = bytearray(whole)
            for _ in range(chance.choice([1, 4])):
                damaged[chance.randrange(8, len(whole))] = chance.randrange(256)
            try:
                found = made(tmp_path, bytes(damaged[: chance.choice([len(whole), chance.randrange(8, len(whole))])]))
            except PressArchiveError:
                continue
            assert found.text or found.notes


def test_a_bomb_is_cut(tmp_path: Path) -> None:
    found = made(tmp_path, hangul(packed(text("a" * 500_000) * 80)))
    assert len(found.text) < 80 * 500_000
    assert found.notes
