"""Outlook stores (PST): each mail becomes a separate record, other items are left out, damage ends with a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.errors import Unreadable
from archive.media_types import OUTLOOK_STORE
from archive.record import Description, Member, Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import members
from ingest.readers.mail import composed_mail, pst
from tests.builders.made_files import read
from tests.builders.outlook_stores import (
    ADDRESS,
    CLASS,
    FLAGS,
    HEADERS,
    ITSELF,
    SENDER,
    SENSITIVITY,
    SENT,
    TO,
    Mail,
    attached,
    attached_mail,
    mail,
    store,
)

MAY = int((datetime(2006, 5, 3, 10, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
RELEASE = mail(
    "Siaran pers: pelabuhan",
    "Ambon, 3 Mei 2006. Menteri membuka pelabuhan.",
    {SENDER: "Biro Humas Nghệ An", ADDRESS: "humas@dinas.example", TO: "Redaksi; Rahman, Siti", SENT: MAY},
    attached("lampiran ảnh.txt", b"Daftar hadir."),
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return tmp_path / "kotak.pst"


def told(path: Path, *mails: Mail, deleted: tuple[Mail, ...] = ()) -> Description:
    path.write_bytes(store({"Kotak Masuk": mails}, deleted))
    return read(path)


def test_a_mail_has_subject_sender_recipients_day_text_and_attachments(made: Path) -> None:
    found = told(made, RELEASE)
    assert (found.media_type, found.reader) == (OUTLOOK_STORE, "pst")
    (one,) = found.members
    assert one.name == "Kotak Masuk/mail-200024.eml"
    message = message_from_bytes((made.parent / one.file).read_bytes(), policy=policy.default)
    assert message["subject"] == "Siaran pers: pelabuhan"
    assert message["from"] == "Biro Humas Nghệ An <humas@dinas.example>"
    assert message["to"] == 'Redaksi, "Rahman, Siti"'
    assert message["date"] == "Wed, 03 May 2006 10:00:00 +0000"
    body, file = message.iter_parts()
    assert body.get_content().strip() == "Ambon, 3 Mei 2006. Menteri membuka pelabuhan."
    assert (file.get_filename(), file.get_content()) == ("lampiran ảnh.txt", b"Daftar hadir.")


def test_what_is_no_mail_and_deleted_mails_are_left_out_and_counted(made: Path) -> None:
    contact, task = (mail("Budi", "", {CLASS: name}) for name in ("IPM.Contact", "IPM.Task"))
    found = told(made, RELEASE, contact, task, deleted=(mail("Lama", "x"),))
    assert [one.name for one in found.members] == ["Kotak Masuk/mail-200044.eml"]
    assert found.notes[1:] == [
        "2 contacts, appointments and tasks in it were left out",
        "1 mail in its folder of deleted ones was left out: move it elsewhere to have it read",
    ]


_WHOLE_ROOM = pst._Room


def attached_mails(path: Path, member: Member) -> list[EmailMessage]:
    """Return the mails attached to a mail, each before its own attachments."""
    message = message_from_bytes((path.parent / member.file).read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return [part.get_content() for part in message.walk() if part.get_content_type() == "message/rfc822"]


def test_a_mail_attached_to_a_mail_comes_with_its_own_attachments(made: Path) -> None:
    deepest = mail("Terdalam", "Pelabuhan lama.")
    names, letter = attached("daftar.txt", b"Hadir."), attached_mail("", deepest)
    forwarded = mail("Asli", "Isi asli.", {SENSITIVITY: 3}, names, letter)
    found = told(made, mail("Terusan", "Lihat.", {}, attached_mail("Surat: asli ảnh", forwarded)))
    (one,) = found.members
    first, second = attached_mails(made, one)
    assert (first["subject"], second["subject"]) == ("Asli", "Terdalam")
    assert first["sensitivity"] == "Company Confidential"
    body, file, last = first.iter_parts()
    assert body.get_content().strip() == "Isi asli."
    assert (file.get_filename(), file.get_content()) == ("daftar.txt", b"Hadir.")
    assert last.get_filename() == "mail.eml"


def test_of_mails_in_one_another_without_end_some_are_read(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(made, mail("Lingkaran", "Isi.", {}, attached_mail("Lagi", ITSELF)))
    deep, one = found.members
    assert (deep.name, deep.outcome) == ("Kotak Masuk/mail-200024-1-1-1-1-1-1-1-1-1", "rejected")
    assert "nested over 8 deep" in deep.reason
    assert len(attached_mails(made, one)) == composed_mail.DEEPEST
    monkeypatch.setattr(pst, "_Room", lambda size, _: _WHOLE_ROOM(size, 100))
    twice = mail("Lingkaran", "Isi.", {}, attached_mail("a", ITSELF), attached_mail("b", ITSELF))
    last = told(made, twice).members[-1]
    assert (last.name, last.file) == ("Kotak Masuk/mail-200024.eml", "")
    assert last.reason.endswith("save its attachments and ingest them")


def test_what_cannot_be_taken_out_has_its_line(made: Path) -> None:
    sealed = mail("Rahasia", "", {CLASS: "IPM.Note.SMIME"})
    contact = attached_mail("Budi", mail("Budi", "", {CLASS: "IPM.Contact"}))
    lost = attached("", b"\4\1 \0\0\0\0\0", 5)
    inside = [lost, attached("", b"\xd0\xcf", 6), attached_mail("", sealed), contact]
    holding = mail("Terusan", "Lihat.", {}, *inside)
    found = told(made, sealed, holding)
    assert [(one.name, one.outcome) for one in found.members] == [
        ("Kotak Masuk/mail-200024.eml", "encrypted"),
        ("Kotak Masuk/mail-200044-1", "rejected"),
        ("Kotak Masuk/mail-200044-2", "skipped"),
        ("Kotak Masuk/mail-200044-3", "encrypted"),
        ("Kotak Masuk/mail-200044-4", "skipped"),
        ("Kotak Masuk/mail-200044.eml", ""),
    ]
    assert "save this one as MSG" in found.members[1].reason


def test_a_folder_may_be_called_as_it_likes(made: Path) -> None:
    made.write_bytes(store({"../../etc": [RELEASE], "C:\\Arsip/1998": [RELEASE]}))
    assert [one.name for one in read(made).members] == [
        ".._.._etc/mail-200024.eml",
        "C__Arsip_1998/mail-200044.eml",
    ]


def test_limits_end_with_a_reason(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pst, "MOST_ATTACHED", 5)
    (one,) = told(made, RELEASE).members
    assert (one.outcome, one.file) == ("rejected", "")
    monkeypatch.setattr(members, "MOST_FILES", 1)
    with pytest.raises(Unreadable, match="over 1 mails in one mailbox: export it folder by folder"):
        told(made, mail("a", "b"), mail("c", "d"))
    monkeypatch.setattr(pst, "MOST_FOLDERS", 1)
    with pytest.raises(Unreadable, match="more files than that"):
        told(made)


def test_a_damaged_store_says_what_to_do_and_a_damaged_mail_leaves_the_others(made: Path) -> None:
    whole = store({"Kotak Masuk": [RELEASE, mail("Kedua", "Isi kedua.")]})
    for cut in (100, 700, len(whole) - 400):
        made.write_bytes(whole[:cut])
        with pytest.raises(Unreadable, match=r"kotak\.pst is an Outlook store that is damaged"):
            read(made)
    at = whole.rindex(b"\xec\xbc", 0, whole.index("Isi kedua.".encode("utf-16-le")))  # the start of its properties
    made.write_bytes(whole[:at] + b"XX" + whole[at + 2 :])
    first, second = read(made).members
    assert first.file
    assert (second.name, second.outcome) == ("Kotak Masuk/item-2.eml", "rejected")
    assert "of kotak.pst this mail is damaged" in second.reason
    inside = store({"Kotak Masuk": [mail("Terusan", "Lihat.", {}, attached_mail("", mail("Kedua", "Isi kedua.")))]})
    at = inside.rindex(b"\xec\xbc", 0, inside.index("Isi kedua.".encode("utf-16-le")))
    made.write_bytes(inside[:at] + b"XX" + inside[at + 2 :])
    inner, outer = read(made).members
    assert (inner.name, inner.outcome) == ("Kotak Masuk/mail-200024-1", "rejected")
    assert outer.file


def test_without_the_library_it_is_rejected_and_says_what_to_install(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pst, "pypff", None)
    with pytest.raises(Unreadable, match=r"pip install 'press-archive\[pst\]'"):
        told(made, RELEASE)


def test_mails_become_records_and_what_they_hold_back_is_held(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    first = mail("Pertama", "Yang pertama.", {}, attached("hadir.txt", b"Nama hadirin."))
    secret = mail("Rahasia", "Rapat tertutup.", {}, attached("peserta.txt", b"Nama peserta."))
    mails = [
        RELEASE,
        mail("Terusan", "Lihat lampiran.", {}, attached_mail("Pertama", first)),
        mail("Rancangan pidato", "Belum dikirim.", {FLAGS: 8}, attached_mail("Rahasia", secret)),
        mail("Untuk Anda", "Hanya untuk Anda.", {SENSITIVITY: 3}),
        mail("Besok", "Kapal baru tiba.", {HEADERS: "X-Embargo: 2099-05-03\r\nX-Mailer: a\r\n\r\n"}),
    ]
    (disk / "kotak.pst").write_bytes(store({"Kotak Masuk": mails, "EMBARGO": [mail("Tahan", "Tahan dulu.")]}))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        assert [one.outcome for one in archive.catalogue.receipt(1) if not one.member] == [Outcome.ATTACHED]
        known = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
        assert {one.title: one.status for one in known} == {
            "kotak.pst": Status.HELD,
            "Siaran pers: pelabuhan": Status.RELEASED,
            "Daftar hadir.": Status.RELEASED,
            "Terusan": Status.RELEASED,
            "Pertama": Status.RELEASED,
            "Nama hadirin.": Status.RELEASED,
            "Rancangan pidato": Status.HELD,
            "Rahasia": Status.HELD,
            "Nama peserta.": Status.HELD,
            "Untuk Anda": Status.HELD,
            "Besok": Status.HELD,
            "Tahan": Status.HELD,
        }
        public = archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)
        assert {one.title for one in public} == {
            "Siaran pers: pelabuhan",
            "Daftar hadir.",
            "Terusan",
            "Pertama",
            "Nama hadirin.",
        }
