"""A batch answers each query like a search, in order, and reports an error in the row of the query."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from archive.record import Kind
from tests.support.serving import serving
from tests.support.web_fakes import HELD_WORD, memorable, record
from webui import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app({"SERVICES": memorable(Path(tmp_path_factory.mktemp("batch"))), "TESTING": True}).test_client()


def sent(client: FlaskClient, queries: Any, address: str = "/api/v1/batch") -> list[dict[str, Any]]:
    response = client.post(address, json=queries)
    assert response.status_code == 200, response.text
    assert response.mimetype == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def test_each_query_has_a_row_in_its_place(client: FlaskClient) -> None:
    rows = sent(client, ["konvensi", {"q": "konvensi", "kind": ["press-release"]}, "(", 7, {"sorrt": 1}, HELD_WORD])
    assert [row["n"] for row in rows] == [1, 2, 3, 4, 5, 6]
    alone = client.get("/api/v1/search?q=konvensi&sort=-date").get_json()
    assert rows[0]["total"] == alone["total"]
    assert rows[0]["ids"] == [one["id"] for one in alone["results"]]
    assert rows[1]["ids"] == ["release1"]
    assert rows[1]["years"] == {"2025": 1}
    assert [row["error"] and row["error"]["code"] for row in rows[2:5]] == [
        "brackets-too-deep", "parameters-refused", "parameters-refused",
    ]  # fmt: skip
    assert (rows[5]["total"], rows[5]["ids"]) == (0, [])
    assert sent(client, [{"q": 2025}])[0]["q"] == "2025", "a number is told as it was searched"


@pytest.mark.parametrize("value", [None, {"a": 1}, ["kapal"]])
@pytest.mark.parametrize("name", ["q", "kind"])
def test_a_value_that_is_none_is_an_error_of_its_query(client: FlaskClient, name: str, value: object) -> None:
    wrong, *right = sent(client, [{name: [value]}, *({"q": "konvensi", "year": year} for year in (2025, "2025"))])
    assert wrong["total"] is None
    assert [(one["name"], one["code"]) for one in wrong["error"]["errors"]] == [(name, "batch-no-value")]
    assert [one["total"] for one in right] == [1, 1], "a number is a value"


def test_a_batch_may_be_answered_in_a_list(client: FlaskClient) -> None:
    queries = ["konvensi", "("]
    response = client.post("/api/v1/batch?format=json", json=queries)
    assert response.mimetype == "application/json"
    assert response.get_json() == sent(client, queries)


def test_a_name_is_searched_in_all_its_forms(client: FlaskClient) -> None:
    (row,) = sent(client, [{"name": "Lương Cường"}], "/api/v1/batch?page_size=1")
    assert (row["name"], row["total"], len(row["ids"])) == ("Lương Cường", 2, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"[]", 400), (b"{}", 400), (b"[" * 10_000, 400), (b"\xff", 400),
     (json.dumps(["a"] * 1001).encode(), 400), (b'["' + b"a" * (1 << 20) + b'"]', 413)],
)  # fmt: skip
def test_what_is_no_batch_is_refused(client: FlaskClient, body: bytes, status: int) -> None:
    response = client.post("/api/v1/batch", data=body)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")


@pytest.fixture(scope="module")
def served(client: FlaskClient) -> Iterator[str]:
    with serving(client.application, set()) as address:
        yield address


def posted(address: str, body: bytes) -> tuple[int, str, str]:
    """Post a body, and return status, type and text of the response."""
    request = Request(address, body, headers={"Content-Type": "application/json"}, method="POST")
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read().decode()


def test_the_server_takes_a_batch_of_a_megabyte(served: str) -> None:
    filler = b" " * ((1 << 20) - len(b'["konvensi"]'))
    assert posted(f"{served}/api/v1/batch", b'["konvensi"' + filler + b"]")[:2] == (200, "application/x-ndjson")
    status, media_type, told = posted(f"{served}/api/v1/batch", b'["konvensi"' + filler + b" ]")
    assert (status, media_type) == (413, "application/problem+json")
    assert json.loads(told)["detail"]


@pytest.mark.parametrize(("path", "status"), [("/api/v1/search", 405), ("/api/v1/nothing", 404)])
def test_a_long_body_that_nobody_asked_for_is_answered_as_a_problem(served: str, path: str, status: int) -> None:
    found, media_type, told = posted(f"{served}{path}", b"x" * (1 << 18))
    assert (found, media_type) == (status, "application/problem+json")
    assert json.loads(told)["detail"]


def test_a_row_of_a_search_has_what_a_table_needs(client: FlaskClient) -> None:
    wanted = (
        "caption,credit,creator,photographer,rights_verdict,keywords,collection,added_at,revision,text_url,articles"
    )
    response = client.get(f"/api/v1/search?q=konvensi&fields={wanted},photos&shape=array&page_size=1")
    (row,) = response.get_json()
    assert set(row) == {"id", "photos", *wanted.split(",")}
    assert response.headers["X-Total-Count"] == "2"
    assert 'rel="next"' in response.headers["Link"]
    assert client.get(row["text_url"]).status_code == 200


def test_a_row_tells_no_position(tmp_path: Path) -> None:
    services = memorable(tmp_path)
    services.add(
        record("tagged1", Kind.DOCUMENT, "a.txt", {"title": "T", "keywords": ["geo:lat=10.17", "kapal"]}), "tt"
    )
    client = create_app({"SERVICES": services}).test_client()
    assert client.get("/api/v1/search?q=tt&fields=keywords&shape=array").get_json() == [
        {"id": "tagged1", "keywords": ["kapal"]}
    ]


def test_a_record_is_a_file_too(client: FlaskClient) -> None:
    text = client.get("/api/v1/records/release1/text").get_json()["text"]
    assert client.get("/api/v1/records/release1.txt").text == text
    assert client.get("/api/v1/records/release1.json").data == client.get("/api/v1/records/release1").data
    for ending in ("json", "txt"):
        held, never = (client.get(f"/api/v1/records/{id_}.{ending}") for id_ in ("held1", "never1"))
        assert (held.status_code, held.data) == (404, never.data)
