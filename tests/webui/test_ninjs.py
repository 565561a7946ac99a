"""Records in the exchange format of news systems (IPTC ninjs 3.1). The IPTC's schema may not be redistributed with this
project, so its requirements for the keys in use are written here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator
from lxml import html

from archive.record import Candidate, Status
from tests.builders.web_photos import OTHER, photographs
from tests.support.web_fakes import BODY, HELD_WORD, FakeServices

TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": "^https?://"}
VALUES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "properties": {"role": TEXT, "contentType": TEXT, "charCount": {"type": "integer"}, "value": TEXT},
        "additionalProperties": False,
    },
}
NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": TEXT, "role": TEXT},
        "additionalProperties": False,
    },
}
WHOLE = {"type": "integer", "minimum": 1}
ITEM: dict[str, Any] = {
    "uri": URI,
    "type": {"enum": ["text", "picture"]},
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "versionCreated": {"type": "string", "format": "date-time"},
    "contentCreated": {"type": "string", "format": "date-time"},
    "pubStatus": {"enum": ["usable"]},
    "rightsInfo": {"type": "object", "properties": {"linkedRights": {"type": "array", "items": URI}}},
    "standard": {"type": "object"},
    "renditions": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": TEXT, "href": URI, "contentType": TEXT, "width": WHOLE, "height": WHOLE, "sizeInBytes": WHOLE,
            },
            "additionalProperties": False,
        },
    },
    "subjects": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"name": TEXT, "uri": URI, "literal": TEXT},
            "additionalProperties": False,
        },
    },
    "altIds": {"type": "array", "items": {"type": "object", "properties": {"role": TEXT, "value": TEXT}}},
    **dict.fromkeys(
        ("language", "title", "by", "located", "copyrightNotice", "usageTerms", "edNote"), TEXT
    ),
    **dict.fromkeys(("headlines", "descriptions", "bodies"), VALUES),
    **dict.fromkeys(("people", "organisations", "places", "events", "genres", "infoSources"), NAMES),
}  # fmt: skip
ASSOCIATION = {"type": "object", "required": ["name", "uri"], "properties": {**ITEM, "name": TEXT}}
ITEM["associations"] = {"type": "array", "items": {**ASSOCIATION, "additionalProperties": False}}
SCHEMA = Draft202012Validator(
    {"type": "object", "required": ["uri"], "properties": ITEM, "additionalProperties": False}, validate_formats=True
)


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return photographs(tmp_path)


def item(client: FlaskClient, record_id: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/records/{record_id}.ninjs.json")
    assert response.status_code == 200
    found: dict[str, Any] = response.get_json()
    SCHEMA.validate(found)
    return found


def test_a_text_has_its_words_and_its_photos(client: FlaskClient) -> None:
    told = item(client, "release1")
    assert (told["uri"], told["type"], told["language"]) == ("http://localhost/records/release1", "text", "id")
    assert told["headlines"][0]["value"] == "Penandatanganan konvensi di Hanoi"
    assert told["bodies"][0]["value"] == BODY
    assert {"name": "Luong Cuong"} in told["people"]
    (photo,) = told["associations"]
    assert (photo["type"], photo["uri"]) == ("picture", "http://localhost/records/photo1")


def test_a_photo_has_its_caption_its_credit_its_sizes_and_its_texts(client: FlaskClient) -> None:
    told = item(client, "frame1302")
    assert told["type"] == "picture"
    assert "TTXVN" in next(one["name"] for one in told["infoSources"] if one["role"] == "credit")
    sizes = {one["name"]: (one["width"], one["height"]) for one in told["renditions"]}
    assert sizes == {"original": (6000, 4000), "thumbnail": (400, 267), "preview": (1600, 1067)}
    assert OTHER in [text["descriptions"][0]["value"] for text in told["associations"]]
    for one in told["renditions"]:
        assert client.get(one["href"], buffered=True).status_code == 200


def test_codes_of_subjects_are_those_of_the_file(client: FlaskClient, services: FakeServices) -> None:
    photo = services.catalogue.records["frame1302"]
    topic = "http://cv.iptc.org/newscodes/mediatopic/20000053"
    told = [
        Candidate("xmp:Iptc4xmpCore:SubjectCode", ["04015000", "16009000"]),
        Candidate("xmp:Iptc4xmpExt:AboutCvTerm/CvTermId", topic),
        Candidate("xmp:Iptc4xmpExt:AboutCvTerm/CvTermName", "diplomacy"),
        Candidate("iim:2:12", "IPTC:16009000:conflict"),
        Candidate("sidecar:Iptc4xmpExt:AboutCvTerm/CvTermId", "javascript:alert(1)"),
    ]
    services.change("frame1302", values={**photo.values, "keywords": ["KTT"]}, origins={**photo.origins, "other": told})
    codes = "http://cv.iptc.org/newscodes/subjectcode/"
    subjects = item(client, "frame1302")["subjects"]
    assert subjects == [
        {"name": "KTT"},
        {"uri": f"{codes}04015000"},
        {"uri": f"{codes}16009000", "name": "conflict"},
        {"uri": topic, "name": "diplomacy"},
    ]


TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
CODED = [
    {"name": "diplomacy", "code": "medtop:20000053", "scheme": TOPIC, "uri": f"{TOPIC}20000053"},
    {"name": "Kapal", "code": "own:9"},
    {"name": "Klik", "code": "x", "uri": "javascript:alert(1)"},
    {"code": 7},
    "odd",
]


@pytest.fixture
def coded(services: FakeServices) -> FakeServices:
    """A release whose file has subject codes; one is also a keyword."""
    release = services.catalogue.records["release1"]
    values = {**release.values, "keywords": ["diplomacy", "KTT"], "subjects": CODED}
    origins = {**release.origins, "subjects": [Candidate("ninjs:subject", CODED)]}
    services.change("release1", values=values, origins=origins)
    return services


def test_a_subject_is_told_once_with_its_name_and_its_code(client: FlaskClient, coded: FakeServices) -> None:
    assert item(client, "release1")["subjects"] == [
        {"name": "KTT"},
        {"name": "diplomacy", "uri": f"{TOPIC}20000053"},
        {"name": "Kapal", "literal": "own:9"},
        {"name": "Klik", "literal": "x"},
    ]
    assert client.get("/api/v1/records/release1").get_json()["values"]["subjects"][0] == CODED[0]


def test_subjects_are_defined_terms_in_the_page(client: FlaskClient, coded: FakeServices) -> None:
    page = html.document_fromstring(client.get("/records/release1").text)
    (told,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(told)["about"] == [
        {
            "@type": "DefinedTerm", "@id": f"{TOPIC}20000053", "name": "diplomacy", "termCode": "medtop:20000053",
            "inDefinedTermSet": TOPIC,
        },
        {"@type": "DefinedTerm", "name": "Kapal", "termCode": "own:9"},
        {"@type": "DefinedTerm", "name": "Klik", "termCode": "x"},
    ]  # fmt: skip
    (link,) = page.xpath("//a[.='diplomacy · medtop:20000053']/@href")
    assert link == "/search?subject_code=medtop%3A20000053"


def test_a_search_and_an_export_give_items(client: FlaskClient) -> None:
    alone = item(client, "release1")
    found = client.get("/api/v1/search?q=konvensi&format=ninjs").get_json()
    assert found["total"] == len(found["results"]) == 2
    assert alone in found["results"]
    listed = client.get("/api/v1/search?q=konvensi&format=ninjs&shape=array").get_json()
    response = client.get("/api/v1/export?q=konvensi&format=ninjs")
    assert 'filename="press-archive.ninjs.ndjson"' in response.headers["Content-Disposition"]
    lines = [json.loads(line) for line in response.data.splitlines()]
    for one in (*found["results"], *listed, *lines):
        SCHEMA.validate(one)
    assert sorted(one["uri"] for one in lines) == sorted(one["uri"] for one in found["results"])


def test_the_next_page_has_items_too(client: FlaskClient) -> None:
    told = client.get("/api/v1/search?q=konvensi&format=ninjs&page_size=1").get_json()
    assert "format=ninjs" in told["next"]
    SCHEMA.validate(client.get(told["next"]).get_json()["results"][0])


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search?format=ninjs&fields=title", "/api/v1/export?format=ninjs&fields=title",
        "/api/v1/search?format=nitf", "/api/v1/records/release1?format=ninjs",
    ],
)  # fmt: skip
def test_what_items_have_not_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("record_id", ["release1", "photo1", "frame1300", "frame1302", "table1", "speech1", "story1"])
def test_every_record_is_an_item_without_embargo(client: FlaskClient, record_id: str) -> None:
    assert "embargoedUntil" not in item(client, record_id)


def test_what_is_held_is_neither_an_item_nor_part_of_one(client: FlaskClient, services: FakeServices) -> None:
    services.change("photo1", status=Status.HELD)
    for held in ("held1", "photo1"):
        response = client.get(f"/api/v1/records/{held}.ninjs.json")
        assert response.status_code == 404
        assert HELD_WORD not in response.text
    for many in ("search", "export"):
        told = client.get(f"/api/v1/{many}?format=ninjs").text
        assert "release1" in told
        assert "held1" not in told
        assert HELD_WORD not in told


def test_a_wrong_item_would_be_caught() -> None:
    assert not SCHEMA.is_valid({"uri": "http://localhost/1", "bodies": [{"value": ""}]})
