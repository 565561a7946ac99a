"""Which sidecar belongs to which photo, and the precedence of values."""

from __future__ import annotations

import sqlite3

import pytest

from archive.access import PUBLIC
from archive.catalogue import Catalogue, NewAsset
from archive.catalogue.photos.sidecars import Companion, PhotoFile, described_by, is_sidecar_name, stem_of
from archive.catalogue.receipts.audit import companion_problems
from archive.catalogue.records.description_merge import MEASURED, keep_archivist, merge, select_original_candidates
from archive.record import Asset, Candidate, Description, Mention, Outcome, Role, picture_of
from ingest.photo.metadata_fields import KEYS
from tests.archive.catalogue.shelf import article, put, sha

TYPES = {"jpg": "image/jpeg", "nef": "image/x-nikon-nef", "dng": "image/x-adobe-dng", "tif": "image/tiff"}


def described(**offers: list[tuple[str, object]]) -> Description:
    made = Description("image/x-nikon-nef", "photo", 1)
    for key, said in offers.items():
        for origin, value in said:
            made.offer(key, value, origin)
    return made


def standing(*names: str) -> list[PhotoFile]:
    return [PhotoFile(name, name, name, TYPES[name[-3:].lower()], Role.ORIGINAL) for name in names]


@pytest.mark.parametrize(
    ("sidecar", "photos", "chosen"),
    [
        ("a.xmp", ["a.jpg"], ["a.jpg"]),
        ("a.xmp", ["a.jpg", "a.tif"], ["a.jpg", "a.tif"]),
        ("a.xmp", ["a.jpg", "a.nef"], ["a.nef"]),
        ("a.xmp", ["a.dng", "a.nef"], ["a.nef"]),
        ("a.xmp", ["a.dng", "a.tif"], ["a.dng"]),
        ("a.xmp", ["A.JPG", "a.jpg"], ["a.jpg"]),
        ("A.XMP", ["a.jpg"], ["a.jpg"]),
        ("a.jpg.xmp", ["a.jpg", "a.nef"], ["a.jpg"]),
        ("a.JPG.xmp", ["a.jpg", "a.JPG"], ["a.JPG"]),
        ("a.jpg.xmp", ["a.nef"], []),
        ("a.b.xmp", ["a.b.jpg", "a.jpg"], ["a.b.jpg"]),
    ],
)
def test_which_photos_a_sidecar_is_of(sidecar: str, photos: list[str], chosen: list[str]) -> None:
    assert [photo.filename for photo in described_by(sidecar, standing(*photos))] == chosen


def test_names_of_sidecars_and_stems() -> None:
    assert [is_sidecar_name(name) for name in ("a.xmp", "a.XMP", ".xmp", "a.xml", "xmp")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [stem_of(name) for name in ("A.Jpg", "a", ".hidden", "a.b.jpg")] == ["a", "a", ".hidden", "a.b"]


def test_sidecars_go_before_the_original_and_other_files_after_it() -> None:
    own = described(caption=[("iim:2:120", "own"), ("exif:270", "older")])
    sidecar = described(caption=[("sidecar:dc:description[vi]", "Tàu")], city=[("sidecar:photoshop:City", "Huế")])
    other = described(caption=[("xmp:dc:description", "jpeg")], credit=[("iim:2:110", "TTXVN")])
    merged = merge(own, [sidecar], [other])
    assert [offer.origin for offer in merged.origins["caption"]] == [
        "sidecar:dc:description[vi]", "iim:2:120", "exif:270", "attachment:xmp:dc:description",
    ]  # fmt: skip
    assert merged.values == {"caption": "Tàu", "city": "Huế", "credit": "TTXVN"}
    assert select_original_candidates(merged.origins) == own.origins
    assert own.values == {"caption": "own"}


def test_what_the_camera_measured_goes_before_what_a_sidecar_copied() -> None:
    own = described(
        gps=[("exif:gps", [1.0, 2.0])], orientation=[("exif:274", 6)], camera=[("xmp:tiff:Make", "In the file")],
        width=[("codec", 600)], caption=[("exif:270", "Of the camera")],
    )  # fmt: skip
    sidecar = described(
        gps=[("xmp:exif:GPSLatitude", [3.0, 4.0])], orientation=[("xmp:tiff:Orientation", 1)],
        camera=[("xmp:tiff:Make", "Beside it")], caption=[("xmp:dc:description", "Of the desk")],
    )  # fmt: skip
    merged = merge(own, [sidecar], [described(gps=[("exif:gps", [5.0, 6.0])])])
    assert [offer.value for offer in merged.origins["gps"]] == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    assert merged.values == {
        "gps": [1.0, 2.0], "orientation": 6, "camera": "Beside it", "width": 600, "caption": "Of the desk",
    }  # fmt: skip


def test_the_measured_keys_are_those_whose_exif_goes_first() -> None:
    assert {key.name for key in KEYS if key.exif_first} | {"width", "height"} == MEASURED


def test_a_title_that_was_given_goes_before_every_one_that_was_made_up() -> None:
    own = described(title=[("file name", "a.nef")])
    sentence = described(title=[("sidecar:first sentence", "Kapal tiba")])
    given = described(title=[("xmp:dc:title", "Kapal"), ("file name", "a.jpg")])
    assert merge(own, [sentence]).values["title"] == "Kapal tiba"
    assert [offer.value for offer in merge(own, [sentence], [given]).origins["title"]] == [
        "Kapal", "Kapal tiba", "a.nef", "a.jpg",
    ]  # fmt: skip


def test_alone_a_description_stays_as_it_is() -> None:
    own = described(title=[("first sentence", "Kapal"), ("pdf:Title", "scan0001")])
    assert merge(own) == own


def test_what_a_record_is_no_companion_says() -> None:
    own, other = (
        described(kind=[("rule:image", "photo")]),
        described(kind=[("x", "document")], genre=[("x", "advisory")]),
    )
    assert merge(own, [other], [other]).values == {"kind": "photo"}


def test_the_archivist_stays_on_top_and_what_companions_no_longer_say_goes() -> None:
    old = {
        "caption": [
            Candidate("archivist", "mine"),
            Candidate("sidecar:dc:description", "gone"),
            Candidate("exif:270", "own"),
        ]
    }
    new = merge(described(caption=[("exif:270", "own")]), [described(caption=[("sidecar:dc:description", "now")])])
    kept = keep_archivist(new, old)
    assert [offer.value for offer in kept.origins["caption"]] == ["mine", "now", "own"]
    assert kept.values["caption"] == "mine"


def asset(n: int, role: Role, media_type: str, version: int = 1) -> Asset:
    return Asset(n, role, media_type, 1, str(n), version)


def test_a_raw_file_is_shown_by_the_picture_that_the_camera_wrote_beside_it() -> None:
    nef = asset(0, Role.ORIGINAL, TYPES["nef"])
    jpeg, newer = asset(1, Role.ATTACHMENT, TYPES["jpg"]), asset(3, Role.ATTACHMENT, TYPES["jpg"])
    sidecar = asset(2, Role.SIDECAR, "application/rdf+xml")
    assert picture_of([nef, jpeg, sidecar, newer]) == newer
    assert picture_of([nef, sidecar]) == nef
    original = asset(0, Role.ORIGINAL, TYPES["jpg"])
    assert picture_of([original, asset(1, Role.ATTACHMENT, TYPES["nef"])]) == original
    assert picture_of([nef, asset(1, Role.ORIGINAL, TYPES["nef"], 2), jpeg]) == jpeg
    assert picture_of([]) is None


def test_an_article_shows_the_picture_that_the_camera_wrote_beside_a_raw_file(catalogue: Catalogue) -> None:
    with catalogue.write() as w:
        named = article(w, "teks/a.txt", Mention("a.nef"))
        raw_file = Description("image/x-nikon-nef", "photo", 1)
        photo = w.add_record(raw_file, NewAsset(sha("a.nef"), 9, raw_file.media_type))
        put(w, "foto/a.nef", photo, "a.nef")
        jpeg = Description("image/jpeg", "photo", 1)
        w.attach(Companion("disk", "foto/a.jpg", "", sha("a.jpg"), 9, Role.ATTACHMENT, jpeg), photo, 1)
    (link,) = catalogue.get(named, PUBLIC).photos  # type: ignore[union-attr]
    assert (link.record, link.sha256) == (photo, sha("a.jpg"))
    assert catalogue.get(photo, PUBLIC).filename == "a.nef"  # type: ignore[union-attr]


@pytest.mark.sqlite
def test_what_a_record_says_without_its_companions_file_is_a_problem(catalogue: Catalogue) -> None:
    with catalogue.write() as w:
        photo = w.add_record(Description("image/jpeg", "photo", 1), NewAsset(sha("a"), 9, "image/jpeg"))
        sidecar = Description("application/rdf+xml", "sidecar", 1)
        w.attach(Companion("disk", "a.xmp", "", sha("x"), 9, Role.SIDECAR, sidecar), photo, 1)
        put(w, "b.xmp", None, "alone", Outcome.ATTACHED)
    with sqlite3.connect(catalogue.path) as file:
        file.execute("DELETE FROM assets WHERE role = 'sidecar'")
    file.close()
    with catalogue.snapshot() as conn:
        problems = dict(companion_problems(conn))
    assert "a.xmp is not among its files" in problems[photo]
    assert "waits for none" in problems["b.xmp"]
