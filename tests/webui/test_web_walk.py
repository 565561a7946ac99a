"""Photographs on a disk are ingested; their pages and JSON: captions, conflict, credit, people, sequence."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import alternatives, jpeg, packet, picture, xmp_segment
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.services.services import OpenArchive

OWN = "Presiden Sari Dewi (kanan) memotong pita di jembatan Teluk Sari, 3 Mei 2025."
OTHER = "Presiden Sari Dewi (kiri) memotong pita di jembatan Teluk Sari, 4 Mei 2025."
SECRET = "Kata rahasia tentang pita itu."
ARTICLE = f"""Presiden membuka jembatan baru di Kupang

KUPANG, 4 Mei 2025 - Presiden membuka jembatan Teluk Sari yang menghubungkan dua kecamatan di kota itu.

W-ALI_0412.jpg
{OTHER} Foto: Istimewa

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali.
"""
HELD = f"""EMBARGOED UNTIL 10:00 GMT 3 MAY 2051

Pita yang dipotong itu masuk museum

W-ALI_0412.jpg
{SECRET}

Teks ini belum boleh dibaca siapa pun sebelum harinya tiba di seluruh negeri.
"""


def frame(number: int, caption: str) -> bytes:
    """Return a photo with a caption, a credit, a time and a position in its XMP. Each frame looks different."""
    whole = io.BytesIO()
    picture(640, 480).rotate(number * 25).save(whole, "JPEG")
    described = packet(
        alternatives("dc:description", x_default=caption, id=caption)
        + f"<photoshop:DateCreated>2025-05-03T09:{number % 60:02}:00+08:00</photoshop:DateCreated>"
        "<photoshop:Credit>Ali Ahmad/ANTARA FOTO</photoshop:Credit>"
        "<exif:GPSLatitude>10,9.811S</exif:GPSLatitude><exif:GPSLongitude>123,36.45E</exif:GPSLongitude>"
    )
    return jpeg(xmp_segment(described), base=whole.getvalue())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("walk")
    disk = folder / "disk"
    disk.mkdir()
    for number in range(411, 415):
        caption = OWN if number == 412 else f"Jembatan Teluk Sari pada pagi hari, foto ke-{number}."
        (disk / f"W-ALI_0{number}.jpg").write_bytes(frame(number, caption))
    (disk / "jembatan.txt").write_text(ARTICLE, encoding="utf-8")
    (disk / "museum").mkdir()  # a held text holds the photos in its folder
    (disk / "museum" / "museum.txt").write_text(HELD, encoding="utf-8")
    with Archive.create(folder / "archive") as archive:
        ingest([disk], archive)
        index_sync.update(archive)
    services = OpenArchive(folder / "archive")
    yield create_app({"SERVICES": services}).test_client()
    services.close()


def ids(client: FlaskClient) -> dict[str, str]:
    found = client.get("/api/v1/search?page_size=100").get_json()["results"]
    return {result["filename"]: result["id"] for result in found}


@pytest.fixture(scope="module")
def photo(client: FlaskClient) -> Any:
    return client.get(f"/api/v1/records/{ids(client)['W-ALI_0412.jpg']}").get_json()


def test_both_captions_are_there_and_their_conflict_is_marked(photo: Any) -> None:
    assert (photo["caption_conflict"], photo["caption_differs"]) == (True, "facts")
    own, other = photo["captions"]
    assert (own["words"], own["language"], own["origin"], own["date"]) == (
        OWN,
        "id",
        "xmp:dc:description",
        "2025-05-03",
    )
    assert (other["words"], other["language"], other["origin"], other["date"]) == (OTHER, "id", "article", "2025-05-04")
    assert own["conflict"] is other["conflict"] is True
    assert other["title"] == "Presiden membuka jembatan baru di Kupang"


def test_what_a_held_article_says_is_not_there(client: FlaskClient, photo: Any) -> None:
    assert len(photo["articles"]) == 1
    for path in (f"/records/{photo['id']}", f"/api/v1/records/{photo['id']}"):
        assert "rahasia" not in client.get(path).text


def test_the_credits_are_read(photo: Any) -> None:
    first = photo["credits"][0]
    assert (first["words"], first["photographers"]) == ("Ali Ahmad/ANTARA FOTO", ["Ali Ahmad"])
    assert first["agencies"] == ["Antara"]
    assert photo["flags"] == ["owner-unknown"]


def test_who_is_shown_and_where(photo: Any) -> None:
    said = {(one["name"], one["position"], one["origin"]) for one in photo["shown"]}
    assert ("Sari Dewi", "right", "xmp:dc:description") in said
    assert ("Sari Dewi", "left", "article") in said


def test_the_frames_of_the_day_are_one_sheet(client: FlaskClient, photo: Any) -> None:
    assert photo["sequence"]["label"] == "W-ALI 0411–0414, 4 frames"
    tree = page(client, photo["sequence"]["url"])
    assert len(tree.xpath("//ol[@class='frames']/li")) == 4
    shown = [frame["filename"] for frame in photo["sequence"]["records"]]
    assert shown == [f"W-ALI_0{number}.jpg" for number in range(411, 415)]


def test_no_page_and_no_json_tells_where_it_was_taken(client: FlaskClient, photo: Any) -> None:
    for path in (f"/records/{photo['id']}", f"/api/v1/records/{photo['id']}", photo["sequence"]["api_url"]):
        text = re.sub(r"\b[a-z2-7]{16}\b", "", client.get(path).text)  # ids, with random letters
        assert "9.811S" not in text
        assert "123.6" not in text
        assert "gps" not in text.lower()
    files = words(page(client, f"/records/{photo['id']}").xpath("//ul[@class='files']")[0])
    assert "The original file tells where it was taken" in files


def test_searches_are_narrowed_by_flag_and_by_agency(client: FlaskClient, photo: Any) -> None:
    found = client.get("/api/v1/search?kind=photo&facets=flag,credit").get_json()
    assert found["facets"]["flag"] == [
        {"value": "owner-unknown", "label": "Owner unknown", "count": 1, "selected": False}
    ]
    assert found["facets"]["credit"][0]["value"] == "Antara"
    narrowed = client.get("/api/v1/search?kind=photo&flag=owner-unknown").get_json()
    assert [result["id"] for result in narrowed["results"]] == [photo["id"]]
    assert narrowed["query"]["flag"] == ["owner-unknown"]
    (hit,) = page(client, "/search?kind=photo&flag=owner-unknown").xpath("//li[contains(@class, 'entry')]")
    assert "in 1 article Owner unknown" in words(hit)
    assert "W-ALI_0412.jpg" in words(hit)
    assert client.get('/api/v1/search?q=shown:"Sari Dewi"').get_json()["total"] == 1
