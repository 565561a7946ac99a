"""All text on a page is a message or stored data, shown by a language in which every message is in brackets."""

from __future__ import annotations

import re
from pathlib import Path
from string import punctuation
from typing import Any

import pytest
from babel.support import NullTranslations
from flask.testing import FlaskClient
from lxml import html

from tests.builders.web_photos import odd, photographs
from tests.support.commands import desk_app, desk_client
from tests.support.desk_shelf import fill
from tests.webui.test_web_document import Shelf
from tests.webui.test_web_messages import LETTER, NAMES, SPOKEN
from webui.i18n import negotiation


class Brackets(NullTranslations):
    """A language in which every message is in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return f"⟦{singular if num == 1 else plural}⟧"


PAGES = [
    "/", "/search?q=konvensi", "/search?q=konvensi&kind=press-release&date_from=2025", "/search?q=zzz&kind=speech",
    "/search?year=2025", "/search?page=x&year=1", "/help/search", "/about", "/records/release1",
    "/records/photo1", "/records/photo2", "/records/speech1", "/records/frame1302", "/records/frame1302/sequence",
    "/records/story1", "/records/table1", "/records/copy1", "/search?q=W-HAI", "/nothing", "/receipts", "/receipts/1",
    "/receipts/1?outcome=rejected", "/receipts/2?after=100", "/receipts/1?q=zzz", "/receipts/99", "/list",
    "/list?ids=release1,photo1,never",
]  # fmt: skip
STORED = (
    "//body//*[self::bdi or self::code or self::kbd or self::script or self::svg or @lang or @dir or @class='code']"
)
STORED_WORDS = {"its digits are in the file name", "Two men shake hands before flags"}
"""Words of fake records that are not in a particular language."""
UNITS = re.compile(
    r"\b(?:kB|MB|GB|JPEG|PDF|image/\w+|text/\w+|application/[\w.+-]+)\b|https?://\S+|\b[0-9a-f]{64}\b|\S+\.jpg\b|\bUTC\b|\d\d:\d\d(:\d\d)?(\.\d+)?Z?"
)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    services: Any = photographs(tmp_path)
    odd(services)
    services.receipts, services.intake_runs = fill(tmp_path / "desk.sqlite"), lambda: False
    monkeypatch.setattr(negotiation, "read_translations", lambda _language: Brackets())
    client = desk_client(desk_app(services))
    client.set_cookie("lang", "vi")
    return client


def untold(client: FlaskClient, path: str) -> list[str]:
    """Return the words of a page that are neither in a message nor stored."""
    tree = html.document_fromstring(client.get(path).get_data())
    for node in tree.xpath(STORED):
        node.text = None
        for child in [*node]:
            node.remove(child)
    told = [text for node in tree.body.iter() for text in (node.text, node.tail, *map(node.get, SPOKEN)) if text]
    typed = path.partition("q=")[2].split("&")[0]
    return [text for text in map(outside, told) if LETTER.search(text) and text != typed]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_messages_and_what_is_stored_and_nothing_else(client: FlaskClient, path: str) -> None:
    assert untold(client, path) == []


def test_so_does_a_document_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(negotiation, "read_translations", lambda _language: Brackets())
    shelf = Shelf(tmp_path)
    shelf.client.set_cookie("lang", "vi")
    paths = ["", "?q=dermaga", "/pages", "/pages/7?q=dermaga", "/pages/2", "/pages/99", "/pages?go=x"]
    found = {path: untold(shelf.client, shelf.at("laporan.pdf", path)) for path in paths}
    shelf.services.close()
    assert {path: words for path, words in found.items() if words} == {}


def outside(text: str) -> str:
    """Return the part of a text outside brackets."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        kept.append(" " if depth or letter == "⟧" else letter)
    bare_text = UNITS.sub(" ", "".join(kept)).strip(punctuation + " –\n")
    return "" if bare_text in NAMES | STORED_WORDS else bare_text


def test_the_rule_finds_what_is_no_message() -> None:
    assert outside("⟦Page⟧ 3 of ⟦all ⟦n⟧⟧") == "3 of"
    assert not LETTER.search(outside("⟦n⟧: 1.8 MB, 10:00"))
