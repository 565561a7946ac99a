"""Values that a search excludes: by its links, and containers unless requested. Subjects."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf
from tests.webui.test_web_pages import page, words
from webui import create_app

BRIDGES = {"name": "bridges", "code": "medtop:20000588"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """Two releases of two places, and the ZIP that contained them."""
    with Archive.create(tmp_path / "archive") as archive:
        shelf = SearchShelf(archive)
        shelf.add(
            "Jembatan dibuka", "Warga.", date="2025-10-25", places=["Kupang"], genre="statement", subjects=[BRIDGES]
        )
        subjects = [{**BRIDGES, "name": "jembatan"}]
        shelf.add("Jembatan ditutup", "Warga.", date="2025-10-26", places=["Đà Nẵng"], subjects=subjects)
        shelf.add("Jembatan dan lain-lain", "jembatan", kind="document", genre="container", filename="pers.zip")
        shelf.index()
    return create_app({"ARCHIVE": str(tmp_path / "archive"), "TESTING": True}).test_client()


def titles(client: FlaskClient, address: str) -> list[str]:
    return [title.text_content().strip() for title in page(client, address).xpath("//*[@class='title']")]


def test_a_value_is_left_out_by_its_link_and_comes_back_by_its_chip(client: FlaskClient) -> None:
    tree = page(client, "/search?q=jembatan")
    (link,) = tree.xpath("//a[@class='leave-out'][contains(., 'Leave out: Kupang')]/@href")
    assert titles(client, link) == ["Jembatan ditutup"]
    (chip,) = page(client, link).xpath("//ul[@class='chips']//a")
    assert words(chip) == "Remove filter Not Place: Kupang ×"
    assert sorted(titles(client, chip.get("href"))) == ["Jembatan dibuka", "Jembatan ditutup"]
    tree = page(client, "/search/values?q=jembatan&facet=place")
    assert tree.xpath("//a[contains(., 'Leave out: Kupang')]/@href") == [link]


def test_values_of_as_many_records_are_listed_by_name_whatever_their_accents(client: FlaskClient) -> None:
    listed = page(client, "/search/values?q=jembatan&facet=place").xpath("//ul[@class='columns-of-values']/li")
    assert [words(one).split(" 1")[0] for one in listed] == ["Đà Nẵng", "Kupang"]


def test_containers_of_files_are_found_where_the_search_is_for_them(client: FlaskClient) -> None:
    assert sorted(titles(client, "/search?q=jembatan")) == ["Jembatan dibuka", "Jembatan ditutup"]
    tree = page(client, "/search?q=jembatan")
    assert "Container of files" in words(tree.xpath("//fieldset[legend='Genre']")[0])
    assert titles(client, "/search?q=jembatan&genre=container") == ["Jembatan dan lain-lain"]
    assert titles(client, "/search?q=genre:container") == ["Jembatan dan lain-lain"]
    assert titles(client, "/search?q=filename:pers.zip") == ["Jembatan dan lain-lain"]
    assert len(titles(client, "/search?q=jembatan&containers=on")) == 3
    tree = page(client, "/search?q=jembatan&containers=on")
    assert len(tree.xpath("//input[@name='genre'][@value='container']")) == 1


def test_a_subject_of_a_record_leads_to_the_others_that_have_it(client: FlaskClient) -> None:
    (first,) = page(client, "/search?q=ditutup").xpath("//*[@class='title']//a/@href")
    (link,) = page(client, first).xpath("//a[.='jembatan · medtop:20000588'][not(ancestor::details)]/@href")
    assert sorted(titles(client, link)) == ["Jembatan dibuka", "Jembatan ditutup"]
    (chip,) = page(client, link).xpath("//ul[@class='chips']//a")
    assert words(chip) == "Remove filter Subject code: medtop:20000588 ×"
    subjects = page(client, "/search?q=jembatan").xpath("//fieldset[legend='Subject']//input/@value")
    assert sorted(subjects) == ["bridges", "jembatan"]
    assert titles(client, "/search?subject=bridges") == ["Jembatan dibuka"]


def test_what_is_taken_away_is_what_the_page_shows(client: FlaskClient) -> None:
    tree = page(client, "/search?q=jembatan")
    (export,) = tree.xpath("//a[.='NDJSON']/@href")
    assert len(client.get(export).data.splitlines()) == 2
    (feed,) = tree.xpath("//link[@type='application/atom+xml']/@href")
    assert client.get(feed).data.count(b"</entry>") == 2
    assert client.get("/api/v1/search?q=jembatan").json["total"] == 3
    found = client.get("/api/v1/search?q=jembatan&exclude=genre:container&exclude=place:kupang").json
    assert (found["total"], found["query"]["exclude"]) == (1, ["genre:container", "place:kupang"])


def test_a_typing_mistake_is_corrected_and_the_search_as_typed_is_a_link(client: FlaskClient) -> None:
    tree = page(client, "/search?q=jembattan+dibuka")
    assert titles(client, "/search?q=jembattan+dibuka") == ["Jembatan dibuka"]
    said = words(tree.xpath("//p[@class='note']")[0])
    assert said == "No record has all the words of jembattan dibuka. These are for jembatan dibuka. Search as typed"
    assert tree.xpath("//input[@id='q']/@value") == ["jembatan dibuka"]
    assert tree.xpath("//*[@id='save-search']/@data-query") == ["q=jembatan+dibuka"]
    (link,) = tree.xpath("//a[.='Search as typed']/@href")
    tree = page(client, link)
    assert "No record has all these words" in words(tree)
    assert tree.xpath("//input[@id='q']/@value") == ["jembattan dibuka"]
    assert tree.xpath("//p[contains(., 'Did you mean')]//a/@href") == ["/search?correct=off&q=jembatan+dibuka"]


@pytest.mark.parametrize("wrong", ["place", "place:", ":x", "colour:red", "place:" + "x" * 400])
def test_what_cannot_be_left_out_is_refused(client: FlaskClient, wrong: str) -> None:
    assert client.get("/api/v1/search", query_string={"exclude": wrong}).status_code == 400
    assert client.get("/search", query_string={"exclude": wrong}).status_code == 400
