"""One embargo holds everything that belongs together: a mail with its attachments, a ZIP with one release, a folder
with a note, a text in several formats."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.custody.backup import create_backup
from archive.record import Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.container_disk import put
from tests.builders.packed_files import photo, tarred, zipped
from tests.ingest.pipeline.test_intake import FIRST, SECOND, THIRD, Intake, intake

__all__ = ["intake"]
ORDER = "EMBARGOED UNTIL 10:00 GMT, 5 MAY 2090"
TALK = "The trade embargo on Cuba was discussed in Havana."


def public(intake: Intake) -> list[str]:
    """Run an ingest, and return the public files by their paths below the disk."""
    intake.run()
    return sorted(
        name.removeprefix("disk/")
        for name, line in intake.lines.items()
        if line.record and intake.record(name).status is Status.RELEASED
    )


def mail(**attached: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@port.example", "Photos of the new hall"
    message.set_content(FIRST)
    for name, content in attached.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return bytes(message)


@pytest.mark.parametrize("words", [ORDER, TALK])
def test_an_order_in_an_attachment_holds_the_mail_and_all_in_it(intake: Intake, words: str) -> None:
    files = {"a_txt": SECOND.encode(), "b_txt": f"{words}\n\n{THIRD}".encode(), "c_jpg": photo()}
    put(intake, "a.eml", mail(**files))
    names = ["a.eml", "a.eml!/a.txt", "a.eml!/b.txt", "a.eml!/c.jpg"]
    assert public(intake) == ([] if words == ORDER else names)


def test_an_order_in_a_forwarded_mail_holds_the_mail_around_it(intake: Intake) -> None:
    inner = EmailMessage()
    inner["Subject"] = "A new hall"
    inner.set_content(f"{ORDER}\n\n{SECOND}")
    outer = EmailMessage()
    outer["Subject"] = "For you"
    outer.set_content(FIRST)
    outer.add_attachment(inner)
    outer.add_attachment(photo(), maintype="image", subtype="jpeg", filename="c.jpg")
    put(intake, "a.eml", bytes(outer))
    assert public(intake) == []


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_order_in_the_one_text_of_a_package_holds_its_photos(intake: Intake, pack: object) -> None:
    assert callable(pack)
    put(intake, "kit.zip", pack({"text/a.txt": f"{ORDER}\n\n{FIRST}", "photos/c.jpg": photo()}))
    assert public(intake) == []


def test_of_several_texts_in_a_package_each_has_its_own_order(intake: Intake) -> None:
    put(intake, "all.zip", zipped({"a.txt": f"{ORDER}\n\n{FIRST}", "b.txt": SECOND, "c.jpg": photo()}))
    assert {"all.zip!/b.txt", "all.zip!/c.jpg"} <= set(public(intake))


@pytest.mark.parametrize("name", ["README.txt", "Catatan untuk redaksi.txt", "01_Ghi chú.txt", f"{ORDER}.txt"])
def test_a_note_in_a_package_holds_all_in_it(intake: Intake, name: str) -> None:
    files = {"a.txt": FIRST, "b.txt": SECOND, "c.jpg": photo(), name.replace(":", "."): f"{ORDER}\n"}
    put(intake, "all.zip", zipped(files))
    assert public(intake) == []


@pytest.mark.parametrize(
    "name",
    ["README.txt", "baca dulu.txt", f"README - {ORDER}.txt", "PLEASE READ.txt", "!!! Important.txt", "À lire.txt"],
)
def test_a_note_in_a_folder_holds_what_lies_beside_it(intake: Intake, name: str) -> None:
    for place in ("in", "out"):
        put(intake, f"{place}/a.txt", f"{FIRST}{place}".encode())
        put(intake, f"{place}/c.jpg", photo(len(place)))
    put(intake, f"in/{name.replace(':', '.')}", f"{ORDER}\n".encode() if ORDER not in name else b"For the desk.\n")
    assert public(intake) == ["out/a.txt", "out/c.jpg"]


@pytest.mark.parametrize(
    "words",
    [
        "All files here are under embargo until 10:00 GMT, 5 May 2090.",
        "Semua berkas di map ini diembargo hingga 5 Mei 2090.",
        "Tất cả tài liệu trong thư mục này bị cấm đăng đến 5/5/2090.",
    ],
)
@pytest.mark.parametrize("name", ["to the editors.txt", "EMBARGO!.txt", "x.md"])
def test_a_short_text_that_speaks_of_all_files_is_a_note_on_them(intake: Intake, words: str, name: str) -> None:
    put(intake, f"in/{name}", f"{words}\n".encode())
    put(intake, "in/a.txt", FIRST.encode())
    put(intake, "out/b.txt", SECOND.encode())
    assert public(intake) == ["out/b.txt"]


def test_a_short_text_whose_order_is_its_own_is_no_note_on_all_files(intake: Intake) -> None:
    put(intake, "in/release.txt", f"{ORDER}\n\nThe harbour opens.\n\nAll photos here are by Ali Ahmad.\n".encode())
    put(intake, "in/a.txt", FIRST.encode())
    assert public(intake) == ["in/a.txt"]


def test_an_empty_file_that_is_called_an_order_holds_what_lies_beside_it(intake: Intake) -> None:
    put(intake, "EMBARGO until Friday.txt", b"")
    put(intake, "a.txt", FIRST.encode())
    assert public(intake) == []


def test_a_note_holds_what_came_before_it_and_what_comes_later(intake: Intake) -> None:
    put(intake, "a.txt", FIRST.encode())
    assert public(intake) == ["a.txt"]
    put(intake, "README.txt", f"{ORDER}\n".encode())
    assert public(intake) == []
    put(intake, "c.jpg", photo())
    assert public(intake) == []


def test_talk_of_an_embargo_in_a_note_holds_nothing(intake: Intake) -> None:
    put(intake, "README.txt", f"{TALK}\n".encode())
    put(intake, "a.txt", FIRST.encode())
    assert public(intake) == ["README.txt", "a.txt"]


@pytest.mark.parametrize("other", ["a.html", "a_id.txt", "a.jpg"])
def test_one_text_in_several_formats_is_held_in_all(intake: Intake, other: str) -> None:
    put(intake, "a.txt", f"{ORDER}\n\n{FIRST}".encode())
    put(intake, other, photo() if other == "a.jpg" else f"<html><body><p>{SECOND}</p></body></html>".encode())
    put(intake, "b.txt", THIRD.encode())
    assert public(intake) == ["b.txt"]


def test_a_text_that_the_public_saw_stays_when_a_version_under_embargo_comes_later(intake: Intake) -> None:
    put(intake, "a.txt", FIRST.encode())
    assert public(intake) == ["a.txt"]
    put(intake, "a_id.txt", f"{ORDER}\n\n{SECOND}".encode())
    assert public(intake) == ["a.txt"]


def _archive(intake: Intake, other: Path) -> None:
    shutil.copytree(other, intake.home / "disk" / "old")


def _originals(intake: Intake, other: Path) -> None:
    shutil.copytree(other / "originals", intake.home / "disk" / "files")


def _backup(intake: Intake, other: Path) -> None:
    with Archive.open(other) as opened:
        create_backup(opened, intake.home / "disk" / "backup", lambda *_: None, lambda _: None)


def _packed(intake: Intake, other: Path) -> None:
    files = {
        str(path.relative_to(other)): path.read_bytes() for path in (other / "originals").rglob("*") if path.is_file()
    }
    put(intake, "old.zip", zipped({"old/a.txt": THIRD, **files}))


@pytest.mark.parametrize("lay", [_archive, _originals, _backup, _packed])
def test_what_another_archive_holds_does_not_come_in_without_its_order(
    intake: Intake, tmp_path: Path, lay: Callable[[Intake, Path], None]
) -> None:
    """Its originals have no names, and its orders are in its catalogue."""
    (tmp_path / "given" / "EMBARGO").mkdir(parents=True)
    (tmp_path / "given" / "EMBARGO" / "a.txt").write_text(FIRST, encoding="utf-8")
    with Archive.create(tmp_path / "other") as other:
        ingest([tmp_path / "given"], other)
        assert not other.catalogue.visible_ids(PUBLIC)
    lay(intake, tmp_path / "other")
    put(intake, "b.txt", SECOND.encode())
    found = public(intake)
    assert [path for path in found if not path.endswith(("b.txt", "a.txt", "old.zip"))] == []
    assert "b.txt" in found
    assert any("another archive" in line.reason for line in intake.lines.values())
    texts = [intake.archive.catalogue.text(one, PUBLIC) or "" for one in intake.archive.catalogue.visible_ids(PUBLIC)]
    assert [text for text in texts if "Kupang" in text] == []
