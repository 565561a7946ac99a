"""The JSON of search assistance: paging, names, proposals, groups, words to remove, suggestions, similar records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.record import Kind, Status
from tests.support.web_fakes import CARD, HELD_WORD, FakeServices, memorable, record, with_cards


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return with_cards(memorable(tmp_path))


def answer(client: FlaskClient, query: str, path: str = "/api/v1/search") -> Any:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200, response.text
    return response.get_json()


def test_a_cursor_reads_every_record_once(client: FlaskClient) -> None:
    seen: list[str] = []
    path = "/api/v1/search?cursor=*&page_size=2"
    while path:
        response = client.get(path)
        told = response.get_json()
        seen += [one["id"] for one in told["results"]]
        assert told["total"] == 5
        assert (told["next"] is None) == (told["next_cursor"] is None)
        assert response.headers.get("Link") == (f'<{told["next"]}>; rel="next"' if told["next"] else None)
        path = told["next"]
    assert sorted(seen) == ["document1", "photo1", "photo2", "release1", "speech1"]
    assert answer(client, "q=")["next_cursor"] is None


def test_nothing_is_relaxed_unless_asked_for(client: FlaskClient) -> None:
    strict = answer(client, "q=konvensi+zzz")
    assert (strict["total"], strict["relaxed"]) == (0, False)
    loose = answer(client, "q=konvensi+zzz&relax=on")
    assert (loose["total"], loose["relaxed"], loose["query"]["relax"]) == (2, True, "on")


def test_a_search_without_answers_says_what_to_drop(client: FlaskClient) -> None:
    told = answer(client, "q=konvensi+zzz&kind=press-release")["why"]
    assert [(part["words"], part["filter"], part["hits"], part["rest"]) for part in told] == [
        ("konvensi", None, 2, 0),
        ("zzz", None, 0, 1),
        ("", {"name": "kind", "value": "press-release"}, 1, 0),
    ]
    assert answer(client, told[1]["url"].partition("?")[2])["total"] == 1
    assert told[1]["url"] == "/api/v1/search?kind=press-release&q=konvensi"
    assert told[2]["url"] == "/api/v1/search?q=konvensi+zzz"


def test_names_are_told_and_can_be_switched_off(client: FlaskClient, services: FakeServices) -> None:
    (name,) = answer(client, "q=Luong+Cuong")["names"]
    assert (name["words"], name["span"], name["card"], name["kind"]) == ("Cuong", [6, 11], CARD.card, "person")
    assert name["forms"] == list(CARD.forms)
    assert answer(client, f"q=Luong+Cuong&names_off={CARD.card}")["names"] == []
    assert services.searcher.asked[-1].names_off == (CARD.card,)
    off = answer(client, "q=Luong+Cuong&names=off")
    assert (off["names"], off["query"]["names"]) == ([], "off")


def test_letters_of_several_meanings_offer_each(client: FlaskClient) -> None:
    (name,) = answer(client, "q=sidang+PBB&kind=speech")["names"]
    assert [(sense["card"], sense["url"]) for sense in name["senses"]] == [
        ("body/un", "/api/v1/search?kind=speech&q=sidang+%28Perserikatan+Bangsa-Bangsa%29"),
        ("body/pbb", "/api/v1/search?kind=speech&q=sidang+%28Partai+Bulan+Bintang%29"),
    ]


def test_words_that_are_a_facet_are_offered_as_such(client: FlaskClient, services: FakeServices) -> None:
    services.searcher.said["foto"] = ("kind", "photo")
    (offer,) = answer(client, "q=foto+konvensi")["offers"]
    assert (offer["facet"], offer["value"], offer["label"], offer["query"]) == ("kind", "photo", "Photo", "konvensi")
    assert offer["url"] == "/api/v1/search?q=konvensi&kind=photo"


def test_groups_are_told_and_lead_to_what_is_in_them(client: FlaskClient, services: FakeServices) -> None:
    for number in range(3):
        services.add(record(f"frame{number}", Kind.PHOTO, f"A_{number}.jpg", {"caption": "Bingkai"}))
        services.searcher.groups[f"frame{number}"] = ("sequence", "run7")
    whole = answer(client, "q=A_")
    assert (whole["total"], whole["groups"], {one["others"] for one in whole["results"]}) == (3, 3, {0})
    for query in ("collapse=sequence,version", "collapse=sequence&collapse=version", "collapse=sequence"):
        told = answer(client, f"q=A_&{query}")
        (one,) = told["results"]
        assert (told["total"], told["groups"], told["pages"], one["others"]) == (3, 1, 1, 2)
    assert one["more"] == "/api/v1/search?q=A_&sequence=run7"
    assert [found["id"] for found in answer(client, one["more"].partition("?")[2])["results"]] == [
        "frame0",
        "frame1",
        "frame2",
    ]


def test_months_genres_and_what_a_record_has_are_counted_and_filtered(
    client: FlaskClient, services: FakeServices
) -> None:
    told = answer(client, "facets=month,genre")["facets"]
    assert told["month"][0] == {"value": "2025-10", "label": "October 2025", "count": 2, "selected": False}
    assert told["genre"] == []
    assert answer(client, "month=2025-10")["total"] == 2
    answer(client, "has=photo&has_photo=true&genre=transcript")
    asked = services.searcher.asked[-1]
    assert (dict(asked.filters), asked.has_photo) == ({"genre": ("transcript",), "has": ("photo",)}, None)


def test_suggestions_know_nothing_of_what_is_held(client: FlaskClient) -> None:
    told = answer(client, "q=pid", "/api/v1/suggest")
    assert told == {
        "query": "pid",
        "suggestions": [
            {
                "kind": "title",
                "text": "Pidato pembukaan",
                "count": 1,
                "query": '"Pidato pembukaan"',
                "url": "/search?q=%22Pidato+pembukaan%22",
            }
        ],
    }
    assert answer(client, "", "/api/v1/suggest") == {"query": "", "suggestions": []}
    assert answer(client, f"q={HELD_WORD[:5]}", "/api/v1/suggest")["suggestions"] == []


@pytest.mark.parametrize("query", ["q=a&q=b", "limit=0", "limit=21", "limit=x", "page=1", "q=" + "a" * 201, "q=%00"])
def test_what_suggestions_cannot_take_is_refused(client: FlaskClient, query: str) -> None:
    response = client.get(f"/api/v1/suggest?{query}")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert [error["name"] for error in response.get_json()["errors"]] == [query.split("=")[0]]


def test_similar_records_are_results(client: FlaskClient) -> None:
    told = answer(client, "limit=3", "/api/v1/records/photo1/similar")
    assert told["id"] == "photo1"
    assert [one["id"] for one in told["results"]] == ["photo2"]
    assert told["results"][0]["more"] is None
    assert client.get("/api/v1/records/photo1/similar?q=a").status_code == 400


def test_a_held_record_is_like_nothing_and_answers_as_one_that_never_was(
    client: FlaskClient, services: FakeServices
) -> None:
    assert answer(client, "", "/api/v1/records/release1/similar")["results"] == []
    for status in (Status.HELD, Status.WITHDRAWN):
        services.change("held1", status=status)
        held, never = (client.get(f"/api/v1/records/{id_}/similar") for id_ in ("held1", "never1"))
        assert (held.status_code, held.data, dict(held.headers)) == (404, never.data, dict(never.headers))


@pytest.mark.parametrize("path", ["/api/v1/suggest?q=pid", "/api/v1/records/photo1/similar"])
def test_what_helps_is_tagged_and_waits_for_the_index(client: FlaskClient, services: FakeServices, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    services.searcher.broken = True
    response = client.get(path)
    assert (response.status_code, response.content_type) == (503, "application/problem+json")
    assert response.headers["Retry-After"]
