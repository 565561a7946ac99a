"""An archive with its desk for tests: its records, its pages, and its forms, sent as a browser sends them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import html
from werkzeug.test import TestResponse

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.commands import desk_app, desk_client
from tests.support.search_shelf import SearchShelf
from webui.services.services import OpenArchive

HELD = Access(Status.HELD, "2099-05-03T03:00:00Z", "EMBARGO SAMPAI 3 MEI 2099")


class Desk:
    """The desk. `shelf` adds records; `get` and `post` return responses, `page` a page that must be valid."""

    def __init__(self, folder: Path) -> None:
        Archive.create(folder).close()
        settings = folder / "archive.toml"
        text = settings.read_text(encoding="utf-8").replace('timezone = "UTC"', 'timezone = "Asia/Jakarta"')
        settings.write_text(text, encoding="utf-8")
        self.services = OpenArchive(folder)
        self.shelf = SearchShelf(self.services.archive)
        self.app = desk_app(self.services)
        self.client = desk_client(self.app)

    @property
    def archive(self) -> Archive:
        return self.services.archive

    def photo(self, caption: str, **values: Any) -> str:
        """Add a photo with that caption."""
        return self.shelf.add(values.pop("title", caption), kind="photo", caption=caption, **values)

    def index(self) -> None:
        """Update the index, which the indexer of a server does automatically."""
        index_sync.update(self.archive)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def page(self, path: str, status: int = 200) -> html.HtmlElement:
        answer = self.get(path)
        assert answer.status_code == status, answer.text
        return tree(answer)

    def post(self, path: str, **data: Any) -> TestResponse:
        """Post a form with the token. A list is a repeated field."""
        return self.client.post(path, data={"token": self.app.config["FORM_TOKEN"], **data})

    def previewed(self, *ids: str) -> str:
        """Return the digest of the records shown in the confirmation of an access change."""
        return previewed(tree(self.post("/desk/access", id=[*ids], status="held")))

    def shown_fields(self, **wanted: Any) -> dict[str, str]:
        """Return the hidden fields of a preview of a value: the digests of what it showed."""
        page = tree(self.post("/desk/fields", **wanted))
        return {name: page.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("previewed", "shown")}

    def set_fields(self, **wanted: Any) -> TestResponse:
        """Set the value as shown in its preview."""
        return self.post("/desk/fields/apply", **wanted, **self.shown_fields(**wanted))

    def undo(self, n: int, **data: Any) -> TestResponse:
        """Undo the change set as shown on its page."""
        path = f"/desk/changes/{n}/undo"
        return self.post(path, previewed=previewed(self.page(path)), **data)

    def follow(self, answer: TestResponse) -> html.HtmlElement:
        """Return the page that a form redirected to."""
        assert answer.status_code == 303, answer.text
        return self.page(answer.headers["Location"])

    def close(self) -> None:
        self.shelf.searcher.close()
        self.services.close()


def tree(answer: TestResponse) -> html.HtmlElement:
    """Return the page of a response. Fail if an id is repeated or user input became markup."""
    found = html.document_fromstring(answer.get_data())
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert not found.xpath("//main//script | //main//iframe | //img[@onerror] | //svg[@onload]")
    return found


def previewed(page: html.HtmlElement) -> str:
    """Return the digest in the form of a confirmation."""
    (shown,) = page.xpath("//input[@name='previewed']/@value")
    return str(shown)


def said(found: html.HtmlElement | Iterable[html.HtmlElement]) -> str:
    """Return all its text on one line."""
    parts = [found] if isinstance(found, html.HtmlElement) else found
    return " ".join(" ".join(part.text_content().split()) for part in parts)


def values(desk: Desk, record: str) -> dict[str, object]:
    """Return the values of a record."""
    found = desk.archive.catalogue.get(record, ARCHIVIST)
    assert found is not None
    return dict(found.values)
