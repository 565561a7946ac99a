"""Pages and JSON of photos used by thousands of articles, of huge tables and of hostile words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from archive.record import Candidate, Kind, Link, Mention, Relation
from tests.builders.web_photos import frame, odd, photographs
from tests.support.growth import ends
from tests.support.web_fakes import FakeServices, record
from tests.webui.test_web_pages import page, words
from webui import create_app

EVIL = (
    "\u202e<script>alert(1)</script>\x00\x1b[2J\ud800\U0001f600 \"'>"
    "<img src=x onerror=alert(1)>{{ 7*7 }}\r\n\u2028--></style>"
)


def link(n: int, target: str | None) -> Link:
    caption = f"Presiden Ali {n} (kiri) dan {n} orang di Hanoi, {n % 28 + 1} Mei 2025."
    mention = Mention("W-HAI_1302.jpg", caption, f"Foto: Ali {n}/Antara", caption, n, language="id")
    return Link(mention, target, f"Judul {n}", n=n, kind=Kind.ARTICLE, date="2025-10-26", language="id")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    services = photographs(tmp_path_factory.mktemp("crowd"))
    services.change(
        "frame1302",
        articles=tuple(link(n, f"a{n}") for n in range(5000)),
        relations=tuple(Relation("also-as", "copy1", "title", "rule", 0.5) for _ in range(2000)),
        origins={"other": [Candidate(f"xmp:x:{n}", "v" * 90) for n in range(600)]},
    )
    photos = tuple(link(n, "frame1303") for n in range(10_000))
    services.add(record("many", Kind.ARTICLE, "m.html", {"title": "Many"}, photos=photos), "teks " * 20_000)
    rows = tuple(replace(link(n, "frame1303" if n % 2 else None)) for n in range(50_000))
    values = {"title": "Table", "genre": "caption-sheet"}
    services.add(record("table", Kind.DOCUMENT, "t.csv", values, media_type="text/csv", photos=rows), "x")
    for number in range(100_000, 103_000):
        services.add(frame(number))
    services.catalogue.runs["Z"] = tuple(f"frame{number}" for number in range(100_000, 103_000))
    odd(services)
    said = Mention(EVIL, EVIL, EVIL, EVIL, date=EVIL, language=EVIL)
    told = Link(said, "table1", EVIL, True, EVIL, kind=Kind.ARTICLE, genre=EVIL, date=EVIL, language=EVIL)
    keys = ("title", "headline", "caption", "credit", "copyright", "alt_text", "label", "language", "created", EVIL)
    said_of_it: dict[str, Any] = dict.fromkeys(keys, EVIL) | {
        "keywords": [EVIL],
        "persons": [EVIL],
        "creator": [EVIL],
        "width": EVIL,
    }
    origins = {
        key: [Candidate(EVIL, EVIL), Candidate(f"xmp:{EVIL}[{EVIL}]", [EVIL, {EVIL: EVIL}])] for key in said_of_it
    }
    evil = record("evil", Kind.PHOTO, f"{EVIL}_1.jpg", said_of_it, origins=origins, articles=(told,), notes=(EVIL,))
    services.add(evil)
    services.add(record("evil-text", Kind.ARTICLE, EVIL, {"title": EVIL}, photos=(replace(told, record="evil"),)), EVIL)
    services.catalogue.runs[EVIL] = ("evil", "odd1")
    return services


@pytest.fixture(scope="module")
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True}).test_client()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/records/frame1302", 300_000), ("/records/many", 1_000_000), ("/records/table", 3_000_000),
        ("/records/frame100500", 50_000), ("/records/frame100500/sequence", 1_000_000),
        ("/api/v1/records/frame1302", 8_000_000), ("/api/v1/records/many", 5_000_000),
        ("/api/v1/records/table", 25_000_000), ("/api/v1/records/frame100500/sequence", 1_000_000),
    ],
)  # fmt: skip
def test_a_crowd_costs_no_more_than_a_moment(client: FlaskClient, path: str, most: int) -> None:
    with ends():
        response = client.get(path)
    assert response.status_code == 200
    assert len(response.data) < most
    if path.startswith("/api"):
        json.loads(response.data)
    else:
        assert response.text.rstrip().endswith("</html>")


def test_what_a_page_leaves_out_is_said_and_is_in_the_json(client: FlaskClient) -> None:
    tree = page(client, "/records/frame1302")
    assert "4800 more are in the JSON." in words(tree).replace(",", "")
    assert len(client.get("/api/v1/records/frame1302").get_json()["articles"]) == 5000
    assert "9000 more are in the JSON." in words(page(client, "/records/many")).replace(",", "")


@pytest.mark.parametrize("id_", ["evil", "evil-text", "odd1", "odd2", "odd-table"])
@pytest.mark.parametrize("root", ["/records/", "/api/v1/records/"])
@pytest.mark.parametrize("tail", ["", "/sequence", "/text"])
def test_words_that_are_meant_to_hurt_do_nothing(client: FlaskClient, root: str, id_: str, tail: str) -> None:
    response = client.get(root + id_ + tail)
    assert response.status_code in {200, 404}
    text = response.data.decode("utf-8")  # strictly
    if response.is_json:
        json.loads(text)
        return
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    whole_page(html.document_fromstring(text))
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


def whole_page(tree: Any) -> None:
    """Check that nothing runs in it, ids are unique, pictures have alternative text, and headings skip no level."""
    assert not tree.xpath("//*[@onerror] | //script[not(@src) and not(@type='application/ld+json')]")
    for data in tree.xpath("//script[@type='application/ld+json']"):
        assert "<" not in data.text
        json.loads(data.text)
    assert len(tree.xpath("//*[@id]")) == len({element.get("id") for element in tree.xpath("//*[@id]")})
    assert not tree.xpath("//img[not(@alt)]")
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[:1] == [1]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize(
    ("values", "size"),
    [
        ({"width": 6000, "height": 4000}, ("1600", "1067")),
        ({"width": 6000, "height": 4000, "orientation": 6}, ("1067", "1600")),
        ({"width": 800, "height": 600, "orientation": 3}, ("800", "600")),
        ({"width": "6000", "height": 0}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_the_place_of_the_picture_is_kept_while_it_loads(
    tmp_path: Path, values: dict[str, object], size: tuple[str | None, str | None]
) -> None:
    services = photographs(tmp_path)
    services.add(record("p", Kind.PHOTO, "p.jpg", values, media_type="image/jpeg"))
    client = create_app({"SERVICES": services, "TESTING": True}).test_client()
    (image,) = page(client, "/records/p").xpath("//figure[@class='plate']//img")
    assert (image.get("width"), image.get("height")) == size
