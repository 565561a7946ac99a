"""Mails saved by Outlook (MSG): their content is read, embargoes apply, and crafted ones terminate."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.description.file_description import describe
from ingest.readers.mail import composed_mail, msg
from tests.builders.compound_files import compound
from tests.builders.made_files import read

Make = Callable[..., Description]
SUBJECT, BODY, HTML, RTF, SENDER, ADDRESS, HEADERS, CLASS, NAME, DATA = (
    0x37, 0x1000, 0x1013, 0x1009, 0x0C1A, 0x5D01, 0x7D, 0x1A, 0x3707, 0x3701,
)  # fmt: skip
INSIDE = "__substg1.0_3701000D"
SENT = (datetime(2006, 5, 3, 10, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()


def storage(values: Mapping[int, str | bytes], header: int, at: str = "", sensitivity: int = 0) -> dict[str, bytes]:
    """Return the streams of a message or of an attachment."""
    fixed = struct.pack("<IIQ", 0x00390040, 0, int(SENT) * 10_000_000)
    fixed += struct.pack("<IIQ", 0x00360003, 0, sensitivity)
    streams = {f"{at}__properties_version1.0": bytes(header) + fixed}
    for number, value in values.items():
        kind, data = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
        streams[f"{at}__substg1.0_{number:04X}{kind:04X}"] = data
    return streams


def mail(values: Mapping[int, str | bytes], *attached: Mapping[str, bytes], sensitivity: int = 0) -> bytes:
    streams = storage(values, 32, sensitivity=sensitivity)
    for n, one in enumerate(attached):
        streams |= {f"__attach_version1.0_#{n:08X}/{name}": data for name, data in one.items()}
    return compound(streams)


def told(data: bytes, folder: Path) -> dict[str, Any]:
    (folder / "surat.msg").write_bytes(data)
    return describe(str(folder / "surat.msg"), "surat.msg", str(folder))


def test_subject_sender_day_and_text_are_read(made: Make) -> None:
    found = made(
        mail(
            {
                SUBJECT: "FW: Rencana Nghị quyết",
                SENDER: "Biro Humas",
                ADDRESS: "humas@dinas.example",
                BODY: "Isi\r\nSurat",
            }
        )
    )
    assert found.reader == "msg"
    assert (found.values["title"], found.values["creator"]) == ("Rencana Nghị quyết", ["Biro Humas"])
    assert (found.values["date"], found.values["kind"]) == ("2006-05-03", "press-release")
    assert found.text == "Isi\nSurat"


@pytest.mark.parametrize(
    "body",
    [
        {HTML: "<html><body><p>Chữ trong trang</p></body></html>".encode()},
        {RTF: struct.pack("<IIII", 40, 36, 0x414C454D, 0) + rb"{\rtf1\ansi Ch\u7919? trong trang}"},
    ],
)
def test_a_body_may_be_a_page_or_packed(made: Make, body: dict[int, bytes]) -> None:
    assert made(mail(body)).text == "Chữ trong trang"


@pytest.mark.parametrize(
    ("numbers", "page", "text"),
    [
        ({0x3FF1: 0x0404, 0x3FDE: 65001}, "cp950", "中文測試"),
        ({0x3FF1: 0x0804}, "gbk", "中文测试"),
        ({0x3FF1: 0x0419}, "cp1251", "Вина Молдовы"),
        ({0x3FF1: 0x1C1A}, "cp1251", "Вина"),
        ({0x3FF1: 0x041A}, "cp1250", "Žitna ulica"),
        ({0x3FFD: 1253, 0x3FF1: 0x0409}, "cp1253", "Αθήνα"),
        ({0x3FDE: 65001}, "utf-8", "Nghị quyết"),
        ({0x3FF1: 0x0421}, "cp1252", "“Satu”"),
        ({}, "cp1252", "“Satu”"),
    ],
)
def test_texts_of_one_byte_a_letter_are_in_the_code_page_of_their_language(
    made: Make, numbers: dict[int, int], page: str, text: str
) -> None:
    fixed = b"".join(struct.pack("<IIQ", number << 16 | 3, 0, value) for number, value in numbers.items())
    streams = {"__properties_version1.0": bytes(32) + fixed, "__substg1.0_1000001E": text.encode(page)}
    assert made(compound(streams)).text == text


def test_a_stream_that_says_it_is_larger_than_the_file_spoils_no_other(made: Make) -> None:
    data = mail({BODY: "Isi", SENDER: "x" * 40})
    name = f"__substg1.0_{SENDER:04X}001F".encode("utf-16-le")
    at = data.index(name) + 120
    found = made(data[:at] + struct.pack("<I", 0x7000_0000) + data[at + 4 :])
    assert (found.text, "creator" in found.values) == ("Isi", False)


def test_what_is_attached_is_left_beside_and_a_mail_as_mail(made: Make, tmp_path: Path) -> None:
    inner = storage({SUBJECT: "Surat dalam", SENDER: "Ana", BODY: "EMBARGO"}, 24, f"{INSIDE}/")
    deeper = storage({NAME: "b.bin", DATA: b"isi"}, 8, f"{INSIDE}/__attach_version1.0_#00000000/")
    found = made(
        mail(
            {BODY: "Isi"},
            storage({NAME: "../foto?.txt", DATA: b"catatan"}, 8),
            {**storage({NAME: "Surat dalam.msg"}, 8), **inner, **deeper},
            {**storage({NAME: "Gambar"}, 8), f"{INSIDE}/CONTENTS": b"x"},
        )
    )
    assert [(member.name, member.outcome) for member in found.members] == [
        (".._foto?.txt", ""), ("Surat dalam.eml", ""), ("Gambar", "skipped"),
    ]  # fmt: skip
    assert (tmp_path / found.members[0].file).read_bytes() == b"catatan"
    inside = message_from_bytes((tmp_path / found.members[1].file).read_bytes(), policy=policy.default)
    assert (inside["subject"], inside["from"]) == ("Surat dalam", "Ana")
    assert inside["date"].datetime.date().isoformat() == "2006-05-03"
    assert [part.get_content_type() for part in inside.walk()][1:] == ["text/plain", "application/octet-stream"]
    assert read(tmp_path / found.members[1].file, "Surat dalam.eml").text == "EMBARGO"


@pytest.mark.parametrize(
    ("values", "sensitivity"),
    [
        ({SUBJECT: "EMBARGO sampai 3 Mei 2046 pukul 10.00: kunjungan", BODY: "Isi surat."}, 0),
        ({SUBJECT: "Kunjungan", BODY: "EMBARGOED UNTIL 10 am, 3 May 2046\n\nIsi surat."}, 0),
        ({SUBJECT: "Kunjungan", HTML: b"<p>EMBARGO: 3 Mei 2046 pukul 10.00 WIB</p><p>Isi surat.</p>"}, 0),
        ({SUBJECT: "Kunjungan", BODY: "Isi", HEADERS: "Subject: x\r\nX-Embargo-Until: 2046-05-03 10:00\r\n\r\n"}, 0),
        ({SUBJECT: "Kunjungan", BODY: "Isi surat."}, 3),
    ],
)
def test_an_embargo_holds_as_in_any_mail(tmp_path: Path, values: dict[int, str | bytes], sensitivity: int) -> None:
    assert told(mail(values, sensitivity=sensitivity), tmp_path)["values"].get("embargo")


def test_crafted_and_sealed_mails_end_with_a_reason(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Encrypted, match="encrypted"):
        made(mail({CLASS: "IPM.Note.SMIME", BODY: "Isi"}))
    nested = dict[str, bytes]()
    for depth in range(composed_mail.DEEPEST + 3):
        at = f"__attach_version1.0_#00000000/{INSIDE}/" * depth
        nested |= storage({BODY: "Isi"}, 24 if depth else 32, at)
        nested |= storage({NAME: "a"}, 8, f"{at}__attach_version1.0_#00000000/")
    with pytest.raises(Unreadable, match="mail that is damaged"):
        made(compound(nested))
    monkeypatch.setattr(msg, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="mail that is damaged"):
        made(mail({SUBJECT: "Surat", BODY: "Isi" * 9000}))
