"""A filter value that no public record has is reported; names in another form, and other filters, are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from archive.access import Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.http.parameters import FILTERS
from webui.services.services import OpenArchive


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive with a text, an agency photo, and a held text."""
    folder = tmp_path_factory.mktemp("unknown") / "archive"
    with Archive.create(folder) as archive:
        shelf = SearchShelf(archive)
        shelf.add("Jembatan", source="Pemerintah Kota", collection="Rilis")
        shelf.add("Foto", kind="photo", credit="ANTARA FOTO/Budi Santoso")
        shelf.add("Rahasia", source="Zulrahasia", access=Access(Status.HELD))
        shelf.index()
        shelf.searcher.close()
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services, "TESTING": True}).test_client()
    services.close()


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("source=Pemerintah Kota", []),
        ("source=Pemerintah Desa", ["Pemerintah Desa"]),
        ("source=Zulrahasia", ["Zulrahasia"]),  # like one that does not exist
        ("credit=ANTARA", []),
        ("credit=Antara Foto", []),
        ("credit=Reuters&credit=ANTARA&collection=Foto", ["Foto", "Reuters"]),
        ("q=tidakada&source=Pemerintah Kota", []),
        ("kind=speech&has=scan", []),  # which the contract lists
        ("exclude=source:Pemerintah Kota&exclude=genre:container", []),  # as in the guide
        ("exclude=source:Zulrahasia&source=Zulrahasia", ["Zulrahasia"]),
    ],
)
def test_a_value_that_no_record_has_is_told(client: FlaskClient, query: str, unknown: list[str]) -> None:
    told = client.get(f"/api/v1/search?{query}").json
    assert told is not None
    found = [one for one in told["warning_messages"] if one["code"] == "filter-value-unknown"]
    assert sorted(one["params"]["value"] for one in found) == unknown


@pytest.mark.parametrize("name", [name for name in FILTERS if name not in ("kind", "has")])
@pytest.mark.parametrize("way", ["{}={}", "exclude={}:{}"])
def test_every_filter_tells_a_value_that_no_record_has(client: FlaskClient, name: str, way: str) -> None:
    value = {"year": "1901", "month": "1901-01"}.get(name, "xq-xq")
    told = client.get(f"/api/v1/search?{way.format(name, value)}").json
    assert told is not None
    (said,) = told["warning_messages"]
    assert said["params"] == {"name": name, "value": value}


@pytest.mark.parametrize("name", ["ANTARA", "Antara Foto", "antara"])
def test_an_agency_is_a_filter_by_any_of_its_names(client: FlaskClient, name: str) -> None:
    told = client.get("/api/v1/search", query_string={"credit": name}).json
    assert told is not None
    assert [one["title"] for one in told["results"]] == ["Foto"]
