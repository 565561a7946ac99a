"""GET /search.atom: results of a search as a feed (Atom, RFC 4287; paged by RFC 5005)."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from flask import Response
from lxml import etree
from pydantic import Field

from archive.access import PUBLIC
from archive.media_types import JPEG
from archive.record import Kind, Record
from archive.search.execution.requests import Hit, Results
from archive.search.query.plan import Sort
from webui.http.parameters import MAX_REACH, SearchQuery, Whole
from webui.http.public_address import home
from webui.http.requests import BadParameters, ParsedSearch, read_arguments
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.pages import errors
from webui.pages.filters import PATH as SEARCH
from webui.pages.kept_list import FEED
from webui.presentation.record_lookup import hide_private_values
from webui.presentation.record_values import plain, rights
from webui.presentation.search_context import arguments
from webui.services import links
from webui.services.services import services

PATH = FEED
MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries was last changed
_LONGEST = 500  # characters of a summary


class FeedQuery(SearchQuery):
    """The parameters of a search as a feed takes them: what became public last comes first, whatever its date, and
    never with some of the words only."""

    sort: Sort = "-added"
    page_size: Whole = Field(default=50, ge=1, le=100)


def search() -> Response:
    """Return the view. It takes the parameters that the search page takes."""
    try:
        asked = read_arguments(arguments(), FeedQuery)
    except BadParameters as error:
        said = "; ".join(f"{refusal.name}: {localised_message(refusal.reason)}" for refusal in error.refusals)
        return errors.page(400, _("This feed cannot be made. %(said)s.", said=said))
    results = services().searcher.search(replace(asked.request, facets=(), assisted=False), PUBLIC)
    body = _feed(asked, results)
    return add_etag(Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8"), body)


def _feed(asked: ParsedSearch, results: Results) -> bytes:
    root, archive = home(), services().settings.archive.name
    ids = [hit.record.id for hit in results.hits]
    changed, came = services().catalogue.changed_at(ids, PUBLIC), services().catalogue.came_at(ids, PUBLIC)
    hits = [
        hit for hit in results.hits if hit.record.id in changed.keys() & came.keys()
    ]  # without records withdrawn a moment ago
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(feed, "id", _urn(f"{archive}:{links.with_query(PATH, asked.other_page(1))}"))
    _add(feed, "title", f"{labels.shorten(asked.query.q, 120) or _('All records')} · {archive}")
    _add(feed, "updated", max(changed.values(), default=_NEVER))
    _add(_add(feed, "author"), "name", archive)
    _add_links(feed, asked, results, root)
    for hit in hits:
        _add_entry(feed, hit, came[hit.record.id], changed[hit.record.id], root)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def _add_links(feed: etree._Element, asked: ParsedSearch, results: Results, root: str) -> None:
    here = asked.query.page
    last = min(results.pages, MAX_REACH // asked.query.page_size)
    pages = [
        ("self", here),
        *((rel, page) for rel, page in (("previous", here - 1), ("next", here + 1)) if page <= last),
    ]
    for rel, page in pages:
        if page > 0:
            _link(feed, rel, root + links.with_query(PATH, asked.other_page(page)), MEDIA_TYPE)
    kept = [pair for pair in asked.pairs if pair[0] not in {"page", "page_size"}]
    _link(feed, "alternate", root + links.with_query(SEARCH, kept), "text/html")


def _add_entry(feed: etree._Element, hit: Hit, came: str, changed: str, root: str) -> None:
    record = hide_private_values(hit.record)
    url = root + links.record(record.id)
    entry = _add(feed, "entry")
    if tag := labels.lang(record.values.get("language")):
        entry.set(_XML_LANG, tag)
    _add(entry, "id", _urn(f"record:{record.id}"))
    _add(entry, "title", labels.shorten(record.title, 400))
    _add(entry, "published", came)
    _add(entry, "updated", max(came, changed))
    _link(entry, "alternate", url, "text/html")
    if record.kind is Kind.PHOTO:
        _link(entry, "enclosure", f"{url}/preview", JPEG)
    _add(entry, "category", term=record.kind.value, label=words.KINDS[record.kind.value])
    if source := plain(record.values.get("source")) or plain(record.values.get("credit")):
        _add(_add(entry, "author"), "name", labels.shorten(source))
    if summary := _summary(hit, record):
        _add(entry, "summary", summary)
    if told := rights(record):
        _add(entry, "rights", labels.shorten(told, _LONGEST))


def _summary(hit: Hit, record: Record) -> str:
    """Return its day, and a matching passage or else its caption."""
    passages = [highlight.text for highlight in hit.highlights if highlight.field != "title"]
    said = passages[0] if passages else plain(record.values.get("caption")) or ""
    return ". ".join(part for part in (labels.listed(record), labels.shorten(said, _LONGEST)) if part)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Return a new element in `parent`, without the characters that XML cannot hold."""
    added = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    added.text = None if text is None else labels.clean_for_page(text)
    return added


def _link(parent: etree._Element, rel: str, href: str, media_type: str) -> None:
    _add(parent, "link", rel=rel, href=href, type=media_type)


def _urn(what: str) -> str:
    """Return a permanent name that does not depend on the host in the request (RFC 4122, version 5)."""
    return uuid5(NAMESPACE_URL, f"press-archive:{what}").urn
