"""Every response has the id of its request: a new one, or the id given by a trusted proxy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import REAL_ID
from tests.support.web_fakes import memorable
from webui import create_app
from webui.http import request_ids


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(request_ids, "make_id", REAL_ID)
    made = memorable(tmp_path)
    made.settings = replace(made.settings, web=replace(made.settings.web, trusted_proxies=("192.0.2.1",)))
    return create_app({"SERVICES": made}).test_client()


@pytest.mark.parametrize(
    "path", ["/", "/records/unknown", "/api/v1/search", "/api/v1/search?x=1", "/static/archive.css", "/healthz"]
)
def test_each_answer_has_an_id_of_its_own(client: FlaskClient, path: str) -> None:
    first, second = (client.get(path, buffered=True).headers["X-Request-ID"] for _ in range(2))
    assert len(first) == 16
    assert first != second


def test_an_error_of_the_api_has_it_too(client: FlaskClient) -> None:
    for answer in (client.get("/api/v1/search?x=1"), client.get("/api/v1/nothing"), client.post("/api/v1/ingest")):
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]
    refused = client.get("/api/v1/search", headers={"Host": "elsewhere.example"})
    assert refused.status_code == 400
    assert refused.json["request_id"] == refused.headers["X-Request-ID"]


@pytest.mark.parametrize("given", ["proxy-1.a_b", "two words", "x" * 65, "<script>", ""])
def test_that_of_a_trusted_proxy_is_kept_if_it_is_harmless(client: FlaskClient, given: str) -> None:
    headers = {"X-Request-ID": given}
    passed = client.get("/", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"}).headers["X-Request-ID"]
    assert (passed == given) is (given == "proxy-1.a_b")
    assert client.get("/", headers=headers).headers["X-Request-ID"] != given
