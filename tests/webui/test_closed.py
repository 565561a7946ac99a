"""A closed archive, tokens for scripts, and users authenticated by a proxy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from archive.access import Access
from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Permission, Role
from archive.record import Status
from archive.search.index import index_sync
from archive.settings import Settings
from archive.storage.archive import Archive
from archive.storage.token_uses import last_uses
from tests.support.commands import desk_app, some
from tests.support.search_shelf import SearchShelf
from webui.admission import ALWAYS_OPEN
from webui.services.services import OpenArchive

PASSWORD = "tujuh kapal di dermaga"
TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
PROXY = {"REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArchive]:
    folder = tmp_path_factory.mktemp("archive")
    Archive.create(folder).close()
    services = OpenArchive(folder)
    web = replace(services.settings.web, trusted_proxies=("192.0.2.1",), user_header="X-Remote-User")
    services.settings = replace(services.settings, web=web)
    shelf = SearchShelf(services.archive)
    shelf.add("Kapal di dermaga", "Kapal tiba.")
    shelf.add("Kapal rahasia", "Kapal belum boleh diumumkan.", Access(Status.HELD, None, "EMBARGO"))
    index_sync.update(services.archive)
    with services.archive.catalogue.write() as writer:
        writer.add_user("nur", "", Role.ARCHIVIST, "")
    yield services
    shelf.searcher.close()
    services.close()


@pytest.fixture(scope="module")
def app(services: OpenArchive) -> Flask:
    return desk_app(services, ALLOWED_HOSTS=("localhost", "archive.example"))


@pytest.fixture
def settings(services: OpenArchive) -> Iterator[Settings]:
    before = services.settings
    services.settings = replace(before, web=replace(before.web, closed=True))
    yield services.settings
    services.settings = before


def make(services: OpenArchive, *scopes: Permission) -> tuple[int, dict[str, str]]:
    """Create a token, and return its number and its header."""
    with services.archive.catalogue.write() as writer:
        token, secret = writer.create_token("script", scopes, 30)
    return token.n, {"Authorization": f"Bearer {secret}"}


def ids(services: OpenArchive) -> tuple[str, str]:
    """Return the ids of the released and the held record."""
    catalogue = services.archive.catalogue
    return catalogue.of_status(Status.RELEASED)[0], catalogue.of_status(Status.HELD)[0]


@pytest.mark.usefixtures("settings")
def test_a_closed_archive_shows_nothing_without_login_or_token(app: Flask) -> None:
    client = app.test_client()
    for rule in some(app.url_map.iter_rules()):
        if rule.endpoint in ALWAYS_OPEN or rule.endpoint.startswith("desk.") or "GET" not in (rule.methods or ()):
            continue
        path = rule.rule.partition("<")[0] + "1" * ("<" in rule.rule)
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code in (303, 401), path
        assert "Kapal" not in page.text
        script = client.get(path, headers={"Accept": "application/json"})
        assert script.status_code == 401, path
        assert script.headers["WWW-Authenticate"].startswith("Bearer ")
        assert "no-store" in script.headers["Cache-Control"]
    page = client.get("/search?q=a", headers={"Accept": "text/html"})
    assert page.headers["Location"] == "/desk/login?next=/search%3Fq%3Da"


@pytest.mark.usefixtures("settings")
def test_a_token_that_may_read_opens_a_closed_archive_and_no_cache_keeps_it(app: Flask, services: OpenArchive) -> None:
    number, header = make(services, Permission.READ)
    answer = app.test_client().get("/api/v1/search?q=kapal", headers=header)
    assert [one["title"] for one in answer.json["results"]] == ["Kapal di dermaga"]
    assert "private" in answer.headers["Cache-Control"]
    assert "Authorization" in answer.vary
    assert number in last_uses(services.archive.derived)
    _, narrow = make(services, Permission.INGEST)
    refused = app.test_client().get("/api/v1/search?q=kapal", headers=narrow)
    assert (refused.status_code, refused.json["code"]) == (403, "token-too-narrow")


def test_a_token_that_may_read_held_records_finds_them_in_the_api_alone(app: Flask, services: OpenArchive) -> None:
    _, header = make(services, Permission.READ_HELD)
    released, held = ids(services)
    client = app.test_client()
    public = client.get("/api/v1/search?q=kapal")
    answer = client.get("/api/v1/search?q=kapal", headers={**header, "If-None-Match": public.headers["ETag"]})
    assert {one["id"]: one["status"] for one in answer.json["results"]} == {released: "released", held: "held"}
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get(f"/api/v1/records/{held}", headers=header).json["status"] == "held"
    assert "belum boleh" in client.get(f"/api/v1/records/{held}/text", headers=header).json["text"]
    assert "Kapal rahasia" in client.get("/api/v1/export?q=kapal&format=csv", headers=header).text
    rows = client.get("/api/v1/passages?q=kapal&field=title", headers=header).json["results"]
    assert {one["record"]: one["status"] for one in rows} == {released: "released", held: "held"}
    table = client.get("/api/v1/passages?q=kapal&field=title&format=csv", headers=header).text
    assert held in table
    batch = client.post("/api/v1/batch", json=["kapal"], headers=header)
    assert (
        json.loads(batch.text)["total"],
        json.loads(client.post("/api/v1/batch", json=["kapal"]).text)["total"],
    ) == (2, 1)
    assert client.get("/api/v1/histogram?q=kapal", headers=header).json["series"][0]["total"] == 2
    assert client.get(f"/records/{held}", headers=header).status_code == 404
    assert client.get("/desk/records", headers=header).status_code == 404
    for path in (f"/api/v1/records/{held}", f"/api/v1/records/{held}/text"):
        assert client.get(path).status_code == 404
    assert "rahasia" not in client.get("/api/v1/search?q=kapal").text
    _, narrow = make(services, Permission.READ)
    assert client.get(f"/api/v1/records/{held}", headers=narrow).status_code == 404


def test_a_token_that_may_read_held_records_asks_for_them_by_status(app: Flask, services: OpenArchive) -> None:
    _, header = make(services, Permission.READ_HELD)
    released, held = ids(services)
    client = app.test_client()
    for q, found in (("is:held", {held}), ("is:held kapal", {held}), ("-is:held", {released}), ("is:embargoed", set())):
        answer = client.get("/api/v1/search", query_string={"q": q}, headers=header)
        assert {one["id"] for one in answer.json["results"]} == found, q
    rows = client.get("/api/v1/passages?q=is:held+kapal&field=title", headers=header).json["results"]
    assert {one["record"] for one in rows} == {held}
    assert client.get("/api/v1/search?q=is:secret", headers=header).status_code == 400
    public = client.get("/api/v1/search?q=is:held").json
    assert (public["total"], [one["code"] for one in public["warning_messages"]]) == (0, ["field-of-archivist"])


def test_a_token_that_reads_held_records_travels_over_https_only(app: Flask, services: OpenArchive) -> None:
    _, header = make(services, Permission.READ_HELD)
    _released, held = ids(services)
    client, host = app.test_client(), {"Host": "archive.example"}
    plain = client.get(
        f"/api/v1/records/{held}", headers=header | host, environ_overrides={"REMOTE_ADDR": "198.51.100.7"}
    )
    assert (plain.status_code, plain.json["code"]) == (403, "token-in-clear")
    safe = client.get(f"/api/v1/records/{held}", headers=header | host | TLS, environ_overrides=PROXY)
    assert safe.json["status"] == "held"


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("scope", [None, Permission.READ_HELD, Permission.INGEST])
def test_no_address_tells_of_what_is_held_but_the_api_to_a_token_for_it(
    app: Flask, services: OpenArchive, scope: Permission | None, closed: bool
) -> None:
    header, before = make(services, scope)[1] if scope else {}, services.settings
    services.settings = replace(before, web=replace(before.web, closed=closed))
    client, (_, held) = app.test_client(), ids(services)
    told, reads = set(), scope is Permission.READ_HELD or not closed
    try:
        for rule in some(app.url_map.iter_rules()):
            for method in {"GET", "POST"} & (rule.methods or set()):
                path = re.sub("<[^>]*>", held, rule.rule)
                answer = client.open(path, method=method, headers=header, buffered=True)
                assert answer.status_code < 500, path
                if re.search("rahasia|belum boleh", answer.text):
                    told.add(rule.endpoint.partition(".")[0])
                if rule.endpoint in ("pages.search", "api.search") and method == "GET":
                    assert (answer.status_code == 200) == reads, path
    finally:
        services.settings = before
    assert told == ({"api"} if scope is Permission.READ_HELD else set())


@pytest.mark.usefixtures("settings")
def test_no_shared_cache_keeps_what_a_closed_archive_answers(app: Flask, services: OpenArchive) -> None:
    _, header = make(services, Permission.READ)
    for path in (
        "/api/v1/search?q=kapal",
        "/api/v1/changes?since=0",
        "/sitemap.xml",
        "/oai?verb=Identify",
        "/openapi.json",
    ):
        answer = app.test_client().get(path, headers=header)
        assert answer.status_code == 200, path
        assert re.search("private|no-store", answer.headers["Cache-Control"]), path


def test_a_token_that_does_not_count_is_refused_everywhere(app: Flask, services: OpenArchive) -> None:
    number, revoked = make(services, Permission.READ_HELD)
    _, expired = make(services, Permission.READ_HELD)
    with services.archive.catalogue.write() as writer:
        writer.revoke_token(number)
        writer._batch.conn.exec_driver_sql(f"UPDATE tokens SET expires = '2001-01-01T00:00:00Z' WHERE n = {number + 1}")
    unknown = {"Authorization": "Bearer press_of-another-archive"}
    for header in (revoked, expired, unknown, {"Authorization": "Bearer"}, {"Authorization": "Bearer \xff"}):
        answer = app.test_client().get("/api/v1/search?q=kapal", headers=header)
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
        assert "results" not in answer.json


@pytest.mark.usefixtures("settings")
def test_a_trusted_proxy_names_the_user_and_nobody_else_does(app: Flask) -> None:
    def desk(remote: str, **headers: str) -> int:
        given = {"Host": "archive.example", **TLS, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return app.test_client().get("/desk", headers=given, environ_overrides={"REMOTE_ADDR": remote}).status_code

    assert desk("192.0.2.1", X_Remote_User="nur") == 200
    assert desk("192.0.2.1", X_Remote_User="Nur") == 200
    for name in ("nobody", "", "nur, admin", "nur\t", "archivist"):
        assert desk("192.0.2.1", X_Remote_User=name) in (303, 200 if name == "nur\t" else 303)
    assert desk("192.0.2.7", X_Remote_User="nur") == 404, "no proxy of ours"
    assert desk("127.0.0.1", X_Remote_User="nur") == 404
    assert desk("192.0.2.1", X_Remote_User="nur", X_Forwarded_Proto="http") == 404, "not by TLS"


@pytest.mark.usefixtures("settings")
def test_behind_tls_the_cookie_is_secure_and_the_origin_https(app: Flask, services: OpenArchive) -> None:
    client = app.test_client()
    seen = client.get("/desk/login", headers={"Host": "archive.example", **TLS}, environ_overrides=PROXY)
    assert seen.status_code == 200
    with services.archive.catalogue.write() as writer:
        writer.add_user("dewi", "", Role.READER, hash_password(PASSWORD, "dewi"))
    for origin, status in (("http://archive.example", 403), ("https://archive.example", 303)):
        headers = {"Host": "archive.example", "Origin": origin, **TLS}
        form = {"name": "dewi", "password": PASSWORD}
        answer = client.post("/desk/login", data=form, headers=headers, environ_overrides=PROXY)
        assert answer.status_code == status
    assert "Secure" in answer.headers["Set-Cookie"]
    read = client.get("/search?q=kapal", headers={"Host": "archive.example", **TLS}, base_url="https://archive.example")
    assert "di dermaga" in read.text
    assert read.headers["Cache-Control"].startswith(("private", "no-store"))
    plain = client.get(
        "/desk/login", headers={"Host": "archive.example"}, environ_overrides={"REMOTE_ADDR": "10.0.0.9"}
    )
    assert plain.status_code == 403
    assert 'name="password"' not in plain.text


def test_what_an_open_archive_tells_scripts_is_the_same_to_a_user(app: Flask, services: OpenArchive) -> None:
    with services.archive.catalogue.write() as writer:
        writer.add_user("budi", "", Role.ADMIN, hash_password(PASSWORD, "budi"))
    admin, nobody = app.test_client(), app.test_client()
    assert admin.post("/desk/login", data={"name": "budi", "password": PASSWORD}).status_code == 303
    for path in some(["/api/v1/search?q=kapal", "/openapi.json", "/search.atom?q=kapal", "/static/archive.css"]):
        theirs, public = admin.get(path), nobody.get(path)
        assert theirs.status_code == 200
        assert theirs.headers.get("ETag") == public.headers.get("ETag")
        assert theirs.headers["Cache-Control"] == public.headers["Cache-Control"]
        assert ("Cookie" in theirs.vary) == path.startswith("/search.atom"), "a feed is in the language of its reader"
    assert "budi" in admin.get("/about").text
