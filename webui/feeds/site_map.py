"""GET /sitemap.xml and its parts: the addresses of all public records (sitemaps.org 0.9). And /llms.txt."""

from __future__ import annotations

from itertools import islice
from xml.sax.saxutils import escape

from flask import Response, abort

from archive.access import PUBLIC
from webui.http.public_address import home
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.services import links
from webui.services.services import services

INDEX, PART = "/sitemap.xml", "/sitemap/<number>.xml"
LLMS = "/llms.txt"
MOST = 50_000  # addresses of a part, as limited by the protocol
_MOST_DIGITS = 6
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DOORS = (
    ("/search?q=WORDS", "Search page; {home}/help/search has the syntax of queries."),
    ("/api/v1/search?q=WORDS", "The same as JSON."),
    ("/api/v1/passages?q=WORDS", "Every place where the words stand."),
    ("/api/v1/export?q=WORDS&format=ndjson", "All records of a search, with their texts."),
    ("/api/v1/records/ID.txt", "The text of one record."),
    ("/api/v1", "All addresses of the API; {home}/openapi.json describes them."),
)


def site_map() -> Response:
    """Return the view of the index: one part for each MOST records."""
    parts = range(1, -(-len(services().catalogue.visible_ids(PUBLIC)) // MOST) + 1)
    entries = (f"<sitemap><loc>{escape(home())}/sitemap/{n}.xml</loc></sitemap>" for n in parts)
    return _answer(f'<sitemapindex xmlns="{_NAMESPACE}">\n' + "\n".join(entries) + "\n</sitemapindex>\n")


def site_map_part(number: str) -> Response:
    """Return the view of a part, 404 if there is none."""
    if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        abort(404)
    first = (int(number) - 1) * MOST
    ids = [*islice(sorted(services().catalogue.visible_ids(PUBLIC)), first, first + MOST)] if first >= 0 else []
    if not ids:
        abort(404)
    changed = services().catalogue.changed_at(ids, PUBLIC)  # without records withdrawn a moment ago
    entries = (
        f"<url><loc>{escape(home() + links.record(id_))}</loc><lastmod>{changed[id_]}</lastmod></url>"
        for id_ in ids
        if id_ in changed
    )
    return _answer(f'<urlset xmlns="{_NAMESPACE}">\n' + "\n".join(entries) + "\n</urlset>\n")


def _answer(body: str) -> Response:
    whole = f'<?xml version="1.0" encoding="utf-8"?>\n{body}'
    return add_etag(Response(whole, content_type="application/xml; charset=utf-8"), whole)


def llms() -> Response:
    """Return a guide for programs that read for a language model: what the archive has, and how to get it."""
    name = labels.clean_for_page(services().settings.archive.name)
    lines = [f"# {name}", "", "> Press releases, speeches and photographs with captions.", "", "## How to read", ""]
    lines += [f"- [{address}]({home()}{address}): {said.format(home=home())}" for address, said in _DOORS]
    lines += ["", f"Cite a record by its address. {home()}/about has the terms of use."]
    body = "\n".join(lines) + "\n"
    return add_etag(Response(body, content_type="text/plain; charset=utf-8"), body)
