"""The photo part of a record's page: captions, credit, people, copies and related records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.authority.credits import GivenCredit, collect_flags
from archive.captions.caption_statements import (
    CaptionSource,
    CaptionStatement,
    caption_statements,
    find_differing_spans,
    settled,
)
from archive.record import CAPTION_SHEET, Link, Record
from archive.text import fold
from webui.i18n import labels
from webui.i18n.field_names import FLAGS, TermLabel, caption_origin
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.presentation.content_credentials import credentials_sentence
from webui.presentation.image_sequences import STRIP, run
from webui.presentation.photos import credit_line, credit_lines, people, preview_set, preview_size, twins
from webui.presentation.picture_cards import picture_card
from webui.presentation.print_rights import may_print
from webui.presentation.record_values import ShownField, group_fields, plain
from webui.presentation.text_markup import mark
from webui.services import links

_LONGEST = 4000  # characters of a caption on the page
_MOST_ENTRIES = 60  # ledger entries in one section of the page, and credits
_MOST_ARTICLES = 200
_MOST_FIELDS = 12  # fields of the file with the same text
_IN_VIEW, _LONG = 500, 700  # characters shown next to the picture, of a caption longer than the second number
_MOST_RIVALS = 12  # captions that one caption is compared with, word by word


@dataclass(frozen=True, slots=True)
class CaptionPlace:
    """Where a caption is from: an article or table with its title and `url`, or fields of the file."""

    label: str
    url: str | None
    code: str
    date: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One ledger entry for the page. Words that contradict another entry are marked. `reworded`: others in its language
    are worded differently."""

    words: Markup
    lang: str
    language: str
    places: tuple[CaptionPlace, ...]
    reworded: bool


@dataclass(frozen=True, slots=True)
class PrintedCaption:
    """An article or table with this photo. Its words are shown among the captions and credits; `captioned`: whether it
    has any."""

    title: str
    url: str
    lang: str
    date: str
    captioned: bool
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag. If only an article or table gives it, its title and address."""

    name: str
    meaning: str
    by: str
    url: str | None


def context(record: Record, main: Sequence[ShownField]) -> dict[str, Any]:
    """Return the template values of a photo, except those that every record has. `main`: its fields."""
    entries = caption_statements(record)
    given = credit_lines(record)
    line = credit_line(record, given)
    captions = [entry for entry in entries if entry.what == "caption"]
    opposed = [entry for entry in captions if entry.differs == "facts"]
    told = [entry for entry in captions if entry.differs != "facts"]
    used = told.pop(0) if told and told[0] is captions[0] else None
    rivals = [_statement(entry, opposed) for entry in opposed[:_MOST_ENTRIES]]
    others = [_statement(entry, ()) for entry in told[:_MOST_ENTRIES]]
    printed = [link for link in record.articles if link.record]
    guessed = [link for link in record.possible if link.record]
    articles = [link for link in printed if link.genre != CAPTION_SHEET]
    sheets = [link for link in printed if link.genre == CAPTION_SHEET]
    return {
        "size": preview_size(record),
        "preview_set": preview_set(record),
        "used": _statement(used, ()) if used else None,
        "caption": _split_long(labels.shorten(used.words, _LONGEST)) if used else None,
        "title_in_caption": used is not None and _begins_with(used.words, record),
        "alt": plain(record.values.get("alt_text")) or _("Photo %(name)s", name=labels.name(record.filename)),
        "conflict": bool(rivals),
        "rivals": rivals,
        "pointed_out": any("<mark>" in rival.words for rival in rivals),
        "agreeing": others,
        "reworded": any(one.reworded for one in others),
        "descriptions": [_statement(e, ()) for e in entries if e.what == "alt_text"],
        "articles": [_printed(link) for link in articles[:_MOST_ARTICLES]],
        "sheets": [_printed(link) for link in sheets[:_MOST_ARTICLES]],
        "possible": [_printed(link) for link in guessed[:_MOST_ARTICLES]],
        "settled": settled(entries),
        "credits": _printed_credits(given[:_MOST_ENTRIES], record),
        "left_out": {
            "rivals": len(opposed[_MOST_ENTRIES:]),
            "agreeing": len(told[_MOST_ENTRIES:]),
            "articles": len(articles[_MOST_ARTICLES:]),
            "sheets": len(sheets[_MOST_ARTICLES:]),
            "possible": len(guessed[_MOST_ARTICLES:]),
        },
        "line": line,
        "picture": picture_card(record, given),
        "may_print": may_print(record, given),
        "credentials": credentials_sentence(record),
        "flags": _flags(record, given),
        "people": people(record, bool(rivals)),
        "twins": twins(record),
        "run": run(record, STRIP),
        "field_groups": group_fields(main),
    }


def _split_long(words: str) -> tuple[str, str]:
    """Split a caption into the part next to the picture and the collapsed rest of a long one."""
    if len(words) <= _LONG:
        return words, ""
    at = words.rfind(" ", 1, _IN_VIEW) + 1 or _IN_VIEW
    return words[:at], words[at:]


def _begins_with(caption: str, record: Record) -> bool:
    """Return whether the title is only the beginning of the caption."""
    title = " ".join(fold(record.title).split()).rstrip("…. ")
    return record.title != record.filename and " ".join(fold(caption).split()).startswith(title)


def _printed_credits(given: Iterable[GivenCredit], record: Record) -> list[tuple[str, list[CaptionPlace]]]:
    """Return the credits as printed, each once with its places; none if all say the same."""
    titles = {link.record: labels.shorten(link.title or link.record or "", 120) for link in record.articles}
    found: dict[str, list[CaptionPlace]] = {}
    for one in given:
        label, code = (titles.get(one.record, ""), "") if one.record else labels.origin(one.origin)
        place = CaptionPlace(label, links.record(one.record) if one.record else None, code, "", None)
        found.setdefault(labels.name(one.credit.words, 300), []).append(place)
    return [*found.items()] if len(found) > 1 else []


def _flags(record: Record, given: Iterable[GivenCredit]) -> list[Flag]:
    titles = {link.record: link.title for link in record.articles}
    return [_flag(FLAGS[flag], one.record, titles) for flag, one in collect_flags(record, given) if flag in FLAGS]


def _flag(mark: TermLabel, article: str | None, titles: Mapping[str | None, str | None]) -> Flag:
    by = labels.shorten(titles.get(article) or article, 120) if article else ""
    return Flag(mark.name, mark.meaning, by, links.record(article) if article else None)


def _statement(entry: CaptionStatement, opposed: Sequence[CaptionStatement]) -> Statement:
    shown = labels.shorten(entry.words, _LONGEST)
    rivals = [other.words for other in opposed[: _MOST_RIVALS + 1] if other is not entry][:_MOST_RIVALS]
    return Statement(
        words=mark(shown, find_differing_spans(shown, rivals)),
        lang=labels.lang(entry.language),
        language=labels.language(labels.lang(entry.language)),
        places=tuple(_places(entry.sources)),
        reworded=entry.differs == "words",
    )


def _places(sources: Iterable[CaptionSource]) -> Iterable[CaptionPlace]:
    """Yield the fields of the file grouped by part, then each article and table."""
    own = dict.fromkeys(source.origin for source in sources if source.record is None)
    for label, codes in labels.origins([*own][:_MOST_FIELDS], caption_origin("")):
        yield CaptionPlace(label, None, ", ".join(codes), "", None)
    for source in sources:
        if source.record is not None:
            title = labels.shorten(source.title or source.record, 120)
            doubt = doubt_of(source.doubtful, source.reason)
            yield CaptionPlace(title, links.record(source.record), "", labels.date(source.date), doubt)


def doubt_of(doubtful: bool, reason: str | None) -> str | None:
    """Return the note about a match that is a guess; None for other matches."""
    if not doubtful:
        return None
    return (
        f"{_('Unconfirmed match')}: {labels.shorten(localised_message(reason))}" if reason else _("Unconfirmed match")
    )


def _printed(link: Link) -> PrintedCaption:
    return PrintedCaption(
        title=labels.shorten(link.title or link.record),
        url=links.record(link.record or ""),
        lang=labels.lang(link.language),
        date=labels.date(link.date),
        captioned=bool(link.mention.caption),
        doubt=doubt_of(link.doubtful, link.reason),
    )
