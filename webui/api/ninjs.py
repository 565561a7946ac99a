"""GET /api/v1/records/{id}.ninjs.json: a record as news systems exchange it (IPTC ninjs 3.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from archive.media_types import JPEG
from archive.positions import MACHINE_TAG
from archive.record import Kind, Link, Record
from archive.search.index.documents import list_strings
from archive.storage.renditions import Name
from archive.subject_codes import subjects_of
from webui.citations.linked_data import licence
from webui.http.public_address import home
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.photos import SIDES, credit_lines, scaled_size, upright_size
from webui.presentation.print_rights import rights_verdict
from webui.presentation.record_lookup import visible
from webui.presentation.record_values import plain
from webui.services import links
from webui.services.services import services

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
MEDIA_TYPE = "application/json"
_NAMED = {"people": "persons", "organisations": "organisations", "places": "places"}
_PLAIN = {"copyrightNotice": "copyright", "usageTerms": "usage_terms", "edNote": "instructions"}
_PICTURES: tuple[Name, ...] = ("thumbnail", "preview")
_FULL = 20  # characters of a date with its time and zone, at least

Item = dict[str, Any]


def ninjs_file(record_id: str) -> Response:
    """Return the view."""
    body = labels.encodable(json.dumps(ninjs(visible(record_id)), ensure_ascii=False))
    return add_etag(Response(body, content_type=MEDIA_TYPE), body)


def ninjs(record: Record) -> Item:
    """Return the item. Unknown values are left out. Embargoes are never mentioned, since only released records are
    shown."""
    text = services().catalogue.text(record.id, viewer()) or ""
    caption = plain(record.values.get("caption"))
    created = plain(record.values.get("created")) or ""
    changed = services().catalogue.changed_at([record.id], viewer()).get(record.id)
    named = {key: _named(record, name) for key, name in _NAMED.items()}
    told: Item = {
        "standard": STANDARD,
        "uri": _uri(record.id),
        "type": "picture" if record.kind is Kind.PHOTO else "text",
        "representationType": "full",
        "version": str(record.version),
        "versionCreated": changed,
        "contentCreated": created if len(created) >= _FULL else None,
        "pubStatus": "usable",
        "language": plain(record.values.get("language")),
        "title": record.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": record.title}],
        "descriptions": [{"role": "caption", "contentType": "text/plain", "value": caption}] if caption else [],
        "bodies": [{"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text}]
        if text
        else [],
        "by": plain(record.values.get("creator")),
        "located": plain(record.values.get("city")),
        **named,
        "subjects": _subjects(record),
        "events": [{"name": name} for name in _words(record, "event")],
        "genres": [{"name": name} for name in _words(record, "genre")],
        "infoSources": _sources(record),
        **{key: plain(record.values.get(name)) for key, name in _PLAIN.items()},
        "rightsInfo": {"linkedRights": [found]} if (found := licence(record)) else None,
        "renditions": _renditions(record),
        "associations": _associations(record),
        "altIds": [{"role": "printed", "value": one} for one in _words(record, "identifiers")],
    }
    return {key: value for key, value in told.items() if value}


def _uri(record_id: str) -> str:
    return home() + links.record(record_id)


def _words(record: Record, name: str) -> list[str]:
    return list_strings(record.values.get(name))


def _named(record: Record, name: str) -> list[Item]:
    return [{"name": one} for one in _words(record, name)]


def _subjects(record: Record) -> list[Item]:
    """Return subjects by the codes in the files, before the keywords that are not subjects."""
    coded = [_coded(one) for one in subjects_of(record)]
    named = {one.get("name") for one in coded}
    words = [word for word in _words(record, "keywords") if not MACHINE_TAG.match(word) and word not in named]
    return [*({"name": word} for word in words), *(one for one in coded if one.keys() != {"name"})]


def _coded(subject: Mapping[str, str]) -> Item:
    """Return a coded value; in ninjs a code without an address can only be a `literal`."""
    uri = links.outside(subject.get("uri"))
    told = {"name": subject.get("name"), "uri": uri, "literal": None if uri else subject.get("code")}
    return {key: value for key, value in told.items() if value}


def _sources(record: Record) -> list[Item]:
    """Return the sources, and the credit of a photo."""
    verdict = rights_verdict(record, credit_lines(record))
    credit = (verdict.credit if verdict else None) or plain(record.values.get("credit"))
    given = (("source", plain(record.values.get("source"))), ("credit", credit))
    return [{"name": name, "role": role} for role, name in given if name]


def _renditions(record: Record) -> list[Item]:
    """Return the original, if it is public, and the two smaller pictures of a photo."""
    original = record.original
    found: list[Item] = []
    size = upright_size(record) if record.kind is Kind.PHOTO else None
    if not services().catalogue.gives_away(original.sha256, viewer()):
        href = f"{home()}/api/v1{links.asset(record.id, original.n)}"
        file = {"name": "original", "href": href, "contentType": original.media_type, "sizeInBytes": original.size}
        found.append(file | _pixels(size))
    if record.kind is Kind.PHOTO:
        for name in _PICTURES:
            picture = {"name": name, "href": f"{_uri(record.id)}/{name}", "contentType": JPEG}
            found.append(picture | _pixels(scaled_size(size, SIDES[name]) if size else None))
    return found


def _pixels(size: tuple[int, int] | None) -> Item:
    return {"width": size[0], "height": size[1]} if size else {}


def _associations(record: Record) -> list[Item]:
    """Return the photos of a text and the texts of a photo, without uncertain ones."""
    sure = [link for link in (*record.photos, *record.articles) if link.record is not None and not link.doubtful]
    return [_association(record, n, link) for n, link in enumerate(sure, 1)]


def _association(record: Record, n: int, link: Link) -> Item:
    is_photo = record.kind is not Kind.PHOTO
    told: Item = {"name": f"{'photo' if is_photo else 'text'}-{n}", "uri": _uri(link.record or "")}
    told |= {"type": "picture" if is_photo else "text", "title": link.title or link.mention.filename}
    if link.mention.caption:
        told["descriptions"] = [{"role": "caption", "contentType": "text/plain", "value": link.mention.caption}]
    return told
