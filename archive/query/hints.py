"""What a query seems to mean and is not read as: operators in small letters or another language, signs of elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archive.query.fields import DATE_FIELDS
from archive.query.lexer import Piece, Sign

_OR = frozenset({"or", "atau", "hoặc", "hoac"})
_AND = frozenset({"and", "dan", "và", "va"})
_NOT = frozenset({"not", "bukan", "không", "khong", "tanpa"})
_AMBIGUOUS = frozenset({"va", "khong", "bukan", "không", "tanpa"})  # in small letters, common words of texts
_FEW = 6  # words of a query short enough for a small `or` to be meant
_SINGLE_QUOTED = re.compile(r"(?:^|\s)['\u2018]\w[^'\u2018\u2019]{0,200}+['\u2019](?:\s|$)")
_SQUARE = re.compile(r"\[[^\[\]]{0,200}+\]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SHOUT = re.compile(r"(?:^|\s)!\w")


def hints(text: str, found: Sequence[Piece]) -> list[str]:
    """Sentences that say what was read as plain words and how to write what was perhaps meant."""
    said = [*_operators(text, found), *_alone(found)]
    if any(" TO " in square for square in _SQUARE.findall(text)) and not _asks_days(found):
        said.append("[… TO …] was read as words; a span is written date:2025-10..2025-12.")
    if _second_year(found):
        said.append("Only the first of these years was read as a date; for either, write date:(2024 OR 2025).")
    if _SHOUT.search(text):
        said.append("! leaves nothing out; to leave a word out, write -word.")
    if _SINGLE_QUOTED.search(text):
        said.append('Single quotation marks make no phrase; write "these words" for words side by side.')
    return said


def _operators(text: str, found: Sequence[Piece]) -> list[str]:
    """Of words that look like operators, one sentence for each sort."""
    syntax = any(piece.sign not in (Sign.WORD, Sign.AND) for piece in found)
    shouted = text.upper() == text  # with everything in capitals, capitals mean nothing
    said = {}
    for n, piece in enumerate(found):
        if piece.sign is not Sign.WORD or not _between(found, n):
            continue
        word = unicodedata.normalize("NFC", piece.text)
        low = word.casefold()
        capitals = word.isupper() and not shouted
        if low in _OR and (capitals or syntax or len(found) <= _FEW):
            said["or"] = f"“{word}” was searched as a word; for either of two, write OR in capitals."
        elif low in _AND and (capitals or (syntax and low not in _AMBIGUOUS)):
            said["and"] = f"“{word}” was searched as a word; all words are asked for anyway, so leave it out."
        elif low in _NOT and (capitals or (low == "not" and (syntax or len(found) <= _FEW))):
            said["not"] = f"“{word}” was searched as a word; to leave a word out, write -word or NOT in capitals."
    if shouted and any(piece.sign is Sign.NOT for piece in found) and len(found) > 3:
        said["NOT"] = 'NOT leaves out the word after it; in quotation marks, "NOT", it is a word.'
    return list(said.values())


def _between(found: Sequence[Piece], n: int) -> bool:
    """Whether a piece has something to join or to leave out after it."""
    if n + 1 == len(found) or found[n + 1].sign in (Sign.CLOSE, Sign.AND, Sign.OR):
        return False
    low = unicodedata.normalize("NFC", found[n].text).casefold()
    return low in _NOT or (n > 0 and found[n - 1].sign in (Sign.WORD, Sign.QUOTED, Sign.CLOSE))


def _alone(found: Sequence[Piece]) -> list[str]:
    """A sentence when AND stands where there is nothing to join."""
    ends = (None, Sign.AND, Sign.OR)
    signs = [None, *(piece.sign for piece in found), None]
    for before, sign, after in zip(signs, signs[1:], signs[2:], strict=False):
        if sign is Sign.AND and (before in (*ends, Sign.OPEN) or after in (*ends, Sign.CLOSE)):
            return ["AND needs something on both sides; it was left out where there is nothing."]
    return []


def _second_year(found: Sequence[Piece]) -> bool:
    """Whether a year follows a date and OR, as in `date:2024 OR 2025`."""
    days = (Sign.FIELD, Sign.WORD, Sign.OR, Sign.WORD)
    return any(
        tuple(piece.sign for piece in four) == days and four[0].text in DATE_FIELDS and _YEAR.fullmatch(four[3].text)
        for four in zip(found, found[1:], found[2:], found[3:], strict=False)
    )


def _asks_days(found: Sequence[Piece]) -> bool:
    return any(piece.sign is Sign.FIELD and piece.text in DATE_FIELDS for piece in found)
