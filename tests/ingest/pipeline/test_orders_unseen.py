"""An order that an archivist had not seen when they decided holds, and an undo lets nothing out that is under one."""

from __future__ import annotations

from archive.catalogue import Access
from archive.record import Status
from tests.archive.catalogue.test_kept_back import photo
from tests.ingest.pipeline.test_intake import Intake, intake
from tests.ingest.pipeline.test_named_photos_held import (
    PHOTO,
    came,
    public,
    records,
)

__all__ = ["intake"]
SHEET = "File,Caption,Credit\n"


def decide(disk: Intake, access: Access, *ids: str) -> int:
    """The number of the change set."""
    with disk.archive.catalogue.write() as w:
        n = w.decide_access(ids, access, "ana")
    assert n is not None
    return n


def hold(disk: Intake, *ids: str) -> int:
    return decide(disk, Access(Status.HELD, hold_reason="the signing"), *ids)


def test_a_merge_into_a_held_photo_holds_the_tables_that_name_the_other(intake: Intake) -> None:
    intake.write("disk/captions.csv", f"{SHEET}{PHOTO},Pembukaan dermaga,Ana\n")
    photo(intake, PHOTO)
    photo(intake, "lain/RHS_1.jpg", 20)
    sheet, named, other = came(intake, "captions.csv", PHOTO, "lain/RHS_1.jpg")
    hold(intake, other)
    assert public(intake, sheet, named) == [True, True]
    records(intake, "merge", other, named)
    assert public(intake, sheet, other) == [False, False]
