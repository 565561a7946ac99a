"""Values for people: dates, languages, kinds, and texts cut or cleaned for a line.

Dates of records stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from archive.listed_date import Basis, listed_date
from archive.record import Record
from webui.i18n import languages, words
from webui.i18n.field_names import FIELDS, FLAGS, origin_label
from webui.i18n.words import _

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")  # the common shapes of BCP 47
_DETECTOR = "py3langid"  # its name means nothing to most readers
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

# Control characters have no glyph and some end a text early; overrides and isolates of direction (UAX #9) make a
# file name read as another one. Each is replaced one for one, so that spans and offsets keep counting right.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_for_page(text: str) -> str:
    """Return the text without characters that a page cannot hold, each replaced by U+FFFD; the length
    stays the same."""
    return str(text) if text.isprintable() else _UNFIT.sub("\ufffd", text)


def encodable(text: str) -> str:
    """Return the text with U+FFFD for halves of characters, which no encoding can send; the length stays the same."""
    try:
        text.encode()  # much faster than searching for them
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return str(text)


def name(text: Any, limit: int = 160) -> str:
    """Return a file name, an address or another short value: one line, read in the order it is stored, cut in the
    middle."""
    flat = str(text)
    if not flat.isprintable():
        flat = clean_for_page(flat).translate(_DIRECTIONS).replace("\n", " ").replace("\t", " ")
    if len(flat) <= limit:
        return flat
    return f"{flat[: limit - 40]}…{flat[-39:]}"


def shorten(text: Any, limit: int = 200) -> str:
    """Return a text on one line, cut at a word with an ellipsis if it is longer than `limit` characters."""
    flat = " ".join(clean_for_page(str(text)[: limit * 2]).split())
    if len(flat) <= limit:
        return flat
    head, space, _ = flat[:limit].rpartition(" ")
    return (head if space and len(head) > limit // 2 else flat[: limit - 1]) + "…"


def lang(tag: Any) -> str:
    """Return a value for an HTML `lang` attribute: the tag, or the empty string (language not known)."""
    return tag if isinstance(tag, str) and _LANGUAGE_TAG.fullmatch(tag) else ""


def language(tag: str) -> str:
    """Return `Vietnamese` for `vi` and `vi-VN`; tags without a name are unchanged."""
    known = languages.language(tag)
    # Translators: how a language is called where its name alone could be a country.
    return words._("%(language)s", language=known) if known else tag


def genre(value: str | None) -> str:
    """Return a genre for people; genres without a name are unchanged."""
    return words.GENRES.get(value, name(value, 60)) if value else ""


def facet_value(facet: str, value: str) -> str:
    """Return a facet's value for people."""
    if facet == "kind":
        return words.KINDS.get(value, value)
    if facet == "language":
        return language(value)
    if facet == "genre":
        return genre(value)
    if facet == "month":
        return date(value)
    if facet == "flag":
        return FLAGS[value].name if value in FLAGS else value
    return name(value, 120)


def _one_day(text: str) -> str:
    match = _DAY.fullmatch(text)
    if match is None:
        return name(text)
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    if day is None:
        return words._("%(month)s %(year)s", month=languages.month_alone(int(month)), year=year)
    return words._("%(day)s %(month)s %(year)s", day=str(int(day)), month=languages.month(int(month)), year=year)


def date(text: str | None) -> str:
    """Return `25 October 2025`, `October 2025`, `2025`, a range `25–26 October 2025`, or an instant with its time."""
    if not text:
        return ""
    if "/" in text:
        first, _, last = text.partition("/")
        if first[:8] == last[:8] and len(first) == len(last) == 10:
            return f"{int(first[8:])}–{_one_day(last)}" if first[8:].isdecimal() else name(text)
        return f"{_one_day(first)} – {_one_day(last)}"
    day, _, time = text.partition("T")
    return f"{_one_day(day)}, {name(time)}" if time else _one_day(day)


def listed(record: Record) -> str:
    """Return the date of a record for a list: its own; that of its event or file, marked as such, if it has none; or a
    doubtful one, also marked; "" when undated."""
    found = listed_date(record)
    match found.basis:
        case Basis.EVENT:
            return _("Undated; event %(when)s", when=date(found.date))
        case Basis.FILE:
            return _("Undated; file of %(when)s", when=date(found.date))
        case Basis.DOUBTFUL:
            return _("%(date)s (doubtful)", date=date(record.date))
        case _:
            return date(found.date)


def origin(value: str, otherwise: str = "") -> tuple[str, str]:
    """Return the source of a value for people, with its technical name."""
    label, code = origin_label(value), name(value, 120)
    if not label:
        return (otherwise, code) if otherwise else (code, "")
    return label, code if ":" in value or value == _DETECTOR else ""


def origins(values: Iterable[str], otherwise: str = "") -> list[tuple[str, list[str]]]:
    """Return the same for several, grouped by name."""
    found: dict[str, list[str]] = {}
    for label, code in (origin(value, otherwise) for value in values):
        found.setdefault(label, []).extend([code] if code else [])
    return [*found.items()]


def field(key: str) -> str:
    """Return the label of a field; a field without one is shown by its own name."""
    return FIELDS.get(key, name(key.replace("_", " ").capitalize(), 60))
