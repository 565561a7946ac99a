"""Logins by OpenID Connect: who can log in, and which responses of a provider are refused."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

from archive.catalogue.accounts.roles import Role
from archive.storage.archive import Archive
from tests.support.commands import desk_app
from tests.support.openid_provider import CLIENT, SECRET, OpenIdProvider, openid_provider
from webui.services.services import OpenArchive

START = "/desk/login/openid"


@pytest.fixture(scope="module")
def running() -> Iterator[OpenIdProvider]:
    with openid_provider() as started:
        yield started


@pytest.fixture
def provider(running: OpenIdProvider) -> OpenIdProvider:
    """Return a provider that behaves correctly."""
    running.spoiled, running.header, running.algorithms = {}, {}, ["RS256"]
    running.signed_by, running.issuer = running.key, running.url
    return running


@pytest.fixture(scope="module")
def services(running: OpenIdProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArchive]:
    folder = tmp_path_factory.mktemp("archive") / "archive"
    Archive.create(folder).close()
    (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "archive.toml").write_text(
        f'[web]\noidc_issuer = "{running.url}"\noidc_client_id = "{CLIENT}"\noidc_client_secret_file = "secret"\n',
        encoding="utf-8",
    )
    services = OpenArchive(folder)
    with services.archive.catalogue.write() as writer:
        writer.add_user("budi", "Budi", Role.EDITOR, "")
        writer.add_user("gone", "Gone", Role.EDITOR, "")
        writer.set_disabled("gone", True)
    yield services
    services.close()


@pytest.fixture
def app(services: OpenArchive) -> Flask:
    return desk_app(services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def sent(client: FlaskClient, to: str = "/desk/records") -> str:
    """Return the address of the provider that a browser is redirected to."""
    answer = client.get(START, query_string={"next": to})
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"]


def log_in(client: FlaskClient, provider: OpenIdProvider, **claims: Any) -> TestResponse:
    """Log in, from the first page to the response after the redirect back."""
    back = provider.approve(sent(client), **claims)
    return client.get(back, headers={"Sec-Fetch-Site": "cross-site"})


def problem(answer: TestResponse) -> str:
    """Return the message on the page of a refused login."""
    assert answer.status_code == 403
    (said,) = re.findall(r'id="problem">([^<]+)<', answer.text)
    return str(said)


def is_in(client: FlaskClient) -> bool:
    return client.get("/desk/account").status_code == 200


def test_a_known_user_gets_in_where_they_wanted_and_out_again(client: FlaskClient, provider: OpenIdProvider) -> None:
    page = client.get("/desk/login?next=/desk/records").text
    (link,) = re.findall(r'id="openid"[^>]* href="([^"]+)"', page)
    assert link == f"{START}?next=%2Fdesk%2Frecords"
    answer = client.get(link)
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]  # or the browser would not send it after the redirect
    assert answer.headers["Location"].startswith(f"{provider.url}/authorize?")
    back = client.get(provider.approve(answer.headers["Location"], preferred_username="Budi"))
    assert (back.status_code, back.headers["Location"]) == (303, "/desk/records")
    account = client.get("/desk/account")
    assert "budi" in account.text
    token = re.findall(r'name="token" value="([^"]+)"', account.text)[0]
    assert client.post("/desk/logout", data={"token": token}).status_code == 303
    assert not is_in(client)


def test_who_is_not_known_or_disabled_stays_out(
    client: FlaskClient, provider: OpenIdProvider, services: OpenArchive
) -> None:
    for name in ("siti", "gone"):
        said = problem(log_in(client, provider, preferred_username=name, groups=["admin"]))
        assert said == f"{name} may not log in here. Ask an admin to add a user of this name."
    assert not is_in(client)
    assert services.archive.catalogue.user("siti") is None
    assert "claim preferred_username" in problem(log_in(client, provider, email="budi"))


@pytest.mark.parametrize(
    "spoiled",
    [
        {"iss": "https://other.example"},
        {"aud": "another archive"},
        {"aud": ["another archive"]},
        {"nonce": "of another login"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"azp": "another archive"},
    ],
    ids=" ".join,  # only the claims: times differ between the processes of a test run
)
def test_a_token_with_a_wrong_claim_is_refused(
    client: FlaskClient, provider: OpenIdProvider, spoiled: dict[str, Any]
) -> None:
    provider.spoiled = spoiled
    assert "did not let you in" in problem(log_in(client, provider, preferred_username="budi"))
    assert not is_in(client)


def test_a_token_that_the_provider_did_not_sign_is_refused(client: FlaskClient, provider: OpenIdProvider) -> None:
    provider.signed_by = RSAKey.generate_key(2048, {"kid": "first"})
    assert "did not let you in" in problem(log_in(client, provider, preferred_username="budi"))
    provider.algorithms = ["RS256", "HS256", "none"]
    provider.header = {"alg": "HS256"}
    provider.signed_by = OctKey.import_key(SECRET)  # which the operator of the archive knows
    assert "did not let you in" in problem(log_in(client, provider, preferred_username="budi"))
    assert not is_in(client)


def test_a_token_without_signature_is_refused(
    client: FlaskClient, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsigned(header: dict[str, Any], claims: dict[str, Any], *_: Any, **__: Any) -> str:
        parts = [json.dumps(one).encode() for one in (header | {"alg": "none"}, claims)]
        return ".".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in parts) + "."

    provider.algorithms = ["none"]
    monkeypatch.setattr("tests.support.openid_provider.jwt.encode", unsigned)
    assert "did not let you in" in problem(log_in(client, provider, preferred_username="budi"))
    assert not is_in(client)


def test_a_way_back_counts_once_and_in_its_own_browser(
    app: Flask, client: FlaskClient, provider: OpenIdProvider
) -> None:
    back = provider.approve(sent(client), preferred_username="budi")
    cookie = client._cookies.copy()
    other = app.test_client()
    assert "did not let you in" in problem(other.get(back))  # the address belongs to another user's login
    other.get(START)
    assert "did not let you in" in problem(other.get(back))
    assert client.get(back).status_code == 303
    assert "did not let you in" in problem(client.get(back))
    copied = app.test_client()
    copied._cookies = cookie  # of the browser, before the redirect back
    assert "did not let you in" in problem(copied.get(back))
    assert not is_in(copied)


def test_a_refusal_of_the_provider_is_told(client: FlaskClient, provider: OpenIdProvider) -> None:
    sent(client)
    said = problem(client.get(f"{START}/back?error=access_denied&state=x"))
    assert said.startswith("The login service did not let you in (access_denied")
    assert provider.url not in said


def test_a_provider_that_calls_itself_otherwise_is_refused(client: FlaskClient, provider: OpenIdProvider) -> None:
    provider.issuer = "https://other.example"
    assert "names its issuer as https://other.example" in problem(client.get(START))
    provider.issuer = provider.url
    assert log_in(client, provider, preferred_username="budi").status_code == 303


def test_another_site_begins_no_login(client: FlaskClient) -> None:
    answer = client.get(START, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Location"] == "/desk/login"


def with_settings(services: OpenArchive, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    settings = services.settings
    monkeypatch.setattr(services, "settings", replace(settings, web=replace(settings.web, **changed)))


def test_a_provider_that_does_not_answer_leaves_the_password(
    client: FlaskClient, services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(services, monkeypatch, oidc_issuer="http://127.0.0.1:9")
    assert "The login service did not answer" in problem(client.get(START))
    assert client.get("/desk/login").status_code == 200
    with_settings(services, monkeypatch, oidc_issuer="")
    assert client.get(START).status_code == 404
    assert 'id="openid"' not in client.get("/desk/login").text


def test_an_empty_secret_file_is_told(
    client: FlaskClient, services: OpenArchive, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    (services.archive.folder / "empty").write_text("\n", encoding="utf-8")
    with_settings(services, monkeypatch, oidc_client_secret_file="empty")
    assert "is empty: write the secret into it" in client.get(START, follow_redirects=True).text


@pytest.mark.parametrize(
    ("claim", "claims", "role"),
    [
        ("groups", {"groups": ["staff", "press-desk", "press-boss"]}, Role.ADMIN),
        ("realm_access.roles", {"realm_access": {"roles": ["press-desk"]}}, Role.EDITOR),
        ("https://example.org/role", {"https://example.org/role": "press-desk"}, Role.EDITOR),
        ("groups", {"groups": ["staff"]}, None),
        ("groups", {"groups": {"press-desk": 1}}, None),
        ("realm_access.roles", {"realm_access": "press-desk"}, None),
    ],
    ids=str,
)
def test_a_claim_gives_a_role_to_who_is_new(
    app: Flask, provider: OpenIdProvider, services: OpenArchive, monkeypatch: pytest.MonkeyPatch,
    claim: str, claims: dict[str, Any], role: Role | None,
) -> None:  # fmt: skip
    with_settings(
        services, monkeypatch, oidc_role_claim=claim, oidc_roles=("press-desk=editor", "press-boss=admin", "x=reader")
    )
    name, client = f"new{time.monotonic_ns()}", app.test_client()
    answer = log_in(client, provider, preferred_username=name, name="Siti Baru", **claims)
    user = services.archive.catalogue.user(name)
    assert (user.role if user else None) == role
    assert is_in(client) == (role is not None) == (answer.status_code == 303)
    log_in(app.test_client(), provider, preferred_username="budi", **claims)
    known = services.archive.catalogue.user("budi")
    assert known is not None
    assert known.role == Role.EDITOR


def test_an_address_of_mail_counts_when_it_was_verified(
    client: FlaskClient, provider: OpenIdProvider, services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(services, monkeypatch, oidc_name_claim="email")
    with services.archive.catalogue.write() as writer:
        writer.add_user("siti@example.org", "Siti", Role.READER, "")
    for verified in ({}, {"email_verified": False}, {"email_verified": "true"}):
        assert "not verified" in problem(log_in(client, provider, email="siti@example.org", **verified))
    assert log_in(client, provider, email="siti@example.org", email_verified=True).status_code == 303
