"""Pages of an archive without records say so, and lead on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.web_fakes import memorable
from tests.webui.test_web_pages import page, words
from webui import create_app

NOTHING = "There is nothing here yet that everyone may see."


@pytest.mark.parametrize(
    ("path", "said", "way"),
    [
        ("/search", NOTHING, "/about"),
        ("/search?view=grid", NOTHING, "/about"),
        ("/search?q=kapal", "No records found.", "/help/search"),
        ("/about", NOTHING, "/search"),
        ("/events", "No events yet. Records of the same occasion become an event automatically.", "/search"),
        ("/series", "No series yet. One appears here as soon as an archivist puts a public record into it.", "/events"),
        ("/search/values?facet=person", "No results have a value for this filter.", "/search"),
    ],
)
def test_an_empty_page_says_what_would_be_there(tmp_path: Path, path: str, said: str, way: str) -> None:
    services = memorable(tmp_path)
    services.catalogue.records.clear()
    client = create_app({"SERVICES": services, "TESTING": True}).test_client()
    tree = page(client, path)
    assert said in words(tree.xpath("//main")[0])
    assert way in tree.xpath("//main//a/@href | //footer//a/@href")
    assert "/desk/series" not in tree.xpath("//a/@href")
