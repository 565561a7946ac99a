"""The list of all values of a filter: what it is called, its way back, its pages and letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from archive.record import Kind
from tests.support.web_fakes import FakeServices, memorable, record
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.i18n.words import FACET_LISTS
from webui.pages.facet_list import A_PAGE
from webui.pages.filters import PAGE_FACETS


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return memorable(tmp_path)


@pytest.fixture
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True}).test_client()


def test_a_list_of_values_names_what_it_lists_and_the_search_it_belongs_to(client: FlaskClient) -> None:
    for path, heading, back in (
        ("facet=kind&q=jembatan&year=2025", "Kinds in these results", "results for jembatan"),
        ("facet=person", "People in all records", "‹ All records"),
        ("facet=place&kind=speech", "Places in these results", "result"),
    ):
        tree = page(client, f"/search/values?{path}")
        assert words(tree.xpath("//h1")[0]).startswith(heading)
        assert heading in tree.xpath("string(//title)")
        assert back in words(tree.xpath("//main//a[@class='back']")[0])
    assert set(PAGE_FACETS) == set(FACET_LISTS)


def test_a_long_list_of_values_has_pages_and_letters(client: FlaskClient, services: FakeServices) -> None:
    names = [f"{chr(65 + n % 26)}ng {n:03}" for n in range(2 * A_PAGE + 50)]
    for n, name in enumerate(names):
        services.add(record(f"named{n}", Kind.SPEECH, f"{n}.txt", {"title": f"Pidato {n}", "person": name}))
    listed, path = [], "/search/values?facet=person&kind=speech&order=name"
    first = page(client, path)
    letters = {words(a): a.get("href") for a in first.xpath("//nav[contains(@class, 'letters')]//a")}
    assert [*letters] == [chr(65 + n) for n in range(26)]
    for letter in "AMZ":
        assert any(name.startswith(letter) for name in _values(page(client, letters[letter])))
    while path:
        tree = page(client, path)
        listed += _values(tree)
        path = next(iter(tree.xpath("//nav[@class='pager']//a[@rel='next']/@href")), "")
    assert listed == sorted(names)
    rare = names[-1]
    assert _values(page(client, f"/search/values?facet=person&kind=speech&like={rare[4:]}")) == [rare]
    assert client.get("/search/values?facet=person&page=99").status_code == 404


def _values(tree: html.HtmlElement) -> list[str]:
    return [words(a) for a in tree.xpath("//ul[@class='columns-of-values']/li/a[not(@class)]")]
