"""The page of a caption table: its rows, each with its photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.record import Link, Record
from webui.i18n import labels
from webui.pages.photo import doubt_of
from webui.services import links

MOST = 5000  # rows on one page; the JSON has all


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with the photo it names. `url` and `thumbnail` are None if the archive does not have that photo."""

    filename: str
    url: str | None
    thumbnail: str | None
    caption: str
    lang: str
    language: str
    credit: str
    date: str
    doubt: str | None


def context(record: Record) -> dict[str, Any]:
    """Return the template values of a caption table, except those that every record has."""
    photos = record.with_guesses().photos
    return {
        "rows": [_row(link, record) for link in photos[:MOST]],
        "left_out": max(0, len(photos) - MOST),
        "absent": [link for link in photos if link.record is None],
    }


def _row(link: Link, record: Record) -> SheetRow:
    mention = link.mention
    language = mention.language or record.values.get("language")
    return SheetRow(
        filename=labels.name(mention.filename),
        url=links.record(link.record) if link.record else None,
        thumbnail=f"{links.record(link.record)}/thumbnail" if link.record and not link.doubtful else None,
        caption=labels.shorten(mention.caption or "", 4000),
        lang=labels.lang(language),
        language=labels.language(labels.lang(mention.language)),
        credit=labels.name(mention.credit) if mention.credit else "",
        date=labels.date(mention.date),
        doubt=doubt_of(link.doubtful, link.reason) if link.record else None,
    )
