"""The stability promise of the API, and how an address that will be removed announces it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.web_fakes import memorable
from webui import create_app
from webui.api import promise
from webui.api.promise import Ending


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app({"SERVICES": memorable(tmp_path)}).test_client()


def test_the_list_of_addresses_makes_the_promise(client: FlaskClient) -> None:
    told = client.get("/api/v1").get_json()
    assert "only gains" in told["promise"]
    assert "/api/v1/ingest" in told["addresses"]
    assert told["deprecated"] == {}


def test_an_address_that_will_end_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ending = Ending(date(2027, 1, 1), date(2028, 2, 1), "/api/v2/search")
    monkeypatch.setattr(promise, "ENDING", {"/api/v1/search": ending})
    headers = client.get("/api/v1/search?q=konvensi&page_size=1").headers
    (seconds,) = re.findall(r"^@([0-9]+)$", headers["Deprecation"])
    assert datetime.fromtimestamp(int(seconds), UTC).date() == ending.announced
    assert parsedate_to_datetime(headers["Sunset"]).date() == ending.ends
    assert '</api/v2/search>; rel="deprecation"' in headers.getlist("Link")
    assert any('rel="next"' in one for one in headers.getlist("Link"))
    assert "Deprecation" not in client.get("/api/v1/suggest?q=k").headers
    assert client.get("/api/v1").get_json()["deprecated"]["/api/v1/search"]["ends"] == "2028-02-01"


def test_an_end_is_announced_a_year_before() -> None:
    with pytest.raises(ValueError, match="less than a year"):
        Ending(date(2027, 1, 1), date(2027, 12, 31), "/api/v2/search")
