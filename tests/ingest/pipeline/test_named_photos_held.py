"""Photos named by an embargoed text: held with its embargo, and public once an archivist released them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from archive.access import PUBLIC
from archive.catalogue import Access
from archive.cli import main
from archive.record import Status
from archive.storage.archive import CATALOGUE, Archive
from tests.archive.catalogue.test_kept_back import HEAD, photo
from tests.ingest.pipeline.test_intake import Intake, intake
from tests.support.older_archives import set_back

__all__ = ["intake"]
UNTIL = "Embargo: until 1 January 2090 09:00 UTC"
BARE = "EMBARGO"
PHOTO = "IMG_7001.jpg"


def release(disk: Intake, body: str, order: str = UNTIL, name: str = "disk/pier.txt", names: str = PHOTO) -> None:
    disk.write(name, f"{order}\n\nPier Opened\n\n{body} pagi ini.\n\nPhoto: {names}\n")


def came(disk: Intake, *names: str) -> list[str]:
    """Ingest the disk, and return the records of these files."""
    disk.run()
    return [disk.record(f"disk/{name}").id for name in names]


def public(disk: Intake, *ids: str) -> list[bool]:
    return [disk.archive.catalogue.get(id_, PUBLIC) is not None for id_ in ids]


def let_out(disk: Intake, *ids: str) -> None:
    with disk.archive.catalogue.write() as w:
        w.decide_access(ids, Access(Status.RELEASED), "ana")


def confirm(disk: Intake, text: str) -> None:
    (said,) = disk.archive.catalogue.namings(text)
    assert said.photo is not None
    with disk.archive.catalogue.write() as w:
        w.decide_mention(text, said.n, said.photo)


def records(disk: Intake, *words: str) -> dict[str, Any]:
    """Return the output of `press-archive records`."""
    asked = ["records", words[0], "--archive", str(disk.archive.folder), *words[1:], "--yes", "--json"]
    done = CliRunner().invoke(main, asked, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[0])
    return told


def reread(disk: Intake, *words: str) -> dict[str, dict[str, Any]]:
    """Return the lines of the command by record."""
    asked = ["reread", "--archive", str(disk.archive.folder), "--all", *words]
    lines = CliRunner().invoke(main, [*asked, "--json"], catch_exceptions=False).stdout.splitlines()
    return {line["record"]: line for line in map(json.loads, lines[:-1])}


@pytest.mark.parametrize("names", ["DSC_5502, IMG_5503", "see frames DSC_5502 and IMG_5503 of the second folder"])
@pytest.mark.parametrize("order", [UNTIL, "The embargo on oil was lifted"])
def test_photos_that_a_text_names_without_a_suffix_are_held(intake: Intake, names: str, order: str) -> None:
    release(intake, "Kapal tiba", order=order, names=names)
    for n, name in enumerate(("DSC_5502.jpg", "IMG_5503.JPG", "IMG_5504.jpg")):
        photo(intake, name, 50 * n)
    ids = came(intake, "DSC_5502.jpg", "IMG_5503.JPG", "IMG_5504.jpg")
    assert public(intake, *ids) == [order != UNTIL, order != UNTIL, True]


def test_an_embargo_of_a_new_version_holds_the_photo_of_a_confirmed_mention(intake: Intake) -> None:
    release(intake, "Warga", order="Kupang, 3 Mei 2025")
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    confirm(intake, text)
    assert public(intake, text, picture) == [True, True]
    release(intake, "Warga gembira")
    intake.run()
    assert public(intake, text, picture) == [False, False]


def test_an_embargo_column_of_a_new_table_holds_the_photo_of_a_confirmed_row(intake: Intake) -> None:
    intake.write("disk/captions.csv", f"{HEAD}{PHOTO},Pembukaan dermaga,Ana,\n")
    photo(intake, PHOTO)
    sheet, picture = came(intake, "captions.csv", PHOTO)
    confirm(intake, sheet)
    assert public(intake, sheet, picture) == [True, True]
    intake.write("disk/captions.csv", f"{HEAD}{PHOTO},Pembukaan dermaga,Ana,2051-12-04 10:00 WIB\n")
    intake.run()
    assert public(intake, sheet, picture) == [False, False]


def test_the_photo_of_a_confirmation_that_is_taken_back_is_held(intake: Intake) -> None:
    release(intake, "Warga", order="Kupang, 3 Mei 2025")
    photo(intake, PHOTO)
    other = photo(intake, "IMG_7002.jpg", 20).name
    text, picture, second = came(intake, "pier.txt", PHOTO, other)
    with intake.archive.catalogue.write() as w:
        w.decide_mention(text, 0, picture)
        w.decide_mention(text, 0, second)
    release(intake, "Warga gembira")
    intake.run()
    assert public(intake, picture, second) == [True, False]
    last = max(one.n for one in intake.archive.catalogue.decisions([text]))
    with intake.archive.catalogue.write() as w:
        w.take_back(last)
    assert public(intake, picture) == [False]


def test_a_photo_that_comes_after_its_text_was_released_is_public(intake: Intake) -> None:
    release(intake, "Warga")
    (text,) = came(intake, "pier.txt")
    let_out(intake, text)
    photo(intake, PHOTO)
    (picture,) = came(intake, PHOTO)
    assert public(intake, text, picture) == [True, True]


def test_a_rereading_leaves_the_photos_of_a_released_text_public(intake: Intake) -> None:
    """In earlier archives, a text had no embargo in its mentions."""
    release(intake, "Warga")
    (text,) = came(intake, "pier.txt")
    with intake.archive.catalogue.write() as w:
        w.add_mentions(text, [replace(one.mention, embargo=None) for one in intake.archive.catalogue.namings(text)])
    photo(intake, PHOTO)
    intake.write("disk/captions.csv", f"File,Caption,Credit\n{PHOTO},Pembukaan,Ana\n")
    picture, sheet = came(intake, PHOTO, "captions.csv")
    let_out(intake, text)
    reread(intake)
    assert public(intake, text, picture, sheet) == [True, True, True]


def test_a_new_version_under_the_same_words_holds_what_was_released(intake: Intake) -> None:
    release(intake, "Warga", BARE)
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    assert public(intake, text, picture) == [False, False]
    let_out(intake, text, picture)
    release(intake, "Warga gembira", BARE)
    intake.run()
    assert public(intake, text, picture) == [False, False]
    let_out(intake, picture)
    reread(intake)
    assert public(intake, text, picture) == [False, True]


@pytest.mark.parametrize("doubtful", [False, True])
def test_a_photo_of_a_row_that_was_released_stays_so(intake: Intake, doubtful: bool) -> None:
    intake.write("disk/siaran/captions.csv", f"{HEAD}{PHOTO},Pembukaan,Ana,Ya\n")
    photo(intake, f"siaran/foto/{PHOTO}")
    if doubtful:
        photo(intake, f"lain/{PHOTO}", 20)
    sheet, picture = came(intake, "siaran/captions.csv", f"siaran/foto/{PHOTO}")
    assert [one.doubtful for one in intake.archive.catalogue.namings(sheet)] == [doubtful]
    assert public(intake, sheet, picture) == [False, False]
    let_out(intake, picture)
    reread(intake)
    assert public(intake, picture) == [True]
    confirm(intake, sheet)
    assert public(intake, picture) == [True]


def test_a_released_photo_stays_so_when_its_mention_is_confirmed_or_a_namesake_comes(intake: Intake) -> None:
    release(intake, "Warga")
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    let_out(intake, picture)
    photo(intake, f"lain/{PHOTO}", 20)
    intake.run()
    confirm(intake, text)
    assert public(intake, text, picture) == [False, True]


def test_a_photo_that_something_else_held_too_stays_out_once_it_is_released(intake: Intake) -> None:
    release(intake, "Warga", name="disk/EMBARGO/pier.txt")
    photo(intake, f"EMBARGO/{PHOTO}")
    text, picture = came(intake, "EMBARGO/pier.txt", f"EMBARGO/{PHOTO}")
    let_out(intake, picture)
    reread(intake)
    assert public(intake, text, picture) == [False, True]


def test_a_photo_whose_embargo_an_archivist_shortened_keeps_that(intake: Intake) -> None:
    release(intake, "Warga")
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    with intake.archive.catalogue.write() as w:
        w.decide_access([picture], Access(Status.HELD, "2051-01-01T00:00:00Z", "the signing"), "ana")
    reread(intake)
    assert intake.record(f"disk/{PHOTO}").release_at == "2051-01-01T00:00:00Z"
    assert public(intake, text, picture) == [False, False]


@pytest.mark.parametrize(
    ("before", "after"), [(f"lain/{PHOTO}", f"siaran/{PHOTO}"), ("siaran/pier.txt", "lain/pier.txt")]
)
def test_a_text_or_photo_that_is_moved_to_the_other_holds_it(intake: Intake, before: str, after: str) -> None:
    """Before, the photo is in another folder, and may be a different one with that name."""
    release(intake, "Warga", name="disk/siaran/pier.txt")
    photo(intake, f"lain/{PHOTO}")
    text, picture = came(intake, "siaran/pier.txt", f"lain/{PHOTO}")
    assert public(intake, text, picture) == [False, True]
    shutil.move(intake.home / "disk" / before, intake.home / "disk" / after)
    intake.run()
    assert public(intake, text, picture) == [False, False]
    held = "holds back with it: 1 record" if after.endswith(".txt") else "held until 2090-01-01T09:00:00Z"
    assert held in intake.lines[f"disk/{after}"].reason


def test_a_copy_that_comes_to_its_text_is_held(intake: Intake) -> None:
    release(intake, "Warga", name="disk/siaran/pier.txt")
    file = photo(intake, f"lain/{PHOTO}")
    text, picture = came(intake, "siaran/pier.txt", f"lain/{PHOTO}")
    assert public(intake, text, picture) == [False, True]
    shutil.copy(file, intake.home / "disk/siaran")
    intake.run()
    assert public(intake, text, picture) == [False, False]
    let_out(intake, picture)
    shutil.copy(file, intake.home / "disk/siaran/pier_files.jpg")
    intake.run()
    assert public(intake, text, picture) == [False, True]


def test_a_rereading_says_which_photos_and_tables_it_holds(intake: Intake) -> None:
    release(intake, "Warga")
    (text,) = came(intake, "pier.txt")
    with intake.archive.catalogue.write() as w:
        w.add_mentions(text, [replace(one.mention, embargo=None) for one in intake.archive.catalogue.namings(text)])
    photo(intake, PHOTO)
    intake.write("disk/captions.csv", f"File,Caption,Credit\n{PHOTO},Pembukaan,Ana\n")
    picture, sheet = came(intake, PHOTO, "captions.csv")
    for words in (("--dry-run",), ()):
        assert public(intake, text, picture, sheet) == [False, True, True]
        line = reread(intake, *words, text)[text]
        assert line["holds"] == sorted([picture, sheet])
        assert "holds back with it: 2 records" in line["reason"]
    assert public(intake, picture, sheet) == [False, False]
    assert reread(intake, text)[text]["holds"] == []


def test_a_merge_keeps_what_was_decided_and_holds_what_is_named_now(intake: Intake) -> None:
    release(intake, "Warga")
    release(intake, "Menteri", name="disk/lain/copy.txt", names="IMG_7002.jpg")
    photo(intake, PHOTO)
    photo(intake, "IMG_7002.jpg", 20)
    text, copy, picture, second = came(intake, "pier.txt", "lain/copy.txt", PHOTO, "IMG_7002.jpg")
    let_out(intake, picture)
    assert public(intake, picture, second) == [True, True]
    records(intake, "merge", copy, text)
    reread(intake)
    assert public(intake, copy, picture, second) == [False, True, False]


def test_a_text_that_is_split_off_holds_the_photos_it_names(intake: Intake) -> None:
    """Also in an earlier archive, in which a merged file has no embargo in its mentions."""
    intake.write("disk/a.txt", "Pasar Lama\n\nPemugaran pasar lama dimulai hari ini juga di kota itu.\n")
    release(intake, "Warga")
    kept, text = came(intake, "a.txt", "pier.txt")
    records(intake, "merge", kept, text)
    with sqlite3.connect(intake.archive.folder / CATALOGUE) as db:
        without = "json_set(description, '$.mentions[0].embargo', NULL)"
        assert db.execute(f"UPDATE companions SET description = {without} WHERE joined").rowcount == 1
    let_out(intake, kept)
    made = records(intake, "split", kept, "--asset", "1")["made"]
    photo(intake, PHOTO)
    (picture,) = came(intake, PHOTO)
    assert public(intake, kept, made, picture) == [True, False, False]


def test_a_photo_that_an_archivist_of_an_older_version_released_stays_so(intake: Intake) -> None:
    release(intake, "Warga", order=BARE)
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    let_out(intake, picture)
    with sqlite3.connect(
        intake.archive.folder / CATALOGUE
    ) as file:  # which noted nothing for a photo that was already held
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("DELETE FROM events WHERE record = ? AND json_extract(detail, '$.because') = ?", (picture, text))
    intake.archive.close()
    set_back(intake.archive.folder, "0020")
    intake.archive = Archive.open(intake.archive.folder)
    reread(intake)
    assert public(intake, text, picture) == [False, True]
