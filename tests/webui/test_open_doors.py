"""What search engines and other programs read: descriptions in pages, site maps, lists of addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.record import Kind, Status
from tests.support.commands import some
from tests.support.web_fakes import HELD_WORD, FakeServices, record
from tests.webui.test_web_pages import HOSTILE, page
from webui.feeds import site_map


def described(client: FlaskClient, id_: str) -> dict[str, Any]:
    [script] = page(client, f"/records/{id_}").xpath("//script[@type='application/ld+json']")
    told: dict[str, Any] = json.loads(script.text)
    return told


def addresses(client: FlaskClient, path: str) -> list[str]:
    tree = etree.fromstring(client.get(path).data)
    return [str(one.text) for one in tree.iterfind(".//{*}loc")]


def test_a_text_describes_itself(client: FlaskClient) -> None:
    told = described(client, "release1")
    assert (told["@type"], told["url"]) == ("NewsArticle", "http://localhost/records/release1")
    assert told["headline"] == "Penandatanganan konvensi di Hanoi"
    assert told["datePublished"] == "2025-10-25"
    assert told["author"] == [{"@type": "Organization", "name": "vietnamnet.vn"}]
    assert described(client, "document1")["@type"] == "Report"


def test_a_photo_tells_its_credit_and_licence(client: FlaskClient, services: FakeServices) -> None:
    values = {
        "title": "Jembatan", "caption": "Jembatan itu.", "credit": "Ali Ahmad/Antara", "copyright": "© Antara 2025",
        "usage_terms": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/.", "creator": ["Ali Ahmad"],
    }  # fmt: skip
    services.add(record("free1", Kind.PHOTO, "a.jpg", values, media_type="image/jpeg"))
    told = described(client, "free1")
    assert told["@type"] == "ImageObject"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["copyrightNotice"] == "© Antara 2025"
    assert told["creator"] == [{"@type": "Person", "name": "Ali Ahmad"}]
    assert "Ali Ahmad" in told["creditText"]
    assert client.get(told["contentUrl"], buffered=True).status_code == 200


@pytest.mark.parametrize("text", [*HOSTILE, "</script><script>alert(1)</script>", "<!--<script>", "a\u2028b"])
def test_nothing_ends_the_description(client: FlaskClient, services: FakeServices, text: str) -> None:
    services.add(record("odd1", Kind.DOCUMENT, "a.txt", {"title": text, "keywords": [text], "source": text}), text)
    told = described(client, "odd1")
    assert told["@id"] == "http://localhost/records/odd1"
    assert "alert(1)</script>" not in client.get("/records/odd1").text


def test_a_page_leads_to_what_programs_read(client: FlaskClient) -> None:
    for id_, types in some([("release1", {"application/json", "text/plain"}), ("photo1", {"application/json"})]):
        found = page(client, f"/records/{id_}").xpath("//link[@rel='alternate' and starts-with(@href, '/api/')]")
        assert {one.get("type") for one in found} == types
        for one in found:
            assert client.get(one.get("href")).mimetype == one.get("type")


def test_the_site_map_has_each_public_record_once(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_map, "MOST", 2)
    parts = addresses(client, "/sitemap.xml")
    found = [address for part in parts for address in addresses(client, part)]
    assert len(parts) == 3
    assert sorted(found) == sorted(
        f"http://localhost/records/{id_}" for id_ in services.catalogue.records if id_ != "held1"
    )
    assert f"Sitemap: {'http://localhost'}/sitemap.xml" in client.get("/robots.txt").text
    services.change("release1", status=Status.WITHDRAWN)
    assert "release1" not in "".join(client.get(part).text for part in parts)
    for number in ("0", "4", "-1", "x", "9" * 30, "١"):
        assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_programs_are_told_where_to_read(client: FlaskClient) -> None:
    told = client.get("/api/v1").get_json()
    assert "only gains" in told["promise"]
    described_paths = client.get("/openapi.json").get_json()["paths"]
    assert set(told["addresses"]) == {path for path in described_paths if path.startswith("/api/v1/")}
    text = client.get("/llms.txt").text
    assert "http://localhost/api/v1/passages" in text
    assert HELD_WORD not in text
