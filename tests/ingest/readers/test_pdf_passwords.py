"""Encrypted PDFs: a separate outcome, ingested once the password is given, which is not stored."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click import UsageError
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from archive.access import ARCHIVIST
from archive.storage.archive import Archive
from ingest.commands.arguments import passwords_in, refuse_within
from tests.builders.made_files import read
from tests.support.commands import Run, json_lines, some

SECRET = "Sandi-mercusuar"
OTHER = "s\u00e3o-lu\u00eds"
BODY = "Mereka sepakat menunggu air pasang."
WORDS = "Rapat tertutup juru mudi"


def locked(path: Path, user: str, algorithm: str = "RC4-128") -> None:
    canvas = Canvas(str(path))
    canvas.setTitle(WORDS)
    canvas.drawString(72, 700, WORDS)
    canvas.drawString(72, 640, BODY)
    canvas.save()
    writer = PdfWriter(clone_from=path)
    writer.encrypt(user, "pemilik-9", algorithm=algorithm)
    writer.write(path)


def test_a_password_against_changes_keeps_nobody_out(tmp_path: Path) -> None:
    locked(tmp_path / "a.pdf", "")
    assert read(tmp_path / "a.pdf").text == f"{WORDS}\n\n{BODY}"


def test_a_retry_with_the_passwords_takes_it_in_and_keeps_none_of_them(press_archive: Run, tmp_path: Path) -> None:
    shelf, disk, passwords = tmp_path / "shelf", tmp_path / "disk", tmp_path / "sandi.txt"
    disk.mkdir()
    locked(disk / "a.pdf", SECRET, "AES-256")
    locked(disk / "b.pdf", OTHER)
    passwords.write_text(f"\ufeffsalah\r\n\r\n{SECRET}\r\n", encoding="utf-8")
    press_archive("init", "--archive", shelf)
    first = json_lines(press_archive("ingest", "--archive", shelf, "--json", disk))
    assert [line["outcome"] for line in first if "path" in line] == ["encrypted"] * 2
    assert "--pdf-passwords FILE" in first[0]["reason"]
    done = press_archive("ingest", "--archive", shelf, "--json", "--retry", 1, "--pdf-passwords", passwords)
    by_name = {Path(line["path"]).name: line for line in json_lines(done) if "path" in line}
    assert [by_name[name]["outcome"] for name in ("a.pdf", "b.pdf")] == ["added", "encrypted"]
    assert "none of those given" in by_name["b.pdf"]["reason"]
    with Archive.open(shelf) as archive:
        record = by_name["a.pdf"]["record"]
        assert BODY in str(archive.catalogue.text(record, ARCHIVIST))
        found = archive.catalogue.get(record, ARCHIVIST)
        assert found is not None
        assert found.title == WORDS
    for file in some(shelf.rglob("*")):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in done.stdout + done.stderr
    passwords.write_text(f"{OTHER}\n", encoding="utf-8")
    again = press_archive("ingest", "--archive", shelf, "--json", "--pdf-passwords", passwords, disk)
    by_name = {Path(line["path"]).name: line["outcome"] for line in json_lines(again) if "path" in line}
    assert by_name == {"a.pdf": "unchanged", "b.pdf": "added"}


def test_a_retry_with_the_passwords_needs_no_disk(press_archive: Run, tmp_path: Path) -> None:
    shelf, disk, passwords = tmp_path / "shelf", tmp_path / "disk", tmp_path / "sandi.txt"
    disk.mkdir()
    locked(disk / "a.pdf", SECRET)
    passwords.write_text(f"{SECRET}\n", encoding="utf-8")
    press_archive("init", "--archive", shelf)
    press_archive("ingest", "--archive", shelf, disk)
    shutil.rmtree(disk)
    line, _ = json_lines(press_archive("ingest", "--archive", shelf, "--json", "--retry", "--pdf-passwords", passwords))
    assert (line["outcome"], line["kept"]) == ("added", True)
    with Archive.open(shelf) as archive:
        assert BODY in str(archive.catalogue.text(line["record"], ARCHIVIST))


def test_a_file_of_passwords_that_cannot_be_used_ends_it(tmp_path: Path) -> None:
    passwords = tmp_path / "sandi.txt"
    passwords.write_bytes(b"\xff\xfes\0")
    with pytest.raises(UsageError, match="not UTF-8"):
        passwords_in(passwords)
    with pytest.raises(UsageError, match="would be taken in itself"):
        refuse_within(passwords, [tmp_path])
    refuse_within(passwords, [tmp_path / "disk"])
