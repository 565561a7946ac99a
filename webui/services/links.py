"""Addresses of the archive's own pages, and external ones, which are checked before they become a link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from archive.authority.authorities import slug
from archive.record import Kind, Record
from archive.search.entities import is_name

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"'`\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MAX_ADDRESS = 2000


def outside(address: object) -> str | None:
    """Return the address if it is a plain web address (http or https, with a host, no user name, nothing hidden), else
    None."""
    if not isinstance(address, str) or len(address) > _MAX_ADDRESS or _UNSAFE.search(address):
        return None
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return address


def record(record_id: str) -> str:
    """Return the address of the page of a record."""
    return f"/records/{quote(record_id, safe='')}"


def event(key: str) -> str:
    """Return the address of the page of an event."""
    return f"/events/{quote(key, safe='')}"


def events(page: int = 1) -> str:
    """Return the address of a page of the list of events."""
    return "/events" if page == 1 else f"/events?page={page}"


def series(code: str = "", page: int = 1) -> str:
    """Return the address of the tree of series, or of a unit of it."""
    path = f"/series/{quote(code, safe='/:')}" if code else "/series"
    return path if page == 1 else f"{path}?page={page}"


def sequence(record_id: str) -> str:
    """Return the address of the contact sheet of a photo's image sequence."""
    return f"{record(record_id)}/sequence"


def passage(record_id: str, offset: int) -> str:
    """Return the address of a place in a text, by code points."""
    return f"{record(record_id)}/passage/{offset}"


def beside(record_id: str, other: str) -> str:
    """Return the address of two texts side by side."""
    return f"{record(record_id)}/beside/{quote(other, safe='')}"


def document_pages(record_id: str) -> str:
    """Return the address of the page thumbnails of a document."""
    return f"{record(record_id)}/pages"


def document_page(record_id: str, page: int) -> str:
    """Return the address of a page of a document, counted from 1."""
    return f"{document_pages(record_id)}/{page}"


def page_picture(record_id: str, page: int, sha256: str, small: bool = False) -> str:
    """Return the address of the picture of a page of the original with this digest. Its content never changes."""
    return f"{document_page(record_id, page)}/{sha256[:32]}/{'thumbnail' if small else 'picture'}"


def asset(record_id: str, n: int) -> str:
    """Return the address of the download of an original."""
    return f"{record(record_id)}/assets/{n}"


def access_copy(record_id: str, n: int) -> str:
    """Return the address of the download of the access copy of an original."""
    return f"{asset(record_id, n)}/copy"


def iiif(record_id: str, what: str) -> str:
    """Return an IIIF address of a record: its manifest, its sequence or its image."""
    return f"/iiif/{quote(record_id, safe='')}/{what}"


def iiif_picture(record_id: str, size: tuple[int, int]) -> str:
    """Return the address of a photo as a JPEG of this width and height, one of those in which it is available."""
    return iiif(record_id, f"image/full/{iiif_size(size)}/0/default.jpg")


def iiif_size(size: tuple[int, int]) -> str:
    """Return a width and height as an IIIF address has them."""
    return f"{size[0]},{size[1]}"


def citation(record_id: str, form: str) -> str:
    """Return the address of the citation of a record in a format."""
    return f"/api/v1{record(record_id)}/citation?format={form}"


def export(form: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the address of the export of a search, or of a list, in a format."""
    return with_query("/api/v1/export", [("format", form), *pairs])


def listed(ids: Iterable[str], name: str = "") -> str:
    """Return the address of a list of records."""
    address = f"/list?ids={','.join(ids)}"
    return f"{address}&{urlencode({'name': name})}" if name else address


def thumbnail(shown: Record) -> str | None:
    """Return the address of the thumbnail of a record: its own picture, or the first photo it names that is in the
    archive."""
    pictured = _pictured(shown)
    return None if pictured is None else f"{record(pictured)}/thumbnail"


def preview(shown: Record) -> str | None:
    """Return the address of the same picture, large."""
    pictured = _pictured(shown)
    return None if pictured is None else f"{record(pictured)}/preview"


def _pictured(shown: Record) -> str | None:
    if shown.kind is Kind.PHOTO:
        return shown.id
    return next((link.record for link in shown.photos if link.record is not None and not link.doubtful), None)


ENTITIES = {
    "person": "/people",
    "place": "/places",
    "body": "/organisations",
    "source": "/sources",
    "photographer": "/photographers",
}
"""The lists of entities, by kind. The page of an entity is below its list."""


def entity(kind: str, name: object) -> str | None:
    """Return the address of the page of a person, place, body, source or photographer by a name; None if it is not a
    name. Another form of a name leads to the page of its card."""
    return f"{ENTITIES[kind]}/{quote(slug(name), safe='')}" if isinstance(name, str) and is_name(name) else None


def phrase(field: str, words: str) -> str:
    """Return a phrase query for these words in that field, or in all default fields if it is ""."""
    quoted = f'"{" ".join(words.replace(chr(34), " ").split())}"'
    return f"{field}:{quoted}" if field else quoted


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return `path?name=value&...`, or just the path without parameters."""
    query = _encoded(tuple(pairs))
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=256)
def _encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    """Return the encoded parameters. Cached, because the links of a page repeat the same search many times."""
    return urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])
