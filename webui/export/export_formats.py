"""Export formats: a CSV table with fixed columns, and a ZIP of previews with captions, written while it is sent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive.access import instant, utc_now
from archive.csv_rows import BYTE_ORDER_MARK, row
from archive.record import Kind, Link, Record
from archive.seal import unseal
from webui.citations import Work, text
from webui.i18n import labels
from webui.i18n.words import _
from webui.identity.identity import viewer
from webui.presentation.record_values import plain, shown_status
from webui.services.services import services

CSV_COLUMNS = (
    "id", "kind", "genre", "title", "date", "date_precision", "event_date", "language", "source", "source_url",
    "creator", "speaker", "occasion", "persons", "organisations", "places", "keywords", "identifiers", "collection",
    "location", "caption", "credit", "copyright", "usage_terms", "instructions", "filename", "media_type", "size",
    "sha256", "photos", "url", "citation", "added_at", "status", "languages", "photo_ids", "article_ids",
)  # fmt: skip
_LONGEST = 32_000  # characters of a cell; spreadsheets take 32,767


def table(records: Iterable[tuple[Record, Work]], columns: Sequence[str] = CSV_COLUMNS) -> Iterator[str]:
    """Yield the table with its header, row by row, in UTF-8 with a byte order mark. The parts of a list are separated
    by `; `."""
    yield BYTE_ORDER_MARK + row(columns)
    for record, work in records:
        told = _of_record(record, work)
        yield row(_cell(told.get(column, record.values.get(column))) for column in columns)


def _of_record(record: Record, work: Work) -> dict[str, Any]:
    """Return the values of a record that are not part of its description."""
    original = record.original
    return {
        "id": record.id,
        "kind": record.kind.value,
        "title": record.title,
        "date": record.date,
        "date_precision": record.date_precision,
        "source_url": work.source_url,
        "filename": record.filename,
        "media_type": original.media_type,
        "size": original.size,
        "sha256": original.sha256,
        "photos": len(record.photos),
        "url": work.url,
        "citation": text(work),
        "added_at": record.added_at,
        "status": shown_status(record, instant(utc_now())).value,
        "photo_ids": _linked(record.photos),
        "article_ids": _linked(record.articles),
    }


def _linked(links: Iterable[Link]) -> list[str]:
    """Return the ids of the related records, without doubtful ones."""
    return [*dict.fromkeys(link.record for link in links if link.record is not None and not link.doubtful)]


def _cell(value: Any) -> object:
    if value is None or isinstance(value, int):
        return value
    items = value if isinstance(value, list | tuple) else [value]
    said = "; ".join(text for text in (plain(item) for item in items) if text)
    return labels.clean_for_page(said)[:_LONGEST]


MOST = 500  # previews in one ZIP: about 150 MB
TABLE = "captions.csv"
LIST_COLUMNS = (
    "file", "id", "title", "caption", "language", "date", "creator", "credit", "copyright", "usage_terms",
    "instructions", "filename", "sha256", "url", "citation", "note",
)  # fmt: skip
_UNFIT = re.compile(r"[^\w.,+=@ -]")  # in file names, on any system
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest time in a ZIP: equal exports are equal files


class _Sent(io.RawIOBase):
    """The buffer that the ZIP is written to."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return everything written since the last call."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def stream_zip(records: Iterable[tuple[Record, Work]]) -> Iterator[bytes]:
    """Yield the ZIP, preview by preview, and after them a table of their captions. Records other than photos and photos
    withdrawn since are left out; a photo without a preview is in the table, with a note."""
    sent, rows = _Sent(), [row(LIST_COLUMNS)]
    with zipfile.ZipFile(sent, "w") as archive:
        for record, work in records:
            if record.kind is not Kind.PHOTO or services().catalogue.get(record.id, viewer()) is None:
                continue
            picture = _preview(record)
            name = _name(record) if picture else ""
            rows.append(_row(name, record, work))
            if picture:
                archive.writestr(zipfile.ZipInfo(name, _BEGINNING), picture)
                yield sent.taken()
        told = BYTE_ORDER_MARK + "".join(rows)
        archive.writestr(zipfile.ZipInfo(TABLE, _BEGINNING), labels.encodable(told), zipfile.ZIP_DEFLATED)
    yield sent.taken()


def _preview(record: Record) -> bytes | None:
    path = services().renditions.get(record.picture.sha256, "preview", plain(record.values.get("copyright")))
    try:
        return unseal(path.read_bytes()) if path else None
    except (OSError, ValueError):
        return None


def _name(record: Record) -> str:
    """Return `previews/W-HAI_1275-k3v9q2m7x4ab5cde.jpg`: ids of photos are unique in an archive."""
    stem = _UNFIT.sub("_", labels.name(record.filename).rpartition(".")[0] or record.filename).strip(" .")[:80]
    return f"previews/{stem}-{record.id}.jpg" if stem else f"previews/{record.id}.jpg"


def _row(name: str, record: Record, work: Work) -> str:
    told = {
        "file": name,
        "id": record.id,
        "title": record.title,
        "caption": _first_caption(record),
        "date": record.date,
        "filename": record.filename,
        "sha256": record.original.sha256,
        "url": work.url,
        "citation": text(work),
        "note": None if name else _("No preview could be made of it; its original can be had under its address."),
    }
    cells = (told[column] if column in told else plain(record.values.get(column)) for column in LIST_COLUMNS)
    return row(labels.clean_for_page(cell) if isinstance(cell, str) else cell for cell in cells)


def _first_caption(record: Record) -> str | None:
    said = (plain(record.values.get("caption")), *(link.mention.caption for link in record.articles))
    return next((caption for caption in said if caption), None)
