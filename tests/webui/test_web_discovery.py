"""What other programs read: cards of shared links, the search description for browsers, rules for crawlers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.access import utc_now
from archive.record import Kind, Link, Mention, Status
from archive.settings import AboutSection
from tests.support.web_fakes import BODY, HELD_WORD, FakeServices, record
from tests.webui.test_web_pages import HOSTILE, page
from webui import create_app


def card(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the meta properties of the page by name."""
    found = page(client, path).xpath("//head/meta[@property]")
    return {str(one.get("property")): str(one.get("content")) for one in found}


def test_a_shared_record_shows_its_title_its_words_and_its_picture(client: FlaskClient) -> None:
    release, photo = card(client, "/records/release1"), card(client, "/records/photo1")
    assert release["og:title"] == "Penandatanganan konvensi di Hanoi"
    assert release["og:url"] == "http://localhost/records/release1"
    assert release["og:description"].startswith(" ".join(BODY.split())[:100])
    assert photo["og:image"] == "http://localhost/records/photo1/preview"
    assert client.get(photo["og:image"], buffered=True).status_code == 200


def test_a_card_never_has_a_picture_that_is_a_guess_or_is_held(client: FlaskClient, services: FakeServices) -> None:
    guess = Link(Mention("x.jpg", ""), "photo1", doubtful=True)
    services.add(record("guess1", Kind.ARTICLE, "a.txt", {"title": "Berita"}, photos=(guess,)), "Isi berita.")
    assert "og:image" not in card(client, "/records/guess1")
    assert HELD_WORD not in client.get("/records/release1").text
    services.change("photo1", status=Status.HELD)
    assert client.get("/records/photo1/preview").status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_a_card(client: FlaskClient, services: FakeServices, text: str) -> None:
    services.add(record("odd1", Kind.DOCUMENT, "a.txt", {"title": text}), text)
    assert set(card(client, "/records/odd1")) <= {
        f"og:{name}" for name in ("site_name", "type", "title", "url", "description")
    }


def test_browsers_are_told_how_to_search(client: FlaskClient) -> None:
    (link,) = page(client, "/").xpath("//link[@rel='search']")
    answer = client.get(link.get("href"))
    assert answer.content_type == f"{link.get('type')}; charset=utf-8"
    tree = etree.fromstring(answer.data)
    templates = {str(url.get("type")): str(url.get("template")) for url in tree.iterfind("{*}Url")}
    assert 0 < len(str(tree.findtext("{*}ShortName"))) <= 16
    for media_type in ("text/html", "application/atom+xml"):
        found = client.get(templates[media_type].replace("{searchTerms}", "konvensi"))
        assert found.status_code == 200
        assert "Penandatanganan" in found.text


def test_crawlers_may_read_records_but_not_the_desk_and_exports(client: FlaskClient) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    for path in ("/", "/records/release1", "/records/photo1/preview", "/search?q=konvensi", "/about"):
        assert rules.can_fetch("anyone", path)
    for path in ("/desk", "/desk/records", "/receipts/1", "/api/v1/export?format=csv", "/search/values?facet=kind"):
        assert not rules.can_fetch("anyone", path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about",
        "/search?q=konvensi",
        "/search?q=zzz",
        "/people",
        "/events",
        "/help/search",
        "/help/api",
        "/records/photo1",
    ],
)
def test_a_page_describes_itself_in_a_line(client: FlaskClient, path: str) -> None:
    [description] = page(client, path).xpath("//head/meta[@name='description']/@content")
    assert len(description) > 10


def test_the_address_of_a_record_is_told_whole(client: FlaskClient) -> None:
    [address] = page(client, "/records/release1?q=konvensi").xpath("//head/link[@rel='canonical']/@href")
    assert address == "http://localhost/records/release1"


def test_whoever_finds_a_hole_is_told_whom_to_write_to(services: FakeServices) -> None:
    about = AboutSection(email="arsip@example.org", website="https://example.org/contact")
    services.settings = replace(services.settings, about=about)
    response = create_app({"SERVICES": services, "TESTING": True}).test_client().get("/.well-known/security.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    fields = [line.partition(": ")[::2] for line in response.text.splitlines()]
    assert [value for name, value in fields if name == "Contact"] == [f"mailto:{about.email}", about.website]
    (expires,) = [datetime.fromisoformat(value) for name, value in fields if name == "Expires"]
    assert timedelta() < expires - utc_now() < timedelta(days=365)
    assert ("Canonical", "http://localhost/.well-known/security.txt") in fields


def test_without_a_contact_there_is_no_security_txt(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
