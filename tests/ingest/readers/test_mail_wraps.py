"""Mails in program-specific wrappers: Outlook's TNEF and single-file mailboxes; each message and each file is
extracted."""

from __future__ import annotations

import struct
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Unreadable
from archive.record import Description
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import members, sniff
from ingest.readers.office import rtf
from tests.builders.made_files import cp1258, read
from tests.builders.office_files import making
from tests.support.growth import assert_linear, ends

letters: Any = making("letters")
attribute, properties, text, tnef = letters.attribute, letters.properties, letters.text, letters.tnef
RTF = rb"{\rtf1\ansi\ansicpg1252 Lampu suar dibersihkan.\par}"
PACKED = bytes.fromhex(  # [MS-OXRTFCP] 3.1.1
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def message(*parts: bytes) -> bytes:
    return bytes(tnef(*parts))


def said(values: dict[int, tuple[int, bytes]]) -> bytes:
    return bytes(attribute(letters.MESSAGE, letters.PROPERTIES, properties(values)))


def taken(tmp_path: Path, data: bytes, name: str = "winmail.dat") -> tuple[Description, dict[str, bytes]]:
    """Return the description of a file, and the files found inside it."""
    folder = tmp_path / "read"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    found = read(folder / name)
    return found, {one.name: (folder / one.file).read_bytes() for one in found.members if one.file}


def test_a_wrapped_mail_gives_its_words_and_its_files(tmp_path: Path) -> None:
    found, files = taken(tmp_path, letters.gong())
    assert (found.values["title"], found.values["date"]) == ("Gong kabut Tanjung Nipah", "2024-09-11")
    assert "Gong kabut Tanjung Nipah dibunyikan lagi" in found.text
    assert list(files) == ["NIPAH_0044.bmp", "takaran-perunggu.txt"]
    assert files["takaran-perunggu.txt"] == letters.GONG_NOTE.encode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({0x1000: text("Lampu suar dibersihkan.")}, "Lampu suar dibersihkan."),
        ({0x1000: (0x001E, cp1258("Đèn biển được lau.") + b"\0")}, "được lau."),
        ({0x1013: (0x0102, "<html><body><p>Đèn biển được lau.</p></body></html>".encode())}, "Đèn biển được lau."),
        (
            {0x1009: (0x0102, struct.pack("<4I", len(RTF) + 12, len(RTF), 0x414C454D, 0) + RTF)},
            "Lampu suar dibersihkan.",
        ),
        ({0x1009: (0x0102, PACKED)}, "hello world"),
    ],
)
def test_a_body_is_read_in_whatever_form_it_is_kept(
    tmp_path: Path, values: dict[int, tuple[int, bytes]], words: str
) -> None:
    code = attribute(letters.MESSAGE, letters.CODEPAGE, struct.pack("<II", 1258, 0))
    assert words in taken(tmp_path, message(code, said(values)))[0].text


def test_a_message_within_the_message_is_a_file_of_its_own(tmp_path: Path) -> None:
    inner = message(attribute(letters.MESSAGE, letters.BODY, b"Isi surat dalam.\0"))
    found, files = taken(tmp_path, message(letters.within("surat dalam", inner)))
    assert list(files) == ["surat dalam.dat"]
    assert taken(tmp_path, files["surat dalam.dat"])[0].text == "Isi surat dalam."
    assert found.notes == ["no words in its body"]


def test_what_breaks_off_or_lies_gives_what_stood_before_it(tmp_path: Path) -> None:
    whole = letters.gong()
    for cut in range(6, len(whole), 97):
        found, files = taken(tmp_path, whole[:cut])
        assert set(files) <= {"NIPAH_0044.bmp", "takaran-perunggu.txt"} | {"TAKARA~1.TXT"}
        assert len(found.text) <= len(letters.GONG)
    found, files = taken(tmp_path, letters.lying())
    assert list(files) == [".._.._keluar.txt"]


def test_the_letters_of_hostile_streams_are_read_in_time(tmp_path: Path) -> None:
    head = struct.pack("<4I", 0xFFFFFFFF, 0xFFFFFFFF, 0x75465A4C, 0)
    assert rtf.unpack(head + b"\xff\x00\x0f" * 9999)
    assert_linear(rtf.unpack, lambda n: head + b"\xff\x00\x0f" * n)
    with ends():
        many = message(*[attribute(letters.MESSAGE, 0x00068888, b"")] * 60_000)
        assert "ends too early" in taken(tmp_path, many)[0].notes[0]
        with pytest.raises(Unreadable, match="at most 10,000 files"):
            taken(tmp_path, message(*[attribute(letters.ATTACHMENT, letters.BEGINS, b"")] * (members.MOST_FILES + 2)))


def test_each_mail_of_a_mailbox_is_a_file(tmp_path: Path) -> None:
    box = letters.mailbox([("Satu", letters.PARTED), ("Dua", letters.OYSTER)], "Mon Mar 14 09:00:00 2022")
    found, files = taken(tmp_path, box, "kotak.mbox")
    assert list(files) == ["mail-00001.eml", "mail-00002.eml"]
    assert b"\nFrom the reeds they were carried in baskets." in files["mail-00001.eml"]
    assert b"\nFrom the shelf they go out for a week." in files["mail-00002.eml"]
    assert found.notes == ["2 files inside it, each a separate record where possible"]


def test_a_mailbox_is_known_by_its_first_line_and_a_text_is_none(tmp_path: Path) -> None:
    told = {
        "a.txt": "From humas@skm.example Mon Mar 14 09:00:00 2022\r\nSubject: A\r\n\r\nB\r\n",
        "b": "From 17@xxx Mon Sep 11 09:00:00 +0000 2024\nX-GM-THRID: 1\n\nB\n",
        "c.txt": "From the harbour at 09:00 came\nnews of a ship.\n",
        "d.eml": "From humas@skm.example Mon Mar 14 09:00:00 2022\nFrom: a@b.c\nSubject: A\n\nB\n",
    }
    for name, words in told.items():
        (tmp_path / name).write_bytes(words.encode())
    kinds = [sniff.media_type(tmp_path / name, name) for name in told]
    assert kinds == ["application/mbox", "application/mbox", "text/plain", "message/rfc822"]


def test_a_mail_too_large_does_not_hide_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_EACH", 2_000)
    box = letters.mailbox([("Satu", "kata\n" * 900), ("Dua", "Isi.\n")], "Mon Mar 14 09:00:00 2022")
    found, files = taken(tmp_path, box, "kotak.mbox")
    assert [one.outcome for one in found.members] == ["rejected", ""]
    assert b"Subject: Dua" in files["mail-00002.eml"]


def test_what_a_mail_brings_in_winmail_dat_is_taken_in(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Humas <humas@skm.example>", "Gong kabut"
    mail.set_content("Terlampir.")
    mail.add_attachment(letters.gong(), maintype="application", subtype="ms-tnef", filename="winmail.dat")
    (tmp_path / "surat.eml").write_bytes(bytes(mail))
    lines: dict[str, str] = {}
    with Archive.create(tmp_path / "shelf") as archive:
        ingest([tmp_path / "surat.eml"], archive, tell=lambda line, _: lines.update({line.path: line.outcome}))
    names = ["", "!/winmail.dat", "!/winmail.dat!/NIPAH_0044.bmp", "!/winmail.dat!/takaran-perunggu.txt"]
    assert {path.removeprefix(str(tmp_path / "surat.eml")): out for path, out in lines.items()} == dict.fromkeys(
        names, "added"
    )
