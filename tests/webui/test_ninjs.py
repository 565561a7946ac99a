"""Records as news systems exchange them (IPTC ninjs 3.1). The schema of the IPTC may not be passed on with this
project, so what it demands of the keys that are used stands here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator

from archive.record import Candidate, Status
from tests.builders.web_photos import OTHER, photographs
from tests.support.web_fakes import BODY, HELD_WORD, FakeServices
from webui import create_app

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
        "items": {"type": "object", "properties": {"name": TEXT, "uri": URI}, "additionalProperties": False},
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


@pytest.fixture
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True}).test_client()


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
    assert subjects == [{"name": "KTT"}, *({"uri": uri} for uri in (f"{codes}04015000", f"{codes}16009000", topic))]


@pytest.mark.parametrize("record_id", ["release1", "photo1", "frame1300", "frame1302", "table1", "speech1", "story1"])
def test_every_record_is_an_item_without_embargo(client: FlaskClient, record_id: str) -> None:
    assert "embargoedUntil" not in item(client, record_id)


def test_what_is_held_is_neither_an_item_nor_part_of_one(client: FlaskClient, services: FakeServices) -> None:
    services.change("photo1", status=Status.HELD)
    for held in ("held1", "photo1"):
        response = client.get(f"/api/v1/records/{held}.ninjs.json")
        assert response.status_code == 404
        assert HELD_WORD not in response.text


def test_a_wrong_item_would_be_caught() -> None:
    assert not SCHEMA.is_valid({"uri": "http://localhost/1", "bodies": [{"value": ""}]})
