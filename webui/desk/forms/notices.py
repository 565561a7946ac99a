"""The notice after a decision, with undo, and the pages of its list.

Records are named as elsewhere at the desk, with held ones marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from archive.access import ARCHIVIST, PUBLIC
from archive.edits import link_decisions
from archive.record import Kind, Record
from archive.storage.archive import Archive
from webui.desk.forms import form_tokens
from webui.i18n import labels, words
from webui.i18n.words import MessageTable, _, marked
from webui.services import desk_links as desk
from webui.services import links
from webui.services.services import services

_LONGEST_TITLE, _LONGEST_CAPTION = 180, 220  # characters


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A link to a record: `url` is its page, at the desk if it is not public, with `held` as the word for that;
    `thumbnail` of a photo."""

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


def ends(ids: Iterable[str | None]) -> dict[str, RecordLink]:
    """Return the existing records among these, by id."""
    catalogue = services().archive.catalogue
    wanted = list(dict.fromkeys(id_ for id_ in ids if id_))
    open_ = set(catalogue.visible(wanted, PUBLIC))
    return {record.id: _end(record, record.id in open_) for record in catalogue.get_many(wanted, ARCHIVIST)}


def _end(record: Record, is_open: bool) -> RecordLink:
    lang = labels.lang(record.values.get("language"))
    named = record.title == record.filename
    caption = record.values.get("caption")
    return RecordLink(
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


AGENT = "press-archive desk"
A_PAGE = 20  # entries
MOST_TYPED = 2000  # characters of a reason that a page repeats
MOST_PAGES = 10_000
_ADDRESS = re.compile(r"(?:.*/records/)?([A-Za-z0-9_-]{1,64})(?:[/?#].*)?")

_SAID = MessageTable(
    {
        "confirmed": marked("Confirmed"),
        "refused": marked("Refused"),
        "taken back": marked("Undone"),
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision in words, and the relation or mention it was about. `undo` is its number while it can be undone."""

    what: str
    one: RecordLink
    relation: str
    other: RecordLink | None
    filename: str
    undo: int | None


def done(n: int | None) -> Notice | None:
    """Return the act of that number in its current state; None if there was a later decision."""
    act = services().archive.catalogue.decision(n) if n is not None else None
    if act is None or not (act.stands or act.taken_back):
        return None
    found = ends((act.record, act.other))
    if act.record not in found:
        return None
    return Notice(
        _SAID["taken back" if act.taken_back else act.what],
        found[act.record],
        words.RELATIONS.get(act.type, act.type) if act.type else "",
        found.get(act.other or ""),
        act.filename,
        act.n if act.stands else None,
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of a list: its number, the last number, and the number of entries before it."""

    page: int
    last: int

    @classmethod
    def of(cls, count: int, asked: int) -> Pages:
        """Return the requested page, or the last if there are fewer now."""
        last = max(1, min(MOST_PAGES, -(-count // A_PAGE)))
        return cls(min(asked, last), last)

    @property
    def skip(self) -> int:
        """Return how many entries are on the pages before it."""
        return (self.page - 1) * A_PAGE

    @property
    def label(self) -> str:
        """Return `Page 2 of 7`."""
        return _("Page %(page)s of %(last)s", page=words.number(self.page), last=words.number(self.last))


def in_words(n: int, detail: Mapping[str, Any]) -> str:
    """Return an event of a record in words, `Confirmed: Corrects Title`, if it decides about a relation or a mention or
    undoes that; otherwise ""."""
    if not {"relation", "mention"} & detail.keys():
        return ""
    back = detail.get("taken_back")
    act = services().archive.catalogue.decision(back if isinstance(back, int) else n)
    if act is None:
        return ""
    other = ends((act.other,)).get(act.other or "")
    if act.type:
        said = [words.RELATIONS.get(act.type, act.type), labels.name(other.title, 80) if other else ""]
    else:
        said = [labels.name(act.filename, 80), f"– {other.file}" if other else ""]
    return f"{_SAID['taken back' if back else act.what]}: {' '.join(said).rstrip()}"


def take_back(archive: Archive, n: int, reason: str | None = None) -> None:
    """Restore the state before act `n`; do nothing if that was done already. Raise as `link_decisions.take_back`
    does."""
    act = archive.catalogue.decision(n)
    if act is None or not act.taken_back:
        link_decisions.take_back(archive, n, AGENT, reason)


def meant(archive: Archive, typed: str) -> str | None:
    """Return the record with an id, or with the address of its page; None if there is none."""
    found = _ADDRESS.fullmatch(typed.strip())
    if found is None:
        return None
    now = archive.catalogue.now_at(found[1], ARCHIVIST)
    record = now[0] if now else found[1]
    return record if archive.catalogue.get(record, ARCHIVIST) is not None else None


def typed_reason() -> str:
    """Return the reason in the submitted form."""
    return form_tokens.sent().get("reason", "")[:MOST_TYPED]


def refused_status() -> int:
    """Return the status of a page that says why nothing was changed: 409 for a form, 400 for a preview."""
    return 409 if request.method == "POST" else 400


def see(address: str) -> Response:
    """Return a 303 to the page that shows the result."""
    return Response(status=303, headers={"Location": address})
