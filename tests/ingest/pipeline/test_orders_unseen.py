"""An embargo that an archivist had not seen when deciding applies, and an undo releases nothing under an embargo."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from archive.catalogue import Access
from archive.catalogue.restrictions import record_access
from archive.errors import CannotUndo
from archive.record import Status
from archive.storage.archive import Archive
from tests.archive.catalogue.test_kept_back import HEAD, photo
from tests.builders.packed_files import EMBARGO
from tests.builders.photo_builders import packet
from tests.ingest.pipeline.test_intake import FIRST, Intake, intake, set_config
from tests.ingest.pipeline.test_named_photos_held import (
    BARE,
    PHOTO,
    came,
    confirm,
    let_out,
    public,
    records,
    release,
    reread,
)
from tests.ingest.pipeline.test_reread import made_old
from tests.ingest.readers.test_containers_mail import BODY, mail, with_files
from tests.support.older_archives import set_back

__all__ = ["intake"]
SHEET = "File,Caption,Credit\n"
ORDER = "<photoshop:Instructions>EMBARGOED UNTIL 10:00 WIB, 3 May 2090</photoshop:Instructions>"


def decide(disk: Intake, access: Access, *ids: str) -> int:
    """Decide, and return the number of the change set."""
    with disk.archive.catalogue.write() as w:
        n = w.decide_access(ids, access, "ana")
    assert n is not None
    return n


def undo(disk: Intake, n: int) -> None:
    with disk.archive.catalogue.write() as w:
        w.undo(n, "ana")


def hold(disk: Intake, *ids: str) -> int:
    return decide(disk, Access(Status.HELD, hold_reason="the signing"), *ids)


def mailed(disk: Intake) -> tuple[str, str]:
    """Return an embargoed mail whose reader did not detect the embargo, and its attachment."""
    (disk.home / "disk/a.eml").write_bytes(bytes(with_files(mail(EMBARGO + BODY))))
    disk.run()
    ids = {line.path.rsplit("/", 1)[-1]: line.record for line in disk.lines.values()}
    around, inside = str(ids["a.eml"]), str(ids["sambutan.txt"])
    made_old(disk.archive.folder, around, title="Judul lama")
    return around, inside


def upgraded(disk: Intake) -> None:
    """Make it like an archive of an older version, which did not record what holds each photo."""
    disk.archive.close()
    set_back(disk.archive.folder, "0020")
    disk.archive = Archive.open(disk.archive.folder)


def test_an_order_that_a_rereading_finds_holds_a_photo_that_was_released_before(intake: Intake) -> None:
    """If everything is held on arrival, nobody releases a photo because of a text."""
    set_config(intake, "access", '"held"')
    release(intake, "Warga")
    (text,) = came(intake, "pier.txt")
    made_old(intake.archive.folder, text, title="Judul lama")  # its reader did not detect the embargo
    photo(intake, PHOTO)
    (picture,) = came(intake, PHOTO)
    let_out(intake, picture)
    assert public(intake, text, picture) == [False, True]
    reread(intake)
    assert public(intake, text, picture) == [False, False]


@pytest.mark.parametrize("held", [True, False])
def test_a_copy_that_comes_to_its_text_is_held_whatever_was_decided_before(intake: Intake, held: bool) -> None:
    set_config(intake, "access", '"held"' if held else '"released"')
    release(intake, "Warga", name="disk/siaran/pier.txt")
    file = photo(intake, f"lain/{PHOTO}")
    text, picture = came(intake, "siaran/pier.txt", f"lain/{PHOTO}")
    if not held:
        hold(intake, picture)
    let_out(intake, picture)
    assert public(intake, text, picture) == [False, True]
    set_config(intake, "access", '"released"')
    shutil.copy(file, intake.home / "disk/siaran")
    intake.run()
    assert public(intake, text, picture) == [False, False]


def test_a_photo_that_was_released_while_it_was_only_supposed_to_be_meant_is_held_once_it_is(intake: Intake) -> None:
    set_config(intake, "access", '"held"')
    release(intake, "Warga", name="disk/siaran/pier.txt")
    photo(intake, f"siaran/foto/{PHOTO}")
    photo(intake, f"lain/{PHOTO}", 20)
    (text,) = came(intake, "siaran/pier.txt")
    (said,) = intake.archive.catalogue.namings(text)
    assert said.doubtful
    assert said.photo is not None
    let_out(intake, said.photo)
    assert public(intake, text, said.photo) == [False, True]
    confirm(intake, text)
    assert public(intake, text, said.photo) == [False, False]


def test_an_order_found_after_an_upgrade_holds_what_was_released_before_it(intake: Intake) -> None:
    release(intake, "Warga", order=BARE)
    (text,) = came(intake, "pier.txt")
    hold(intake, text)
    made_old(intake.archive.folder, text, title="Judul lama")
    photo(intake, PHOTO)
    (picture,) = came(intake, PHOTO)
    hold(intake, picture)
    let_out(intake, picture)
    upgraded(intake)
    assert public(intake, text, picture) == [False, True]
    reread(intake)
    assert public(intake, text, picture) == [False, False]


def test_an_undone_release_of_a_text_holds_the_photos_that_came_meanwhile(intake: Intake) -> None:
    release(intake, "Warga", names=f"{PHOTO}, IMG_7002.jpg")
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    let_out(intake, picture)
    n = decide(intake, Access(Status.RELEASED), text)
    photo(intake, "IMG_7002.jpg", 20)
    (second,) = came(intake, "IMG_7002.jpg")
    assert public(intake, text, picture, second) == [True, True, True]
    undo(intake, n)
    assert public(intake, text, picture, second) == [False, True, False]


def test_an_undone_hold_lets_out_no_photo_that_a_text_holds_since(intake: Intake) -> None:
    photo(intake, PHOTO)
    (picture,) = came(intake, PHOTO)
    n = hold(intake, picture)
    release(intake, "Warga")
    (text,) = came(intake, "pier.txt")
    with pytest.raises(CannotUndo, match=picture):
        undo(intake, n)
    assert public(intake, text, picture) == [False, False]
    let_out(intake, picture)  # with knowledge of the embargo
    reread(intake)
    assert public(intake, text, picture) == [False, True]


@pytest.mark.parametrize("how", ["version", "reread", "sidecar"])
def test_an_undone_hold_lets_out_nothing_under_an_embargo_of_its_own_since(intake: Intake, how: str) -> None:
    release(intake, "Warga", order="Kupang, 3 Mei 2025" if how == "version" else BARE)
    photo(intake, PHOTO)
    text, picture = came(intake, "pier.txt", PHOTO)
    if how == "reread":
        made_old(intake.archive.folder, text, title="Judul lama")
    with intake.archive.catalogue.write() as w:
        for one in (text, picture):
            w.set_status(one, Access())
    one = picture if how == "sidecar" else text
    n = hold(intake, one)
    if how == "version":
        release(intake, "Warga gembira")
    elif how == "sidecar":
        intake.write("disk/IMG_7001.xmp", packet(ORDER).decode())
    if how == "reread":
        reread(intake)
    else:
        intake.run()
    with pytest.raises(CannotUndo, match=one):
        undo(intake, n)
    assert public(intake, one) == [False]


@pytest.mark.parametrize("before", ["public", "held on intake", "changed since"])
def test_an_undone_hold_of_a_mail_lets_out_no_attachment_once_the_mail_is_under_an_embargo(
    intake: Intake, before: str
) -> None:
    around, inside = mailed(intake)
    with intake.archive.catalogue.write() as w:
        w.set_status(around, Access(Status.HELD, hold_reason="on intake") if before == "held on intake" else Access())
        w.set_status(inside, Access())
    n = hold(intake, around, inside)
    reread(intake)
    if before == "changed since":
        decide(intake, Access(Status.WITHDRAWN), around)
    with pytest.raises(CannotUndo, match=inside), intake.archive.catalogue.write() as w:
        w.undo(n, "ana")
    if before == "held on intake":
        with intake.archive.catalogue.write() as w:
            w.undo(n, "ana", skip=True)
    assert public(intake, around, inside) == [False, False]


def test_an_undone_hold_of_a_mail_and_its_attachment_opens_both_where_nothing_else_holds_them(intake: Intake) -> None:
    around, inside = mailed(intake)
    let_out(intake, around, inside)
    n = hold(intake, around, inside)
    undo(intake, n)
    assert public(intake, around, inside) == [True, True]


@pytest.mark.parametrize("how", ["alone", "together", "text", "merged"])
def test_an_embargo_that_is_over_hinders_no_undo(intake: Intake, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    around, inside = mailed(intake)
    release(intake, "Warga", order="Kupang, 3 Mei 2025")
    photo(intake, PHOTO)
    intake.write("disk/other.txt", FIRST)
    other, picture = came(intake, "other.txt", PHOTO)
    with intake.archive.catalogue.write() as w:
        for one in (around, inside, other, picture):
            w.set_status(one, Access())
    held = {"alone": [inside], "together": [around, inside], "text": [picture], "merged": [other]}[how]
    n = hold(intake, *held)
    if how == "merged":
        n = records(intake, "merge", other, inside)["change_set"]
    release(intake, "Warga", order="Embargo: until 3 May 2051 09:00 UTC")
    intake.run()
    reread(intake)
    with pytest.raises(CannotUndo):
        undo(intake, n)
    for clock in ((record_access, "utc_now"), (intake.archive.catalogue, "_clock")):
        monkeypatch.setattr(*clock, lambda: datetime(2051, 6, 1, tzinfo=UTC))
    undo(intake, n)
    assert public(intake, *held) == [how != "merged"] * len(held)


@pytest.mark.parametrize(("kept", "gone"), [("by hand", "public"), ("on intake", "public"), ("on intake", "by hand")])
def test_an_undone_merge_lets_out_no_attachment_of_a_mail_that_is_under_an_embargo_since(
    intake: Intake, kept: str, gone: str
) -> None:
    """The record that it was merged into was already held as strictly, so it is as the merge left it."""
    around, inside = mailed(intake)
    intake.write("disk/other.txt", FIRST)
    (other,) = came(intake, "other.txt")
    with intake.archive.catalogue.write() as w:
        w.set_status(around, Access())
        w.set_status(inside, Access())
        w.set_status(other, Access(Status.HELD, hold_reason="on intake") if kept == "on intake" else Access())
    held = [hold(intake, one) for one, how in ((other, kept), (inside, gone)) if how == "by hand"]
    n = records(intake, "merge", other, inside)["change_set"]
    undo(intake, n)
    assert public(intake, other, inside) == [False, gone == "public"]
    n = records(intake, "merge", other, inside)["change_set"]
    reread(intake)
    with pytest.raises(CannotUndo, match=other):
        undo(intake, n)
    for one in held:
        with pytest.raises(CannotUndo):
            undo(intake, one)
    assert public(intake, around, other) == [False, False]


def test_an_undone_hold_of_a_table_lets_out_no_caption_of_a_photo_that_is_held_since(intake: Intake) -> None:
    intake.write("disk/captions.csv", f"{SHEET}{PHOTO},Pembukaan dermaga,Ana\n")
    photo(intake, PHOTO)
    sheet, picture = came(intake, "captions.csv", PHOTO)
    n = hold(intake, sheet)
    hold(intake, picture)
    undo(intake, n)
    assert public(intake, sheet, picture) == [False, False]


def test_a_merge_into_a_held_photo_holds_the_tables_that_name_the_other(intake: Intake) -> None:
    intake.write("disk/captions.csv", f"{SHEET}{PHOTO},Pembukaan dermaga,Ana\n")
    photo(intake, PHOTO)
    photo(intake, "lain/RHS_1.jpg", 20)
    sheet, named, other = came(intake, "captions.csv", PHOTO, "lain/RHS_1.jpg")
    hold(intake, other)
    assert public(intake, sheet, named) == [True, True]
    records(intake, "merge", other, named)
    assert public(intake, sheet, other) == [False, False]


def test_a_row_of_a_table_is_no_less_strict_for_photos_that_come_one_by_one(intake: Intake) -> None:
    """Also if a table names one of them twice, first with the weaker embargo."""
    rows = [f"{PHOTO},Pembukaan,Ana,2051-12-04 10:00 WIB", f"{PHOTO},Pasar,Ana,Ya", "IMG_7002.jpg,Pasar,Ana,Ya"]
    intake.write("disk/captions.csv", HEAD + "\n".join(rows) + "\n")
    photo(intake, PHOTO)
    (picture,) = came(intake, PHOTO)
    assert intake.record(f"disk/{PHOTO}").release_at is None
    photo(intake, "IMG_7002.jpg", 20)
    (second,) = came(intake, "IMG_7002.jpg")
    assert public(intake, picture, second) == [False, False]
    let_out(intake, picture, second)
    reread(intake)
    assert public(intake, picture, second) == [True, True]
