"""Image sequences: what is on one contact sheet, and what is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access, Catalogue, NewAsset, Writer
from archive.catalogue.photos.image_sequences import MOST
from archive.catalogue.schema import migration
from archive.catalogue.schema.filenames import place_of, written_prefix
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.record import Description, Status
from tests.archive.catalogue.shelf import HELD, put, sha

DAY = "2025-10-25"
RELEASED = Access()


def shot(writer: Writer, path: str, created: str | None = DAY, access: Access = RELEASED, **values: object) -> str:
    described = Description("image/jpeg", "photo", 1)
    described.offer("created", created, "exif:36867")
    for key, value in values.items():
        described.offer(key, value, "test")
    record = writer.add_record(described, NewAsset(sha(path), 9, "image/jpeg"), access)
    put(writer, path, record, path)
    return record


def sheet(catalogue: Catalogue, record: str) -> list[str] | None:
    """Return the file names on the contact sheet of a photo, in order; None if it is alone."""
    run = catalogue.sequence(record, ARCHIVIST)
    return None if run is None else [found.filename for found in run.records]


def test_only_as_many_frames_are_read_as_are_asked_for(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"W-HAI_{number}.jpg") for number in range(1275, 1295)]
    for at, first in ((0, 1275), (10, 1283), (19, 1290)):
        run = catalogue.sequence(ids[at], PUBLIC, most=5)
        assert run is not None
        assert run.label == "W-HAI 1275–1294, 20 frames"
        assert [found.filename for found in run.records] == [f"W-HAI_{n}.jpg" for n in range(first, first + 5)]


@pytest.mark.parametrize(
    ("name", "prefix", "number"),
    [
        ("W-HAI_1275.jpg", "W-HAI", 1275),
        ("w-hai_1275.JPG", "w-hai", 1275),
        ("W-HAI_1275-1.jpg", "W-HAI", 1275),
        ("W-HAI_1275 (2).jpg", "W-HAI", 1275),
        ("W-HAI_1275-1024x683.jpg", "W-HAI", 1275),
        ("W-HAI_1275_edit.jpg", "W-HAI", 1275),
        ("W-HAI_1275 - Copy.jpg", "W-HAI", 1275),
        ("MCS-2024-0031.jpg", "MCS-2024", 31),
        ("MCS-2024-03.jpg", "MCS-2024", 3),
        ("P1010023.JPG", "P", 1010023),
        ("IMG-20251025-WA0012.jpg", "IMG-20251025-WA", 12),
        ("Ảnh 7.jpg", "Ảnh", 7),
        ("Rapat (2).jpg", "Rapat", 2),
        ("0412.jpg", "", 412),
    ],
)
def test_a_name_is_a_prefix_and_a_number(name: str, prefix: str, number: int) -> None:
    place = place_of(name)
    assert place is not None
    assert (written_prefix(name, place), place.number) == (prefix, number)


@pytest.mark.parametrize(
    "name",
    [
        "bendera-forum.png",
        "20251025_101500.jpg",
        "IMG_20251025_101500.jpg",
        "PXL_20251025_101500123.jpg",
        "2025-10-25.jpg",
        "Screenshot 2025-10-25 at 10.15.00.png",
        "1761364123456.jpg",
        ".jpg",
        "7" * 300,
    ],
)
def test_a_day_a_moment_and_a_name_have_no_number(name: str) -> None:
    assert place_of(name) is None


def test_frames_of_one_day_are_one_sheet_in_the_order_of_their_numbers(catalogue: Catalogue) -> None:
    names = [f"W-HAI_{n}.jpg" for n in (1316, 1275, 1280, 1292, 1276, 1299, 1300, 1301, 1302, 1303, 1304, 1310)]
    with catalogue.write() as writer:
        first, *_ = [shot(writer, f"forum/{name}") for name in names]
    run = catalogue.sequence(first, PUBLIC)
    assert run is not None
    assert run.label == "W-HAI 1275–1316, 12 frames"
    assert [record.filename for record in run.records] == sorted(names)


def test_numbers_keep_their_zeros_in_the_label(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "DSC_0009.jpg")
        shot(writer, "DSC_0012.jpg")
    run = catalogue.sequence(one, PUBLIC)
    assert run is not None
    assert run.label == "DSC 0009–0012, 2 frames"


@pytest.mark.parametrize(
    "other",
    [
        "W-HAI_1280.jpg on another day",
        "W-BDG_1280.jpg",  # another prefix
        "W-HAI_1400.jpg",  # a gap: another event
        "bendera.jpg",
    ],
)
def test_what_is_not_of_one_run(catalogue: Catalogue, other: str) -> None:
    name, _, another_day = other.partition(" ")
    with catalogue.write() as writer:
        one = shot(writer, "forum/W-HAI_1275.jpg")
        shot(writer, f"forum/{name}", "2025-10-26" if another_day else DAY)
    assert sheet(catalogue, one) is None


def test_a_counter_that_came_round_goes_on(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"DSC_{n}.jpg") for n in ("9998", "9999", "0001", "0003", "0500")]
    run = catalogue.sequence(ids[2], PUBLIC)
    assert run is not None
    assert run.label == "DSC 9998–0003, 4 frames"
    assert sheet(catalogue, ids[4]) is None


def test_a_run_over_all_numbers_is_left_in_their_order(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"DSC_{n:04d}.jpg") for n in range(1, 10_000, 60)]
        ids.append(shot(writer, "DSC_9999.jpg"))
    run = catalogue.sequence(ids[3], PUBLIC)
    assert run is not None
    assert (run.first, run.last, run.count) == ("0001", "9999", len(ids))


def test_undated_frames_belong_together_by_their_folder(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "forum/IMG_0412.jpg", None)
        shot(writer, "forum/IMG_0413.jpg", None)
        shot(writer, "lain/IMG_0414.jpg", None)
        shot(writer, "forum/IMG_0415.jpg", "2025-10", created_precision="month")
    assert sheet(catalogue, one) == ["IMG_0412.jpg", "IMG_0413.jpg", "IMG_0415.jpg"]


def test_two_cameras_of_one_day_are_two_sheets(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"a/DSC_{n}.jpg", camera="NIKON D750") for n in ("0412", "0413")]
        shot(writer, "b/DSC_0414.jpg", camera="NIKON Z 6")
    assert sheet(catalogue, ids[0]) == ["DSC_0412.jpg", "DSC_0413.jpg"]


def test_a_photographer_who_numbers_two_cameras_has_one_sheet(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "W-HAI_1275.jpg", camera="NIKON D750", creator=["Wira Hairul"])
        shot(writer, "W-HAI_1276.jpg", camera="NIKON Z 6", creator=["Wira Hairul"])
        shot(writer, "W-HAI_1277.jpg")
    assert sheet(catalogue, one) == ["W-HAI_1275.jpg", "W-HAI_1276.jpg", "W-HAI_1277.jpg"]


def test_two_photographers_of_one_prefix_are_told_apart(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "IMG_0001.jpg", creator=["Ratna"])
        shot(writer, "IMG_0002.jpg", creator=["Ratna"])
        shot(writer, "IMG_0003.jpg", creator=["Bayu"])
    assert sheet(catalogue, one) == ["IMG_0001.jpg", "IMG_0002.jpg"]


def test_two_pictures_of_one_number_are_two_counters(catalogue: Catalogue) -> None:
    """Only the folders distinguish these memory cards."""
    with catalogue.write() as writer:
        for folder, hour in (("kartu-1", "09"), ("kartu-2", "10")):
            ids = [shot(writer, f"{folder}/DSC_{n}.jpg", f"{DAY}T{hour}:00:0{n[-1]}") for n in ("0412", "0413")]
    run = catalogue.sequence(ids[0], PUBLIC)
    assert run is not None
    assert [record.original.names[0] for record in run.records] == ["kartu-2/DSC_0412.jpg", "kartu-2/DSC_0413.jpg"]


def test_copies_of_a_frame_count_once(catalogue: Catalogue) -> None:
    """A raw file next to its JPEG, a smaller copy in another folder, and one that is known to look the same."""
    with catalogue.write() as writer:
        one = shot(writer, "mentah/DSC_0412.NEF", f"{DAY}T10:00:00", width=6000, height=4000)
        shot(writer, "mentah/DSC_0412.jpg", f"{DAY}T10:00:00", width=1600, height=1067)
        shot(writer, "web/DSC_0412-800x533.jpg", f"{DAY}T10:00:00.25", width=800, height=533)
        two = shot(writer, "mentah/DSC_0413.NEF", f"{DAY}T10:00:05", width=6000, height=4000)
        same = shot(writer, "web/DSC_0413.jpg", DAY, width=800, height=533)
    with catalogue.write() as writer:
        writer.relate(two, "also-as", same, "rule:difference-hash", 0.97)
    assert sheet(catalogue, one) == ["DSC_0412.NEF", "DSC_0413.NEF"]
    assert sheet(catalogue, same) == ["DSC_0412.NEF", "DSC_0413.jpg"]


def test_a_held_frame_is_not_there_for_the_public(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "W-HAI_1275.jpg")
        held = shot(writer, "W-HAI_1276.jpg", access=HELD)
    assert catalogue.sequence(one, PUBLIC) is None
    assert catalogue.sequence(held, PUBLIC) is None
    assert sheet(catalogue, one) == ["W-HAI_1275.jpg", "W-HAI_1276.jpg"]
    with catalogue.write() as writer:
        writer.set_status(held, Access(Status.RELEASED))
    assert catalogue.sequence(one, PUBLIC) is not None


def test_a_frame_moves_with_its_date_its_name_and_its_kind(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "W-HAI_1275.jpg")
        two = shot(writer, "W-HAI_1276.jpg", "2025-10-26")
        three = shot(writer, "scan.jpg")
    assert sheet(catalogue, one) is None
    with catalogue.write() as writer:
        writer.set_value(two, "created", DAY)
    assert sheet(catalogue, one) == ["W-HAI_1275.jpg", "W-HAI_1276.jpg"]
    with catalogue.write() as writer:
        writer.mark_gone("disk", "scan.jpg")
        put(writer, "W-HAI_1277.jpg", three, "scan.jpg")
    assert sheet(catalogue, one) == ["W-HAI_1275.jpg", "W-HAI_1276.jpg", "W-HAI_1277.jpg"]
    with catalogue.write() as writer:
        writer.set_value(two, "kind", "document")
    assert sheet(catalogue, one) == ["W-HAI_1275.jpg", "W-HAI_1277.jpg"]
    assert sheet(catalogue, two) is None


def test_a_sheet_is_never_endless(catalogue: Catalogue) -> None:
    count = MOST + 100
    with catalogue.write() as writer:
        ids = [shot(writer, f"K_{n}.jpg") for n in range(10_000, 10_000 + count)]
    run = catalogue.sequence(ids[-1], PUBLIC)
    assert run is not None
    assert (run.count, len(run.records), run.records[-1].id) == (count, MOST, ids[-1])


@pytest.mark.sqlite
def test_the_photos_of_an_older_catalogue_have_their_places(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    config = Config()
    config.set_main_option("script_location", str(Path(migration.__file__).parent / "migrations"))
    database = SqliteDatabase(path)
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    database.engine.dispose()
    with sqlite3.connect(path) as old:
        old.execute("INSERT INTO roots VALUES ('disk', '/media/disk')")
        old.execute("INSERT INTO accessions VALUES (1, '2026-01-01T00:00:00Z', NULL, '{}', 'released', '{}', 'done')")
        for number in ("1275", "1276"):
            told = f"""'{{"created":"{DAY}T10:00:00"}}', '{{}}', '[]', '[]'"""
            old.execute(
                f"INSERT INTO records VALUES ('{number}', 'photo', NULL, 'released', NULL, NULL, 1, 1, '', 'photo', 1,"
                f"'image/jpeg', {told})"
            )
            old.execute(f"INSERT INTO assets VALUES ('{number}', 0, 'original', 1, '{sha(number)}', 9, 'image/jpeg')")
            old.execute(
                f"INSERT INTO names VALUES (NULL, 'disk', 'forum/W-HAI_{number}.jpg', '', '{sha(number)}', '{number}',"
                f"'w-hai_{number}.jpg', 'added', '9', '1', '1', 1, 1, 1)"
            )
    old.close()
    catalogue = Catalogue(path)
    run = catalogue.sequence("1275", PUBLIC)
    catalogue.close()
    assert run is not None
    assert run.label == "W-HAI 1275–1276, 2 frames"
