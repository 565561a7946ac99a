"""/api/v1/histogram: the counts match searches, no bin is missing, and held records are not counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.access import Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import some
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.services.services import OpenArchive


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive of dated texts, one without a date, one that spans three months, and a held one."""
    folder = tmp_path_factory.mktemp("histogram") / "archive"
    with Archive.create(folder) as archive:
        shelf = SearchShelf(archive)
        shelf.add("Jembatan satu", date="2025-01-30", date_precision="day")
        shelf.add("Jembatan dua", date="2025-01-31", date_precision="day")
        shelf.add("Kapal", date="2025-04-02", date_precision="day")
        shelf.add("Kapal lama", date="2024-11/2025-01", date_precision="range")
        shelf.add("Jembatan tanpa tanggal")
        shelf.add("Zulrahasia jembatan", access=Access(Status.HELD), date="2025-02-01", date_precision="day")
        shelf.index()
        shelf.searcher.close()
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services, "TESTING": True}).test_client()
    services.close()


def counted(client: FlaskClient, query: str) -> Any:
    answer = client.get(f"/api/v1/histogram?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_months_without_records_are_there_too(client: FlaskClient) -> None:
    told = counted(client, "interval=month")
    assert told["bins"] == ["2024-11", "2024-12", "2025-01", "2025-02", "2025-03", "2025-04"]
    (series,) = told["series"]
    assert series["counts"] == [1, 1, 3, 0, 0, 1]
    assert (series["total"], series["sum"], series["undated"]) == (5, 6, 1)


def test_terms_are_counted_side_by_side_as_searches_count_them(client: FlaskClient) -> None:
    told = counted(client, "interval=year&terms=jembatan&terms=kapal&terms=zulrahasia")
    assert told["bins"] == ["2024", "2025"]
    assert {one["term"]: one["counts"] for one in told["series"]} == {
        "jembatan": [0, 2],
        "kapal": [1, 2],
        "zulrahasia": [0, 0],
    }
    for one in told["series"]:
        found = client.get("/api/v1/search", query_string={"q": one["term"]}).json
        assert found is not None
        assert found["total"] == one["total"]


def test_terms_narrow_a_query(client: FlaskClient) -> None:
    (series,) = counted(client, "interval=year&q=satu OR lama&terms=kapal")["series"]
    assert series["total"] == 1


def test_the_bins_are_those_that_were_asked_for(client: FlaskClient) -> None:
    told = counted(client, "interval=day&date_from=2025-01-30&date_to=2025-02-02")
    assert told["bins"] == ["2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02"]
    assert told["series"][0]["counts"] == [1, 1, 0, 0]
    months = counted(client, "interval=month&date_from=2025-01&date_to=2025-02")
    assert (months["bins"], months["series"][0]["counts"]) == (["2025-01", "2025-02"], [3, 0])


def test_a_leap_day_has_its_bin(client: FlaskClient) -> None:
    told = counted(client, "interval=day&date_from=2024-02-28&date_to=2024-03")
    assert told["bins"][:3] == ["2024-02-28", "2024-02-29", "2024-03-01"]
    assert len(told["bins"]) == 33


def test_months_of_more_than_two_centuries_are_told(client: FlaskClient) -> None:
    told = counted(client, "interval=month&date_from=1789&date_to=2026&terms=konvensi&terms=kapal")
    assert (told["bins"][0], told["bins"][-1], len(told["bins"])) == ("1789-01", "2026-12", 238 * 12)
    for one in some(told["series"]):
        assert sum(one["counts"]) == one["sum"]
        alone = client.get(f"/api/v1/search?q={one['term']}&date_from=1789&date_to=2026").get_json()
        assert one["total"] == alone["total"]


def test_nothing_found_has_no_bins(client: FlaskClient) -> None:
    assert counted(client, "q=tidakada") == counted(client, "q=tidakada") | {"bins": [], "interval": "month"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("interval=day&date_from=1900&date_to=2025", "interval=month"),
        ("interval=month&date_from=0001&date_to=2025", "interval=year"),
        ("interval=year&date_from=0001&date_to=9999", "shorter time"),
        ("interval=week", ""),
        ("terms=", ""),
        ("&".join(["terms=a"] * 11), ""),
        ("date_from=2025&date_to=2024", ""),
        ("sort=date", ""),
    ],
)
def test_what_cannot_be_counted_is_refused(client: FlaskClient, query: str, said: str) -> None:
    answer = client.get(f"/api/v1/histogram?{query}")
    assert answer.status_code == 400
    assert answer.json is not None
    assert said in answer.json["errors"][0]["reason"]
