"""The page of an event, the list of events, the line on a record, and the JSON, as seen by the public."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.archive.catalogue.event_papers import Paper, add, photo, release, speech
from webui import create_app
from webui.services.services import OpenArchive

PAPERS = [
    release("", "ferry.txt", "Ferry Cakrawala <starts> on the Banda route", "2024-02-01", "a.jpg", places=["Ambon"]),
    photo("", "a.jpg", "2024-02-01T09:00:00", headline="The ferry at the quay", city="Ambon"),
    speech("", "s.txt", "Remarks of the mayor", "2024-02-01", event="Ferry Cakrawala Banda route", city="Ambon"),
    release("", "near.txt", "Banda route: timetable", "2024-02-01", places=["Ambon"]),
    photo("", "p1.jpg", "2024-05-20T08:00:00", event="Parade of tall ships", city="Bitung"),
    photo("", "p2.jpg", "2024-05-20T08:50:00", event="Parade of tall ships", city="Bitung"),
    release("", "lomba.txt", "LOMBA PERAHU SERAM SELESAI", "2023-07-01", "boat.jpg", language="id", places=["Seram"]),
    release("", "race.txt", "Seram boat race ends", "2023-07-01", "race.jpg", language="en", places=["Seram"]),
    photo("", "boat.jpg", "2023-07-01T09:00:00", event="Kejuaraan perahu Seram", language="id", city="Seram"),
    photo("", "race.jpg", "2023-07-01T09:50:00", event="Kejuaraan perahu Seram", language="id", city="Seram"),
]
SECRET = Paper("", "held.txt", "press-release", "Zulrahasia of tall ships", (), {
    "event": "Parade of tall ships", "date": "2024-05-20", "event_date": "2024-05-19/2024-05-20", "places": ["Bitung"],
    "language": "en",
})  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as made:
        yield made


@pytest.fixture
def ids(archive: Archive) -> dict[str, str]:
    with archive.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        found = {paper.name: add(writer, paper) for paper in PAPERS}
        found["held.txt"] = add(writer, SECRET, Access(Status.HELD, hold_reason="EMBARGO"))
    index_sync.confirm(archive)
    return found


@pytest.fixture
def client(archive: Archive, ids: dict[str, str]) -> Iterator[FlaskClient]:
    assert ids
    with closing(OpenArchive(archive.folder)) as services:
        yield create_app({"SERVICES": services}).test_client()


def key_of(archive: Archive, record: str) -> str:
    event = archive.catalogue.press_event_of(record, ARCHIVIST)
    assert event is not None
    return event.key


def test_the_page_groups_its_records_and_says_why(client: FlaskClient, archive: Archive, ids: dict[str, str]) -> None:
    page = client.get(f"/events/{key_of(archive, ids['ferry.txt'])}").text
    assert "<h1" in page
    assert "Ferry Cakrawala Banda route</h1>" in page
    assert "2 texts, 1 photo" in page
    assert "1 February 2024" in page
    assert page.index(">Photos ") < page.index("Releases and articles") < page.index("Speeches")
    assert "photo printed in the text" in page
    assert "&lt;starts&gt;" in page
    main, folded = page.split("Possibly of this event")
    assert ids["near.txt"] in folded
    assert ids["near.txt"] not in main


def test_a_record_leads_to_its_event(client: FlaskClient, archive: Archive, ids: dict[str, str]) -> None:
    key = key_of(archive, ids["ferry.txt"])
    for name in ("ferry.txt", "a.jpg", "s.txt"):
        assert f'href="/events/{key}"' in client.get(f"/records/{ids[name]}").text
    assert f"/events/{key}" not in client.get(f"/records/{ids['near.txt']}").text
    assert client.get(f"/events/{ids['a.jpg']}").location == f"/events/{key}"


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Seram boat race ends"), ("id", "Kejuaraan perahu Seram"), ("vi", "Kejuaraan")]
)
def test_an_event_is_called_as_in_the_texts_of_the_reader(
    client: FlaskClient, archive: Archive, ids: dict[str, str], language: str, title: str
) -> None:
    asked = {"Accept-Language": language}
    key = key_of(archive, ids["boat.jpg"])
    assert f">{title}" in client.get(f"/events/{key}", headers=asked).text.partition("<h1")[2].partition("</h1>")[0]
    assert title in client.get("/events", headers=asked).text
    assert title in client.get(f"/records/{ids['lomba.txt']}", headers=asked).text.partition("Zulrahasia")[0]
    assert client.get(f"/api/v1/events/{key}", headers=asked).get_json()["title"] == "Kejuaraan perahu Seram"


def test_the_list_has_the_newest_first_and_pages(client: FlaskClient) -> None:
    page = client.get("/events").text
    assert page.index("Parade of tall ships") < page.index("Ferry Cakrawala")
    assert client.get("/events?page=2").status_code == 404


def test_nothing_held_shows(client: FlaskClient, archive: Archive, ids: dict[str, str]) -> None:
    key = key_of(archive, ids["held.txt"])
    assert key == key_of(archive, ids["p1.jpg"])
    for path in ("/events", f"/events/{key}", f"/api/v1/events/{key}", f"/records/{ids['p1.jpg']}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "ulrahasia" not in answer.text
        assert ids["held.txt"] not in answer.text
        assert "19 May" not in answer.text
        assert "2024-05-19" not in answer.text
    assert "2 photos" in client.get(f"/events/{key}").text
    assert client.get(f"/events/{ids['held.txt']}").status_code == 404


@pytest.mark.parametrize("path", ["/events/{}", "/api/v1/events/{}"])
def test_an_event_of_one_visible_record_is_not_found(
    client: FlaskClient, archive: Archive, ids: dict[str, str], path: str
) -> None:
    key = key_of(archive, ids["p1.jpg"])
    with archive.catalogue.write() as writer:
        writer.set_status(ids["p2.jpg"], Access(Status.HELD, hold_reason="EMBARGO"))
    never, now = client.get(path.format("never1")), client.get(path.format(key))
    assert (never.status_code, now.status_code) == (404, 404)
    assert now.text.replace(key, "never1") == never.text


def test_a_merged_key_leads_to_the_event(client: FlaskClient, archive: Archive, ids: dict[str, str]) -> None:
    kept, gone = key_of(archive, ids["ferry.txt"]), key_of(archive, ids["p1.jpg"])
    with archive.catalogue.write() as writer:
        writer.merge_press_events(kept, gone)
    for path in ("/events/{}", "/api/v1/events/{}"):
        answer = client.get(path.format(gone))
        assert (answer.status_code, answer.location) == (301, path.format(kept))


def test_the_json_has_members_with_reasons_and_possible_ones(
    client: FlaskClient, archive: Archive, ids: dict[str, str]
) -> None:
    told = client.get(f"/api/v1/events/{key_of(archive, ids['ferry.txt'])}").get_json()
    assert (told["title"], told["date_from"], told["place"]) == ("Ferry Cakrawala Banda route", "2024-02-01", "Ambon")
    assert {one["record"] for one in told["members"]} == {ids["ferry.txt"], ids["a.jpg"], ids["s.txt"]}
    assert {one["record"]: one["reasons"] for one in told["members"]}[ids["a.jpg"]][0] == "printed"
    assert [one["record"] for one in told["possible"]] == [ids["near.txt"]]
