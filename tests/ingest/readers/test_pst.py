"""Stores of Outlook (PST): each mail is one by itself, what is no mail is left out, damage ends with a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.errors import Unreadable
from archive.media_types import OUTLOOK_STORE
from archive.record import Description, Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import members
from ingest.readers.mail import pst
from tests.builders.made_files import read
from tests.builders.outlook_stores import (
    ADDRESS,
    CLASS,
    FLAGS,
    HEADERS,
    SENDER,
    SENSITIVITY,
    SENT,
    TO,
    Mail,
    attached,
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


def test_what_cannot_be_taken_out_has_its_line(made: Path) -> None:
    sealed = mail("Rahasia", "", {CLASS: "IPM.Note.SMIME"})
    holding = mail("Terusan", "Lihat.", {}, attached("", b"\4\1 \0\0\0\0\0", 5), attached("", b"\xd0\xcf", 6))
    found = told(made, sealed, holding)
    assert [(one.name, one.outcome) for one in found.members] == [
        ("Kotak Masuk/mail-200024.eml", "encrypted"),
        ("Kotak Masuk/mail-200044-1", "rejected"),
        ("Kotak Masuk/mail-200044-2", "skipped"),
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
    at = whole.rindex(b"\xec\xbc", 0, whole.index("Isi kedua.".encode("utf-16-le")))  # how its properties begin
    made.write_bytes(whole[:at] + b"XX" + whole[at + 2 :])
    first, second = read(made).members
    assert first.file
    assert (second.name, second.outcome) == ("Kotak Masuk/item-2.eml", "rejected")
    assert "of kotak.pst this mail is damaged" in second.reason


def test_without_the_library_it_is_rejected_and_says_what_to_install(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pst, "pypff", None)
    with pytest.raises(Unreadable, match=r"pip install 'press-archive\[pst\]'"):
        told(made, RELEASE)


def test_mails_become_records_and_what_they_hold_back_is_held(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mails = [
        RELEASE,
        mail("Rancangan pidato", "Belum dikirim.", {FLAGS: 8}),
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
            "Rancangan pidato": Status.HELD,
            "Untuk Anda": Status.HELD,
            "Besok": Status.HELD,
            "Tahan": Status.HELD,
        }
        public = archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)
        assert {one.title for one in public} == {"Siaran pers: pelabuhan", "Daftar hadir."}
