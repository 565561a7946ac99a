"""Rate limits per client: off by default, reported in headers, and the same for held and public records."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Permission, Role
from archive.config import load
from archive.errors import ConfigError
from archive.settings import Settings, WebSection
from archive.storage.archive import Archive
from tests.support.commands import desk_app, some
from tests.support.web_fakes import HELD_WORD, FakeServices, memorable
from webui import create_app
from webui.api import service
from webui.cli import what_is_unset
from webui.http.server import open_listener
from webui.identity.rate_limits import COUNTS, SEARCHES, UNCOUNTED
from webui.identity.request_counts import Quota, QuotaExceeded, RequestCounts
from webui.services.services import OpenArchive

PASSWORD = "tujuh kapal di dermaga"
PAGE, SEARCH, RECORD = "/about", "/api/v1/search?q=konvensi", "/api/v1/records/release1"


class Clock:
    """A clock that a test advances."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    return memorable(tmp_path_factory.mktemp("limits"))


def limited(services: Any, clock: Clock, make: Any = create_app, **web: Any) -> Flask:
    settings = replace(Settings(), web=WebSection(**web))
    if isinstance(services, FakeServices):
        services = replace(services, settings=settings)
    else:
        services.settings = settings
    app: Flask = make({"SERVICES": services}) if make is create_app else make(services)
    app.extensions[COUNTS] = RequestCounts(clock)
    return app


def ask(app: Flask, path: str, address: str = "203.0.113.7", **headers: str) -> TestResponse:
    return app.test_client().get(path, environ_overrides={"REMOTE_ADDR": address}, headers=headers, buffered=True)


def left(answer: TestResponse) -> dict[str, tuple[int, int]]:
    """Return the content of the RateLimit header: the name of each limit, the remaining requests, and the seconds until
    it resets."""
    found = re.findall(r'"([a-z-]+)";r=(\d+);t=(\d+)(?:, |$)', answer.headers.get("RateLimit", ""))
    return {name: (int(remaining), int(seconds)) for name, remaining, seconds in found}


@pytest.mark.parametrize("path", [PAGE, SEARCH, "/search?q=konvensi", "/nowhere"])
def test_without_a_limit_nothing_is_said_of_any(services: FakeServices, path: str) -> None:
    app = create_app({"SERVICES": services})
    assert COUNTS not in app.extensions
    assert not [name for name, _ in ask(app, path).headers if "limit" in name.casefold()]


def test_a_script_is_told_what_is_left_then_refused_and_then_free_again(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_minute=2)
    first = ask(app, RECORD)
    assert first.headers["RateLimit-Policy"] == '"requests";q=2;w=60'
    assert first.headers["RateLimit"] == '"requests";r=1;t=60'
    clock.now += 20.5
    assert left(ask(app, RECORD)) == {"requests": (0, 40)}
    refused = ask(app, RECORD)
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert (refused.get_json()["code"], refused.get_json()["params"]) == ("requests-limited", {"count": 40})
    assert refused.headers["Retry-After"] == "40"
    assert left(refused) == {"requests": (0, 40)}
    assert refused.headers["Cache-Control"] == "no-store"
    exposed = refused.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)
    clock.now += 39
    assert ask(app, RECORD).status_code == 429
    clock.now += 1
    again = ask(app, RECORD)
    assert (again.status_code, left(again)) == (200, {"requests": (1, 60)})


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("en", "Too many requests", "Try again in 60 seconds."),
        ("id", "Terlalu banyak permintaan", "Coba lagi dalam 60 detik."),
        ("vi", "Quá nhiều yêu cầu", "Hãy thử lại sau 60 giây."),
    ],
)
def test_a_visitor_reads_when_to_come_back(
    services: FakeServices, clock: Clock, language: str, title: str, sentence: str
) -> None:
    app = limited(services, clock, requests_per_minute=1)
    assert ask(app, PAGE).status_code == 200
    page = ask(app, f"{PAGE}?lang={language}")
    assert (page.status_code, page.mimetype, page.headers["Retry-After"]) == (429, "text/html", "60")
    assert f"<h1>{title}</h1>" in page.text
    assert sentence in page.text
    assert '<li id="try-again" hidden>' in page.text, "what was asked for may be asked for again"


def test_a_long_wait_is_told_in_minutes(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_day=1)
    assert ask(app, PAGE).status_code == 200
    clock.now += 23 * 3600 + 30
    page = ask(app, PAGE)
    assert page.headers["Retry-After"] == "3570"
    assert "Try again in 60 minutes." in page.text
    assert ask(app, RECORD).get_json()["params"] == {"count": 3570}, "scripts are told seconds"


def test_limits_of_a_minute_a_day_and_searches_are_counted_apart(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_minute=3, requests_per_day=4, searches_per_minute=1)
    first = ask(app, SEARCH)
    day = 24 * 3600
    policies = f'"requests";q=3;w=60, "requests-of-day";q=4;w={day}, "searches";q=1;w=60'
    assert first.headers["RateLimit-Policy"] == policies
    assert left(first) == {"requests": (2, 60), "requests-of-day": (3, day), "searches": (0, 60)}
    assert ask(app, SEARCH).status_code == 429
    record = ask(app, RECORD)
    assert record.status_code == 200, "a search that was refused takes nothing of the other limits"
    assert left(record) == {"requests": (1, 60), "requests-of-day": (2, day)}
    clock.now += 60
    assert ask(app, SEARCH).status_code == 200
    assert ask(app, RECORD).status_code == 200
    refused = ask(app, RECORD)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(day - 60))
    search = ask(app, SEARCH)
    assert (search.status_code, search.headers["Retry-After"]) == (429, str(day - 60)), "the longer wait of two"
    clock.now += day - 60
    assert ask(app, SEARCH).status_code == 200


def test_a_header_of_a_stranger_makes_nobody_another_client(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_minute=1, trusted_proxies=("10.0.0.1",))
    assert ask(app, RECORD).status_code == 200
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"):
        assert ask(app, RECORD, **{name: "198.51.100.1"}).status_code == 429, name


def test_behind_a_trusted_proxy_each_visitor_is_counted_alone(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_minute=1, trusted_proxies=("10.0.0.1",))
    for client in ("198.51.100.1", "198.51.100.2"):
        passed_on = {"X-Forwarded-For": client}
        assert ask(app, RECORD, "10.0.0.1", **passed_on).status_code == 200
        assert ask(app, RECORD, "10.0.0.1", **passed_on).status_code == 429
        forged = {"X-Forwarded-For": f"198.51.100.77, {client}"}  # the proxy adds the client that it sees
        assert ask(app, RECORD, "10.0.0.1", **forged).status_code == 429


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", 429),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 200),
        ("203.0.113.7", "::ffff:203.0.113.7", 429),
        ("203.0.113.7", "203.0.113.8", 200),
    ],
)
def test_a_network_of_64_bits_is_one_client(
    services: FakeServices, clock: Clock, one: str, other: str, status: int
) -> None:
    app = limited(services, clock, requests_per_minute=1)
    assert ask(app, RECORD, one).status_code == 200
    assert ask(app, RECORD, other).status_code == status


def test_the_parts_of_a_page_and_what_watches_the_server_are_never_limited(
    services: FakeServices, clock: Clock
) -> None:
    app = limited(services, clock, requests_per_minute=1)
    assert ask(app, PAGE).status_code == 200
    for path in ("/static/archive.css", "/robots.txt", "/healthz", "/readyz", "/records/photo1/thumbnail"):
        for _ in range(3):
            answer = ask(app, path)
            assert (answer.status_code, left(answer)) == (200, {}), path
    preflight = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    asked = app.test_client().options(RECORD, environ_overrides={"REMOTE_ADDR": "203.0.113.7"}, headers=preflight)
    assert asked.status_code == 200
    assert ask(app, "/nowhere").status_code == 429


def test_what_is_held_counts_as_what_never_was(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_minute=9, searches_per_minute=9)
    for held, never in (
        ("/api/v1/records/held1", "/api/v1/records/never1"),
        ("/records/held1", "/records/never1"),
        ("/api/v1/records/held1/assets/0", "/api/v1/records/never1/assets/0"),
        (f"/api/v1/search?q={HELD_WORD}", "/api/v1/search?q=katayangtidakada"),
    ):
        answers = ask(app, held, "192.0.2.1"), ask(app, never, "192.0.2.2")
        told = [{name: one.headers.get(name) for name in ("RateLimit", "RateLimit-Policy")} for one in answers]
        assert answers[0].status_code == answers[1].status_code
        assert told[0] == told[1]
        assert left(answers[0])


def batch(app: Flask, body: Any) -> TestResponse:
    return app.test_client().post("/api/v1/batch", json=body, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})


def test_each_query_of_a_batch_counts(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, requests_per_minute=20, searches_per_minute=10)
    answer = batch(app, ["konvensi", "(", "pidato"])
    assert (answer.status_code, len(answer.text.splitlines())) == (200, 3)
    assert left(answer) == {"requests": (17, 60), "searches": (7, 60)}
    refused = batch(app, ["konvensi"] * 8)
    assert (refused.status_code, refused.get_json()["code"], refused.headers["Retry-After"]) == (
        429,
        "requests-limited",
        "60",
    )
    assert left(refused) == {"requests": (16, 60), "searches": (6, 60)}, "a refused batch counts as one search"
    assert left(batch(app, ["konvensi"] * 6)) == {"requests": (10, 60), "searches": (0, 60)}


def test_a_batch_that_no_minute_has_room_for_is_told_how_long_it_may_be(services: FakeServices, clock: Clock) -> None:
    app = limited(services, clock, searches_per_minute=10)
    refused = batch(app, ["konvensi"] * 11)
    assert (refused.status_code, refused.get_json()["errors"][0]["code"]) == (400, "batch-too-long")
    assert refused.get_json()["errors"][0]["params"] == {"most": 10, "given": 11}
    assert left(refused) == {"searches": (9, 60)}, "what cannot be read counts too"
    clock.now += 60
    assert batch(app, ["konvensi"] * 10).status_code == 200


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArchive]:
    folder = tmp_path_factory.mktemp("archive")
    Archive.create(folder).close()
    with closing(OpenArchive(folder)) as services:
        with services.archive.catalogue.write() as writer:
            writer.add_user("nur", "", Role.EDITOR, hash_password(PASSWORD, ""))
        yield services


def token_of(services: OpenArchive) -> dict[str, str]:
    with services.archive.catalogue.write() as writer:
        _, secret = writer.create_token("script", (Permission.READ,), 30)
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_has_no_limit_or_a_higher_one_of_its_own(opened: OpenArchive, clock: Clock) -> None:
    one, other = token_of(opened), token_of(opened)
    free = limited(opened, clock, requests_per_minute=1)
    answers = [ask(free, "/api/v1", **one) for _ in range(3)]
    assert [(answer.status_code, left(answer)) for answer in answers] == [(200, {})] * 3
    app = limited(opened, clock, requests_per_minute=1, token_limit_factor=2)
    assert ask(app, "/api/v1", **one).headers["RateLimit-Policy"] == '"requests";q=2;w=60'
    assert left(ask(app, "/api/v1", "203.0.113.8", **one)) == {"requests": (0, 60)}, "from every address"
    assert ask(app, "/api/v1", "203.0.113.9", **one).status_code == 429
    assert ask(app, "/api/v1", **other).status_code == 200
    assert ask(app, "/api/v1").status_code == 200, "the address is counted apart"


def test_a_token_that_does_not_count_is_counted_by_address(opened: OpenArchive, clock: Clock) -> None:
    app = limited(opened, clock, requests_per_minute=2, token_limit_factor=100)
    answers = [ask(app, "/api/v1", Authorization=f"Bearer guess{n}").status_code for n in range(4)]
    assert answers == [401, 401, 429, 429]


def test_a_user_who_is_logged_in_has_no_limit(opened: OpenArchive, clock: Clock) -> None:
    app = limited(opened, clock, desk_app, requests_per_minute=2)
    client: FlaskClient = app.test_client()
    assert client.post("/desk/login", data={"name": "nur", "password": PASSWORD}).status_code == 303
    for path in ("/desk/records", PAGE, "/api/v1") * 3:
        answer = client.get(path)
        assert (answer.status_code, left(answer)) == (200, {}), path
    stranger = app.test_client()
    answers = [stranger.get("/desk/login").status_code, stranger.get(PAGE).status_code]
    assert answers == [200, 429], "the login itself, at the same address, was the first request"


def test_the_archivist_of_an_archive_without_users_has_no_limit(clock: Clock, tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive").close()
    with closing(OpenArchive(tmp_path / "archive")) as without_users:
        app = limited(without_users, clock, desk_app, requests_per_minute=1)
        client = app.test_client()
        assert client.get("/desk", query_string={"token": app.config["DESK_TOKEN"]}).status_code == 303
        assert [client.get(PAGE).status_code for _ in range(3)] == [200] * 3


def test_when_more_clients_ask_than_are_remembered_the_first_begins_again(clock: Clock) -> None:
    counts, once = RequestCounts(clock, kept=1000), {Quota("requests", 1, 60): 1}
    for n in range(1000):
        counts.take(f"client {n}", once)
    with pytest.raises(QuotaExceeded):
        counts.take("client 0", once)
    counts.take("one more", once)
    counts.take("client 0", once)
    with pytest.raises(QuotaExceeded):
        counts.take("client 999", once)


class Yielding(dict[Quota, int]):
    """Costs that let another thread run whenever they are read."""

    def __getitem__(self, quota: Quota) -> int:
        time.sleep(0)
        return super().__getitem__(quota)


def test_requests_at_one_time_are_counted_each(clock: Clock) -> None:
    counts, once = RequestCounts(clock), Yielding({Quota("requests", 300, 60): 1})

    def take(_: int) -> bool:
        try:
            return bool(counts.take("client", once))
        except QuotaExceeded:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(1000))) == 300


def test_whatever_takes_a_query_counts_as_a_search(services: FakeServices) -> None:
    """Suggestions do not: a browser requests them with each letter."""
    routes = {rule.endpoint for rule in create_app({"SERVICES": services}).url_map.iter_rules()}
    assert routes >= UNCOUNTED | SEARCHES
    assert not UNCOUNTED & SEARCHES
    operations = [one for methods in service.document()["paths"].values() for one in methods.values()]
    asking = {one["operationId"] for one in some(operations) if any(p["name"] == "q" for p in one["parameters"])}
    assert {f"api.{name}" for name in asking - {"suggest"}} <= SEARCHES


def test_the_openapi_document_has_the_refusal_and_the_headers() -> None:
    document = service.document()
    headers = document["components"]["responses"]["TooMany"]["headers"]
    assert headers.keys() == {"Retry-After", "RateLimit", "RateLimit-Policy"}
    for path, methods in some(document["paths"].items()):
        for operation in methods.values():
            is_limited = path not in {"/healthz", "/readyz"}
            assert ("429" in operation["responses"]) == is_limited, path
            assert ("RateLimit" in operation["responses"]["200"].get("headers", {})) == is_limited, path


@pytest.mark.parametrize(
    ("web", "codes"),
    [
        (WebSection(), []),
        (WebSection(requests_per_minute=60), ["serve-counts-proxy"]),
        (WebSection(searches_per_minute=60, public_url="https://archive.example"), ["serve-counts-proxy"]),
        (WebSection(requests_per_day=60, trusted_proxies=("127.0.0.1",)), []),
    ],
)
def test_serve_warns_where_all_visitors_would_count_as_the_proxy(web: WebSection, codes: list[str]) -> None:
    with open_listener("127.0.0.1", 0) as listener:
        assert [advice.code for advice in what_is_unset(web, listener)] == codes


@pytest.mark.parametrize(
    "name", ["requests_per_minute", "requests_per_day", "searches_per_minute", "token_limit_factor"]
)
def test_a_limit_below_nothing_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "archive.toml").write_text(f"[web]\n{name} = -1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=name):
        load(tmp_path)
