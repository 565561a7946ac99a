"""The desk: who has access, which forms are accepted, and what its first page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.catalogue.accounts.roles import Permission
from archive.storage.archive import Archive
from tests.support.commands import desk_app, desk_client, some
from webui import create_app
from webui.desk.permissions import OPEN, PERMISSION_OF
from webui.services.services import OpenArchive


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("archive")
    Archive.create(folder).close()
    services = OpenArchive(folder)
    yield desk_app(services)
    services.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return desk_client(app)


def addresses(app: Flask, method: str) -> list[str]:
    """Return every address of the desk that accepts the method, with values for its parameters, without those that
    exist only in an archive with users."""
    of_users = {f"desk.{view}" for view in PERMISSION_OF if PERMISSION_OF[view] in (Permission.READ, Permission.ADMIN)}
    of_users |= {f"desk.{view}" for view in OPEN}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.")]
    rules = [rule for rule in rules if rule.endpoint not in of_users]
    return [re.sub(r"<[^>]*>", "1", rule.rule) for rule in rules if method in (rule.methods or ())]


def token(client: FlaskClient) -> str:
    return str(client.application.config["FORM_TOKEN"])


READS_BY_POST = {"api.batch", "feeds.oai"}  # the query is in the body
BY_TOKEN = {"api.ingest"}  # of the scope ingest


def test_only_the_desk_takes_anything(app: Flask) -> None:
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if {"POST", "PUT", "DELETE"} & (rule.methods or set())}
    assert all(endpoint.startswith("desk.") for endpoint in some(asked - READS_BY_POST - BY_TOKEN))


CLOSED: dict[str, dict[str, str]] = {
    "no desk": {},
    "no session": {},
    "another machine": {"REMOTE_ADDR": "192.0.2.7"},
    "another name": {"HTTP_HOST": "archive.example"},
    "a page of another site": {"HTTP_SEC_FETCH_SITE": "cross-site"},
    "a page of another port": {"HTTP_SEC_FETCH_SITE": "same-site"},
    "a script of another site": {"HTTP_ORIGIN": "http://evil.example"},
    "a frame without an origin": {"HTTP_ORIGIN": "null"},
    "an origin that begins so": {"HTTP_ORIGIN": "http://localhost.evil.example"},
    "another port": {"HTTP_ORIGIN": "http://localhost:1"},
    "a proxy that says so": {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
}


@pytest.mark.parametrize("how", CLOSED)
def test_nothing_of_the_desk_is_there_for_others(app: Flask, how: str) -> None:
    client = app.test_client() if how == "no session" else desk_client(app)
    app.config["DESK"] = how != "no desk"
    app.config["ALLOWED_HOSTS"] = ("localhost", "archive.example")
    opening = f"/desk?token={'wrong' if how == 'no session' else app.config['DESK_TOKEN']}"
    paths = addresses(app, "GET")
    assert len(paths) > 20
    try:
        for path in [*paths, opening]:
            answer = client.get(path, environ_overrides=CLOSED[how])
            assert answer.status_code == 404, path
            assert "Set-Cookie" not in answer.headers
        for path in addresses(app, "POST"):
            said = client.post(path, data={"token": token(client)}, environ_overrides=CLOSED[how])
            assert said.status_code == 404, path
        assert 'href="/desk"' not in client.get("/", environ_overrides=CLOSED[how]).text
    finally:
        app.config["DESK"] = True


def test_nobody_learns_whether_there_is_a_desk(app: Flask) -> None:
    """A request by a local proxy that adds no header looks like one by a user of this machine."""
    without = create_app({"SERVICES": app.extensions["press-archive"]}).test_client()
    for path in [*addresses(app, "GET"), "/desk?token=x", "/desk/no-such-page", "/"]:
        answers = [one.get(path) for one in (app.test_client(), without)]
        assert answers[0].status_code == answers[1].status_code, path
        assert answers[0].data == answers[1].data, path
        assert dict(answers[0].headers).keys() - {"Vary"} == dict(answers[1].headers).keys() - {"Vary"}


def test_the_secret_address_opens_the_desk_once_and_for_later(app: Flask) -> None:
    client = app.test_client()
    secret = app.config["DESK_TOKEN"]
    answer = client.get("/desk", query_string={"token": secret})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert secret not in str(answer.headers) + answer.text
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires=" in cookie
    assert "Domain" not in cookie
    page = client.get("/desk")
    assert page.status_code == 200
    assert secret not in page.text
    assert "Set-Cookie" not in page.headers


def test_an_old_secret_address_leads_on_in_a_browser_that_is_in_already(client: FlaskClient) -> None:
    answer = client.get("/desk/records", query_string={"token": "of an earlier run"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/records")


def test_a_session_of_before_the_server_was_started_anew_still_holds(app: Flask) -> None:
    """Otherwise a form filled in meanwhile would be lost."""
    before = desk_client(app)
    again = desk_app(app.extensions["press-archive"])
    assert again.config["DESK_TOKEN"] != app.config["DESK_TOKEN"]
    cookie = before.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    after = again.test_client()
    after.set_cookie(cookie.key, cookie.value)
    assert after.get("/desk").status_code == 200
    other = desk_app(app.extensions["press-archive"], SECRET_KEY="of another archive").test_client()
    other.set_cookie(cookie.key, cookie.value)
    other.set_cookie(other.application.config["SESSION_COOKIE_NAME"], cookie.value)
    assert other.get("/desk").status_code == 404


@pytest.mark.parametrize("value", ["", "x", "e30.x.y", "\xff", "x" * 4000])
def test_a_session_that_nobody_signed_is_none(app: Flask, value: str) -> None:
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], value)
    assert client.get("/desk").status_code == 404


@pytest.mark.parametrize("given", ["", "x", "é", "x" * 5000])
def test_no_form_is_taken_without_the_token(client: FlaskClient, given: str) -> None:
    for path in some(addresses(client.application, "POST")):
        refused = client.post(path, data={"token": given})
        assert refused.status_code == 403, path
        assert "nothing was changed" in refused.text


def test_without_users_there_is_no_login(client: FlaskClient) -> None:
    for path in ("/desk/login", "/desk/account", "/desk/users"):
        assert client.get(path).status_code == 404, path
        assert client.post(path, data={"token": token(client), "name": "a", "password": "b"}).status_code == 404, path


def test_no_form_is_taken_that_no_page_sent(client: FlaskClient) -> None:
    paths = addresses(client.application, "POST")
    assert paths
    for path in paths:
        refused = client.post(path, data={"token": token(client)}, headers={"Sec-Fetch-Site": "none"})
        assert refused.status_code == 403, path
        assert "another site" in refused.text


def test_browsers_may_say_where_a_form_of_the_desk_comes_from(client: FlaskClient) -> None:
    assert client.get("/desk").headers["Referrer-Policy"] == "same-origin"
    assert client.get("/").headers["Referrer-Policy"] == "no-referrer"


def test_each_server_has_a_token_of_its_own(app: Flask) -> None:
    other = desk_app(app.extensions["press-archive"])
    assert other.config["FORM_TOKEN"] != app.config["FORM_TOKEN"]


def test_the_first_page_leads_to_every_part(client: FlaskClient) -> None:
    page = client.get("/desk").text
    links = re.findall(r'<a href="(/[^"]*)"', page.partition("<main")[2].partition("</main>")[0])
    assert "/receipts" in links
    for path in links:
        assert client.get(path).status_code == 200, path
    assert 'href="/desk"' in client.get("/").text


@pytest.mark.parametrize(
    "name",
    ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Real-IP"],
)
def test_what_was_passed_on_does_not_reach_the_desk(client: FlaskClient, name: str) -> None:
    assert client.get("/desk", headers={name: "127.0.0.1"}).status_code == 404
