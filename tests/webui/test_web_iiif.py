"""IIIF manifests and images: what external viewers get about photos, sequences and documents."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.record import Kind, Status
from tests.builders.web_photos import LABEL, photographs
from tests.support.commands import some
from tests.support.web_fakes import HELD_WORD, FakeServices, record

ROUTES = ("manifest", "sequence", "image", "image/info.json", "image/full/max/0/default.jpg")


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    made = photographs(tmp_path)
    for number in (1300, 1301):
        photo = made.catalogue.records[f"frame{number}"]
        values = {**photo.values, "width": 3000, "height": 2000, "orientation": 1}
        made.add(replace(photo, values=values))
    pdf = {"title": "Laporan tahunan", "language": "id", "source": "Antara"}
    made.add(record("report1", Kind.DOCUMENT, "laporan.pdf", pdf, media_type="application/pdf"), "Satu\fDua\fTiga")
    return made


def told(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = response.get_json()
    return found


def painted(canvas: dict[str, Any]) -> dict[str, Any]:
    (annotation,) = canvas["items"][0]["items"]
    assert annotation["target"] == canvas["id"]
    body: dict[str, Any] = annotation["body"]
    return body


def test_a_photo_has_a_manifest_with_its_credit_in_three_languages(client: FlaskClient) -> None:
    manifest = told(client, "/iiif/frame1302/manifest")
    (canvas,) = manifest["items"]
    assert (manifest["type"], canvas["width"], canvas["height"]) == ("Manifest", 6000, 4000)
    required = manifest["requiredStatement"]
    assert required["label"].keys() == {"en", "id", "vi"}
    assert "TTXVN" in next(iter(required["value"].values()))[0]
    labels = [entry["label"]["en"][0] for entry in manifest["metadata"]]
    assert {"Caption", "Creator", "Persons"} <= set(labels)
    assert manifest["homepage"][0]["id"] == "http://localhost/records/frame1302"
    assert manifest["id"] == "http://localhost/iiif/frame1302/manifest"


def test_every_address_of_a_manifest_answers(client: FlaskClient) -> None:
    for path in ("/iiif/frame1302/manifest", "/iiif/report1/manifest", "/iiif/frame1302/sequence"):
        manifest = told(client, path)
        for canvas in some(manifest["items"]):
            picture = painted(canvas)
            response = client.get(picture["id"], buffered=True)
            assert response.mimetype == "image/jpeg", picture["id"]
            assert response.headers["Access-Control-Allow-Origin"] == "*"
        for other in (*manifest["homepage"], *manifest["seeAlso"], *manifest["rendering"]):
            assert client.get(other["id"], buffered=True).status_code == 200, other["id"]


def test_an_image_can_be_had_in_the_sizes_that_it_names_and_no_others(client: FlaskClient) -> None:
    info = told(client, "/iiif/frame1302/image/info.json")
    assert (info["profile"], info["width"], info["height"], info["maxWidth"]) == ("level0", 6000, 4000, 1600)
    assert info["sizes"] == [
        {"width": width, "height": height} for width, height in ((400, 267), (800, 533), (1600, 1067))
    ]
    for size in ("400,267", "800,533", "1600,1067", "max"):
        picture = client.get(f"/iiif/frame1302/image/full/{size}/0/default.jpg", buffered=True)
        assert Image.open(io.BytesIO(picture.data)).format == "JPEG"
    for size in ("500,", "6000,4000", "pct:50", "^max"):
        assert client.get(f"/iiif/frame1302/image/full/{size}/0/default.jpg").status_code == 404
    leads = client.get("/iiif/frame1302/image")
    assert (leads.status_code, leads.headers["Location"]) == (303, "http://localhost/iiif/frame1302/image/info.json")


def test_a_sequence_has_a_canvas_for_each_photo_of_known_size(client: FlaskClient) -> None:
    manifest = told(client, "/iiif/frame1302/sequence")
    assert manifest["label"]["none"] == [LABEL]
    shown = [canvas["label"]["none"][0] for canvas in manifest["items"]]
    assert shown == ["W-HAI_1300.jpg", "W-HAI_1301.jpg", "W-HAI_1302.jpg"]


def test_a_pdf_has_a_canvas_for_each_page(client: FlaskClient) -> None:
    manifest = told(client, "/iiif/report1/manifest")
    assert len(manifest["items"]) == 3
    assert manifest["behavior"] == ["paged"]


def test_what_is_no_picture_or_not_for_everyone_is_not_found(client: FlaskClient, services: FakeServices) -> None:
    assert client.get("/iiif/release1/manifest").status_code == 404
    services.change("frame1302", status=Status.HELD)
    for route in ROUTES:
        held, unknown = (client.get(f"/iiif/{id_}/{route}", buffered=True) for id_ in ("frame1302", "nothing"))
        assert (held.status_code, unknown.status_code) == (404, 404), route
        assert HELD_WORD not in held.text
    assert "W-HAI_1302" not in client.get("/iiif/frame1301/sequence").text


def test_the_page_of_a_photo_links_its_manifest(client: FlaskClient) -> None:
    assert 'href="/iiif/frame1302/manifest"' in client.get("/records/frame1302").text
    assert "/iiif/" not in client.get("/records/release1").text
