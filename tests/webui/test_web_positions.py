"""The GPS position of a photo appears nowhere unless the settings allow it, whatever software wrote it under whatever
name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.positions import without_positions
from archive.record import Candidate, Kind
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import (
    alternatives,
    ascii_tag,
    encoded,
    exif_segment,
    jpeg,
    packet,
    rational_tag,
    tiff,
    xmp_segment,
)
from tests.support.commands import some
from tests.support.crawl import crawl, leaks
from tests.support.growth import assert_linear, repeated
from tests.support.web_fakes import record
from webui import create_app
from webui.services.services import OpenArchive

EXT = 'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
MORE = (
    f'{EXT} xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:exifEX="http://cipa.jp/exif/1.0/" '
    'xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" '
    'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:own="http://example.org/own/" '
    'xmlns:LocationShown="http://example.org/x/" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"'
)
# Each number is unique, so that a leak shows its source. 99107 is a place name, which is kept.
WITHIN = (
    "<exif:GPSLatitude>10,9.81101S</exif:GPSLatitude><exif:GPSLongitude>123,36.45102E</exif:GPSLongitude>"
    "<exif:GPSAltitude>9910301/100</exif:GPSAltitude><exif:GPSTimeStamp>2025-05-03T01:02:03.99104Z</exif:GPSTimeStamp>"
    '<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Kupang</Iptc4xmpExt:City>'
    "<exif:GPSLatitude>10,9.91105S</exif:GPSLatitude><exif:GPSLongitude>123,36.99106E</exif:GPSLongitude>"
    "<Iptc4xmpExt:LocationId>http://www.geonames.org/x/99107</Iptc4xmpExt:LocationId></rdf:li></rdf:Bag>"
    "</Iptc4xmpExt:LocationShown>"
    '<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Kupang</Iptc4xmpExt:City>'
    "<exif:GPSLatitude>10,9.91108S</exif:GPSLatitude><exif:GPSAltitude>99109/10</exif:GPSAltitude></rdf:li></rdf:Bag>"
    "</Iptc4xmpExt:LocationCreated>"
    "<drone-dji:GpsLatitude>-10.99110</drone-dji:GpsLatitude><drone-dji:AbsoluteAltitude>+99111</drone-dji:AbsoluteAltitude>"
    "<drone-dji:GpsLongtitude>123.99112</drone-dji:GpsLongtitude>"
    "<geo:lat>-10.99113</geo:lat><geo:long>123.99114</geo:long>"
    "<own:Position>10.99115S 123.99116E</own:Position><own:Coordinates>-10.99117,123.99118</own:Coordinates>"
    "<own:LatLon>-10.99119</own:LatLon><own:GeoURI>geo:-10.99120,123.99121</own:GeoURI>"
    "<dc:subject><rdf:Bag><rdf:li>jembatan</rdf:li><rdf:li>geo:lat=-10.99122</rdf:li><rdf:li>geo:lon=123.99123</rdf:li>"
    "</rdf:Bag></dc:subject><own:Note>at 10°10'33.99124\"S 123°36'27.99125\"E</own:Note>"
)
KEPT_BACK = [f"991{n:02}" for n in range(1, 26) if n != 7] + ["9.81101", "36.45102", "99130", "99131", "99132"]


def photo(number: int) -> bytes:
    """Return a photo with positions in EXIF and in XMP."""
    whole = io.BytesIO()
    Image.open(io.BytesIO(encoded("JPEG", 320, 240))).rotate(number * 40).save(whole, "JPEG")
    exif = tiff(
        [ascii_tag(271, b"Canon")],
        gps=[
            ascii_tag(1, b"S"), rational_tag(2, (10, 1), (9, 1), (9913001, 100000)),
            ascii_tag(3, b"E"), rational_tag(4, (123, 1), (36, 1), (9913101, 100000)),
            rational_tag(6, (99132, 1)), ascii_tag(18, b"WGS-99130"), ascii_tag(29, b"2025:05:03"),
        ],
    )  # fmt: skip
    body = alternatives("dc:description", x_default=f"Jembatan di Kupang nomor {number}.") + WITHIN
    return jpeg(exif_segment(exif), xmp_segment(packet(body, MORE)), base=whole.getvalue())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("positions")
    disk = folder / "disk"
    disk.mkdir()
    for number in range(1, 4):
        (disk / f"W-ALI_041{number}.jpg").write_bytes(photo(number))
    (disk / "W-ALI_0412.xmp").write_bytes(packet(WITHIN, MORE))
    with Archive.create(folder / "archive") as archive:
        ingest([disk], archive)
        index_sync.update(archive)
    return folder / "archive"


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services}).test_client()
    services.close()


def test_no_page_and_no_json_has_a_position_in_any_dress(client: FlaskClient) -> None:
    seen = crawl(client, queries=["gps", "99130", "9.81101", "W-ALI", "latitude"])
    told = {path: answer for path, answer in seen.items() if "openapi" not in path}
    assert leaks(told, [*KEPT_BACK, "gpslat", "exif:gps", "gps_other", "drone-dji:gps"]) == []
    for q in ("gps", "99130", "9.81101", "99105", "99122", "latitude"):
        assert client.get(f"/api/v1/search?q={q}").get_json()["total"] == 0


def test_no_picture_that_is_made_has_one(client: FlaskClient) -> None:
    for result in some(client.get("/api/v1/search?kind=photo").get_json()["results"]):
        for name in ("thumbnail", "preview"):
            data = client.get(f"/records/{result['id']}/{name}", buffered=True).data
            assert data[:2] == b"\xff\xd8"
            assert all(mark not in data for mark in (b"GPS", b"Exif", b"http://ns.adobe.com"))
            assert not Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)


def test_a_setting_lets_positions_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_ARCHIVE_WEB_SHOW_POSITIONS", "true")
    services = OpenArchive(folder)
    client = create_app({"SERVICES": services}).test_client()
    found = client.get("/api/v1/search?kind=photo").get_json()["results"]
    told = client.get(f"/api/v1/records/{found[0]['id']}")
    assert told.get_json()["values"]["gps"][0] == pytest.approx(-10.1775, abs=0.01)
    assert "9.91105" in told.text
    assert "-10.1" in client.get(f"/records/{found[0]['id']}").text
    services.close()


@pytest.mark.parametrize(
    "words",
    ["AF-S NIKKOR 70-200mm f/2.8E FL", "0.3127, 0.3290", "1/250", "2025-10-25T09:00:01.123", "24.0 70.0 2.8", "5.2E"],
)
def test_what_is_no_position_stays(words: str) -> None:
    taken = record("p", Kind.PHOTO, "a.jpg", {}, origins={"other": [Candidate("xmp:aux:Lens", words)]})
    assert without_positions(taken) == taken


def test_what_may_be_a_position_is_judged_in_no_time() -> None:
    for piece in ("1 1 1 ", "10.1111 ", "1", "10°10'", "geo:", "10,1", "10.1S "):
        assert_linear(
            lambda text: without_positions(
                record("p", Kind.PHOTO, "a.jpg", {}, origins={"other": [Candidate("xmp:a:b", text)]})
            ),
            repeated(piece),
        )
