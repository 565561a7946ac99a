"""The public address: absolute addresses begin with it, and only a trusted proxy may set another."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient

from archive.config import load
from archive.errors import ConfigError
from archive.record import Kind
from archive.settings import Settings, WebSection
from tests.support.commands import some
from tests.support.web_fakes import FakeServices, memorable, record
from webui import create_app
from webui.identity.connection import origin_of

PROXY = {"REMOTE_ADDR": "10.1.2.3"}
STRANGER = {"REMOTE_ADDR": "203.0.113.7"}
FORWARDED = {
    "X-Forwarded-For": "198.51.100.4, 10.9.9.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "press.example.org",
    "X-Forwarded-Prefix": "/past",
}
ABSOLUTE = (
    "/search.atom", "/opensearch.xml", "/records/release1", "/list?ids=release1", "/api/v1/export?format=csv",
    "/api/v1/export?format=ris", "/api/v1/records/release1/citation?format=bibtex",
)  # fmt: skip


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    return memorable(tmp_path_factory.mktemp("public"))


def client_of(services: FakeServices, **web: Any) -> FlaskClient:
    settings = replace(Settings(), web=WebSection(**web))
    return create_app({"SERVICES": replace(services, settings=settings), "TESTING": True}).test_client()


def own_addresses(text: str) -> set[str]:
    """Return the beginnings of the addresses of records and pages in a response."""
    found = re.findall(r"(https?://[^\s\"'<>]*?)/(?:records/|list\?|search\b|opensearch\.xml)", text)
    return set(found)


@pytest.mark.parametrize("path", ABSOLUTE)
@pytest.mark.parametrize("base", ["http://localhost/", "http://127.0.0.1:8080/"])
def test_whatever_is_absolute_begins_with_the_public_url(services: FakeServices, path: str, base: str) -> None:
    client = client_of(services, public_url="https://archive.example.org/")
    assert own_addresses(client.get(path, base_url=base).text) == {"https://archive.example.org"}


def test_the_public_name_is_answered_to_and_no_other(services: FakeServices) -> None:
    client = client_of(services, public_url="https://archive.example.org")
    assert client.get("/", base_url="https://archive.example.org/").status_code == 200
    wrong = client.get("/search.atom", base_url="http://evil.example.com/")
    assert wrong.status_code == 400
    assert "evil.example.com" not in wrong.text


@pytest.mark.parametrize("path", ABSOLUTE)
def test_headers_of_a_stranger_change_nothing(services: FakeServices, path: str) -> None:
    client = client_of(services, trusted_proxies=("10.0.0.0/8",), trusted_hosts=("localhost", "press.example.org"))
    plain = client.get(path, environ_overrides=STRANGER)
    forged = client.get(path, environ_overrides=STRANGER, headers=FORWARDED)
    assert own_addresses(forged.text) == own_addresses(plain.text) == {"http://localhost"}


@pytest.mark.parametrize("path", ABSOLUTE)
def test_a_trusted_proxy_names_scheme_host_and_prefix(services: FakeServices, path: str) -> None:
    client = client_of(services, trusted_proxies=("10.0.0.0/8",), trusted_hosts=("press.example.org",))
    answer = client.get(path, environ_overrides=PROXY, headers=FORWARDED)
    assert own_addresses(answer.text) - {""} == {"https://press.example.org/past"}


def test_a_proxy_cannot_bring_in_a_host_that_is_not_allowed(services: FakeServices) -> None:
    client = client_of(services, trusted_proxies=("10.0.0.0/8",), trusted_hosts=("press.example.org",))
    headers = FORWARDED | {"X-Forwarded-Host": "evil.example.com"}
    assert client.get("/", environ_overrides=PROXY, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "forwarded", ['/a"onload="x', "//evil.example.com", "/..", "/a b", "past", "/" + "a" * 300, "/a\u0661"]
)
def test_a_prefix_that_is_no_path_is_ignored(services: FakeServices, forwarded: str) -> None:
    client = client_of(services, trusted_proxies=("10.0.0.0/8",))
    environ = PROXY | {"HTTP_X_FORWARDED_PREFIX": forwarded.encode().decode("latin-1")}
    assert client.get("/search?q=konvensi", environ_overrides=environ).data == client.get("/search?q=konvensi").data


def test_below_a_path_every_link_leads_on(services: FakeServices) -> None:
    client, plain = client_of(services, public_url="https://example.org/press"), client_of(services)
    for path in some(("/", "/search?q=konvensi", "/records/release1", "/people", "/list?ids=release1", "/nothing")):
        page = client.get(f"/press{path}", base_url="https://example.org/")
        links = re.findall(r'\s(?:href|src|action|formaction)="(/[^"]*)"', page.text)
        assert links
        assert {link for link in links if not link.startswith("/press/")} == set()
        for link in (one.replace("&amp;", "&") for one in sorted(set(links))[:15]):
            with client.get(link, base_url="https://example.org/") as below, plain.get(link[6:]) as alone:
                assert below.status_code == alone.status_code, link


def test_below_a_path_every_size_of_a_picture_is_found(tmp_path: Path) -> None:
    own = memorable(tmp_path)
    large = {"caption": "Kapal bersandar.", "width": 6000, "height": 4000}
    own.add(record("photo3", Kind.PHOTO, "W-HAI_1277.jpg", large, media_type="image/jpeg"))
    client, plain = client_of(own, public_url="https://example.org/press"), client_of(own)
    page = client.get("/press/records/photo3", base_url="https://example.org/").text
    (found,) = re.findall(r'\ssrcset="([^"]*)"', page)
    addresses = re.findall(r"(\S+) \d+w", found)
    assert len(addresses) == 2
    for address in addresses:
        assert address.startswith("/press/")
        with client.get(address, base_url="https://example.org/") as below, plain.get(address[6:]) as alone:
            assert (below.status_code, below.mimetype) == (alone.status_code, alone.mimetype), address


def test_below_a_path_redirections_and_json_have_it_too(services: FakeServices) -> None:
    client = client_of(services, public_url="https://example.org/press")
    answer = client.get("/api/v1/search?page_size=1", base_url="https://example.org/")
    data = json.loads(answer.text)
    assert data["next"].startswith("/press/api/v1/search?")
    assert answer.headers["Link"].startswith("</press/api/v1/search?")
    assert data["results"][0]["url"].startswith("/press/records/")
    assert data["results"][0]["text_url"].startswith("/press/api/v1/records/")


def test_below_a_path_crawlers_and_scripts_are_told_whole_addresses(services: FakeServices) -> None:
    client = client_of(services, public_url="https://example.org/press")
    rules = client.get("/robots.txt", base_url="https://example.org/").text
    assert "Disallow: /press/desk\n" in rules
    assert not re.findall(r"allow: /(?!press/).*", rules)
    told = client.get("/api/v1", base_url="https://example.org/").get_json()
    assert (told["openapi"], told["help"]) == ("/press/openapi.json", "/press/help/api")
    assert "/press/api/v1/search" in told["addresses"]
    assert {one[:7] for one in told["addresses"]} == {"/press/"}


def test_below_a_path_cookies_are_for_this_path(services: FakeServices) -> None:
    client = client_of(services, public_url="https://example.org/press")
    (cookie,) = client.get("/press/?lang=id", base_url="https://example.org/").headers.getlist("Set-Cookie")
    assert "Path=/press" in cookie.split("; ")
    (cookie,) = client_of(services).get("/?lang=id").headers.getlist("Set-Cookie")
    assert "Path=/" in cookie.split("; ")


def test_below_a_path_the_page_of_a_redirect_leads_there_too(services: FakeServices) -> None:
    client = client_of(services, public_url="https://example.org/press")
    answer = client.get("/press/events/release1", base_url="https://example.org/")
    assert answer.headers["Location"] == "/press/events/event1"
    assert 'href="/press/events/event1"' in answer.text


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://archive.example.org", "https://archive.example.org"),
        ("https://Archive.example.org:443/press", "https://archive.example.org"),
        ("https://archive.example.org:8443/press/", "https://archive.example.org:8443"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080"),
    ],
)
def test_an_origin_is_that_of_browsers(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "path", ["/api/v1/export?format=ndjson", "/api/v1/passages?q=konvensi&format=ndjson",
             "/api/v1/passages?q=konvensi&format=csv", "/api/v1/export?format=csv"],
)  # fmt: skip
def test_below_a_path_what_is_streamed_has_it_too(services: FakeServices, path: str) -> None:
    below = client_of(services, public_url="https://example.org/press").get(path, base_url="https://example.org/").text
    forwarded = client_of(services, trusted_proxies=("10.0.0.0/8",), trusted_hosts=("press.example.org",))
    past = forwarded.get(path, headers=FORWARDED, environ_base=PROXY).text
    for text, prefix in ((below, "/press"), (past, "/past")):
        found = re.findall(r"""[",](?:https?://[a-z.]*)?(/[a-z0-9/]*?)(?:records|api)/""", text)
        assert set(found) == {f"{prefix}/", *({f"{prefix}/api/v1/"} if "format=ndjson" in path else set())} & {*found}
        assert found


def test_words_that_look_like_a_link_stay_as_they_are(services: FakeServices) -> None:
    client = client_of(services, public_url="https://example.org/press")
    page = client.get("/search", query_string={"q": 'href="/records/x" "url": "/y"'})
    assert "/press/records/x&#34;" not in page.text
    said = client.get("/api/v1/search", query_string={"q": 'href="/records/x" "url": "/y"'}).json
    assert said is not None
    assert said["query"]["q"] == 'href="/records/x" "url": "/y"'


def test_a_feed_reader_takes_a_feed_below_a_path(services: FakeServices) -> None:
    client = client_of(services, public_url="https://example.org/press")
    found = feedparser.parse(client.get("/press/search.atom").data)
    assert not found.bozo
    assert found.entries[0].link.startswith("https://example.org/press/records/")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("public_url", "archive.example.org"),
        ("public_url", "https://user@example.org"),
        ("public_url", "https://example.org/?q=1"),
        ("public_url", 'https://example.org/a"b'),
        ("public_url", "javascript:alert(1)"),
        ("trusted_proxies", "proxy.example.org"),
        ("trusted_proxies", "10.0.0.0/99"),
    ],
)
def test_a_setting_that_is_no_address_is_refused(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"WEB_{key.upper()}")):
        load(tmp_path, {f"PRESS_ARCHIVE_WEB_{key.upper()}": value})
