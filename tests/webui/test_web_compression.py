"""Compressed responses: which routes may be compressed, and that originals and responses with secrets never are."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.record import Kind, Relation
from archive.storage.archive import Archive
from tests.support.commands import desk_app, desk_client, some
from tests.support.search_shelf import SearchShelf
from tests.support.web_fakes import FakeServices, memorable, record
from webui import create_app
from webui.http.compression import COMPRESSED, ENCODERS, FEWEST_BYTES
from webui.services.services import OpenArchive

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}
ADDRESSES = {
    "static": "/static/archive.css",
    "pages.home": "/",
    "pages.about": "/about",
    "pages.search": "/search?q=konvensi",
    "pages.facet_values": "/search/values?facet=kind",
    "pages.people": "/people",
    "pages.people_entity": "/people/luong-cuong",
    "pages.places": "/places",
    "pages.places_entity": "/places/hanoi",
    "pages.organisations": "/organisations",
    "pages.organisations_entity": "/organisations/asean",
    "pages.sources": "/sources",
    "pages.sources_entity": "/sources/antara",
    "pages.photographers": "/photographers",
    "pages.photographers_entity": "/photographers/ali",
    "api.entity": "/api/v1/entities/person-luong-cuong",
    "pages.search_help": "/help/search",
    "pages.api_help": "/help/api",
    "pages.events": "/events",
    "pages.series_list": "/series",
    "pages.series_unit": "/series/KPA",
    "pages.event": "/events/event1",
    "api.event": "/api/v1/events/release1",
    "pages.kept": "/list?ids=release1",
    "pages.record": "/records/release1",
    "pages.beside": "/records/release1/beside/release2",
    "pages.sequence": "/records/photo1/sequence",
    "pages.document_pages": "/records/speech1/pages",
    "pages.document_page": "/records/speech1/pages/2",
    "api.search": "/api/v1/search?q=konvensi",
    "api.histogram": "/api/v1/histogram?interval=day",
    "api.changes": "/api/v1/changes",
    "api.suggest": "/api/v1/suggest?q=ko&limit=20",
    "api.similar": "/api/v1/records/release1/similar",
    "api.record": "/api/v1/records/release1",
    "api.text": "/api/v1/records/release1/text",
    "api.record_file": "/api/v1/records/release1.json",
    "api.ninjs_file": "/api/v1/records/release1.ninjs.json",
    "api.text_file": "/api/v1/records/release1.txt",
    "api.citation": "/api/v1/records/release1/citation?format=ris",
    "api.sequence": "/api/v1/records/photo1/sequence",
    "api.openapi": "/openapi.json",
    "feeds.iiif_manifest": "/iiif/speech1/manifest",
    "feeds.iiif_sequence": "/iiif/photo1/sequence",
    "feeds.iiif_info": "/iiif/photo1/image/info.json",
    "feeds.atom": "/search.atom?q=konvensi",
    "feeds.opensearch": "/opensearch.xml",
    "feeds.robots": "/robots.txt",
    "feeds.site_map": "/sitemap.xml",
    "feeds.site_map_part": "/sitemap/1.xml",
    "feeds.llms": "/llms.txt",
    "feeds.oai": "/oai?verb=ListSets",
    "api.overview": "/api/v1",
}
"""An address of each route that is compressed."""
NEVER = {
    "pages.passage": "/records/release1/passage/0",  # a redirect
    "pages.thumbnail": "/records/photo1/thumbnail",
    "pages.preview": "/records/photo1/preview",
    "pages.asset": "/records/release1/assets/0",
    "pages.access_copy": "/records/release1/assets/0/copy",
    "pages.page_picture": "/records/speech1/pages/1/{digest}/picture",
    "pages.page_thumbnail": "/records/speech1/pages/1/{digest}/thumbnail",
    "feeds.iiif_image": "/iiif/photo1/image",  # a redirect
    "feeds.iiif_picture": "/iiif/photo1/image/full/max/0/default.jpg",
    "feeds.iiif_page": "/iiif/speech1/pages/1/full/max/0/default.jpg",
    "feeds.security": "/.well-known/security.txt",  # a few lines
    "api.export": "/api/v1/export?format=ndjson",  # a stream of any length, for a client of any speed
    "api.passages": "/api/v1/passages?q=konvensi",  # a stream too, if the client asks for NDJSON
    "api.quotes": "/api/v1/quotes",
    "api.asset": "/api/v1/records/release1/assets/0",
    "api.access_copy": "/api/v1/records/release1/assets/0/copy",
    "api.healthz": "/healthz",
    "api.readyz": "/readyz",
}
"""An address of each other route outside the desk."""


def addresses_of(names: Mapping[str, str], digest: str) -> dict[str, str]:
    """Return an address of each route outside the desk of another archive. `names` maps the ids above to its records,
    event and entities; `digest`: the start of the document's digest."""
    found = {}
    for endpoint, address in (ADDRESSES | NEVER).items():
        for here, there in names.items():
            address = address.replace(here, there)
        found[endpoint] = address.format(digest=digest)
    return found


OF_TOKENS = {"api.ingest_state"}  # never compressed, and not available without a token: test_script_ingest.py
BODY = b"Teks asli yang panjang. " * 500
FORMATS = {"text1": "text/plain", "text2": "text/html", "text3": "application/json", "text4": "image/svg+xml"}
"""Originals that would compress well, by id."""
CLOCK = {"Date": "", "Expires": ""}
"""The headers with the time, emptied."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    """Records of all kinds with texts long enough to be compressed, and originals in text formats."""
    made = memorable(tmp_path_factory.mktemp("pictures"))
    page = "Presiden membuka konvensi itu di Hanoi pada hari Sabtu, kata kantornya. " * 40
    for id_ in ("release1", "document1"):
        made.catalogue.words[id_] = page
    made.catalogue.words["speech1"] = f"{page}\f{page}\f{page}"
    other = made.catalogue.records["release1"]
    made.add(replace(other, id="release2", values={**other.values, "language": "en"}, photos=()), page)
    made.change("release1", relations=(Relation("translation-of", "release2", "Convention", "archivist", 1.0),))
    made.catalogue.runs["W-HAI"] = ("photo1", "photo2")
    for id_, media_type in FORMATS.items():
        made.add(record(id_, Kind.DOCUMENT, "a.txt", {}, BODY, media_type), body=BODY)
    return made


@pytest.fixture(scope="module")
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services}).test_client()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow compression of any response, however short."""
    monkeypatch.setattr("webui.http.compression.FEWEST_BYTES", 1)


def get(client: FlaskClient, path: str, accept: str, **headers: str) -> TestResponse:
    return client.get(path, headers={"Accept-Encoding": accept, **headers}, buffered=True)


def told(answer: TestResponse) -> dict[str, str]:
    """Return the headers except those that depend on the encoding or on the clock."""
    left_out = {"Content-Encoding", "Content-Length", *CLOCK}
    return {name: value for name, value in answer.headers if name not in left_out}


def timeless(body: bytes) -> bytes:
    """Return a body without the response time of OAI-PMH."""
    return re.sub(rb"<responseDate>[^<]*", b"", body)


def routes(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def test_each_route_is_decided_on(client: FlaskClient) -> None:
    outside = {endpoint for endpoint in routes(client.application) if not endpoint.startswith("desk.")} - OF_TOKENS
    assert outside == ADDRESSES.keys() | NEVER.keys(), "say of a new route whether it may be compressed"
    assert ADDRESSES.keys() == COMPRESSED
    assert not ADDRESSES.keys() & NEVER.keys()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("endpoint", ADDRESSES)
@pytest.mark.parametrize("encoding", DECODERS)
def test_a_listed_route_is_compressed_and_says_so(client: FlaskClient, endpoint: str, encoding: str) -> None:
    path = ADDRESSES[endpoint]
    plain, packed = get(client, path, "identity"), get(client, path, encoding)
    assert (plain.status_code, packed.status_code) == (200, 200)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == encoding
    assert packed.content_length == len(packed.data)
    if endpoint != "api.search":  # which contains its duration
        assert timeless(DECODERS[encoding](packed.data)) == timeless(plain.data)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.vary
    assert told(packed) == told(plain), "all else is the same"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("endpoint", sorted(ADDRESSES.keys() - {"api.search"}))  # a body with a time differs
def test_a_head_and_a_304_say_what_a_get_says(client: FlaskClient, endpoint: str) -> None:
    path = ADDRESSES[endpoint]
    packed = get(client, path, "br")
    head = client.head(path, headers={"Accept-Encoding": "br"})
    assert head.data == b""
    assert {**head.headers} | CLOCK == {**packed.headers} | CLOCK
    if etag := packed.headers.get("ETag"):
        assert etag.startswith('W/"'), "a strong one names bytes, of which there are others by now"
        for accept in ("br", "gzip", "identity"):
            known = get(client, path, accept, **{"If-None-Match": etag})
            assert (known.status_code, known.data) == (304, b"")
            assert "Content-Encoding" not in known.headers
            assert "Accept-Encoding" in known.vary


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity, gzip;q=0.5", None),
        ("deflate, compress", None),
        ("GZIP", "gzip"),
        ("gzip;q=x, \x7f, ,,;", None),
    ],
)
def test_a_client_gets_what_it_accepts(client: FlaskClient, accept: str, encoding: str | None) -> None:
    answer = get(client, "/records/release1", accept)
    assert answer.headers.get("Content-Encoding") == encoding


def test_what_one_packet_holds_stays_as_it_is(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/suggest?q=ko", "br, gzip")
    assert len(answer.data) < FEWEST_BYTES
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.vary


def test_an_error_stays_as_it_is(client: FlaskClient) -> None:
    for path in ("/records/never", "/search?q=(", "/nothing", "/api/v1/search?x=1"):
        answer = get(client, path, "br, gzip")
        assert answer.status_code >= 400
        assert "Content-Encoding" not in answer.headers


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("endpoint", NEVER)
def test_no_other_route_looks_at_what_a_client_accepts(
    client: FlaskClient, services: FakeServices, endpoint: str
) -> None:
    digest = services.catalogue.records["speech1"].original.sha256[:32]
    path = NEVER[endpoint].format(digest=digest)
    plain = client.get(path, buffered=True)
    other = {"pages.passage": 302, "feeds.iiif_image": 303, "feeds.security": 404}  # no contact is set
    assert plain.status_code == other.get(endpoint, 200)
    for accept in ("br", "gzip", "br, gzip, zstd, deflate", "*", "identity;q=0, *"):
        answer = get(client, path, accept)
        assert (answer.status_code, answer.data) == (plain.status_code, plain.data)
        assert {**answer.headers} | CLOCK == {**plain.headers} | CLOCK


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("accept", ["", "br", "gzip, deflate, br, zstd", "*", "identity;q=0"])
def test_an_original_is_the_same_whatever_a_client_accepts(
    client: FlaskClient, services: FakeServices, accept: str
) -> None:
    for path in ("/records/{}/assets/0", "/api/v1/records/{}/assets/0"):
        for id_ in FORMATS:
            _check_original(client, path.format(id_), services.catalogue.records[id_].original.sha256, accept)


def _check_original(client: FlaskClient, path: str, digest: str, accept: str) -> None:
    tag = f'"{digest}"'
    whole = get(client, path, accept)
    assert (whole.status_code, whole.data) == (200, BODY)
    assert (whole.headers["ETag"], whole.headers["Content-Length"]) == (tag, str(len(BODY)))
    assert "Content-Encoding" not in whole.headers
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, part in (("bytes=0-99", BODY[:100]), ("bytes=11900-", BODY[11900:]), ("bytes=-7", BODY[-7:])):
        for condition in ({}, {"If-Range": tag}):
            found = get(client, path, accept, Range=asked, **condition)
            assert (found.status_code, found.data) == (206, part)
            assert (found.headers["ETag"], found.headers["Content-Length"]) == (tag, str(len(part)))
            assert found.headers["Content-Range"].endswith(f"/{len(BODY)}")
            assert "Content-Encoding" not in found.headers
    assert get(client, path, accept, Range="bytes=99999-").status_code == 416
    assert get(client, path, accept, **{"If-None-Match": tag}).status_code == 304
    head = client.head(path, headers={"Accept-Encoding": accept})
    assert (head.headers["ETag"], head.headers["Content-Length"]) == (tag, str(len(BODY)))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[OpenArchive, str]]:
    """An archive with one record, and its id."""
    Archive.create(tmp_path / "archive").close()
    services = OpenArchive(tmp_path / "archive")
    found = SearchShelf(services.archive)
    id_ = found.add("Jembatan baru", text="Presiden membuka jembatan baru. " * 100)
    found.index()
    yield services, id_
    services.close()


@pytest.mark.usefixtures("small")
def test_nothing_that_an_archivist_is_shown_is_compressed(shelf: tuple[OpenArchive, str]) -> None:
    services, id_ = shelf
    app = desk_app(services)
    archivist, visitor = desk_client(app), app.test_client()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    looked_at = 0
    for rule in rules:
        path = rule.rule.replace("<record_id>", id_).replace("<n>", "0")
        if "<" in path:
            continue
        answer = get(archivist, path, "br, gzip")
        if rule.endpoint.partition(".")[0] in ("api", "feeds", "static"):  # the same to everyone
            coding = answer.headers.get("Content-Encoding")
            assert coding == get(visitor, path, "br, gzip").headers.get("Content-Encoding"), path
            continue
        assert "Content-Encoding" not in answer.headers, path
        looked_at += rule.endpoint.startswith("desk.") and answer.status_code == 200 and 'name="token"' in answer.text
    assert looked_at > 3, "pages with a secret"
    public = f"/records/{id_}"
    assert get(visitor, public, "br").headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in get(archivist, public, "br").headers


@pytest.mark.usefixtures("small")
def test_an_address_with_a_token_is_answered_uncompressed(client: FlaskClient) -> None:
    for path in some(path for path in ADDRESSES.values() if not path.startswith("/api/")):
        answer = get(client, f"{path}{'&' if '?' in path else '?'}token=secret", "br, gzip")
        assert "Content-Encoding" not in answer.headers, path


def test_the_same_page_is_compressed_to_the_same_bytes() -> None:
    for encode in some(ENCODERS.values()):
        assert encode(BODY) == encode(BODY)
