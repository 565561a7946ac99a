"""What caches may store: nothing that can be withdrawn, without revalidation. And which requests other sites may
make."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from archive.record import Status
from tests.support.web_fakes import FakeServices, memorable
from tests.webui.test_web_compression import ADDRESSES, NEVER, client, services
from webui import create_app

__all__ = ["client", "services"]  # fixtures
UNKEPT = {
    "api.export", "api.healthz", "api.readyz", "feeds.iiif_image", "feeds.oai", "feeds.robots", "feeds.security",
}  # fmt: skip
"""Routes that are never cached, or show no record."""


@pytest.mark.parametrize("endpoint", sorted({*ADDRESSES, *NEVER}))
def test_no_cache_shows_a_record_without_asking(client: FlaskClient, services: FakeServices, endpoint: str) -> None:
    digest = services.catalogue.records["speech1"].original.sha256[:32]
    path = (ADDRESSES.get(endpoint) or NEVER[endpoint]).format(digest=digest)
    answer = client.get(path, buffered=True)
    assert answer.status_code in ((404,) if endpoint == "feeds.security" else (200, 302, 303))  # no contact is set
    told = answer.headers["Cache-Control"]
    assert "no-store" in told or "no-cache" in told, told
    assert "max-age" not in told
    if "no-store" not in told and endpoint not in UNKEPT:
        assert "ETag" in answer.headers
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
        assert again.status_code in (200, 304)
        assert again.headers["Cache-Control"] == told


@pytest.mark.parametrize(
    "path", ["/records/release1", "/api/v1/records/release1", "/api/v1/records/release1/text",
             "/records/release1/assets/0", "/records/photo1/thumbnail", "/api/v1/search?q=konvensi"],
)  # fmt: skip
def test_a_cache_that_asks_again_is_told_of_a_withdrawal(path: str, tmp_path: object) -> None:
    made = memorable(tmp_path)  # type: ignore[arg-type]
    browser = create_app({"SERVICES": made}).test_client()
    first = browser.get(path, buffered=True)
    for id_ in ("release1", "photo1"):
        made.change(id_, status=Status.WITHDRAWN)
    again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert again.status_code in (200, 404)
    assert again.data != first.data


@pytest.mark.parametrize(
    ("path", "methods"), [("/api/v1/search", {"GET", "HEAD", "OPTIONS"}), ("/api/v1/batch", {"OPTIONS", "POST"})]
)
def test_pages_elsewhere_may_ask_what_is_public(client: FlaskClient, path: str, methods: set[str]) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = client.options(path, headers=asked | {"Access-Control-Request-Headers": "content-type"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert set(answer.headers["Access-Control-Allow-Methods"].split(", ")) == methods
    allowed = answer.headers["Access-Control-Allow-Headers"].casefold().split(", ")
    assert "content-type" in allowed
    assert "authorization" not in allowed
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for private in ("/desk", "/", "/api/v1/ingest"):
        assert "Access-Control-Allow-Origin" not in client.options(private, headers=asked).headers
