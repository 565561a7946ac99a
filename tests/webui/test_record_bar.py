"""The toolbar of a record: back to the search it was reached from, to the neighbouring results, and its tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.services.services import OpenArchive

DAYS = 7


class Harbour:
    """An archive of seven releases from seven days about one harbour, and its pages."""

    def __init__(self, folder: Path) -> None:
        disk = folder / "disk"
        disk.mkdir()
        for day in range(1, DAYS + 1):
            text = f"Pelabuhan dibuka hari ke-{day}\n\nKUPANG, {day} Mei 2025 - Pelabuhan itu dibuka oleh gubernur.\n"
            (disk / f"2025-05-0{day}-pelabuhan.txt").write_text(text, encoding="utf-8")
        self.folder = folder / "archive"
        with Archive.create(self.folder) as archive:
            ingest([disk], archive)
        self.services = OpenArchive(self.folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services}).test_client()

    def reached(self, search: str, number: int) -> str:
        """Return the address that the title of that result links to."""
        links = page(self.client, f"/search?{search}").xpath("//*[@class='title']/a/@href")
        return str(links[number - 1])

    def become(self, path: str, status: Status) -> None:
        with Archive.open(self.folder) as archive:
            with archive.catalogue.write("the archivist") as writer:
                writer.set_status(path.split("?")[0].rsplit("/", 1)[-1], Access(status, None, None))
            index_sync.update(archive)
            assert len(archive.catalogue.visible_ids(ARCHIVIST)) == DAYS


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    found = Harbour(tmp_path_factory.mktemp("harbour"))
    yield found
    found.services.close()


def beside(harbour: Harbour, path: str) -> dict[str, str]:
    links = page(harbour.client, path).xpath("//div[@class='record-bar']//a[@rel]")
    return {link.get("rel"): link.get("href") for link in links}


def heading(harbour: Harbour, path: str) -> str:
    return words(page(harbour.client, path).xpath("//h1")[0])


def test_one_walks_through_all_results_and_back(harbour: Harbour) -> None:
    path = harbour.reached("q=pelabuhan&sort=date", 1)
    seen = []
    for number in range(1, DAYS + 1):
        tree = page(harbour.client, path)
        seen.append(heading(harbour, path))
        assert f"{number} of {DAYS}" in words(tree.xpath("//div[@class='record-bar']")[0])
        assert tree.xpath("//input[@id='q']/@value") == ["pelabuhan"]
        (back,) = tree.xpath("//div[@class='record-bar']//a[@class='back']")
        assert words(back) == f"‹ {DAYS} results for pelabuhan"
        assert back.get("href") == "/search?q=pelabuhan&sort=date"
        ways = beside(harbour, path)
        if number > 1:
            assert heading(harbour, ways["prev"]) == seen[-2]
        path = ways.get("next", "")
    assert path == ""
    assert seen == [f"Pelabuhan dibuka hari ke-{day}" for day in range(1, DAYS + 1)]


def test_the_way_back_leads_to_the_page_and_the_view_of_the_results(harbour: Harbour) -> None:
    path = harbour.reached("q=pelabuhan&page_size=3&page=2&view=grid&year=2025", 2)
    assert path.endswith("&result=5")
    (back,) = page(harbour.client, path).xpath("//div[@class='record-bar']//a[@class='back']/@href")
    assert sorted(re.split("[?&]", back)) == [
        "/search",
        "page=2",
        "page_size=3",
        "q=pelabuhan",
        "view=grid",
        "year=2025",
    ]


def test_without_a_search_there_is_no_way_back(harbour: Harbour) -> None:
    path = harbour.reached("q=pelabuhan", 1).split("?")[0]
    (bar,) = page(harbour.client, path).xpath("//div[@class='record-bar']")
    assert not bar.xpath(".//nav")
    assert bar.xpath(".//a/@href") == ["#cite-heading", f"{path}/assets/0"]


@pytest.mark.parametrize(
    "asked", ["q=pelabuhan&result=0", "q=pelabuhan&result=99999", "q=pelabuhan&result=x", "q=pelabuhan", "q=("]
)
def test_a_place_that_is_none_leads_back_alone(harbour: Harbour, asked: str) -> None:
    path = harbour.reached("q=pelabuhan", 1).split("?")[0]
    assert beside(harbour, f"{path}?{asked}") == {}
    assert page(harbour.client, f"{path}?{asked}").xpath("//a[@class='back']")


@pytest.mark.parametrize("asked", ["result=2&date_from=x", "sort=worst&result=1&q=a", "q=a&page=0", "result=2&page=x"])
def test_a_search_that_is_none_leads_nowhere(harbour: Harbour, asked: str) -> None:
    path = harbour.reached("q=pelabuhan", 1).split("?")[0]
    assert not page(harbour.client, f"{path}?{asked}").xpath("//a[@class='back']")


def test_what_is_held_is_no_result_beside_another(harbour: Harbour) -> None:
    """The record after it keeps its neighbours, although its number has changed."""
    second, third = (harbour.reached("q=pelabuhan&sort=date", number) for number in (2, 3))
    harbour.become(second, Status.HELD)
    try:
        ways = beside(harbour, third)
        assert heading(harbour, ways["prev"]) == "Pelabuhan dibuka hari ke-1"
        assert heading(harbour, ways["next"]) == "Pelabuhan dibuka hari ke-4"
        assert "hari ke-2" not in words(page(harbour.client, third))
    finally:
        harbour.become(second, Status.RELEASED)


def test_a_phrase_has_one_pair_of_quotation_marks(harbour: Harbour) -> None:
    path = harbour.reached('q="pelabuhan+itu"', 1)
    tree = page(harbour.client, path)
    assert not tree.xpath("//div[@class='record-bar']//q | //nav[@class='hits']//q")
    assert '"pelabuhan itu"' in words(tree.xpath("//nav[@class='hits']")[0])
