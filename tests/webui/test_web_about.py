"""The page about the archive: its settings and its contents."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient
from lxml import html

from archive.settings import AboutSection
from tests.support.web_fakes import HELD_WORD, FakeServices
from tests.webui.test_web_pages import page, words
from webui import create_app


def test_about_says_only_what_is_set(services: FakeServices) -> None:
    client = create_app({"SERVICES": services}).test_client()
    bare = words(page(client, "/about"))
    assert "5" in bare
    assert "2025" in bare
    for never in ("Contact", "Run by", "Terms of use", "E-mail", HELD_WORD):
        assert never not in bare
    given = AboutSection(
        operator="Humas <b>",
        text="Satu.\n\nDua.\n",
        email="humas@example.org",
        terms="Bebas.",
        address="Jalan 1\nKupang",
    )
    services.settings = replace(services.settings, about=given)
    tree = html.document_fromstring(create_app({"SERVICES": services}).test_client().get("/about").text)
    assert [words(one) for one in tree.xpath("//main/p")] == ["Satu.", "Dua."]
    told = words(tree)
    for one in ("Run byHumas <b>", "Terms of use Bebas.", "Jalan 1 Kupang"):
        assert one in told
    assert tree.xpath("//a[@href='mailto:humas@example.org']")
    assert tree.xpath("//footer//a[@href='/about']")


def test_about_counts_what_everyone_may_see_and_does_without_an_index(
    client: FlaskClient, services: FakeServices
) -> None:
    (photos,) = page(client, "/about").xpath("//dd//a[.='Photos']/..")
    assert words(photos) == "Photos 2"
    services.searcher.broken = True
    assert "In the archive" not in words(page(client, "/about"))
