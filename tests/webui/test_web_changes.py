"""/api/v1/changes: a client that follows it has the same records as an export, whatever changes meanwhile."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive import access
from archive.access import Access, instant, utc_now
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.services.services import OpenArchive

HELD = Access(Status.HELD)


class Harvester:
    """A program that maintains a copy of the public records by following the changes."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.copy: dict[str, Any] = {}
        self.since = 0
        self.seen: list[dict[str, Any]] = []

    def poll(self, page_size: int = 2) -> list[tuple[str, str]]:
        """Read all pages, update the copy, and return (change, id) of each."""
        address: str | None = f"/api/v1/changes?since={self.since}&page_size={page_size}"
        found: list[dict[str, Any]] = []
        while address:
            answer = self.client.get(address)
            assert answer.status_code == 200, answer.text
            assert answer.json is not None
            found += answer.json["changes"]
            address, self.since = answer.json["next"], answer.json["revision"]
        assert [(one["revision"], one["id"]) for one in found] == sorted((one["revision"], one["id"]) for one in found)
        for one in found:
            if one["url"]:
                self.copy[one["id"]] = self.client.get(one["url"]).json
            else:
                self.copy.pop(one["id"], None)
        self.seen += found
        return [(one["change"], one["id"]) for one in found]


def exported(client: FlaskClient) -> dict[str, dict[str, Any]]:
    """Return the records of a new export."""
    lines = client.get("/api/v1/export").text.splitlines()
    return {one["id"]: one for one in map(json.loads, lines)}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        opened = SearchShelf(archive)
        yield opened
        opened.searcher.close()


@pytest.fixture
def client(shelf: SearchShelf) -> Iterator[FlaskClient]:
    shelf.index()
    services = OpenArchive(shelf.archive.folder)
    yield create_app({"SERVICES": services, "TESTING": True}).test_client()
    services.close()


def test_a_copy_that_follows_is_equal_to_an_export(
    shelf: SearchShelf, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvester, catalogue = Harvester(client), shelf.archive.catalogue
    assert harvester.poll() == []

    one, two, three = (shelf.add(title) for title in ("Satu", "Dua", "Tiga"))
    never = shelf.add("Zulrahasia", access=HELD)
    hour = utc_now() + timedelta(hours=1)
    due = shelf.add("Empat", access=Access(Status.HELD, instant(hour)))
    shelf.index()
    assert sorted(harvester.poll()) == sorted(("added", id_) for id_ in (one, two, three))
    assert harvester.poll() == []

    with catalogue.write("ani") as writer:
        writer.set_value(one, "title", "Satu lagi")
        writer.set_status(two, HELD)
    assert harvester.poll() == [("withdrawn", two)]  # before any index is updated
    shelf.index()
    assert harvester.poll() == [("changed", one)]

    monkeypatch.setattr(access._CLOCK, "told", (hour, time.monotonic()))
    shelf.index()  # as the indexer does within a quarter of a second: nobody wrote
    assert harvester.poll() == [("added", due)]
    assert instant(hour) <= harvester.seen[-1]["at"] <= instant(hour + timedelta(minutes=1))

    with catalogue.write("ani") as writer:
        writer.set_status(two, Access())
        writer.merge([one, three], "ani")
    shelf.index()
    later = harvester.poll()
    assert ("added", two) in later
    assert ("merged", three) in later
    assert [seen["into"] for seen in harvester.seen if seen["change"] == "merged"] == [one]
    with catalogue.write("ani") as writer:
        writer.set_status(due, Access(Status.WITHDRAWN))
    shelf.index()
    assert ("withdrawn", due) in harvester.poll()

    fresh = exported(client)
    assert harvester.copy.keys() == fresh.keys() == {one, two}
    assert {id_: copy["title"] for id_, copy in harvester.copy.items()} == {
        id_: record["title"] for id_, record in fresh.items()
    }
    assert never not in {seen["id"] for seen in harvester.seen}
    assert never not in client.get("/api/v1/changes").text


def test_a_page_that_is_read_late_misses_nothing(shelf: SearchShelf, client: FlaskClient) -> None:
    ids = sorted(shelf.add(f"Siaran {n}") for n in range(5))
    shelf.index()
    first = client.get("/api/v1/changes?page_size=2").json
    assert first is not None
    with shelf.archive.catalogue.write("ani") as writer:
        writer.set_value(ids[0], "title", "Baru")
    shelf.index()
    found, address = [one["id"] for one in first["changes"]], first["next"]
    while address:
        answer = client.get(address).json
        assert answer is not None
        found, address = [*found, *(one["id"] for one in answer["changes"])], answer["next"]
    assert found == [*ids, ids[0]]


def test_a_record_that_is_seen_from_the_start_is_new_only_to_who_does_not_know_it(
    shelf: SearchShelf, client: FlaskClient
) -> None:
    known = shelf.add("Satu")
    shelf.index()
    revision = Harvester(client)
    revision.poll()
    with shelf.archive.catalogue.write("ani") as writer:
        writer.set_value(known, "title", "Lain")
    shelf.index()
    assert revision.poll() == [("changed", known)]
    assert Harvester(client).poll() == [("added", known)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("since=x", "since"),
        ("since=-1", "since"),
        ("since=1&since=2", "since"),
        ("since=99999", "since"),
        ("since=1.5", "since"),
        ("archive=1", "archive"),
        ("cursor=1", "cursor"),
        ("cursor=1-a&since=5", "cursor"),
        ("cursor=0-a", "cursor"),
        ("cursor=99999-a", "cursor"),
        ("page_size=0", "page_size"),
        ("page_size=9999", "page_size"),
        ("until=3", "until"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(client: FlaskClient, query: str, name: str) -> None:
    answer = client.get(f"/api/v1/changes?{query}")
    assert answer.status_code == 400
    assert answer.json is not None
    assert [fault["name"] for fault in answer.json["errors"]] == [name]
    assert answer.json["errors"][0]["reason"]


def test_the_number_of_the_archive_tells_it_from_others(shelf: SearchShelf, client: FlaskClient) -> None:
    shelf.add("Satu")
    shelf.index()
    told = client.get("/api/v1/changes").json
    assert told is not None
    own = told["archive"]
    assert client.get(f"/api/v1/changes?archive={own}").status_code == 200
    assert client.get(f"/api/v1/changes?archive={own - 1}").status_code == 400
    assert datetime.fromisoformat(told["changes"][0]["at"]) <= datetime.now(UTC)


def test_below_a_path_the_addresses_lead_on(shelf: SearchShelf) -> None:
    for n in range(2):
        shelf.add(f"Kapal {n}")
    shelf.index()
    services = OpenArchive(shelf.archive.folder)
    services.settings = replace(
        services.settings, web=replace(services.settings.web, public_url="https://example.org/press")
    )
    client = create_app({"SERVICES": services, "TESTING": True}).test_client()
    told = client.get("/press/api/v1/changes?page_size=1", base_url="https://example.org/").json
    services.close()
    assert told is not None
    assert told["next"].startswith("/press/api/v1/changes?")
    assert told["changes"][0]["url"].startswith("/press/api/v1/records/")


class Newsroom:
    """Records that undergo all possible changes at random."""

    def __init__(self, shelf: SearchShelf, seed: int) -> None:
        self.shelf, self.chance = shelf, random.Random(seed)
        self.status: dict[str, Status] = {}

    def work(self) -> None:
        for _ in range(20):
            access = self.chance.choice((Access(), Access(), HELD))
            added = self.shelf.add(f"Siaran {len(self.status)}", "Kata kata.", access)
            self.status[added] = access.status
        with self.shelf.archive.catalogue.write("ani") as writer:
            for n, record in enumerate(self.some(12)):
                writer.set_value(record, "title", f"Judul {n} {self.chance.random()}")
            for record in self.some(12):
                status = self.chance.choice([*Status])
                writer.set_status(record, Access(status))
                self.status[record] = status
            kept, *others = self.chance.sample(self.public(), 3)
            writer.merge([kept, *others], "ani")
            for other in others:
                del self.status[other]

    def some(self, count: int) -> list[str]:
        return self.chance.sample([*self.status], count)

    def public(self) -> list[str]:
        return [record for record, status in self.status.items() if status is Status.RELEASED]


def test_a_copy_follows_whatever_is_done(shelf: SearchShelf, client: FlaskClient) -> None:
    """With pages of any size, and polls before and after index updates."""
    room, harvester = Newsroom(shelf, seed=0), Harvester(client)
    for _ in range(10):
        room.work()
        if room.chance.random() < 0.5:
            harvester.poll(page_size=room.chance.randrange(1, 40))
        if room.chance.random() < 0.5:
            shelf.index()
            harvester.poll(page_size=room.chance.randrange(1, 40))
    shelf.index()
    harvester.poll()

    fresh = Harvester(client)
    fresh.poll(page_size=500)
    assert harvester.copy == fresh.copy
    assert harvester.copy.keys() == exported(client).keys() == {*room.public()}
    assert {seen["change"] for seen in harvester.seen} == {"added", "changed", "withdrawn", "merged"}
