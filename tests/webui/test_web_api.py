"""The JSON endpoints: structure, strictness, ETags, and what the public must not learn."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.messages import Message
from archive.record import Relation
from tests.support.web_fakes import HELD_WORD, FakeServices

RESULT_KEYS = {
    "id", "kind", "title", "date", "date_precision", "listed_date", "listed_date_basis", "language", "source",
    "source_url", "score", "filename", "status",
    "highlights", "thumbnail", "photos", "flags", "rights", "rights_verdict", "url", "others", "more", "ocr",
    "caption", "credit", "creator", "photographer", "keywords", "collection", "added_at", "revision", "text_url",
    "articles",
}  # fmt: skip
ANSWER_KEYS = {
    "query", "total", "groups", "took_ms", "page", "page_size", "pages", "next", "prev", "next_cursor", "results",
    "facets", "facet_totals", "undated", "revision", "names", "offers", "why", "did_you_mean", "relaxed", "warnings",
    "warning_messages",
}  # fmt: skip


def search(client: FlaskClient, query: str = "") -> Any:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 200, response.text
    return response.get_json()


def refused(client: FlaskClient, query: str) -> dict[str, str]:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    return {error["name"]: error["reason"] for error in response.get_json()["errors"]}


def test_an_answer_has_every_key_of_the_promised_shape(client: FlaskClient) -> None:
    answer = search(client, "q=konvensi&kind=press-release")
    assert set(answer) == ANSWER_KEYS
    assert answer["query"] == {"q": "konvensi", "kind": ["press-release"], "sort": "relevance", "read_as": "konvensi"}
    (result,) = answer["results"]
    assert set(result) == RESULT_KEYS
    assert result["url"] == "/records/release1"
    assert result["thumbnail"] == "/records/photo1/thumbnail"
    assert result["photos"] == 2
    assert result["date"] == "2025-10-25"
    (highlight,) = result["highlights"]
    start, end = highlight["spans"][0]
    assert highlight["text"][start:end] == "konvensi"
    assert "<mark>konvensi</mark>" in highlight["html"]
    text = client.get("/api/v1/records/release1/text").get_json()["text"]
    assert text[highlight["offset"] :].startswith(highlight["text"])
    assert answer["facets"]["kind"] == [
        {"value": "press-release", "label": "Press release", "count": 1, "selected": True}
    ]


def test_undated_answers_are_counted(client: FlaskClient) -> None:
    assert search(client)["undated"] == 1


def test_pages_lead_to_one_another(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=&page_size=2&kind=photo&kind=speech&page=1")
    answer = response.get_json()
    assert answer["pages"] == 2
    assert answer["prev"] is None
    assert response.headers["Link"] == f'<{answer["next"]}>; rel="next"'
    following = client.get(answer["next"]).get_json()
    assert following["page"] == 2
    assert following["next"] is None
    assert client.get(following["prev"]).get_json()["results"] == answer["results"]


def test_filters_of_one_name_widen_and_of_two_narrow(client: FlaskClient) -> None:
    assert search(client, "kind=photo&kind=speech")["total"] == 3
    assert search(client, "kind=photo&kind=speech&year=2024")["total"] == 2


def test_fields_leave_out_the_rest(client: FlaskClient) -> None:
    assert set(search(client, "fields=title,url")["results"][0]) == {"id", "title", "url"}
    assert search(client, "facets=")["facets"] == {}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("kinds=photo", "kinds"),
        ("kind=foto", "kind"),
        ("month=2025-13", "month"),
        ("month=2025", "month"),
        ("genre=", "genre"),
        ("has=video", "has"),
        ("relax=yes", "relax"),
        ("relax=on&relax=off", "relax"),
        ("names=true", "names"),
        ("names_off=", "names_off"),
        ("collapse=", "collapse"),
        ("collapse=frames", "collapse"),
        ("collapse=none,version", "collapse"),
        ("collapse=none&collapse=sequence", "collapse"),
        ("cursor=", "cursor"),
        ("cursor=%20", "cursor"),
        ("cursor=bad", "cursor"),
        ("cursor=*&cursor=*", "cursor"),
        ("cursor=*&page=2", "page"),
        ("cursor=*&sort=title", "sort"),
        ("facets=sequence", "facets"),
        ("page=1&page=2", "page"),
        ("q=a&q=b", "q"),
        ("page=0", "page"),
        ("page=1.0", "page"),
        ("page=%20 1", "page"),
        ("page=", "page"),
        ("page_size=101", "page_size"),
        ("page=101&page_size=100", "page"),
        ("date_from=0", "date_from"),
        ("date_from=2025-02-30", "date_from"),
        ("date_from=2025-13", "date_from"),
        ("date_from=0000", "date_from"),
        ("date_from=2025-01-01%0A", "date_from"),
        ("date_from=", "date_from"),
        ("date_from=2025-05&date_to=2024", "date_to"),
        ("sort=newest", "sort"),
        ("has_photo=1", "has_photo"),
        ("highlight=yes", "highlight"),
        ("facets=kind,colour", "facets"),
        ("facets=kind&facets=year", "facets"),
        ("fields=text", "fields"),
        ("source=", "source"),
        ("year=25", "year"),
        ("q=%00", "q"),
        ("q=" + "a" * 2001, "q"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(client: FlaskClient, query: str, name: str) -> None:
    errors = refused(client, query)
    assert list(errors) == [name]
    assert errors[name]


@pytest.mark.parametrize("query", ["date_from=2025&date_to=2025-03", "date_from=2024-02-29", "page=100&page_size=100"])
def test_what_is_at_the_edge_is_taken(client: FlaskClient, query: str) -> None:
    search(client, query)


def test_a_query_that_cannot_be_run_says_where(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=(abc")
    assert response.status_code == 400
    assert response.get_json()["errors"] == [
        {
            "name": "q",
            "reason": "Brackets stand more than 20 deep here; leave some out.",
            "code": "brackets-too-deep",
            "params": {"most": 20},
            "position": 0,
            "length": 1,
        }
    ]


def test_the_same_answer_is_sent_once(client: FlaskClient, services: FakeServices) -> None:
    first = client.get("/api/v1/search?q=konvensi")
    tag = first.headers["ETag"]
    assert tag.startswith("W/")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get("/api/v1/search?q=konvensi", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    services.change("release1", values={"title": "Judul baru"})
    assert client.get("/api/v1/search?q=konvensi", headers={"If-None-Match": tag}).status_code == 200


def test_a_record_that_is_held_back_is_not_answered_with_304(client: FlaskClient, services: FakeServices) -> None:
    tag = client.get("/api/v1/records/release1").headers["ETag"]
    services.change("release1", status=services.catalogue.records["held1"].status)
    assert client.get("/api/v1/records/release1", headers={"If-None-Match": tag}).status_code == 404


def test_a_record_tells_all_it_has(client: FlaskClient) -> None:
    data = client.get("/api/v1/records/release1").get_json()
    assert data["values"]["event_date"] == "2025-10-25/2025-10-26"
    assert data["origins"]["date"] == {
        "origin": "front matter",
        "value": "2025-10-25",
        "others": [{"origin": "file name", "value": "2025-10-01"}],
    }
    assert [m["filename"] for m in data["mentions"]] == ["W-HAI_1275.jpg", "W-HAI_1316.jpg"]
    assert data["mentions"][0]["caption_raw"] == "Presiden menyambut tamu. Foto: VNA"
    assert [m["url"] for m in data["mentions"]] == ["/records/photo1", None]
    (asset,) = data["assets"]
    assert client.get(asset["url"]).data == b"release1"
    photo = client.get("/api/v1/records/photo1").get_json()
    assert photo["articles"][0]["record"] == "release1"
    assert photo["rights"] == "© VNA 2025"


def test_reasons_and_notes_have_codes(client: FlaskClient, services: FakeServices) -> None:
    why = Message("related-by-title-named")
    relation = Relation("corrects", "speech1", "Pidato", "rule:title-named", 0.9, why)
    services.change("release1", notes=(Message("empty-cells"), "broken stream"), relations=(relation,))
    data = client.get("/api/v1/records/release1").get_json()
    assert data["notes"] == [str(Message("empty-cells")), "broken stream"]
    assert data["note_messages"] == [
        {"code": "empty-cells", "params": {}, "text": data["notes"][0]},
        {"code": "verbatim", "params": {"text": "broken stream"}, "text": "broken stream"},
    ]
    (told,) = data["relations"]
    coded = {"code": "related-by-title-named", "params": {}}
    assert told.items() >= {"reason": str(why), **coded, "messages": [coded]}.items()
    assert data["mentions"][0].items() >= {"reason": None, "code": None, "params": None, "messages": []}.items()


def test_the_text_comes_with_its_pages(client: FlaskClient) -> None:
    data = client.get("/api/v1/records/speech1/text").get_json()
    assert [data["text"][start:end].strip() for start, end in data["pages"]] == ["Satu.", "Dua.", "Tiga."]
    assert client.get("/api/v1/records/release1/text").get_json()["pages"] == []


@pytest.mark.parametrize("tail", ["", "/text", "/assets/0"])
def test_a_held_record_answers_as_one_that_never_was(client: FlaskClient, tail: str) -> None:
    held = client.get(f"/api/v1/records/held1{tail}")
    never = client.get(f"/api/v1/records/never1{tail}")
    assert held.status_code == never.status_code == 404
    assert held.data == never.data
    assert dict(held.headers) == dict(never.headers)
    assert held.content_type == "application/problem+json"


def test_a_search_does_not_find_what_is_held(client: FlaskClient) -> None:
    response = client.get(f"/api/v1/search?q={HELD_WORD}")
    assert response.get_json()["total"] == 0
    assert HELD_WORD not in response.text.replace(f'"q": "{HELD_WORD}"', "").replace(f'"read_as": "{HELD_WORD}"', "")


def test_a_held_record_whose_hour_has_come_is_shown_as_released(client: FlaskClient, services: FakeServices) -> None:
    services.change("held1", release_at="2020-01-01T00:00:00Z")
    assert client.get("/api/v1/records/held1").get_json()["status"] == "released"


def test_any_site_may_read_the_api_and_only_read(client: FlaskClient) -> None:
    assert client.get("/api/v1/search").headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/search").headers.get("Access-Control-Allow-Origin") is None
    response = client.post("/api/v1/search")
    assert response.status_code == 405
    assert response.content_type == "application/problem+json"
    assert "GET" in response.headers["Allow"]


def test_readiness_follows_the_index(client: FlaskClient, services: FakeServices) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {
        "status": "ready",
        "revision": 7,
        "index_revision": 7,
        "originals": "ok",
        "clock": "ok",
    }
    services.clock_seconds = -2.5  # behind the clock of the catalogue's server
    assert client.get("/readyz").get_json()["clock"] == "wrong"
    services.searcher.broken = True
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/api/v1/search"):
        response = client.get(path)
        assert response.status_code == 503
        assert response.content_type == "application/problem+json"
        assert response.headers["Retry-After"]


def test_unknown_addresses_answer_in_json(client: FlaskClient) -> None:
    for path in ("/api/v1/nothing", "/api/", "/api/v1/records/" + "x" * 5000):
        response = client.get(path)
        assert response.status_code == 404
        assert response.content_type == "application/problem+json"
