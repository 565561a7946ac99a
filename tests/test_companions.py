"""Sidecars and the camera's other files, from a folder of files to receipt lines and to the records of both viewers."""

from __future__ import annotations

import pkgutil
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest

from archive import fixity
from archive.access import PUBLIC
from archive.catalogue import Access
from archive.record import Outcome, Role, Status
from archive.searcher import Searcher, SearchRequest
from ingest.pipeline import Options, ingest
from ingest.reading import Desk, Stat, Taken
from ingest.walk import Found
from tests.companion_disk import EMBARGO, Disk, disk
from tests.photo_builders import alternatives, packet
from tests.raw_builders import corners, nef, saved
from tests.support import Run, json_lines
from tests.test_intake import Stop, failing

__all__ = ["disk"]
NINE, TEN = "2025-10-25T09:00:00", "2025-10-25T10:00:00"


def roles(disk: Disk, name: str) -> list[tuple[str, str]]:
    return [(asset.role.value, asset.filename) for asset in disk.of(name).assets]


# Sidecars and their names


@pytest.mark.parametrize("sidecar", ["a.xmp", "A.XMP", "a.jpg.xmp", "A.JPG.XMP", "a.Xmp"])
def test_a_sidecar_is_attached_to_its_photo_and_its_values_go_first(disk: Disk, sidecar: str) -> None:
    disk.put("a.jpg", caption="own words", creator=["Ani"])
    disk.put(sidecar, caption="Kapal tiba", city="Ambon")
    assert disk.take() == {"a.jpg": "added", sidecar: "attached"}
    assert disk.says(sidecar).startswith("sidecar of a.jpg")
    record = disk.of(sidecar)
    assert record.id == disk.of("a.jpg").id
    assert (record.values["caption"], record.values["city"], record.values["creator"]) == (
        "Kapal tiba",
        "Ambon",
        ["Ani"],
    )
    assert [offer.origin for offer in record.origins["caption"]] == ["sidecar:dc:caption", "xmp:dc:caption"]
    assert roles(disk, "a.jpg") == [("original", "a.jpg"), ("sidecar", sidecar)]
    assert disk.public("a.jpg") == record
    assert disk.settled()


def test_names_in_both_forms_of_unicode_are_one_name(disk: Disk) -> None:
    composed, apart = (unicodedata.normalize(form, "Hải Phòng") for form in ("NFC", "NFD"))
    disk.put(f"{composed}.jpg")
    disk.put(f"{apart}.xmp", caption="Tàu cập cảng")
    assert disk.take()[f"{apart}.xmp"] == "attached"
    assert disk.of(f"{composed}.jpg").values["caption"] == "Tàu cập cảng"


def test_a_photo_without_a_suffix_has_sidecars_too(disk: Disk) -> None:
    disk.put("wire1234", type="image/jpeg")
    disk.put("wire1234.xmp", caption="Kapal")
    disk.take()
    assert disk.of("wire1234").values["caption"] == "Kapal"


def test_the_same_stem_in_another_folder_is_another_photo(disk: Disk) -> None:
    for folder in "xyz":
        disk.put(f"{folder}/DSC_0412.jpg", created=f"2025-10-2{len(folder)}T0{ord(folder) - 119}:00:00")
    disk.put("y/DSC_0412.xmp", caption="Kapal")
    disk.take()
    assert [disk.of(f"{folder}/DSC_0412.jpg").values.get("caption") for folder in "xyz"] == [None, "Kapal", None]


def test_a_sidecar_of_a_stem_is_the_raw_files_and_says_so(disk: Disk) -> None:
    disk.put("a.nef", created=NINE)
    disk.put("a.tif", created=NINE)
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    assert disk.says("a.xmp").startswith("sidecar of a.nef, not of a.tif")
    assert disk.of("a.nef").values["caption"] == "Kapal"
    assert "caption" not in disk.of("a.tif").values
    assert disk.settled()


def test_a_sidecar_of_several_that_are_no_raw_files_is_of_each_and_says_so(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.tif", caption="own")
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    assert disk.says("a.xmp") == "sidecar of a.jpg and a.tif: its name fits each of them"
    for name in ("a.jpg", "a.tif"):
        assert disk.of(name).values["caption"] == "Kapal"
        assert roles(disk, name)[1] == ("sidecar", "a.xmp")
    assert disk.settled()


def test_a_sidecar_that_names_the_whole_file_is_of_that_one_alone_and_goes_first(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.tif")
    disk.put("a.xmp", caption="of the stem", city="Ambon")
    disk.put("a.tif.xmp", caption="of the whole name")
    disk.take()
    assert [disk.of(name).values["caption"] for name in ("a.jpg", "a.tif")] == ["of the stem", "of the whole name"]
    assert disk.of("a.tif").values["city"] == "Ambon"


def test_case_tells_two_photos_apart_where_nothing_else_does(disk: Disk) -> None:
    disk.put("a.jpg", created=NINE)
    disk.put("A.JPG", created=TEN)
    disk.put("A.xmp", caption="large")
    disk.put("a.xmp", caption="small")
    disk.take()
    assert [disk.of(name).values["caption"] for name in ("a.jpg", "A.JPG")] == ["small", "large"]


def test_what_is_called_a_sidecar_and_is_none_is_a_record_of_its_own(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", type="text/plain")
    disk.put("b.xml", type="application/rdf+xml", caption="Kapal")
    assert disk.take() == {"a.jpg": "added", "a.xmp": "added", "b.xml": "added"}


# Their order


def test_a_sidecar_waits_for_its_photo_and_is_attached_when_it_comes(disk: Disk) -> None:
    disk.put("a.xmp", caption="Kapal")
    disk.put("b.jpg.xmp", caption="Perahu")
    assert disk.take() == {"a.xmp": "attached", "b.jpg.xmp": "attached"}
    assert disk.says("a.xmp") == "waits for its photo: a with the suffix of a picture, in the same folder"
    assert disk.says("b.jpg.xmp") == "waits for its photo: b.jpg, in the same folder"
    assert disk.lines["disk/a.xmp"].record is disk.lines["disk/a.xmp"].status is None
    assert disk.waits("a.xmp")
    assert disk.settled()
    assert "waits for its photo" in disk.says("a.xmp")
    assert [found.state.value for found in fixity.verify(disk.archive)] == ["ok", "ok"]
    disk.put("a.jpg", caption="own")
    disk.put("b.jpg")
    assert disk.take() == {"a.jpg": "added", "b.jpg": "added", "a.xmp": "unchanged", "b.jpg.xmp": "unchanged"}
    assert "described by its sidecar a.xmp" in disk.says("a.jpg")
    assert disk.lines["disk/a.xmp"].record == disk.of("a.jpg").id
    assert [disk.of(name).values["caption"] for name in ("a.jpg", "b.jpg")] == ["Kapal", "Perahu"]
    assert roles(disk, "a.jpg") == [("original", "a.jpg"), ("sidecar", "a.xmp")]
    assert disk.settled()


def test_given_by_name_and_first_a_sidecar_is_written_after_its_photo(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", caption="Kapal")
    disk.take("a.xmp", "a.jpg")
    assert disk.says("a.xmp") == "sidecar of a.jpg"


def test_a_raw_file_that_comes_late_takes_the_sidecar_of_its_stem(disk: Disk) -> None:
    disk.put("a.tif", created=NINE)
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    assert disk.of("a.tif").values["caption"] == "Kapal"
    disk.put("a.nef", created=NINE)
    disk.take()
    assert disk.of("a.nef").values["caption"] == "Kapal"
    assert "caption" not in disk.of("a.tif").values
    assert disk.of("a.xmp").id == disk.of("a.nef").id
    assert disk.settled()


def test_a_second_photo_of_the_stem_that_comes_late_has_the_sidecar_too(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    disk.put("a.tif")
    disk.take()
    assert [disk.of(name).values["caption"] for name in ("a.jpg", "a.tif")] == ["Kapal", "Kapal"]


# What changes


def test_a_changed_sidecar_goes_in_place_of_the_earlier_one_which_is_kept(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", caption="first", city="Ambon")
    disk.take()
    disk.put("a.xmp", caption="second")
    assert disk.take() == {"a.jpg": "unchanged", "a.xmp": "attached"}
    assert "in place of the earlier one" in disk.says("a.xmp")
    record = disk.of("a.jpg")
    assert (record.values["caption"], record.version) == ("second", 1)
    assert "city" not in record.values
    assert [asset.role for asset in record.assets].count(Role.SIDECAR) == 2
    disk.put("a.xmp", caption="first", city="Ambon")
    assert disk.take()["a.xmp"] == "attached"
    assert disk.of("a.jpg").values["caption"] == "first"
    assert disk.settled()


def test_a_changed_sidecar_that_still_waits_keeps_both_and_only_the_last_speaks(disk: Disk) -> None:
    disk.put("a.xmp", caption="first")
    disk.take()
    disk.put("a.xmp", caption="second")
    disk.take()
    assert len(list(fixity.verify(disk.archive))) == 2
    disk.put("a.jpg")
    disk.take()
    assert [offer.value for offer in disk.of("a.jpg").origins["caption"]] == ["second"]


def test_a_new_version_of_a_photo_keeps_what_its_sidecar_says(disk: Disk) -> None:
    disk.put("a.jpg", caption="own", creator=["Ani"])
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    disk.put("a.jpg", caption="own, mended", creator=["Budi"])
    assert disk.take() == {"a.jpg": "new-version", "a.xmp": "unchanged"}
    record = disk.of("a.jpg")
    assert (record.values["caption"], record.values["creator"], record.version) == ("Kapal", ["Budi"], 2)
    assert [offer.value for offer in record.origins["caption"]] == ["Kapal", "own, mended"]
    assert disk.settled()


def test_the_archivist_goes_before_every_sidecar(disk: Disk) -> None:
    disk.put("a.jpg", caption="own")
    disk.take()
    with disk.archive.catalogue.write() as w:
        w.set_value(disk.of("a.jpg").id, "caption", "the archivist's")
    for words in ("first", "second"):
        disk.put("a.xmp", caption=words)
        disk.take()
    offers = disk.of("a.jpg").origins["caption"]
    assert [offer.value for offer in offers] == ["the archivist's", "second", "own"]
    assert disk.of("a.jpg").values["caption"] == "the archivist's"


def test_one_sidecar_byte_for_byte_beside_many_photos_is_of_each(disk: Disk) -> None:
    for n in range(4):
        disk.put(f"{n}.jpg", headline=f"Foto {n}")
        disk.put(f"{n}.xmp", credit="Kantor Berita Antara")
    outcomes = disk.take()
    assert [outcomes[f"{n}.xmp"] for n in range(4)] == ["attached"] * 4
    assert len({disk.of(f"{n}.jpg").id for n in range(4)}) == 4
    for n in range(4):
        assert disk.of(f"{n}.xmp").values["headline"] == f"Foto {n}"
        assert disk.of(f"{n}.jpg").values["credit"] == "Kantor Berita Antara"
        assert roles(disk, f"{n}.jpg") == [("original", f"{n}.jpg"), ("sidecar", f"{n}.xmp")]
    assert disk.settled()


def test_a_photo_that_moves_with_its_sidecar_keeps_it(disk: Disk) -> None:
    disk.put("stays.jpg", headline="stays")
    disk.put("a.jpg")
    disk.put("a.xmp", caption="first")
    disk.take()
    record = disk.of("a.jpg").id
    disk.move("a.jpg", "new/a.jpg")
    disk.move("a.xmp", "new/a.xmp")
    assert disk.take()["new/a.xmp"] == "attached"
    assert "moved: it was at" in disk.says("new/a.xmp")
    assert disk.of("new/a.xmp").id == record
    disk.put("new/a.xmp", caption="second")
    disk.take()
    assert [offer.value for offer in disk.of("new/a.jpg").origins["caption"]] == ["second"]
    assert disk.settled()


def test_a_sidecar_that_moves_to_another_photo_is_of_that_one_too(disk: Disk) -> None:
    disk.put("a.jpg", headline="a")
    disk.put("b.jpg", headline="b")
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    disk.move("a.xmp", "b.xmp")
    disk.take()
    assert [disk.of(name).values["caption"] for name in ("a.jpg", "b.jpg")] == ["Kapal", "Kapal"]


def test_photos_that_change_names_with_their_sidecars_keep_their_own(disk: Disk) -> None:
    for name in "ab":
        disk.put(f"{name}.jpg", headline=name)
        disk.put(f"{name}.xmp", caption=f"of {name}")
    disk.take()
    ids = {name: disk.of(f"{name}.jpg").id for name in "ab"}
    for suffix in ("jpg", "xmp"):
        for old, new in (("a", "c"), ("b", "a"), ("c", "b")):
            disk.move(f"{old}.{suffix}", f"{new}.{suffix}")
    disk.take()
    for name, was in (("a", "b"), ("b", "a")):
        record = disk.of(f"{name}.jpg")
        assert (record.id, record.values["caption"]) == (ids[was], f"of {was}")
        assert [offer.value for offer in record.origins["caption"]] == [f"of {was}"]
        assert disk.of(f"{name}.xmp").id == ids[was]
    assert disk.settled()


def test_photos_that_change_names_without_their_sidecars_keep_their_captions(disk: Disk) -> None:
    for name in "ab":
        disk.put(f"{name}.jpg", headline=name)
        disk.put(f"{name}.xmp", caption=f"of {name}")
    disk.take()
    for old, new in (("a", "c"), ("b", "a"), ("c", "b")):
        disk.move(f"{old}.jpg", f"{new}.jpg")
    disk.take()
    assert [disk.of(f"{name}.jpg").values["caption"] for name in "ab"] == ["of b", "of a"]
    assert "a.xmp beside it describes what stood here before" in disk.says("a.jpg")
    assert disk.settled()


def test_another_picture_at_a_name_does_not_have_the_sidecar_of_the_one_before(disk: Disk) -> None:
    disk.put("DSC_0001.jpg", created=NINE)
    disk.put("DSC_0001.xmp", caption="first")
    disk.take()
    first = disk.of("DSC_0001.jpg").id
    disk.put("DSC_0001.jpg", created=TEN)
    assert disk.take()["DSC_0001.jpg"] == "added"
    assert "caption" not in disk.of("DSC_0001.jpg").values
    assert "stays with that" in disk.says("DSC_0001.jpg")
    disk.put("DSC_0001.xmp", caption="second")
    disk.take()
    assert disk.of("DSC_0001.jpg").values["caption"] == "second"
    assert disk.archive.catalogue.get(first, fixity.ARCHIVIST).values["caption"] == "first"  # type: ignore[union-attr]


def test_when_photo_and_sidecar_are_replaced_together_each_keeps_its_own(disk: Disk) -> None:
    for created, words in ((NINE, "first"), (TEN, "second")):
        disk.put("DSC_0001.jpg", created=created)
        disk.put("DSC_0001.XMP", caption=words)
        disk.take()
    second = disk.of("DSC_0001.jpg")
    assert second.values["caption"] == "second"
    (relation,) = second.relations
    assert disk.archive.catalogue.get(relation.record, fixity.ARCHIVIST).values["caption"] == "first"  # type: ignore[union-attr]


def test_an_edited_copy_of_a_photo_has_the_sidecar_beside_it(disk: Disk) -> None:
    disk.put("a.jpg", headline="a")
    disk.put("a.xmp", caption="Kapal")
    disk.put("copy/a.jpg", headline="a")
    assert disk.take()["copy/a.jpg"] == "duplicate"
    disk.put("a.jpg", headline="a, cropped")
    assert disk.take()["a.jpg"] == "added"
    assert [disk.of(name).values["caption"] for name in ("a.jpg", "copy/a.jpg")] == ["Kapal", "Kapal"]


def test_a_sidecar_beside_a_copy_describes_the_one_record(disk: Disk) -> None:
    disk.put("a.jpg", headline="a")
    disk.put("copy/a.jpg", headline="a")
    disk.put("copy/a.xmp", caption="Kapal")
    assert disk.take() == {"a.jpg": "added", "copy/a.jpg": "duplicate", "copy/a.xmp": "attached"}
    assert disk.of("a.jpg").values["caption"] == "Kapal"


def test_a_sidecar_that_is_no_longer_there_has_said_what_it_said(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    (disk.home / "disk/a.xmp").unlink()
    disk.put("a.jpg", headline="new bytes")
    disk.take()
    assert disk.of("a.jpg").values["caption"] == "Kapal"


def test_a_sidecar_whose_photo_moved_away_without_it_waits_for_the_next_there(disk: Disk) -> None:
    disk.put("stays.jpg")
    disk.put("a.jpg", created=NINE)
    disk.put("a.xmp", caption="first")
    disk.take()
    disk.move("a.jpg", "new/a.jpg")
    disk.take()
    for words in ("second", "first"):
        disk.put("a.xmp", caption=words)
        disk.take()
        assert disk.says("a.xmp").startswith("waits for its photo")
        assert disk.waits("a.xmp")
        assert disk.of("new/a.jpg").values["caption"] == "first"
    disk.put("a.jpg", created=TEN, caption="own")
    disk.take()
    assert disk.of("a.jpg").values["caption"] == "first"
    assert disk.settled()


def test_a_name_of_a_sidecar_that_holds_a_text_now_is_a_new_record(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    photo = disk.of("a.jpg").id
    disk.put("a.xmp", type="text/plain", headline="Catatan")
    assert disk.take()["a.xmp"] == "added"
    assert disk.of("a.xmp").id != photo
    assert disk.of("a.jpg").version == 1


# What they hold back


def test_an_embargo_in_a_sidecar_holds_its_photo_and_nothing_lets_it_out(disk: Disk) -> None:
    disk.put("a.jpg", caption="own")
    disk.take()
    assert disk.public("a.jpg") is not None
    disk.put("a.xmp", caption="rahasia", embargo=EMBARGO)
    disk.take()
    assert disk.public("a.jpg") is None
    assert disk.lines["disk/a.xmp"].status is Status.HELD
    assert "held until 2051-05-03T10:00:00Z" in disk.says("a.xmp")
    disk.put("a.xmp", caption="terbuka")
    disk.take()
    disk.put("a.jpg", caption="own, mended")
    disk.take()
    assert (disk.of("a.jpg").status, disk.of("a.jpg").release_at) == (Status.HELD, EMBARGO["until"])


def test_an_embargo_in_a_sidecar_that_waits_holds_the_photo_that_comes(disk: Disk) -> None:
    disk.put("a.xmp", embargo=EMBARGO)
    disk.take()
    disk.put("a.jpg")
    disk.take()
    assert disk.public("a.jpg") is None
    assert disk.lines["disk/a.jpg"].status is Status.HELD
    assert "held until 2051" in disk.says("a.jpg")


def test_what_the_archivist_let_out_a_sidecar_that_is_here_already_does_not_hold_again(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", embargo=EMBARGO)
    disk.take()
    with disk.archive.catalogue.write() as w:
        w.set_status(disk.of("a.jpg").id, Access(Status.RELEASED))
    disk.put("a.jpg", caption="mended")
    disk.take()
    assert disk.of("a.jpg").status is Status.RELEASED


@pytest.mark.parametrize("name", ["a.xmp", "a.jpg"])
def test_a_companion_from_a_held_accession_holds_a_released_photo(disk: Disk, name: str) -> None:
    disk.put("a.nef", created=NINE)
    disk.take()
    disk.put(name, caption="rahasia", **({} if name == "a.xmp" else {"created": NINE}))
    disk.run(options=Options(Status.HELD))
    assert disk.lines[f"disk/{name}"].outcome.value == "attached"
    assert disk.public("a.nef") is None


def test_a_sidecar_that_waits_from_a_held_accession_holds_the_photo_that_comes(disk: Disk) -> None:
    disk.put("a.xmp", caption="rahasia")
    disk.run(options=Options(Status.HELD))
    disk.put("a.jpg")
    disk.take()
    assert disk.public("a.jpg") is None


def test_a_sidecar_lets_nothing_out_that_is_held_or_withdrawn(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.take()
    for access in (Access(Status.HELD, hold_reason="the lawyer says so"), Access(Status.WITHDRAWN)):
        with disk.archive.catalogue.write() as w:
            w.set_status(disk.of("a.jpg").id, access)
        disk.put("a.xmp", caption=access.status.value, embargo=EMBARGO)
        disk.take()
        record = disk.of("a.jpg")
        assert Access(record.status, record.release_at, record.hold_reason) == access


# The camera's other file


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


def test_a_released_photo_does_not_tell_what_the_sidecar_of_a_held_one_says(disk: Disk) -> None:
    disk.put("a.tif", embargo=EMBARGO)
    disk.put("a.jpg")
    disk.take()
    assert disk.public("a.jpg") is not None
    disk.put("a.xmp", caption="rahasia")
    disk.take()
    assert disk.public("a.jpg") is None


def test_what_a_sidecar_takes_back_no_public_search_finds_once_its_line_is_told(disk: Disk) -> None:
    disk.put("a.jpg", caption="Kapal Garuda tiba di Ambon")
    disk.put("b.jpg", caption="Kapal Garuda tiba di Kupang")
    disk.take()

    def found() -> set[str]:
        searcher = Searcher(disk.archive)
        return {hit.record.filename for hit in searcher.search(SearchRequest(q="garuda"), PUBLIC).hits}

    assert found() == {"a.jpg", "b.jpg"}
    disk.put("a.xmp", caption="rahasia", embargo=EMBARGO)
    told: list[set[str]] = []
    ingest([disk.home / "disk"], disk.archive, tell=lambda *_: told.append(found()))
    assert told[-1] == {"b.jpg"}


@pytest.mark.parametrize("attached", [True, False])
def test_a_sidecar_that_verify_found_missing_is_put_right_by_taking_it_in_again(disk: Disk, attached: bool) -> None:
    disk.put("a.xmp", caption="Kapal")
    if attached:
        disk.put("a.jpg")
    disk.take()
    disk.archive.store.path(disk.archive.catalogue.name("disk", "a.xmp").sha256).unlink()  # type: ignore[union-attr]
    bad = [found for found in fixity.verify(disk.archive) if found.state.value != "ok"]
    assert ["a.xmp" in found.message for found in bad] == [True]
    assert (bad[0].record is not None) is attached
    disk.take()
    assert "whole again" in disk.says("a.xmp")
    assert {found.state.value for found in fixity.verify(disk.archive)} == {"ok"}
    assert disk.take()["a.xmp"] == "unchanged"
    assert "whole again" not in disk.says("a.xmp")


def test_a_name_that_holds_what_cannot_be_read_still_waits_with_what_it_held(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    disk.put("a.xmp", caption="broken")

    def broken(desk: Desk, found: Found, relpath: str) -> Taken:
        return Taken(found, Stat.of(found.path), outcome=Outcome.REJECTED, reason="empty", of_the_bytes=True)

    with monkeypatch.context() as patch:
        patch.setattr("ingest.pipeline.take", broken)
        assert disk.take()["a.xmp"] == "rejected"
    disk.put("a.jpg")
    disk.take("a.jpg")
    assert disk.of("a.jpg").values["caption"] == "Kapal"


POINTS = {
    "the first sidecar": "archive.catalogue.companions._use",
    "its values": "archive.catalogue.records.redescribe",
    "a receipt line": "archive.catalogue.receipts.add_line",
    "indexing": "archive.indexing._bring_up",
}


@pytest.mark.parametrize("after", [0, 2])
@pytest.mark.parametrize("point", POINTS)
def test_a_stop_at_any_point_is_made_good_by_the_next_run(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, point: str, after: int
) -> None:
    disk.put("waits.xmp", caption="Kapal")
    for n in range(2):
        disk.put(f"{n}.nef", created=NINE)
        disk.put(f"{n}.jpg", created=NINE, headline=f"Foto {n}")
        disk.put(f"{n}.xmp", caption=f"Kapal {n}")
    module, _, name = POINTS[point].rpartition(".")
    with monkeypatch.context() as patch:
        target = pkgutil.resolve_name(module)
        patch.setattr(target, name, failing(Stop(), after)(getattr(target, name)))
        with suppress(Stop):
            ingest([disk.home / "disk"], disk.archive)
    disk.take()
    for n in range(2):
        record = disk.of(f"{n}.nef")
        assert {record.id} == {disk.of(f"{n}.{suffix}").id for suffix in ("jpg", "xmp")}
        assert (record.values["caption"], record.values["headline"]) == (f"Kapal {n}", f"Foto {n}")
        assert len(record.assets) == 3
    assert disk.waits("waits.xmp")
    assert disk.settled()


def test_real_files_of_one_frame_are_one_record_that_all_commands_agree_on(tmp_path: Path, press_archive: Run) -> None:
    folder, archive = tmp_path / "disk", tmp_path / "archive"
    folder.mkdir()
    picture = saved(corners())
    (folder / "DSC_1.NEF").write_bytes(nef(picture))
    (folder / "DSC_1.JPG").write_bytes(picture)
    (folder / "DSC_1.xmp").write_bytes(packet(alternatives("dc:description", vi="Tàu cập cảng Hải Phòng sáng nay.")))
    (folder / "LATER.jpg.xmp").write_bytes(packet(alternatives("dc:description", en="A ship.")))
    press_archive("init", "--archive", archive)
    *lines, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", folder))
    assert [line["outcome"] for line in lines] == ["added", "attached", "attached", "attached"]
    assert lines[0]["record"] == lines[1]["record"] == lines[2]["record"]
    assert lines[3]["record"] is None
    for command in ("check", "verify"):
        press_archive(command, "--archive", archive)
    (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", "cap cang"))
    assert [(result["id"], result["language"]) for result in answer["results"]] == [(lines[0]["record"], "vi")]
    said = press_archive("inspect", folder / "DSC_1.xmp").stdout
    assert "Tàu cập cảng Hải Phòng sáng nay." in said
    assert "sidecar:dc:description[vi]" in said
    *lines, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", folder))
    assert {line["outcome"] for line in lines} == {"unchanged"}
