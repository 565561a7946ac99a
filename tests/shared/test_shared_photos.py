"""Real camera and press files compared with exiftool: for every tag it reports under one of our keys, we have its
value."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from every_tag import Tally, add, exiftool

from archive.errors import Unreadable
from archive.record import Description
from ingest.photo.photo_reader import read_metadata
from ingest.readers.base.source import Source

PHOTOS = Path(__file__).parents[3] / "shared" / "data" / "photos"
SUFFIXES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
FLOOR = 0.99
# For single keys, if not all: one comment that exiftool decodes as UTF-8, one position written as text.
FLOORS = {"caption": 0.97, "gps": 0.9}

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason="needs ../shared/data/photos")

# exiftool's tag (its family 1 group) -> the keys that may hold its value.
TAGS: dict[str, str] = {
    "XMP-dc:Title": "title", "IPTC:ObjectName": "title", "IFD0:XPTitle": "title", "PNG:Title": "title",
    "XMP-photoshop:Headline": "headline", "IPTC:Headline": "headline",
    "XMP-dc:Description": "caption", "IPTC:Caption-Abstract": "caption", "IFD0:ImageDescription": "caption",
    "IFD0:XPComment": "caption", "IFD0:XPSubject": "caption", "ExifIFD:UserComment": "caption",
    "IFD0:UserComment": "caption", "File:Comment": "caption", "PNG:Description": "caption",
    "XMP-dc:Creator": "creator", "IPTC:By-line": "creator", "IFD0:Artist": "creator", "IFD0:XPAuthor": "creator",
    "PNG:Author": "creator",
    "XMP-photoshop:AuthorsPosition": "creator_title", "IPTC:By-lineTitle": "creator_title",
    "XMP-photoshop:Credit": "credit", "IPTC:Credit": "credit",
    "XMP-photoshop:Source": "source", "IPTC:Source": "source",
    "XMP-dc:Rights": "copyright", "IPTC:CopyrightNotice": "copyright", "IFD0:Copyright": "copyright",
    "XMP-xmpRights:UsageTerms": "usage_terms", "XMP-xmpRights:WebStatement": "usage_terms",
    "XMP-photoshop:Instructions": "instructions", "IPTC:SpecialInstructions": "instructions",
    "IPTC:ReleaseDate": "release_date", "IPTC:ExpirationDate": "expiry_date",
    "XMP-dc:Subject": "keywords", "IPTC:Keywords": "keywords", "IFD0:XPKeywords": "keywords",
    "XMP-photoshop:Category": "category", "XMP-photoshop:SupplementalCategories": "category",
    "IPTC:Category": "category", "IPTC:SupplementalCategories": "category",
    "XMP-iptcExt:PersonInImage": "persons", "XMP-iptcExt:Event": "event",
    "XMP-iptcExt:OrganisationInImageName": "organisations",
    "XMP-iptcCore:Location": "sublocation", "IPTC:Sub-location": "sublocation",
    "XMP-photoshop:City": "city", "IPTC:City": "city",
    "XMP-photoshop:State": "state", "IPTC:Province-State": "state",
    "XMP-photoshop:Country": "country", "IPTC:Country-PrimaryLocationName": "country",
    "XMP-iptcCore:CountryCode": "country_code", "IPTC:Country-PrimaryLocationCode": "country_code",
    "XMP-photoshop:DateCreated": "date_created", "IPTC:DateCreated": "date_created", "IPTC:TimeCreated": "date_created",
    "ExifIFD:DateTimeOriginal": "date_created", "XMP-exif:DateTimeOriginal": "date_created",
    "ExifIFD:CreateDate": "date_digitized", "XMP-xmp:CreateDate": "date_digitized",
    "IPTC:DigitalCreationDate": "date_digitized", "IPTC:DigitalCreationTime": "date_digitized",
    "XMP-photoshop:CaptionWriter": "caption_writer", "IPTC:Writer-Editor": "caption_writer",
    "XMP-photoshop:TransmissionReference": "job_id", "IPTC:OriginalTransmissionReference": "job_id",
    "XMP-iptcCore:AltTextAccessibility": "alt_text", "XMP-iptcCore:ExtDescrAccessibility": "alt_text",
    "XMP-iptcExt:DigitalSourceType": "digital_source",
    "XMP-xmp:Rating": "rating", "IFD0:Rating": "rating", "XMP-xmp:Label": "label",
    "XMP-photoshop:Urgency": "priority", "IPTC:Urgency": "priority",
    "Composite:GPSLatitude": "gps", "Composite:GPSLongitude": "gps",
    "IFD0:Orientation": "orientation", "XMP-tiff:Orientation": "orientation",
    "IFD0:Make": "camera_make", "IFD0:Model": "camera_model",
    "File:ImageWidth": "width", "PNG:ImageWidth": "width", "RIFF:ImageWidth": "width",
    "File:ImageHeight": "height", "PNG:ImageHeight": "height", "RIFF:ImageHeight": "height",
}  # fmt: skip

# exiftool unpacks these structures; each is (tag, field, key).
FIELDS = [
    (f"XMP-iptcExt:{place}", part, key)
    for place in ("LocationShown", "LocationCreated")
    for part, key in (
        ("City", "city"),
        ("ProvinceState", "state"),
        ("CountryName", "country"),
        ("CountryCode", "country_code"),
        ("Sublocation", "sublocation"),
    )
] + [("XMP-iptcExt:PersonInImageWDetails", "PersonName", "persons")]


def _plain(value: Any) -> str:
    """Return a value for comparison: white space, list marks and the punctuation of dates do not count."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    text = " ".join(unicodedata.normalize("NFC", str(value)).replace("\0", "").split())
    if re.fullmatch(r"\d{4}[:-]\d\d([:-]\d\d.{0,25})?", text):
        text = re.sub(r"[^\d+]", "", text.replace("T", ""))
    return text


def _ours(description: Description, key: str) -> set[str]:
    keys = {
        "caption": ("caption", "boilerplate"),
    }
    values = [offer.value for k in keys.get(key, (key,)) for offer in description.origins.get(k, ())]
    parts = [part for value in values if isinstance(value, list) for part in value]
    return {_plain(value) for value in [*values, *parts]}


def _holds(ours: set[str], key: str, value: Any) -> bool:
    if key in ("gps", "rating", "priority", "orientation", "width", "height"):
        return any(_close(value, one) for one in ours)
    wanted = [_plain(value)] if not isinstance(value, list) or key not in ("category",) else [_plain(v) for v in value]
    inside = key.startswith(("date_", "release", "expiry"))
    if inside and isinstance(value, str) and value[2:3] == ":":  # a time alone: ours includes its date
        wanted = [re.sub(r"[^\d+]", "", value)]
    return all(any(want in one if inside else want == one for one in ours) for want in wanted)


def _close(value: Any, ours: str) -> bool:
    try:
        return abs(float(value) - float(ours)) < 1e-5
    except ValueError:
        return False


def _wanted(tags: dict[str, Any]) -> list[tuple[str, str, Any]]:
    found = [(tag, key, tags[tag]) for tag, key in TAGS.items() if _says(tags.get(tag))]
    for tag, part, key in FIELDS:
        for structure in tags.get(tag, []):
            if _says(structure.get(part)):
                found.append((f"{tag}/{part}", key, structure[part]))
    return found


def _says(value: Any) -> bool:
    """Return whether there is a value: spaces, and the zeros and spaces that cameras write for a date, are not."""
    text = "" if value is None else _plain(value)
    return bool(text.strip(" :0.")) or (isinstance(value, int) and not isinstance(value, bool))


def described(path: Path) -> Description | None:
    """Return our description of a file without its pixels; None if it cannot be read."""
    source = Source(path, path.name, SUFFIXES[path.suffix], path.parent)
    try:
        with path.open("rb") as file:
            return read_metadata(file, source)
    except Unreadable:
        return None


@dataclass
class Comparison:
    """The number of values checked and found, by key, and the missing ones."""

    asked_by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    held_by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missing: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(self.asked_by.values())

    @property
    def held(self) -> int:
        return sum(self.held_by.values())

    def table(self) -> str:
        rows = [(key, self.held_by[key], self.asked_by[key]) for key in sorted(self.asked_by)]
        rows.append(("all", self.held, self.asked))
        lines = [f"{key:18s} {held:4d} {asked:4d}  {held / asked:6.1%}" for key, held, asked in rows]
        return "\n".join(["key                held of   share", *lines, *self.missing])


def compare(folder: Path) -> Comparison:
    """Look for everything exiftool reports of the pictures in a folder in our descriptions."""
    result = Comparison()
    for name, tags in sorted(exiftool(folder).items()):
        path = folder / name
        if path.suffix not in SUFFIXES:
            continue
        description = described(path)
        for tag, key, value in _wanted(tags):
            ours = _ours(description, key) if description else set()
            result.asked_by[key] += 1
            if _holds(ours, key, value):
                result.held_by[key] += 1
            else:
                result.missing.append(f"{name}: {tag} = {str(value)[:80]!r}; ours: {sorted(ours)[:3]}")
    return result


@needs_photos
def test_we_hold_every_value_that_exiftool_reports(capsys: pytest.CaptureFixture[str]) -> None:
    result = compare(PHOTOS)
    with capsys.disabled():
        print("\n" + result.table())
    assert result.asked > 700
    assert result.held / result.asked >= FLOOR, result.missing
    low = [key for key, asked in result.asked_by.items() if result.held_by[key] < FLOORS.get(key, 1.0) * asked]
    assert low == [], result.missing


@needs_photos
def test_we_hold_the_value_of_every_tag_that_exiftool_reports(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    for name, tags in sorted(exiftool(PHOTOS).items()):
        if (PHOTOS / name).suffix in SUFFIXES:
            add(tally, name, tags, described(PHOTOS / name))
    with capsys.disabled():
        print("\n" + tally.table())
    assert sum(tally.asked.values()) > 4_500
    assert tally.share() >= FLOOR, tally.missing
    low = [group for group, asked in tally.rows() if asked >= 20 and tally.held[group] < 0.95 * asked]
    assert low == []


@needs_photos
def test_every_key_of_the_iptc_reference_photo_is_right() -> None:
    description = described(PHOTOS / "IPTC-PhotometadataRef-Std2021.1.jpg")
    assert description is not None
    values = description.values
    assert values["title"] == "The Title (ref2021.1)"
    assert values["headline"] == "The Headline (ref2021.1)"
    assert values["caption"] == "The description aka caption (ref2021.1)"
    assert values["creator"] == ["Creator1 (ref2021.1)"]
    assert values["creator_title"] == "Creator's Job Title  (ref2021.1)"
    assert values["credit"] == "Credit Line (ref2021.1)"
    assert values["source"] == "Source (ref2021.1)"
    assert values["copyright"] == "Copyright (Notice) 2021.1 IPTC - www.iptc.org  (ref2021.1)"
    assert values["usage_terms"] == "Rights Usage Terms (ref2021.1)"
    assert values["instructions"] == "An Instruction (ref2021.1)"
    assert values["keywords"] == ["Keyword1ref2021.1", "Keyword2ref2021.1", "Keyword3ref2021.1"]
    shown = ["Person Shown 1 (ref2021.1)", "Person Shown 2 (ref2021.1)"]
    assert values["persons"] == [*shown, "Person Name 1 (ref2021.1)"]
    assert description.origins["persons"][1].value == shown
    assert values["event"] == "Event Name (ref2021.1)"
    assert values["organisations"] == [f"Organisation Name {n} (ref2021.1)" for n in (1, 2, 3)]
    assert values["sublocation"] == "Sublocation (Core) (ref2021.1)"
    assert values["city"] == "City (Core) (ref2021.1)"
    assert values["state"] == "Province/State(Core)(ref2021.1)"
    assert values["country"] == "Country (Core) (ref2021.1)"
    assert values["country_code"] == "R21"
    assert values["date_created"] == values["created"] == "2021-10-20T21:01:01+00:00"
    assert values["created_precision"] == "second"
    assert values["caption_writer"] == "Description Writer (ref2021.1)"
    assert values["job_id"] == "Job Id (ref2021.1)"
    assert values["alt_text"] == "This is the Alt Text description to support accessibility in 2021.1"
    assert values["digital_source"] == "http://cv.iptc.org/newscodes/digitalsourcetype/softwareImage"
    assert values["rating"] == 1
    assert (values["width"], values["height"]) == (2000, 1000)
