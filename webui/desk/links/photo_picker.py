"""The page on which the archivist picks the photo that an article means: photos with its number, of its day, with the
names in its caption, or search results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, abort, render_template
from pydantic import Field

from archive.access import ARCHIVIST
from archive.catalogue import ResolvedMention
from archive.catalogue.history.shown_links import digest_of_mention
from archive.edits import link_decisions
from archive.errors import IndexUnavailable, QueryError, UnknownRecord
from archive.record import Kind, Record
from webui.desk.forms.notices import RecordLink, ends
from webui.desk.links.mention_rows import around, sign
from webui.desk.links.mentions import PATH, MentionsQuery
from webui.desk.links.record_search import found_ids
from webui.desk.records.own_text import own_text
from webui.desk.records.record_pages import known
from webui.http.parameters import Text
from webui.http.requests import checked
from webui.i18n import labels, negotiation
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.services.services import services

_OF_EACH = 12  # photos of one reason
_MOST = 24
_NUMBER = re.compile(r"\d{2,}")
_WORD = re.compile(r"[\w'’-]+")
_NAMES = 8
_LONGEST = 300  # characters of a search


class PickerQuery(MentionsQuery):
    """The position in the list that it was opened from, and the search that replaces the likely photos."""

    q: Text = Field(default="", max_length=_LONGEST)


@dataclass(slots=True)
class LikelyPhoto:
    """A photo that may be meant, and why."""

    photo: RecordLink
    why: str


def pick_photo(article: str, n: str) -> Response:
    """Return the page."""
    record, asked = known(article), checked(PickerQuery, negotiation.arguments())
    if not (n.isascii() and n.isdecimal() and len(n) < 7):
        abort(404)
    try:
        naming = link_decisions.naming(services().archive, article, int(n))
    except UnknownRecord:
        abort(404)
    problem = ""
    photos: list[LikelyPhoto] = []
    try:
        photos = _shown(_searched(asked.q) if asked.q.strip() else _likely(naming, record), naming)
    except (IndexUnavailable, QueryError) as error:
        problem = localised_message(error.message)
    mention = naming.mention
    before, after = around(
        services().archive.catalogue.text(article, ARCHIVIST) or "", mention.offset, mention.filename
    )
    body = render_template(
        "desk/pick_photo.html",
        query=asked,
        path=PATH,
        here=f"{PATH}/{article}/{naming.n}",
        back=asked.address(f"item-{asked.at}", page=asked.page),
        article=ends([article])[article],
        naming=naming,
        name=labels.name(mention.filename),
        sign=sign(mention.filename),
        previewed=digest_of_mention(naming),
        before=before,
        after=after,
        caption=labels.shorten(mention.caption or "", _LONGEST),
        text=own_text(record, mention.filename),
        photos=photos,
        problem=problem,
    )
    return Response(body, 400 if problem else 200)


def _shown(found: Iterator[tuple[str, str]], naming: ResolvedMention) -> list[LikelyPhoto]:
    """Return those with the most reasons first, without photos that the archivist rejected."""
    reasons: dict[str, list[str]] = {}
    for id_, why in found:
        reasons.setdefault(id_, []).append(why)
    ids = sorted(reasons.keys() - set(naming.refused), key=lambda id_: (-len(reasons[id_]), [*reasons].index(id_)))
    of = ends(ids[:_MOST])
    return [LikelyPhoto(of[id_], "; ".join(filter(None, reasons[id_]))) for id_ in ids if id_ in of]


def _searched(q: str) -> Iterator[tuple[str, str]]:
    yield from ((id_, "") for id_ in _found(q, most=_MOST))


def _likely(naming: ResolvedMention, article: Record) -> Iterator[tuple[str, str]]:
    mention = naming.mention
    if numbers := _NUMBER.findall(mention.filename):
        yield from ((id_, _("same number")) for id_ in _found(f"filename:{numbers[-1]}"))
    if names := _names(mention.caption or ""):
        yield from ((id_, _("names of the caption")) for id_ in _found(" OR ".join(f'"{name}"' for name in names)))
    if day := _day(mention.date or article.date or ""):
        before = day - timedelta(days=1)
        yield from ((id_, _("that day or the day before")) for id_ in _found("", before, day))


def _names(caption: str) -> list[str]:
    """Return the capitalised words except the first, which is always capitalised."""
    words = _WORD.findall(caption)[1:]
    return [*dict.fromkeys(word for word in words if word[0].isupper())][:_NAMES]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _found(q: str, first: date | None = None, last: date | None = None, most: int = _OF_EACH) -> list[str]:
    return found_ids(q, most, (Kind.PHOTO,), first, last)
