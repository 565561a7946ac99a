"""A search as an Atom feed: feed readers accept it, its content, and when it reports changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import feedparser
import pytest
from flask.testing import FlaskClient

from archive.access import PUBLIC, instant, utc_now
from archive.catalogue import Access
from archive.record import Kind, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf
from tests.support.web_fakes import HELD_WORD, FakeServices, record
from tests.webui.test_web_pages import HOSTILE
from webui import create_app
from webui.services.services import OpenArchive


def feed(client: FlaskClient, path: str = "/search.atom", **headers: str) -> Any:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.data)
    assert found.bozo is False
    assert found.version == "atom10"
    return found


def test_a_search_is_a_feed_of_its_records(client: FlaskClient) -> None:
    found = feed(client, "/search.atom?q=konvensi")
    assert found.feed.title == "konvensi · Press archive"
    assert {link.rel: link.href for link in found.feed.links} == {
        "self": "http://localhost/search.atom?q=konvensi",
        "alternate": "http://localhost/search?q=konvensi",
    }
    entry = next(entry for entry in found.entries if entry.title == "Penandatanganan konvensi di Hanoi")
    assert entry.link == "http://localhost/records/release1"
    assert entry.author == "vietnamnet.vn"
    assert entry.tags[0].term == "press-release"
    assert "penandatanganan konvensi" in entry.summary


def test_a_feed_by_date_has_fifty_a_page(client: FlaskClient, services: FakeServices) -> None:
    for n in range(60):
        values = {"title": f"Siaran {n}", "date": f"2010-01-{n % 28 + 1:02}"}
        services.add(record(f"many{n}", Kind.PRESS_RELEASE, f"{n}.txt", values))
    found = feed(client, "/search.atom?q=Siaran&sort=-date")
    days = [entry.summary for entry in found.entries]
    assert len(days) == 50
    assert days[0].startswith("28 January 2010")
    (following,) = [link.href for link in found.feed.links if link.rel == "next"]
    rest = feed(client, following.removeprefix("http://localhost"))
    assert len(rest.entries) == 10
    assert {link.rel for link in rest.feed.links} == {"self", "alternate", "previous"}
    assert rest.feed.id == found.feed.id
    assert not {entry.id for entry in rest.entries} & {entry.id for entry in found.entries}


def test_names_of_entries_and_feeds_stay_the_same(client: FlaskClient) -> None:
    one, same = (feed(client, "/search.atom?q=konvensi", Host=host) for host in ("localhost", "127.0.0.1:8080"))
    assert [entry.id for entry in one.entries] == [entry.id for entry in same.entries]
    assert one.feed.id == same.feed.id
    assert all(entry.id.startswith("urn:uuid:") for entry in one.entries)
    assert feed(client, "/search.atom?q=nota").feed.id != one.feed.id


def test_a_photo_has_its_picture_and_its_rights(client: FlaskClient) -> None:
    (entry,) = feed(client, "/search.atom?q=W-HAI_1275&kind=photo").entries
    assert entry.enclosures[0].href == "http://localhost/records/photo1/preview"
    assert entry.rights == "© VNA 2025"


def test_nothing_changed_says_304(client: FlaskClient, services: FakeServices) -> None:
    first = client.get("/search.atom?q=konvensi")
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/search.atom?q=konvensi", headers=again).status_code == 304
    services.change("document1", values={"title": "Nota konvensi yang lain"})
    assert client.get("/search.atom?q=konvensi", headers=again).status_code == 200


def test_an_empty_feed_is_a_feed(client: FlaskClient) -> None:
    assert feed(client, "/search.atom?q=zzz").entries == []


def test_what_is_held_is_in_no_feed(client: FlaskClient, services: FakeServices) -> None:
    assert HELD_WORD not in client.get("/search.atom").text
    services.change("release1", status=Status.WITHDRAWN)
    assert "release1" not in client.get("/search.atom").text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(client: FlaskClient, services: FakeServices, text: str) -> None:
    values = {"title": text, "source": text, "copyright": text, "language": text, "credit": text}
    services.add(record("hostile1", Kind.DOCUMENT, "berkas.txt", values), f"konvensi {text}")
    found = feed(client)
    assert len(found.entries) == 6
    response = client.get("/search.atom", query_string={"q": text})
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert feedparser.parse(response.data).bozo is False


def test_what_cannot_be_asked_for_says_so_on_a_page(client: FlaskClient) -> None:
    for query in ("kind=poem", "date_from=yesterday", "page=0", "q=(a"):
        response = client.get(f"/search.atom?{query}")
        assert response.status_code == 400
        assert 'action="/search"' in response.text


def test_the_search_page_leads_to_its_feed(client: FlaskClient) -> None:
    text = client.get("/search?q=konvensi&kind=press-release&page=1&relax=off&names=off").text
    assert (
        '<link rel="alternate" type="application/atom+xml" title="This search as a feed" '
        'href="/search.atom?q=konvensi&amp;kind=press-release&amp;names=off&amp;exclude=genre%3Acontainer">'
    ) in text


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        opened = SearchShelf(archive)
        yield opened
        opened.searcher.close()


def test_an_entry_is_as_new_as_the_last_change_of_its_record(shelf: SearchShelf) -> None:
    catalogue, clock = shelf.archive.catalogue, utc_now()
    hours = [clock + timedelta(hours=n) for n in range(6)]

    def at(n: int) -> Any:
        return patch.object(catalogue, "_clock", lambda: hours[n])

    with at(0):
        plain = shelf.add("Jembatan dibuka", "Jembatan itu dibuka.")
        due = shelf.add("Jembatan lain", "Menunggu.", Access(Status.HELD, instant(hours[2])))
        hidden = shelf.add("Jembatan rahasia", "Rahasia.", Access(Status.HELD))
    ids = [plain, due, hidden]
    with at(1):
        assert catalogue.changed_at(ids, PUBLIC) == {plain: instant(hours[0])}
    with at(3):
        assert catalogue.changed_at(ids, PUBLIC) == {plain: instant(hours[0]), due: instant(hours[2])}
        with catalogue.write("the archivist") as writer:
            writer.set_value(plain, "title", "Jembatan Kupang dibuka")
            writer.event("fixity check", due)  # changes nothing visible
    with at(4):
        assert catalogue.changed_at(ids, PUBLIC) == {plain: instant(hours[3]), due: instant(hours[2])}
        with catalogue.write("the archivist") as writer:
            writer.set_status(hidden, Access(Status.RELEASED))
            writer.set_status(due, Access(Status.WITHDRAWN))
    with at(5):
        assert catalogue.changed_at(ids, PUBLIC) == {plain: instant(hours[3]), hidden: instant(hours[4])}


def test_a_feed_of_a_real_archive(shelf: SearchShelf) -> None:
    shelf.add("Jembatan dibuka", "Jembatan itu dibuka untuk umum.", source="Antara", date="2025-05-04")
    index_sync.rebuild(shelf.archive)
    services = OpenArchive(shelf.archive.folder)
    try:
        found = feed(create_app({"SERVICES": services}).test_client(), "/search.atom?q=umum")
    finally:
        services.close()
    assert [entry.title for entry in found.entries] == ["Jembatan dibuka"]
    assert found.feed.updated == found.entries[0].updated


def test_a_feed_tells_first_what_became_public_last(shelf: SearchShelf) -> None:
    """Whatever its date; a client that polls with its ETag gets it."""
    shelf.add("Baru", date="2026-05-04")
    held = shelf.add("Rahasia", date="2026-05-05", access=Access(Status.HELD))
    index_sync.update(shelf.archive)
    services = OpenArchive(shelf.archive.folder)
    client = create_app({"SERVICES": services}).test_client()

    def asked() -> list[str]:
        return [entry.title for entry in feed(client).entries]

    def is_news() -> bool:
        again = {"If-None-Match": tag}
        return client.get("/search.atom", headers=again).status_code == 200

    try:
        assert asked() == ["Baru"]
        tag = client.get("/search.atom").headers["ETag"]
        assert not is_news()
        old, hour = shelf.archive.catalogue, utc_now() + timedelta(hours=1)
        with patch.object(old, "_clock", lambda: hour):
            shelf.add("Lama", date="1998-01-01")
        index_sync.update(shelf.archive)
        assert is_news()
        assert asked() == ["Lama", "Baru"]
        assert [entry.title for entry in feed(client, "/search.atom?sort=-date").entries] == ["Baru", "Lama"]
        tag = client.get("/search.atom").headers["ETag"]
        with patch.object(old, "_clock", lambda: hour + timedelta(hours=1)), old.write("ani") as writer:
            writer.set_status(held, Access())
        index_sync.update(shelf.archive)
        assert is_news()
        assert asked() == ["Rahasia", "Lama", "Baru"]
        first = client.get("/api/v1/search?sort=-added&page_size=2&cursor=*").json
        assert first is not None
        rest = client.get(f"/api/v1/search?sort=-added&page_size=2&cursor={first['next_cursor']}").json
        assert rest is not None
        assert [one["title"] for one in first["results"] + rest["results"]] == ["Rahasia", "Lama", "Baru"]
        exported = client.get("/api/v1/export?sort=added").text.splitlines()
        assert [json.loads(line)["title"] for line in exported] == ["Baru", "Lama", "Rahasia"]
        assert '<a href="/search?sort=-added">Newest in the archive</a>' in client.get("/search?q=").text
        newest = feed(client).entries[0]
        assert newest.published == newest.updated == feed(client).feed.updated == instant(hour + timedelta(hours=1))
    finally:
        services.close()
