"""Sidecars and other camera files, from a folder of files to receipt lines and to the records as seen by both
viewers."""

from __future__ import annotations

import unicodedata

import pytest

from archive.record import Role
from archive.storage import fixity
from tests.builders.companion_disk import Disk, disk

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


# Changes


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
