"""RAW with JPEG or HEIC: from a folder of files to one record, or to two if there is evidence against a pair."""

from __future__ import annotations

import pytest

from archive.storage import fixity
from tests.builders.companion_disk import EMBARGO, Disk, disk

__all__ = ["disk"]
NINE, TEN = "2025-10-25T09:00:00", "2025-10-25T10:00:00"


def roles(disk: Disk, name: str) -> list[tuple[str, str]]:
    return [(asset.role.value, asset.filename) for asset in disk.of(name).assets]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("a.nef", "a.jpg", "the camera's JPEG of a.nef"),
        ("a.jpg", "a.nef", "the raw file of a.jpg"),
        ("a.ARW", "A.JPG", "the camera's JPEG of a.ARW"),
        ("a.heic", "a.dng", "the raw file of a.heic"),
        ("a.heic", "a.jpg", "the camera's JPEG of a.heic"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_two_files_of_one_frame_are_one_record(
    disk: Disk, first: str, second: str, reason: str, together: bool
) -> None:
    disk.put(first, created=NINE)
    if together:
        disk.put(second, created=NINE, caption="Kapal")
        disk.take(first, second)
    else:
        disk.take()
        disk.put(second, created=NINE, caption="Kapal")
        disk.take()
    assert disk.lines[f"disk/{second}"].outcome.value == "attached"
    assert disk.says(second).startswith(reason)
    record = disk.of(first)
    assert (record.id, record.values["caption"]) == (disk.of(second).id, "Kapal")
    assert roles(disk, first) == [("original", first), ("attachment", second)]
    assert record.picture.filename == (first if first[-3:].lower() in ("jpg", "eic") else second)
    assert disk.settled()


def test_raw_jpeg_and_sidecar_of_one_frame_are_one_record(disk: Disk) -> None:
    disk.put("DSC_1.JPG", created=NINE, headline="desk")
    disk.put("DSC_1.NEF", created=NINE)
    disk.put("DSC_1.xmp", caption="Kapal")
    assert disk.take() == {"DSC_1.JPG": "added", "DSC_1.NEF": "attached", "DSC_1.xmp": "attached"}
    assert disk.says("DSC_1.xmp") == "sidecar of DSC_1.NEF"
    record = disk.of("DSC_1.NEF")
    assert {disk.of(name).id for name in ("DSC_1.JPG", "DSC_1.NEF", "DSC_1.xmp")} == {record.id}
    assert (record.values["caption"], record.values["headline"]) == ("Kapal", "desk")
    assert disk.settled()


def test_a_title_of_the_jpeg_goes_before_the_raw_files_name(disk: Disk) -> None:
    disk.put("a.nef", created=NINE)
    disk.take()
    disk.put("a.jpg", created=NINE, title="Kapal tiba")
    disk.take()
    assert disk.of("a.nef").title == "Kapal tiba"
    disk.put("a.nef", created=NINE, rating=3)
    disk.take()
    assert disk.of("a.nef").title == "Kapal tiba"


@pytest.mark.parametrize("other", ["b.jpg", "x/a.jpg", "a.tif", "a.psd", "a.png", "a.jpeg", "a.dng"])
def test_what_a_camera_does_not_write_beside_it_is_a_record_of_its_own(disk: Disk, other: str) -> None:
    first = "a.jpg" if other == "a.jpeg" else "a.nef"
    disk.put(first, created=NINE)
    disk.put(other, created=NINE)
    disk.take(first, other)
    assert disk.lines[f"disk/{other}"].outcome.value == "added"
    assert disk.of(other).id != disk.of(first).id


@pytest.mark.parametrize(
    ("raw", "jpeg", "one"),
    [
        ({"created": NINE}, {"created": f"{NINE}+07:00"}, True),
        ({"created": NINE}, {"created": "2025-10-25"}, True),
        ({"created": NINE}, {}, True),
        ({"created": NINE, "camera": "NIKON D850"}, {"camera": "nikon d850"}, True),
        ({"width": 6048, "height": 4024}, {"width": 4000, "height": 6000}, True),
        ({"created": NINE}, {"created": TEN}, False),
        ({"created": NINE}, {"created": "2025-10-24"}, False),
        ({"created": NINE, "camera": "NIKON D850"}, {"camera": "Canon EOS R5"}, False),
        ({"width": 6048, "height": 4024}, {"width": 2000, "height": 2000}, False),
    ],
)
def test_times_then_cameras_and_shapes_say_whether_it_is_one_frame(disk: Disk, raw, jpeg, one: bool) -> None:  # type: ignore[no-untyped-def]
    disk.put("a.nef", **raw)
    disk.put("a.jpg", **jpeg)
    disk.take("a.nef", "a.jpg")
    assert (disk.of("a.nef").id == disk.of("a.jpg").id) is one
    if not one:
        assert [relation.type for relation in disk.of("a.jpg").relations] == ["same-as-name"]
        assert "a.nef beside it" in disk.says("a.jpg")


NIKON = {"created": NINE, "camera_make": "NIKON CORPORATION", "camera_model": "NIKON D850", "camera": "NIKON D850"}


@pytest.mark.parametrize(
    "jpeg",
    [
        {"camera_make": "NIKON", "camera_model": "NIKON D850", "camera": "NIKON D850"},
        {"camera_make": "Nikon Corporation", "camera_model": "D850", "camera": "Nikon Corporation D850"},
        {"camera_make": "Nikon", "camera": "Nikon"},
        {"camera": "NIKON D850"},
        {"camera_model": "d850", "camera": "d850"},
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_maker_written_otherwise_is_the_same_camera(disk: Disk, jpeg: dict[str, str], turned: bool) -> None:
    raw, jpeg = (jpeg | {"created": NINE}, NIKON) if turned else (NIKON, jpeg | {"created": NINE})
    disk.put("a.nef", **raw)
    disk.put("a.jpg", **jpeg)
    disk.take("a.nef", "a.jpg")
    assert disk.of("a.nef").id == disk.of("a.jpg").id


@pytest.mark.parametrize(
    ("jpeg", "differs"),
    [
        (
            {"created": NINE, "camera_make": "NIKON", "camera_model": "NIKON D800", "camera": "NIKON D800"},
            "made by NIKON D800, not NIKON D850",
        ),
        (
            {"created": TEN, "camera_make": "Canon", "camera_model": "D850", "camera": "Canon D850"},
            f"made by Canon D850, not NIKON D850; made {TEN}, not {NINE}",
        ),
        ({"created": TEN}, f"made {TEN}, not {NINE}"),
    ],
)
def test_the_receipt_says_what_tells_two_frames_apart(disk: Disk, jpeg: dict[str, str], differs: str) -> None:
    disk.put("a.nef", **NIKON)
    disk.put("a.jpg", **jpeg)
    disk.take("a.nef", "a.jpg")
    assert disk.of("a.nef").id != disk.of("a.jpg").id
    assert f"another picture than a.nef beside it ({differs})" in disk.says("a.jpg")


def test_a_jpeg_edited_later_stays_the_jpeg_of_its_record(disk: Disk) -> None:
    disk.put("a.nef", created=NINE)
    disk.put("a.jpg", created=NINE, caption="first")
    disk.take("a.nef", "a.jpg")
    disk.put("a.jpg", created=NINE, caption="second")
    assert disk.take()["a.jpg"] == "attached"
    record = disk.of("a.nef")
    assert (record.values["caption"], record.version, record.original.filename) == ("second", 1, "a.nef")
    assert [offer.value for offer in record.origins["caption"]] == ["second"]
    assert record.picture.sha256 == disk.archive.catalogue.name("disk", "a.jpg").sha256  # type: ignore[union-attr]
    disk.put("a.jpg", created=NINE, caption="first")
    disk.take()
    assert disk.of("a.nef").picture.sha256 == disk.archive.catalogue.name("disk", "a.jpg").sha256  # type: ignore[union-attr]
    disk.put("a.nef", created=NINE, rating=5)
    assert disk.take()["a.nef"] == "new-version"
    record = disk.of("a.nef")
    assert (record.values["rating"], record.values["caption"], record.version) == (5, "first", 2)
    assert record.picture.filename == "a.jpg"
    assert disk.settled()


def test_a_camera_that_counts_round_makes_new_records_of_both_files(disk: Disk) -> None:
    for created in (NINE, TEN):
        for name in ("DSC_0001.ARW", "DSC_0001.JPG"):
            disk.put(name, created=created)
        disk.take()
    record = disk.of("DSC_0001.ARW")
    assert record.id == disk.of("DSC_0001.JPG").id
    assert record.values["created"] == TEN
    (relation,) = record.relations
    first = disk.archive.catalogue.get(relation.record, fixity.ARCHIVIST)
    assert first is not None
    assert [asset.filename for asset in first.assets] == ["DSC_0001.ARW", "DSC_0001.JPG"]
    assert first.values["created"] == NINE
    assert disk.settled()


def test_a_pair_that_moves_and_is_then_edited_stays_one_record(disk: Disk) -> None:
    disk.put("stays.jpg", headline="stays")
    disk.put("a.nef", created=NINE)
    disk.put("a.jpg", created=NINE)
    disk.take("stays.jpg", "a.nef", "a.jpg")
    record = disk.of("a.nef").id
    for name in ("a.nef", "a.jpg"):
        disk.move(name, f"new/{name}")
    assert set(disk.take().values()) == {"duplicate", "unchanged"}
    disk.put("new/a.jpg", created=NINE, caption="Kapal")
    assert disk.take()["new/a.jpg"] == "attached"
    assert (disk.of("new/a.jpg").id, disk.of("new/a.nef").original.filename) == (record, "a.nef")
    assert disk.of("new/a.nef").values["caption"] == "Kapal"
    assert disk.settled()


def test_a_second_jpeg_beside_a_pair_is_a_record_of_its_own(disk: Disk) -> None:
    disk.put("a.nef", created=NINE)
    disk.put("a.jpg", created=NINE)
    disk.put("a.jpeg", created=NINE, headline="edited")
    disk.take("a.nef", "a.jpg", "a.jpeg")
    assert disk.lines["disk/a.jpeg"].outcome.value == "added"
    assert "another file of this sort already" in disk.says("a.jpeg")


def test_a_raw_file_beside_two_jpegs_is_not_guessed_to_be_of_one(disk: Disk) -> None:
    disk.put("a.jpg", created=NINE)
    disk.put("a.jpeg", created=NINE, headline="edited")
    disk.put("a.nef", created=NINE)
    disk.take("a.jpg", "a.jpeg", "a.nef")
    assert disk.lines["disk/a.nef"].outcome.value == "added"
    assert "which are two" in disk.says("a.nef")


def test_an_embargo_in_the_jpeg_holds_the_raw_file_too(disk: Disk) -> None:
    disk.put("a.nef", created=NINE)
    disk.take()
    disk.put("a.jpg", created=NINE, embargo=EMBARGO)
    disk.take()
    assert disk.public("a.nef") is None
    assert "held until 2051" in disk.says("a.jpg")


def test_a_copy_of_the_jpeg_elsewhere_is_a_duplicate_of_its_record(disk: Disk) -> None:
    disk.put("a.nef", created=NINE)
    disk.put("a.jpg", created=NINE)
    disk.put("web/a.jpg", created=NINE)
    disk.take("a.nef", "a.jpg", "web/a.jpg")
    assert disk.lines["disk/web/a.jpg"].outcome.value == "duplicate"
    assert disk.of("web/a.jpg").id == disk.of("a.nef").id
