"""Mistakes in scripts: each is refused with a problem that says what is wrong and what to do."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.catalogue.accounts.roles import Permission
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.services.services import OpenArchive


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArchive]:
    folder = tmp_path_factory.mktemp("malformed") / "archive"
    with Archive.create(folder) as archive:
        shelf = SearchShelf(archive)
        for year in (2, 1900, 2025):
            shelf.add("Kapal tiba", date=f"{year:04}-05-01", date_precision="day")
            shelf.add("Jembatan", date=f"{year:04}-06-01", date_precision="day")
        shelf.index()
    services = OpenArchive(folder)
    yield services
    services.close()


@pytest.fixture(scope="module")
def client(services: OpenArchive) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True, "ALLOWED_HOSTS": ("localhost",)}).test_client()


def cursor_of(*values: Any) -> str:
    """Return a cursor with these values instead of those of a search."""
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def refused(answer: TestResponse, status: int) -> dict[str, Any]:
    """Return the problem in a response, after checking that it says what to do."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    told: dict[str, Any] = answer.get_json()
    assert (told["status"], bool(told["title"]), bool(told["code"])) == (status, True, True)
    assert len(told["detail"].split()) > 4
    return told


CURSORS = {
    "no base64": "a===",
    "not a list": cursor_of("-date")[:-1],
    "too few values": cursor_of("-date", 1),
    "a text for a number": cursor_of("-date", "1", "abc"),
    "a number that is too great": cursor_of("-date", 10**30, "abc"),
    "no order": cursor_of("colour", 1, "abc"),
    "of another order": cursor_of("-added", 1, "abc"),
    "no id": cursor_of("-date", 1, "a/b"),
    "nothing": "",
    "the cursor of changes": "1-abc",
}


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS.keys())
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/passages", "/api/v1/quotes"])
def test_a_cursor_that_no_answer_gave(client: FlaskClient, path: str, cursor: str) -> None:
    answer = client.get(path, query_string={"q": "kapal", "sort": "-date", "cursor": cursor})
    (fault,) = refused(answer, 400)["errors"]
    assert fault["name"] == "cursor"
    assert fault["reason"]


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/passages"])
@pytest.mark.parametrize(
    "changed", [{"q": "jembatan"}, {"date_to": "2020"}, {"kind": "speech"}, {"exclude": "kind:photo"}]
)
def test_a_cursor_of_another_search(client: FlaskClient, path: str, changed: dict[str, str]) -> None:
    asked = {"q": "kapal", "page_size": "1"}
    cursor = client.get(path, query_string=asked | {"cursor": "*"}).get_json()["next_cursor"]
    (fault,) = refused(client.get(path, query_string=asked | changed | {"cursor": cursor}), 400)["errors"]
    assert (fault["name"], fault["code"]) == ("cursor", "cursor-of-other-search")
    assert client.get(path, query_string=asked | {"cursor": cursor}).status_code == 200


def test_a_cursor_of_another_archive(client: FlaskClient, tmp_path: Path) -> None:
    cursor = client.get("/api/v1/search?cursor=*&page_size=1").get_json()["next_cursor"]
    with Archive.create(tmp_path / "other") as archive:
        shelf = SearchShelf(archive)
        shelf.add("Kapal tiba", date="2025-05-01", date_precision="day")
        shelf.index()
    services = OpenArchive(tmp_path / "other")
    other = create_app({"SERVICES": services, "TESTING": True, "ALLOWED_HOSTS": ("localhost",)}).test_client()
    (fault,) = refused(other.get("/api/v1/search", query_string={"cursor": cursor}), 400)["errors"]
    services.close()
    assert fault["code"] == "cursor-of-other-search"


def test_a_cursor_of_an_earlier_version_still_continues(client: FlaskClient) -> None:
    first = client.get("/api/v1/search?q=kapal&cursor=*&page_size=1").get_json()
    sort, number, id_, _ = json.loads(urlsafe_b64decode(first["next_cursor"] + "=="))
    old = cursor_of(sort, number, id_)
    after, rest = (
        client.get("/api/v1/search", query_string={"q": "kapal", "cursor": cursor}).get_json()["results"]
        for cursor in (first["next_cursor"], old)
    )
    assert [one["id"] for one in after] == [one["id"] for one in rest]
    assert len(after) == 2


@pytest.mark.parametrize(
    ("query", "name", "advice"),
    [
        ("since=999999", "since", "since=0"),
        ("since=99999999999", "since", ""),
        ("archive=1", "archive", "begin again with since=0"),
        ("cursor=999999-abc", "cursor", "without cursor"),
        ("cursor=*", "cursor", ""),
        ("cursor=" + cursor_of("-date", 1, "abc"), "cursor", ""),
    ],
)
def test_changes_that_are_not_of_this_archive(client: FlaskClient, query: str, name: str, advice: str) -> None:
    (fault,) = refused(client.get(f"/api/v1/changes?{query}"), 400)["errors"]
    assert fault["name"] == name
    assert advice in fault["reason"]


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("interval=day", "interval=month"),
        ("interval=month", "interval=year"),
        ("interval=year&date_from=0001&date_to=4000", "shorter time"),
        ("interval=year&date_from=-2000&date_to=2000", "YYYY"),
        ("interval=year&date_to=12025", "YYYY"),
    ],
)
def test_an_interval_of_thousands_of_years(client: FlaskClient, query: str, advice: str) -> None:
    (fault,) = refused(client.get(f"/api/v1/histogram?{query}"), 400)["errors"]
    assert advice in fault["reason"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (json.dumps(["a"] * 1001), 400, "batch-too-long"),
        (json.dumps(["a" * (1 << 20)]), 413, ""),
        ("[", 400, "batch-no-json"),
        ('{"q": "kapal"}', 400, "batch-no-list"),
    ],
)
def test_a_batch_that_is_too_long_or_none(client: FlaskClient, body: str, status: int, code: str) -> None:
    told = refused(client.post("/api/v1/batch", data=body, content_type="application/json"), status)
    assert [fault["code"] for fault in told.get("errors", [])] == ([code] if code else [])


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::1", "a b", "", "192.0.2.8"])
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/records/none", "/openapi.json", "/readyz"])
def test_a_host_that_is_not_ours(client: FlaskClient, path: str, host: str) -> None:
    told = refused(client.get(path, headers={"Host": host}), 400)
    assert not host or host not in told["detail"]


FORGED = {
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=127.0.0.1;host=evil.example;proto=https",
}


@pytest.mark.parametrize("path", ["/api/v1/search?page_size=1", "/openapi.json", "/api/v1/changes?page_size=1"])
def test_forged_headers_of_a_proxy_change_nothing(client: FlaskClient, path: str) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.7"}
    plain = client.get(path, environ_overrides=stranger)
    forged = client.get(path, environ_overrides=stranger, headers=FORGED)
    assert (forged.status_code, plain.status_code) == (200, 200)
    assert "evil" not in forged.text + str(forged.headers)
    steady = [{key: value for key, value in one.get_json().items() if key != "took_ms"} for one in (plain, forged)]
    assert steady[0] == steady[1]


@pytest.mark.parametrize("authorization", ["Bearer", "bearer", "BEARER "])  # a server cuts off the last space
def test_a_token_that_was_forgotten(client: FlaskClient, authorization: str) -> None:
    answer = client.get("/api/v1/search", headers={"Authorization": authorization})
    assert refused(answer, 401)["code"] == "token-refused"


@pytest.mark.parametrize("scheme", ["Basic YTpi", "Bearers abc"])  # of a proxy in front
def test_another_scheme_is_no_token(client: FlaskClient, scheme: str) -> None:
    assert client.get("/api/v1/search", headers={"Authorization": scheme}).status_code == 200


@pytest.mark.parametrize("token", ["", "press_", "press_" + "a" * 43, "x" * 5000, "a b", "\xff"])
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/records/none", "/oai?verb=Identify"])
def test_a_token_that_is_none(client: FlaskClient, path: str, token: str) -> None:
    answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_token_with_another_scope(client: FlaskClient, services: OpenArchive) -> None:
    with services.archive.catalogue.write() as writer:
        _token, secret = writer.create_token("reader", (Permission.READ,), 30)
    answer = client.post("/api/v1/ingest", headers={"Authorization": f"Bearer {secret}"})
    told = refused(answer, 403)
    assert told["code"] == "token-too-narrow"
    assert refused(client.post("/api/v1/ingest"), 401)["code"] == "token-needed-ingest"


def test_a_token_of_another_archive(client: FlaskClient, tmp_path: Path) -> None:
    with Archive.create(tmp_path / "other") as other, other.catalogue.write() as writer:
        _token, secret = writer.create_token("reader", (Permission.READ_HELD, Permission.READ), 30)
    answer = client.get("/api/v1/search", headers={"Authorization": f"Bearer {secret}"})
    assert refused(answer, 401)["code"] == "token-refused"
    assert "Ask the archivist for another" in answer.text
