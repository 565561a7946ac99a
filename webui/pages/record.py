"""The page of a record: its text with the photos where they stood, or the photo with its captions; and its origins."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template

from archive.access import PUBLIC, instant, utc_now
from archive.record import Asset, Kind, Record
from webui import labels, links, words
from webui.caching import tagged
from webui.captions import captions, disagree
from webui.lookup import visible
from webui.passages import MAX_SHOWN, pages
from webui.services import services
from webui.values import described, newest_first, plain, rights, shown_status


@dataclass(frozen=True, slots=True)
class File:
    """An original as listed: `here` is False when it has gone from the store."""

    asset: Asset
    name: str
    size: str
    role: str
    url: str
    here: bool


def _file(record: Record, asset: Asset) -> File:
    return File(
        asset=asset,
        name=labels.name(asset.filename),
        size=words.file_size(asset.size),
        role=words.ROLES[asset.role],
        url=links.asset(record.id, asset.n),
        here=services().store.has(asset.sha256),
    )


def record(record_id: str) -> Response:
    """The view."""
    found = visible(record_id)
    text = services().catalogue.text(found.id, PUBLIC) or ""
    main, technical = described(found)
    own = captions(found)
    files = [_file(found, asset) for asset in newest_first(found.assets)]
    status = shown_status(found, instant(utc_now()))
    body = render_template(
        "photo.html" if found.kind is Kind.PHOTO else "article.html",
        record=found,
        title=labels.shorten(found.title, 400),
        lang=labels.lang(found.values.get("language")),
        kind=words.KINDS[found.kind],
        genre=plain(found.values.get("genre")),
        date=labels.date(found.date),
        status=words.STATUSES[status],
        rights=rights(found),
        main=main,
        technical=technical,
        event_date=labels.date(plain(found.values.get("event_date"))),
        captions=own,
        disagree=disagree(own),
        pages=pages(text, found.photos),
        cut=max(0, len(text) - MAX_SHOWN),
        absent=[link for link in found.photos if link.record is None],
        files=files,
        source_address=links.outside(found.values.get("source_url")),
        relations=[(words.RELATIONS.get(r.type, labels.field(r.type)), r) for r in found.relations],
    )
    return tagged(Response(body), body)
