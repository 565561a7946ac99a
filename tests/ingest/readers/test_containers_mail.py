"""Mails: from an EML on the disk to a press release in search results, with its attachments as linked records."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.errors import Encrypted
from archive.record import Description
from tests.builders.container_disk import found, outcomes, put
from tests.builders.made_files import read
from tests.builders.packed_files import EMBARGO, RELEASE, SPEECH, photo, zipped
from tests.ingest.pipeline.test_intake import Intake, intake

__all__ = ["intake"]

BODY = """Siaran Pers

Pelabuhan Tanjung Merak dibuka kembali untuk kapal penumpang mulai Senin pagi, kata kepala pelabuhan.

Lampiran: sambutan kepala pelabuhan dan foto peresmian dermaga. Penumpang diminta datang dua jam sebelum berangkat.
"""


def mail(body: str = BODY, **headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {"From": "Humas Pelabuhan <humas@pelabuhan.example>", "To": "redaksi@koran.example"}
    told |= {"Subject": "Siaran Pers: Pelabuhan Tanjung Merak dibuka", "Date": "Sat, 03 May 2025 23:10:00 +0700"}
    told |= {"Message-ID": "<42@pelabuhan.example>"}
    for name, value in (told | headers).items():
        message[name] = value
    message.set_content(body)
    return message


def with_files(message: EmailMessage) -> EmailMessage:
    message.add_attachment(SPEECH.encode(), maintype="text", subtype="plain", filename="sambutan.txt")
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="peresmian-dermaga.jpg")
    return message


def made(tmp_path: Path, message: EmailMessage | bytes) -> Description:
    (tmp_path / "a.eml").write_bytes(message if isinstance(message, bytes) else bytes(message))
    return read(tmp_path / "a.eml")


def test_a_mail_of_a_press_office_is_a_press_release_and_its_attachments_know_it(intake: Intake) -> None:
    put(intake, "a.eml", bytes(with_files(mail())))
    assert outcomes(intake) == {
        "a.eml!/sambutan.txt": "added",
        "a.eml!/peresmian-dermaga.jpg": "added",
        "a.eml": "added",
    }
    record = intake.record("disk/a.eml")
    assert (record.kind, record.title) == ("press-release", "Siaran Pers: Pelabuhan Tanjung Merak dibuka")
    assert (record.date, record.values["creator"]) == ("2025-05-03", ["Humas Pelabuhan"])
    assert record.values["message_id"] == "42@pelabuhan.example"
    assert record.origins["title"][0].origin == "eml:subject"
    assert sorted(relation.type for relation in record.relations) == ["has-annex", "has-annex"]
    for name in ("sambutan.txt", "peresmian-dermaga.jpg"):
        (relation,) = intake.record(f"disk/a.eml!/{name}").relations
        assert (relation.type, relation.record) == ("annex-of", record.id)
    assert found(intake, '"kapal penumpang"') == ["a.eml"]
    assert found(intake, "hadirin") == ["sambutan.txt"]
    assert set(outcomes(intake).values()) == {"unchanged"}


def test_what_is_attached_to_a_mail_under_embargo_is_held_with_it(intake: Intake) -> None:
    put(intake, "a.eml", bytes(with_files(mail(EMBARGO + BODY))))
    packed = mail(EMBARGO + BODY.replace("Merak", "Elang"))
    packed.add_attachment(zipped({"b.txt": RELEASE}), maintype="application", subtype="zip", filename="b.zip")
    put(intake, "b.eml", bytes(packed))
    intake.run()
    assert {line.status for line in intake.lines.values()} == {"held"}
    assert {"until 2051-05-03T10:00:00Z" in line.reason for line in intake.lines.values()} == {True}
    assert found(intake, "hadirin") == found(intake, "jembatan") == found(intake, "pelabuhan") == []


def test_a_picture_in_the_text_of_a_mail_is_mentioned_and_icons_are_skipped(intake: Intake) -> None:
    message = mail("Lihat versi HTML.\n")
    page = (
        "<html><body><p>Siaran Pers</p><p>Dermaga baru diresmikan di Kupang pada hari Sabtu oleh wali kota.</p>"
        '<figure><img src="cid:satu"><figcaption>Wali kota memotong pita. (Foto: Ali)</figcaption></figure>'
        '<p>Warga menonton dari tepi pantai sampai sore.</p><img src="cid:dua"></body></html>'
    )
    message.add_alternative(page, subtype="html")
    body = message.get_payload()[1]  # type: ignore[index]
    body.add_related(photo(), "image", "jpeg", cid="<satu>", filename="W-KPG_0001.jpg")  # type: ignore[union-attr]
    body.add_related(photo(3, (90, 60)), "image", "jpeg", cid="<dua>", filename="logo.jpg")  # type: ignore[union-attr]
    put(intake, "a.eml", bytes(message))
    assert outcomes(intake) == {"a.eml!/W-KPG_0001.jpg": "added", "a.eml!/logo.jpg": "skipped", "a.eml": "added"}
    record = intake.record("disk/a.eml")
    (link,) = record.photos
    assert (link.mention.caption, link.record) == (
        "Wali kota memotong pita.",
        intake.lines["disk/a.eml!/W-KPG_0001.jpg"].record,
    )
    assert record.relations == ()
    assert "under 200 pixels" in intake.lines["disk/a.eml!/logo.jpg"].reason


def test_headers_are_read_as_they_were_meant(tmp_path: Path) -> None:
    subject = "=?utf-8?B?VGjDtG5nIGPDoW8gYsOhbyBjaMOt?= =?utf-8?Q?_s=E1=BB=91_45?="
    assert made(tmp_path, mail(Subject=subject)).values["title"] == "Thông cáo báo chí số 45"
    assert made(tmp_path, mail(Subject="Fwd: RE: Kapal tiba")).values["title"] == "Kapal tiba"
    raw = bytes(mail()).replace(b"Subject: Siaran Pers", "Subject: Thông cáo báo chí".encode())
    assert made(tmp_path, raw).values["title"].startswith("Thông cáo báo chí")
    assert "date" not in made(tmp_path, mail(Date="kemarin sore")).values


@pytest.mark.parametrize(("charset", "stated"), [("utf-8", "utf-8"), ("utf-8", "us-ascii"), ("utf-8", "no-such")])
def test_a_body_is_read_in_any_encoding(tmp_path: Path, charset: str, stated: str) -> None:
    text = "Chủ tịch nước chủ trì lễ khai mạc tại Hà Nội.\n"
    head = f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset={stated}\n\n".encode()
    assert made(tmp_path, head + text.encode(charset)).text == text.strip()


def test_lines_that_a_mail_program_broke_are_joined(tmp_path: Path) -> None:
    head = b"From: a@b.example\nContent-Type: text/plain; format=flowed\n\n"
    assert made(tmp_path, head + b"Kapal tiba \ndi pelabuhan.\n\nWarga menyambut.\n").text == (
        "Kapal tiba di pelabuhan.\n\nWarga menyambut."
    )


def test_a_mail_in_a_mail_is_a_member_with_its_own_attachments(intake: Intake) -> None:
    outer = mail("Diteruskan.\n", Subject="Fwd: lampiran")
    outer.add_attachment(with_files(mail()))
    put(intake, "a.eml", bytes(outer))
    assert outcomes(intake) == {
        "a.eml!/part-2.eml!/sambutan.txt": "added",
        "a.eml!/part-2.eml!/peresmian-dermaga.jpg": "added",
        "a.eml!/part-2.eml": "added",
        "a.eml": "added",
    }
    inner = intake.record("disk/a.eml!/part-2.eml")
    assert sorted(relation.type for relation in inner.relations) == ["annex-of", "has-annex", "has-annex"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x\\a.txt", "a!/b.txt", "\r\nX: y", ""])
def test_no_attachment_is_called_what_leads_out(tmp_path: Path, name: str) -> None:
    message = mail()
    message.add_attachment(b"isi", maintype="application", subtype="octet-stream", filename="NAME")
    raw = bytes(message).replace(b"NAME", name.replace("\\", "\\\\").encode())
    (member,) = made(tmp_path, raw).members
    assert "/" not in member.name
    assert ".." not in member.name.split("/")
    assert member.name


def test_an_encrypted_mail_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Encrypted, match="decrypted"):
        made(tmp_path, b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=x\n\n--x--\n")


def test_a_mail_nested_without_end_ends(intake: Intake) -> None:
    deep = b"From: a@b.example\nMIME-Version: 1.0\n"
    for n in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    put(intake, "a.eml", deep + b"\nisi\n")
    assert outcomes(intake)["a.eml"] in ("added", "rejected")
    assert intake.archive.catalogue.visible_ids(ARCHIVIST) is not None
