"""What the page of a photo shows beside its fields: the ledger of its captions, its credit, people and relatives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.ledger import CAPTION_SHEET, Entry, Source, differing, ledger
from archive.record import Link, Record
from webui import labels, links
from webui.passages import mark
from webui.people import people
from webui.photos import credit_lines, flags, twins
from webui.picture_words import FLAGS, caption_origin
from webui.runs import STRIP, run
from webui.values import plain
from webui.words import _

_LONGEST = 4000  # characters of a caption on the page
_MOST_RIVALS = 12  # captions that one is compared with, word by word


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caption stands: an article or table by its title (`url`), or the fields of the file."""

    label: str
    url: str | None
    code: str
    date: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One entry of the ledger, fit for a page; what one of those that contradict each other says differently is marked
    in its words. `reworded`: others in its language tell it otherwise."""

    words: Markup
    lang: str
    language: str
    places: tuple[Place, ...]
    reworded: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """An article or table that has this photo: its caption and credit as printed there."""

    title: str
    url: str
    lang: str
    date: str
    caption: str
    caption_lang: str
    credit: str
    doubt: str | None


def context(record: Record) -> dict[str, Any]:
    """Everything the template of a photo needs beyond what all records have."""
    entries = ledger(record)
    given = credit_lines(record)
    captions = [entry for entry in entries if entry.what == "caption"]
    rivals = [_statement(entry, captions) for entry in captions if entry.differs == "facts"]
    others = [_statement(e, ()) for e in captions if e.differs != "facts"]
    return {
        "used": _statement(captions[0], ()) if captions else None,
        "alt": plain(record.values.get("alt_text")) or _("Photo %(name)s", name=labels.name(record.filename)),
        "conflict": bool(rivals),
        "rivals": rivals,
        "pointed_out": any("<mark>" in rival.words for rival in rivals),
        "agreeing": others,
        "reworded": any(one.reworded for one in others),
        "descriptions": [_statement(e, ()) for e in entries if e.what == "alt_text"],
        "articles": [_printed(link) for link in record.articles if link.record and link.genre != CAPTION_SHEET],
        "sheets": [_printed(link) for link in record.articles if link.record and link.genre == CAPTION_SHEET],
        "credits": given,
        "titles": {link.record: link.title for link in record.articles},
        "flags": [FLAGS[flag] for flag in flags(given) if flag in FLAGS],
        "people": people(record),
        "twins": twins(record),
        "run": run(record, STRIP),
    }


def _statement(entry: Entry, captions: Sequence[Entry]) -> Statement:
    shown = labels.shorten(entry.words, _LONGEST)
    rivals = [other.words for other in captions if other.differs == "facts" and other is not entry][:_MOST_RIVALS]
    return Statement(
        words=mark(shown, differing(shown, rivals)),
        lang=labels.lang(entry.language),
        language=labels.language(labels.lang(entry.language)),
        places=tuple(_places(entry.sources)),
        reworded=entry.differs == "words",
    )


def _places(sources: Iterable[Source]) -> Iterable[Place]:
    """The fields of the file together, then each article and table."""
    own = [source for source in sources if source.record is None]
    if own:
        made = caption_origin(own[0].origin)
        codes = ", ".join(dict.fromkeys(labels.name(source.origin, 80) for source in own[:12]))
        yield Place(made, None, codes, "", None)
    for source in sources:
        if source.record is not None:
            title = labels.shorten(source.title or source.record, 120)
            doubt = doubt_of(source.doubtful, source.reason)
            yield Place(title, links.record(source.record), "", labels.date(source.date), doubt)


def doubt_of(doubtful: bool, reason: str | None) -> str | None:
    """What to say of a match that is a guess; None for one that is none."""
    if not doubtful:
        return None
    return f"{_('Probably this photo')}: {labels.shorten(reason)}" if reason else _("Probably this photo")


def _printed(link: Link) -> Printed:
    mention = link.mention
    return Printed(
        title=labels.shorten(link.title or link.record),
        url=links.record(link.record or ""),
        lang=labels.lang(link.language),
        date=labels.date(link.date),
        caption=labels.shorten(mention.caption or "", _LONGEST),
        caption_lang=labels.lang(mention.language or link.language),
        credit=labels.name(mention.credit) if mention.credit else "",
        doubt=doubt_of(link.doubtful, link.reason),
    )
