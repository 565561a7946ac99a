"""The desk: who is let in, which forms are taken, and what its first page tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.archive import Archive
from webui import create_app
from webui.opening import OpenArchive


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("archive")
    Archive.create(folder).close()
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services, "DESK": True})
    services.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def addresses(app: Flask, method: str) -> list[str]:
    """Every address of the desk that takes the method, with something in each of its places."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.")]
    return [re.sub(r"<[^>]*>", "1", rule.rule) for rule in rules if method in (rule.methods or ())]


def token(client: FlaskClient) -> str:
    return str(client.application.config["FORM_TOKEN"])


def test_only_the_desk_takes_anything(app: Flask) -> None:
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if {"POST", "PUT", "DELETE"} & (rule.methods or set())}
    assert all(endpoint.startswith("desk.") for endpoint in asked)


@pytest.mark.parametrize("closed", ["desk", "far", "name"])
def test_nothing_of_the_desk_is_there_for_others(app: Flask, closed: str) -> None:
    client = app.test_client()
    app.config["DESK"] = closed != "desk"
    app.config["ALLOWED_HOSTS"] = ("localhost", "archive.example")
    far = {"REMOTE_ADDR": "192.0.2.7"} if closed == "far" else {}
    name = {"Host": "archive.example"} if closed == "name" else {}
    try:
        for path in addresses(app, "GET"):
            assert client.get(path, environ_overrides=far, headers=name).status_code == 404, path
        for path in addresses(app, "POST"):
            said = client.post(path, data={"token": token(client)}, environ_overrides=far, headers=name)
            assert said.status_code == 404, path
        assert 'href="/desk"' not in client.get("/", environ_overrides=far, headers=name).text
    finally:
        app.config["DESK"] = True


@pytest.mark.parametrize("given", ["", "x", "é", "x" * 5000])
def test_no_form_is_taken_without_the_token(client: FlaskClient, given: str) -> None:
    for path in addresses(client.application, "POST"):
        refused = client.post(path, data={"token": given})
        assert refused.status_code == 403, path
        assert "nothing was changed" in refused.text


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_no_form_is_taken_that_the_browser_says_comes_from_elsewhere(client: FlaskClient, site: str) -> None:
    for path in addresses(client.application, "POST"):
        refused = client.post(path, data={"token": token(client)}, headers={"Sec-Fetch-Site": site})
        assert refused.status_code == 403, path


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.example", "http://localhost:1", "https://localhost", "https://localhost.evil.example"],
)
def test_no_form_is_taken_from_another_site(client: FlaskClient, origin: str) -> None:
    for path in addresses(client.application, "POST"):
        refused = client.post(path, data={"token": token(client)}, headers={"Origin": origin})
        assert refused.status_code == 403, path
        assert "another site" in refused.text


def test_browsers_may_say_where_a_form_of_the_desk_comes_from(client: FlaskClient) -> None:
    assert client.get("/desk").headers["Referrer-Policy"] == "same-origin"
    assert client.get("/").headers["Referrer-Policy"] == "no-referrer"


def test_each_server_has_a_token_of_its_own(app: Flask) -> None:
    other = create_app({"SERVICES": app.extensions["press-archive"], "DESK": True})
    assert other.config["FORM_TOKEN"] != app.config["FORM_TOKEN"]


def test_the_first_page_leads_to_every_part(client: FlaskClient) -> None:
    page = client.get("/desk").text
    links = re.findall(r'<a href="(/[^"]*)"', page.partition("<main")[2].partition("</main>")[0])
    assert "/receipts" in links
    for path in links:
        assert client.get(path).status_code == 200, path
    assert 'href="/desk"' in client.get("/").text


@pytest.mark.parametrize("name", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_what_was_passed_on_does_not_reach_the_desk(client: FlaskClient, name: str) -> None:
    assert client.get("/desk", headers={name: "127.0.0.1"}).status_code == 404
