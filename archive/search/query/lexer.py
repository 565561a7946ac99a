"""Split a query text into tokens with positions: words, quotations, brackets, field names and operators.

Also notes what only looks like an operator, such as `or` or another search engine's syntax.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from archive.access import PUBLIC, Viewer
from archive.messages import Message
from archive.search.query.fields import DATE_FIELDS, MOST_PARTS, field_name, is_archivist_name, spaced_name
from archive.subject_codes import ALIASES as SCHEMES
from archive.text.patterns import lazy_regex

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300a\u300b\u300c\u300d\u300e\u300f\u301d\u301e\u301f'
OPERATORS = ("AND", "OR", "NOT")
MAX_SLOP = 20

_WIDE_LETTERS = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_WIDE_BY = 0xFEE0  # offset from a plain sign to its full-width form
_WIDE = str.maketrans("\uff08\uff09\uff0a\uff5e\u301c\uff0d\u2212\ufe63\uff02\uff5c", '()*~~---"|') | {
    wide: wide - _WIDE_BY for wide in _WIDE_LETTERS
}
_NO_TEXT = lazy_regex("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_RUN = rf"[^\s(){QUOTES}]"
_SIGN = lazy_regex(rf"\s*(?:([(])|([)])|([{QUOTES}])|({_RUN}+))")
_CLOSING = lazy_regex(f"[{QUOTES}]")
_BEHIND_QUOTE = lazy_regex(r" ?~([0-9]{1,6})(?![^\s()])|~(?![^\s()])|[*]+(?![^\s()])")
_INSIDE = lazy_regex(rf"(?:\({_RUN}*+\){_RUN}*+)+")  # the rest of `IMG(1).jpg` after the beginning of the word
_UNSEEN = lazy_regex("[\u00ad\u061c\u200b-\u200f\u2060\ufeff]*")
_JUNK = lazy_regex(r"(?:[^\w]|_)*")
_NAME = lazy_regex(r"[^\W\d_][\w-]{1,39}")
_COLON = lazy_regex("[:\uff1a]")
_COMPARED = lazy_regex(r"([^\W\d_]{2,20}) ?(?=((?:[<>]=?|=[<>]?|[≥≤]) ?[0-9]{4}[^\s()]{0,12}))")
_LONGEST_NAME = 60
_DATE_WORDS_TEXT = "before after since until from to sebelum sesudah setelah sejak sampai hingga trước sau từ đến"
_DATE_WORDS = frozenset(_DATE_WORDS_TEXT.split())


class Sign(Enum):
    """The kind of a token."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class QueryPiece:
    """A token: its sign, its text (for a quotation, without the marks; for a field, its main name) and its position."""

    sign: Sign
    text: str
    start: int
    end: int
    slop: int = 0


def normalise_query_text(text: str) -> str:
    """Return the text with full-width letters and signs as plain ones, and blanks for characters that are not text:
    control characters, lone surrogates, direction marks. Every position still holds the same character."""
    return _NO_TEXT.sub(" ", text).translate(_WIDE)


def lex_query(text: str, warnings: list[Message], viewer: Viewer = PUBLIC) -> list[QueryPiece]:
    """Return the tokens of a normalised text in order; mistakes are corrected, with a note in `warnings`. `viewer` is
    the user. Linear in its length."""
    found: list[QueryPiece] = []
    at = 0
    while match := _SIGN.match(text, at):
        start = match.start(match.lastindex or 0)
        at = match.end()
        if match[1]:
            found.append(QueryPiece(Sign.OPEN, "(", start, at))
        elif match[2]:
            found.append(QueryPiece(Sign.CLOSE, ")", start, at))
        elif match[3]:
            at = _quotation(text, start, found, warnings)
        else:
            at = _run(text, start, at, found, warnings, viewer)
    return found


def _quotation(text: str, start: int, found: list[QueryPiece], warnings: list[Message]) -> int:
    """Add a quotation that opens at `start`; return where to continue."""
    closing = _CLOSING.search(text, start + 1)
    if closing is None:
        inside = text[start + 1 :].strip()
        if inside and start and text[start - 1].isdecimal():
            return start + 1  # 15" is a measurement
        warnings.append(Message("quotes-unclosed"))
        found.append(QueryPiece(Sign.QUOTED, inside, start, len(text)))
        return len(text)
    inside = text[start + 1 : closing.start()].strip()
    behind = _BEHIND_QUOTE.match(text, closing.end())
    slop = 0
    if behind and behind[1]:
        slop = min(int(behind[1]), MAX_SLOP)
        if int(behind[1]) > MAX_SLOP:
            warnings.append(Message("phrase-gap-limited", most=MAX_SLOP, read=slop))
    elif behind and behind[0].startswith("~"):
        warnings.append(Message("phrase-gap-missing"))
    elif behind or "*" in inside:
        warnings.append(Message("phrase-star"))
    end = behind.end() if behind else closing.end()
    found.append(QueryPiece(Sign.QUOTED, inside, start, end, slop))
    return end


def _run(text: str, start: int, end: int, found: list[QueryPiece], warnings: list[Message], viewer: Viewer) -> int:
    """Add the tokens of a run without spaces; return where to continue."""
    start = _UNSEEN.match(text, start, end).end()  # type: ignore[union-attr]  # it matches always
    run = text[start:end]
    operator = _operator(run, warnings)
    if operator is not None:
        found.append(QueryPiece(operator, run, start, end))
        return end
    dashes = len(run) - len(run.lstrip("-"))
    if not dashes and run[:1] in ("\u2010", "\u2011", "\u2013") and run[1:2].isalnum():
        dashes = 1
        if run[0] == "\u2013":
            warnings.append(Message("dash-read-as-minus", typed=run[:40], word=run[1:40]))
    start += dashes
    if dashes and (start < end or text[end : end + 1] in ("(", *QUOTES)):
        found.append(QueryPiece(Sign.MINUS, "-", start - 1, start))
    if start == end:
        return end
    after = _compared(text, start, found, warnings) or _field(text, start, end, found, warnings, viewer)
    if after is not None:
        return after
    if text[end : end + 1] == "(" and (text[end - 1].isalnum() or text[end - 1] in "_-."):
        more = _INSIDE.match(text, end)
        end = more.end() if more else end
    found.append(QueryPiece(Sign.WORD, text[start:end], start, end))
    return end


def _operator(run: str, warnings: list[Message]) -> Sign | None:
    if run in OPERATORS:
        return Sign[run]
    if run in ("|", "||"):
        warnings.append(Message("bar-read-as-or", typed=run))
        return Sign.OR
    return Sign.AND if run in ("&", "&&") else None


def _compared(text: str, start: int, found: list[QueryPiece], warnings: list[Message]) -> int | None:
    """Add the name of a date field compared without a colon (`date>=2026`); return where its value begins."""
    compared = _COMPARED.match(text, start)
    name = field_name(compared[1]) if compared else None
    if compared is None or name not in DATE_FIELDS:
        return None
    typed, value = compared[0] + compared[2], compared[2].replace(" ", "")
    warnings.append(Message("field-colon-added", typed=typed, read=f"{compared[1]}:{value}"))
    found.append(QueryPiece(Sign.FIELD, name, start, compared.end(1)))
    return compared.end()


def _field(
    text: str, start: int, end: int, found: list[QueryPiece], warnings: list[Message], viewer: Viewer
) -> int | None:
    """Add the field name at the beginning of a run; return where its value begins, or None."""
    found_colon = _COLON.search(text, start, min(end, start + _LONGEST_NAME))
    if found_colon is None or text.startswith("://", found_colon.start()):
        return None
    colon = found_colon.start()
    start = _JUNK.match(text, start, colon).end()  # type: ignore[union-attr]  # it matches always
    if start == colon:
        return None
    for parts in range(MOST_PARTS - 1, 0, -1):
        before = found[-parts:]
        if len(before) == parts and all(piece.sign is Sign.WORD for piece in before):
            typed = text[before[0].start : colon]
            name = (
                spaced_name(typed, viewer)
                if len(typed) <= _LONGEST_NAME and text[start - 1 : start].isspace()
                else None
            )
            if name is not None:
                del found[-parts:]
                found.append(QueryPiece(Sign.FIELD, name, before[0].start, colon + 1))
                return colon + 1
    typed = text[start:colon]
    name = field_name(typed, viewer) if typed[:1].isalpha() else None
    if name is not None:
        found.append(QueryPiece(Sign.FIELD, name, start, colon + 1))
        return colon + 1
    following = text[colon + 1 : colon + 2]
    after_subject = bool(found) and (found[-1].sign, found[-1].text) == (Sign.FIELD, "subject")
    coded = after_subject or typed in SCHEMES  # medtop:20000350
    if (
        not coded
        and text[colon] == ":"
        and following
        and not following.isspace()
        and following not in "\\/:"
        and _NAME.fullmatch(typed)
    ):
        code = "field-unknown-date" if typed.casefold() in _DATE_WORDS else "field-unknown"
        code = "field-of-archivist" if is_archivist_name(typed) else code
        warnings.append(Message(code, typed=typed, words=text[start:end][:80]))
    return None


_OR = frozenset({"or", "atau", "hoặc", "hoac"})
_AND = frozenset({"and", "dan", "và", "va"})
_NOT = frozenset({"not", "bukan", "không", "khong", "tanpa"})
_AMBIGUOUS = frozenset({"va", "khong", "bukan", "không", "tanpa"})  # in lower case, common words in texts
_FEW = 6  # maximum words of a query in which a lower-case `or` may be meant
_SINGLE_QUOTED = lazy_regex(r"(?:^|\s)['\u2018]\w[^'\u2018\u2019]{0,200}+['\u2019](?:\s|$)")
_SQUARE = lazy_regex(r"\[[^\[\]]{0,200}+\]")
_YEAR = lazy_regex(r"(?:19|20)[0-9]{2}")
_SHOUT = lazy_regex(r"(?:^|\s)!\w")


def make_syntax_hints(text: str, found: Sequence[QueryPiece]) -> list[Message]:
    """Return hints on what was read as plain words, and how to write what may have been meant."""
    hints = [*_operators(text, found), *_alone(found)]
    if any(" TO " in square for square in _SQUARE.findall(text)) and not any(
        piece.sign is Sign.FIELD and piece.text in DATE_FIELDS for piece in found
    ):
        hints.append(Message("date-square-span"))
    if _second_year(found):
        hints.append(Message("date-second-year"))
    if _SHOUT.search(text):
        hints.append(Message("exclamation-mark"))
    if _SINGLE_QUOTED.search(text):
        hints.append(Message("quotes-single"))
    return hints


def _operators(text: str, found: Sequence[QueryPiece]) -> list[Message]:
    """Return one sentence for each kind of words that look like operators."""
    syntax = any(piece.sign not in (Sign.WORD, Sign.AND) for piece in found)
    shouted = text.upper() == text  # with everything in capitals, capitals mean nothing
    hints = {}
    for n, piece in enumerate(found):
        if piece.sign is not Sign.WORD or not _between(found, n):
            continue
        word = unicodedata.normalize("NFC", piece.text)
        low = word.casefold()
        capitals = word.isupper() and not shouted
        if low in _OR and (capitals or syntax or len(found) <= _FEW):
            hints["or"] = Message("word-or", word=word)
        elif low in _AND and (capitals or (syntax and low not in _AMBIGUOUS)):
            hints["and"] = Message("word-and", word=word)
        elif low in _NOT and (capitals or (low == "not" and (syntax or len(found) <= _FEW))):
            hints["not"] = Message("word-not", word=word)
    if shouted and any(piece.sign is Sign.NOT for piece in found) and len(found) > 3:
        hints["NOT"] = Message("not-in-capitals")
    return list(hints.values())


def _between(found: Sequence[QueryPiece], n: int) -> bool:
    """Return whether a piece has something to join or to exclude after it."""
    if n + 1 == len(found) or found[n + 1].sign in (Sign.CLOSE, Sign.AND, Sign.OR):
        return False
    low = unicodedata.normalize("NFC", found[n].text).casefold()
    return low in _NOT or (n > 0 and found[n - 1].sign in (Sign.WORD, Sign.QUOTED, Sign.CLOSE))


def _alone(found: Sequence[QueryPiece]) -> list[Message]:
    """Return a sentence if AND has nothing to join."""
    ends = (None, Sign.AND, Sign.OR)
    signs = [None, *(piece.sign for piece in found), None]
    for before, sign, after in zip(signs, signs[1:], signs[2:], strict=False):
        if sign is Sign.AND and (before in (*ends, Sign.OPEN) or after in (*ends, Sign.CLOSE)):
            return [Message("and-incomplete")]
    return []


def _second_year(found: Sequence[QueryPiece]) -> bool:
    """Return whether a year follows a date and OR, as in `date:2024 OR 2025`."""
    days = (Sign.FIELD, Sign.WORD, Sign.OR, Sign.WORD)
    return any(
        tuple(piece.sign for piece in four) == days and four[0].text in DATE_FIELDS and _YEAR.fullmatch(four[3].text)
        for four in zip(found, found[1:], found[2:], found[3:], strict=False)
    )
