"""Decide whether a photo may be printed: one verdict for pages, lists and JSON, from the photo's own text.

Terms may be in usage terms, instructions, the caption, the credit or the copyright line. In a caption only phrases of
newswires and licences count: "residents ask permission" is not a term. A photo without terms never gets a yes. The
strictest term decides.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from archive.authority.credits.flags import OWNER_UNKNOWN
from archive.authority.credits.labels import COUNTRIES
from archive.record import ARCHIVIST, Record

LONGEST = 20_000  # characters of one field that are read; if it is longer, the rest might forbid anything


class Reason(StrEnum):
    """Why a verdict was given."""

    EXPIRED = "expired"
    FORBIDDEN = "forbidden"
    PERMISSION = "permission-needed"
    LIMITED = "limited-use"
    UNTIL = "limited-time"
    RESERVED = "rights-reserved"
    OWNER_UNKNOWN = "owner-unknown"
    UNCLEAR = "terms-unclear"
    NO_TERMS = "no-terms"
    NO_CREDIT = "no-credit"
    PUBLIC_DOMAIN = "public-domain"
    LICENCE = "open-licence"
    LEAVE = "free-use"
    EDITORIAL = "editorial-use"
    CREDIT = "credit-required"


_NO = (Reason.EXPIRED, Reason.FORBIDDEN)
_ASK = (Reason.PERMISSION, Reason.LIMITED, Reason.UNTIL, Reason.OWNER_UNKNOWN, Reason.UNCLEAR)
_GIVEN = (Reason.PUBLIC_DOMAIN, Reason.LEAVE)  # which a sentence may say about something other than the picture
_YES = (Reason.PUBLIC_DOMAIN, Reason.LICENCE, Reason.LEAVE, Reason.EDITORIAL, Reason.CREDIT)


@dataclass(frozen=True, slots=True)
class PrintVerdict:
    """`reasons`: codes, strictest first. `credit`: the line to print with the photo. `terms`: the usage terms in full,
    each once."""

    verdict: Literal["yes", "ask", "no"]
    reasons: tuple[Reason, ...]
    credit: str = ""
    terms: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        reasons = [str(one) for one in self.reasons]
        return {"verdict": self.verdict, "reasons": reasons, "credit": self.credit, "terms": list(self.terms)}


@dataclass(frozen=True, slots=True)
class _Table:
    """rights.toml: for each rule, its reason, phrases that count anywhere, and phrases that count only in fields about
    rights; words that show that a sentence is about a picture; and abbreviations."""

    rules: tuple[tuple[Reason, re.Pattern[str], re.Pattern[str]], ...]
    about: re.Pattern[str]
    short: Mapping[str, str]
    shortened: re.Pattern[str]


@cache
def _table() -> _Table:
    table = tomllib.loads((Path(__file__).parent / "rights.toml").read_text(encoding="utf-8"))
    parts = {"countries": COUNTRIES}
    for name, words in table["parts"].items():
        parts[name] = f"(?:{_filled(words, parts)})"

    def pattern(*entries: str) -> re.Pattern[str]:
        filled = [_filled(one, parts) for one in entries]
        both = dict.fromkeys(form for one in filled for form in (one, _unaccented(one)))
        return re.compile(rf"(?<!\w)(?:{'|'.join(both) or '(?!)'})(?!\w)", re.IGNORECASE)

    rules = (
        (Reason(rule["reason"]), pattern(*rule["phrases"]), pattern(*rule["phrases"], *rule.get("words", ())))
        for rule in table["rule"]
    )
    short: Mapping[str, str] = table["short"]
    words = "|".join(map(re.escape, sorted(short, key=len, reverse=True)))
    shortened = re.compile(rf"(?<![\w./])(?:{words})(?![\w/])", re.IGNORECASE)
    return _Table(tuple(rules), pattern(table["about"]), short, shortened)


def _filled(words: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda part: parts[part[1]], words)


def _unaccented(words: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFD", words) if not unicodedata.combining(one))
    return bare.replace("đ", "d")


_QUOTED = re.compile(r"(?<!\w)(?:'[^'\n]{1,60}'|\"[^\"\n]{1,60}\"|“[^”\n]{1,60}”|‘[^’\n]{1,60}’)(?!\w)")
_SENTENCE = re.compile(r"(?<=[.;!?]) |(?<= )[-–—]++ |-{3,}+")  # between words with single spaces
_TERMS = ("usage_terms", "instructions")
_PROSE = ("caption", "headline")
_ELSEWHERE = ("copyright", "credit", *_PROSE)
_OWNERS = ("creator", "copyright", "source")


def verdict(record: Record, credit: str, flags: Collection[str], today: date) -> PrintVerdict:
    """Return whether a photo may be printed on the day `today`. `credit`: the line shown below it; `flags`: those of
    all its credits and captions."""
    reasons, terms = _read(record)
    if expiry := _text(record, "expiry_date"):  # the last day of a permission is known
        reasons = [reason for reason in reasons if reason is not Reason.UNTIL]
        reasons += [Reason.EXPIRED] if is_over(expiry, today) else []
    if OWNER_UNKNOWN in flags:
        reasons.append(Reason.OWNER_UNKNOWN)
    found: Literal["yes", "ask", "no"] = "yes"
    if counted := [reason for reason in _NO if reason in reasons]:
        found = "no"
    elif counted := [reason for reason in _ASK if reason in reasons] or _lacking(record, credit, reasons):
        found = "ask"
    ordered = dict.fromkeys([*counted, *(reason for reason in Reason if reason in reasons)])
    return PrintVerdict(found, tuple(ordered), credit or _text(record, "copyright"), tuple(terms))


def _lacking(record: Record, credit: str, reasons: Collection[Reason]) -> list[Reason]:
    """Return what is missing for a permission to print; empty if nothing is."""
    if not any(reason in _YES for reason in reasons):
        if Reason.RESERVED in reasons:
            return [Reason.RESERVED]
        return [Reason.UNCLEAR if _text(record, "usage_terms") else Reason.NO_TERMS]
    named = credit or any(_text(record, key) for key in _OWNERS)
    return [] if named or Reason.PUBLIC_DOMAIN in reasons else [Reason.NO_CREDIT]


def is_over(expiry: str, today: date) -> bool:
    """Return whether the last day of use, which may be a month or a year, is past."""
    return bool(expiry) and last_day(expiry) < today.isoformat()


def last_day(expiry: str) -> str:
    """Return the last day of use as an ISO day: `2025` and `2025-12` end with December."""
    return (expiry + "-12-31"[len(expiry) - 4 :])[:10] if len(expiry) < 10 else expiry[:10]


def _read(record: Record) -> tuple[list[Reason], list[str]]:
    """Return the reasons in the text of a photo, and the words that give them."""
    reasons, terms = list[Reason](), list[str]()
    for key in _TERMS:
        for words in _said(record, key):
            found = _reasons(words, among_terms=True)
            reasons += found
            terms += [words] if found or key == "usage_terms" else []
    for key in _ELSEWHERE:
        for sentence in (sentence for words in _said(record, key) for sentence in _SENTENCE.split(words)):
            if found := _reasons(sentence, prose=key in _PROSE):
                reasons += found
                terms.append(sentence)
    if any(len(_text(record, key)) >= LONGEST for key in (*_TERMS, *_ELSEWHERE)):
        reasons.append(Reason.UNCLEAR)
    return reasons, list(dict.fromkeys(terms))


def _reasons(words: str, *, among_terms: bool = False, prose: bool = False) -> list[Reason]:
    """Return the reasons in some words. `among_terms`: from a field about rights only; `prose`: from any other
    field."""
    table, found = _table(), list[Reason]()
    words = table.shortened.sub(lambda match: table.short[match[0].lower()], words)
    is_about = not prose or table.about.search(words) is not None
    words = _QUOTED.sub(" ", words) if prose else words
    for reason, anywhere, in_terms in table.rules:
        if reason is Reason.UNCLEAR and not (found or among_terms):
            break
        words, count = (in_terms if among_terms else anywhere).subn(" \0 ", words)
        if count and (is_about or reason not in _GIVEN or not words.strip(" \0.;:!()[]")):
            found.append(reason)
    return found


def _said(record: Record, key: str) -> Iterator[str]:
    """Return every wording of a field, the one in use first. The archivist's value about rights replaces the others; if
    a caption or credit was corrected, the terms in the old one still apply."""
    offers = list(record.origins.get(key, ()))
    values: list[Any] = [record.values.get(key)]
    if key not in _TERMS or not any(offer.origin == ARCHIVIST for offer in offers):
        values += [offer.value for offer in offers]
    yield from dict.fromkeys(words for value in values for words in _texts_in(value))


def _text(record: Record, key: str) -> str:
    return "; ".join(_texts_in(record.values.get(key)))


def _texts_in(value: Any) -> Iterable[str]:
    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, str) and one.strip():
            yield " ".join(unicodedata.normalize("NFKC", one[:LONGEST]).split())
