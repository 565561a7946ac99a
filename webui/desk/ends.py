"""A record as the desk names it where the archivist decides about it: held ones too, which are said to be held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.access import ARCHIVIST, PUBLIC
from archive.record import Kind, Record
from webui import labels, links, words
from webui.desk import links as desk
from webui.services import services

_LONGEST_TITLE, _LONGEST_CAPTION = 180, 220  # characters


@dataclass(frozen=True, slots=True)
class End:
    """`url`: its page, that of the desk where not everyone may see it, for which `held` is the word; `thumbnail` of a
    photo."""

    id: str
    title: str
    lang: str
    kind: Kind
    kind_label: str
    date: str
    language: str
    file: str
    caption: str
    caption_lang: str
    url: str
    held: str
    thumbnail: str | None


def ends(ids: Iterable[str | None]) -> dict[str, End]:
    """Those of the records that are here, by id."""
    catalogue = services().archive.catalogue
    wanted = list(dict.fromkeys(id_ for id_ in ids if id_))
    open_ = set(catalogue.visible(wanted, PUBLIC))
    return {record.id: _end(record, record.id in open_) for record in catalogue.get_many(wanted, ARCHIVIST)}


def _end(record: Record, is_open: bool) -> End:
    lang = labels.lang(record.values.get("language"))
    named = record.title == record.filename
    caption = record.values.get("caption")
    return End(
        id=record.id,
        title=labels.name(record.title, 100) if named else labels.shorten(record.title, _LONGEST_TITLE),
        lang="" if named else lang,
        kind=record.kind,
        kind_label=words.KINDS[record.kind],
        date=labels.date(record.date),
        language=labels.language(lang) if lang else "",
        file=labels.name(record.filename, 100),
        caption=labels.shorten(caption, _LONGEST_CAPTION) if isinstance(caption, str) else "",
        caption_lang=lang,
        url=links.record(record.id) if is_open else desk.record(record.id),
        held="" if is_open else words.STATUSES[record.status],
        thumbnail=desk.thumbnail(record) if record.kind is Kind.PHOTO else None,
    )
