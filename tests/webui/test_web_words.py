"""Short statements of pages and JSON about a photo: its owner, permitted uses, and the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.record import Candidate, Kind, Link, Mention
from tests.builders.web_photos import OTHER, OWN, photographs
from tests.support.web_fakes import FakeServices, record
from tests.webui.test_web_pages import page, words

NO_SALES = "NO SALES. NO ARCHIVE. Mandatory credit: AP"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return photographs(tmp_path)


def put(services: FakeServices, values: dict[str, Any], **more: Any) -> None:
    services.add(record("said", Kind.PHOTO, "IMG_7.jpg", values, media_type="image/jpeg", **more))


def credited(credit: str | None, article: str = "story1", caption: str | None = None) -> Link:
    return Link(Mention("IMG_7.jpg", caption, credit, None), article, "Kabar pagi", kind=Kind.ARTICLE)


@pytest.mark.parametrize(
    ("values", "line", "facts"),
    [
        ({"creator": ["Kornelis Kaha"], "credit": "Antara"}, "Kornelis Kaha / Antara", ["Kornelis Kaha", "Antara"]),
        ({"creator": ["KORNELIS KAHA"], "credit": "Antara"}, "Kornelis Kaha / Antara", ["Kornelis Kaha", "Antara"]),
        ({"creator": ["KORNELIS KAHA"], "credit": "Antara/Kornelis Kaha"}, "Kornelis Kaha / Antara", None),
        ({"creator": ["Kornelis Kaha"], "source": "Antara"}, "Kornelis Kaha / Antara", None),
        ({"creator": ["Antara"], "credit": "Antara"}, "Antara", ["Antara"]),
        ({"creator": ["Ana Silva", "Rui Melo"]}, "Ana Silva / Rui Melo", ["Ana Silva, Rui Melo"]),
        ({"creator": ["Lê Minh Hà", "Rui Melo", "Le Minh Ha"]}, "Lê Minh Hà / Rui Melo", None),
        ({"creator": ["Kornelis Kaha"], "credit": "Istimewa"}, "Kornelis Kaha / Istimewa", None),
        ({"creator": ["Kornelis Kaha"], "credit": "Ana Silva/Reuters"}, "Ana Silva / Reuters", None),
    ],
)
def test_the_line_under_the_picture_names_photographer_and_agency_once(
    client: FlaskClient, services: FakeServices, values: dict[str, Any], line: str, facts: list[str] | None
) -> None:
    put(services, values)
    (shown,) = page(client, "/records/said").xpath("//div[@class='caption']/span[@class='credit']")
    assert words(shown) == f"Photo: {line}"
    if facts:
        entry = page(client, "/search?q=").xpath(
            "//li[.//a[starts-with(@href, '/records/said')]]//p[@class='facts']//bdi"
        )
        assert [one.text for one in entry] == facts


def test_instructions_are_told_with_the_rights(client: FlaskClient, services: FakeServices) -> None:
    put(services, {"instructions": NO_SALES})
    said = words(page(client, "/records/said"))
    assert said.count(NO_SALES) == 2  # next to the picture, and among the fields
    assert "not stated" not in said
    told = client.get("/api/v1/records/said").get_json()
    assert (told["rights"], told["instructions"]) == (None, NO_SALES)
    assert "Rights:" not in words(page(client, "/records/copy1"))  # only the verdict shows them
    assert "May I print this? Ask first" in words(page(client, "/records/copy1"))


def test_a_credit_that_lost_marks_nothing(client: FlaskClient, services: FakeServices) -> None:
    offers = {"credit": [Candidate("sidecar:photoshop:Credit", "Antara"), Candidate("iim:2:110", "Dok. Kemhan")]}
    put(services, {"credit": "Antara"}, origins=offers)
    assert not page(client, "/records/said").xpath("//ul[@class='flags']")
    assert client.get("/api/v1/records/said").get_json()["flags"] == []
    put(services, {"credit": "Dok. Kemhan"}, origins={"credit": offers["credit"][::-1]})
    assert client.get("/api/v1/records/said").get_json()["flags"] == ["file-photo"]


def test_a_mark_that_an_article_gives_says_where(client: FlaskClient, services: FakeServices) -> None:
    put(services, {"credit": "Antara"}, articles=(credited("Istimewa"),))
    (mark,) = page(client, "/records/said").xpath("//ul[@class='flags']/li")
    assert "Owner unknown" in words(mark)
    assert words(mark).endswith("as credited in Kabar pagi")
    assert mark.xpath(".//a/@href") == ["/records/story1"]


def test_what_the_archivist_said_is_no_conflict_any_more(client: FlaskClient, services: FakeServices) -> None:
    both = [Candidate("xmp:dc:description[vi]", OWN), Candidate("iim:2:120", OTHER)]
    put(services, {"caption": OWN, "language": "vi"}, origins={"caption": both})
    assert client.get("/api/v1/records/said").get_json()["caption_conflict"] is True
    put(services, {"caption": OTHER, "language": "vi"}, origins={"caption": [Candidate("archivist", OTHER), *both]})
    told = client.get("/api/v1/records/said").get_json()
    assert (told["caption_conflict"], told["caption_settled"]) == (False, True)
    assert [one["words"] for one in told["captions"]] == [OTHER, OWN]
    tree = page(client, "/records/said")
    assert "Captions that disagree" not in words(tree)
    (caption,) = tree.xpath("//div[@class='caption']")
    (settled,) = tree.xpath("//div[@class='caption-facts']")
    assert words(caption).startswith(OTHER)
    assert words(settled).endswith("which caption is right.Source of the caption: The archivist; The file (IPTC)")
    assert [
        words(other.xpath("./p")[0]) for other in tree.xpath("//section[@aria-labelledby='other-captions']//li")
    ] == [OWN]


def test_where_captions_disagree_each_person_has_who_says_so(client: FlaskClient, services: FakeServices) -> None:
    one = "Menlu Sugiono (kanan) bertemu Menlu Malaysia di Jakarta, 3 Mei 2025."
    two = "Menlu Retno Marsudi (kanan) bertemu Menlu Malaysia di Jakarta, 4 Mei 2025."
    both = [Candidate("xmp:dc:description", one), Candidate("iim:2:120", two)]
    put(services, {"caption": one, "language": "id"}, origins={"caption": both})
    people = [words(li) for li in page(client, "/records/said").xpath("//section[@class='people']//li")]
    assert any("Sugiono" in li and "according to The file (XMP)" in li for li in people)
    assert any("Retno Marsudi" in li and "according to The file (IPTC)" in li for li in people)
    put(services, {"caption": one, "language": "id"}, origins={"caption": both[:1]})
    assert "according to" not in words(page(client, "/records/said"))


def test_origins_are_said_in_one_way_with_the_technical_name_beside(
    client: FlaskClient, services: FakeServices
) -> None:
    offers = {
        "credit": [Candidate("iim:2:110", "Antara")],
        "city": [Candidate("xmp:photoshop:City", "Jakarta")],
        "camera": [Candidate("exif:271+272", "Nikon D5")],
        "language": [Candidate("py3langid", "id")],
    }
    values = {"credit": "Antara", "city": "Jakarta", "camera": "Nikon D5", "language": "id", "creator": ["Ana Silva"]}
    put(services, values, origins=offers)
    said = words(page(client, "/records/said"))
    for told in (
        "Jakarta The file (XMP) xmp:photoshop:City",
        "Nikon D5 Camera (EXIF) exif:271+272",
        "Indonesian Recognised by its words py3langid",
        "Antara The file (IPTC) iim:2:110",
    ):
        assert told in said
    (printed,) = page(client, "/records/said").xpath("//section[@aria-labelledby='credits-heading']")
    assert "Antara The file (IPTC) iim:2:110" in words(printed)


def test_a_title_that_nobody_gave_disagrees_with_none(client: FlaskClient, services: FakeServices) -> None:
    offers = [Candidate("first sentence", "Menlu tiba"), Candidate("file name", "IMG_7.jpg")]
    put(services, {"title": "Menlu tiba", "caption": "Menlu tiba."}, origins={"title": offers})
    assert "Sources disagree" not in words(page(client, "/records/said"))
    given = [Candidate("xmp:dc:title", "Menlu tiba"), Candidate("iim:2:05", "Menlu pergi")]
    put(services, {"title": "Menlu tiba", "caption": "Menlu tiba."}, origins={"title": given})
    assert "Sources disagree" in words(page(client, "/records/said"))


def test_a_text_has_no_camera(client: FlaskClient, services: FakeServices) -> None:
    services.add(record("text", Kind.ARTICLE, "a.html", {"title": "Kabar", "encoding": "utf-8"}))
    assert "Camera" not in words(page(client, "/records/text"))
    assert "Technical data" in words(page(client, "/records/text"))


def test_mentions_have_the_language_and_day_of_the_words_and_not_of_the_photo(
    client: FlaskClient, services: FakeServices
) -> None:
    dated = Mention("IMG_7.jpg", "A row.", None, None, date="2025-05-03", language="en")
    plain = Mention("IMG_8.jpg", "Một dòng.", None, None)
    seen: dict[str, Any] = {"kind": Kind.PHOTO, "date": "2019-01-01", "language": "id"}
    links = (Link(dated, "copy1", "x", n=0, **seen), Link(plain, "copy1", "x", n=1, **seen))
    values = {"title": "Bài", "language": "vi", "date": "2025-10-26"}
    services.add(record("text", Kind.ARTICLE, "a.html", values, photos=links))
    told = client.get("/api/v1/records/text").get_json()["mentions"]
    assert [(one["language"], one["date"]) for one in told] == [("en", "2025-05-03"), ("vi", None)]


def test_json_counts_the_facets_of_the_page(client: FlaskClient) -> None:
    asked = client.get("/api/v1/search?q=").get_json()["facets"]
    assert {"kind", "year", "language", "source", "person", "credit", "flag"} <= set(asked)
