"""A folded word as the texts of an index write it: `hanoi` stays, `nguyen` is Nguyễn nearly everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from archive.analysis.words import exact_form
from archive.asking.indexes import Opened
from archive.query.plan import Plan, Term

_FIELDS = ("text_exact", "title_exact", "names_exact")
_LETTERS = {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư"}  # of Vietnamese, by what they fold to
_VOWELS = frozenset("aăâeêioôơuưy")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile("[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?")
_MAIN = 0.75  # of the records with marks, for a spelling to be the main one


def accented(folded: str, opened: Opened) -> str:
    """The spelling that most texts with marks have of a folded word, where one stands out; else the word as it is. Only
    what a record in this index says now."""
    return opened.remember(("accents", folded), lambda: _main(folded, opened))


def _main(folded: str, opened: Opened) -> str:
    forms = list(dict.fromkeys(_forms(folded)))
    if len(forms) < 2:
        return folded
    counts = [sum(several) for several in zip(*(opened.engine.frequencies(f, forms) for f in _FIELDS), strict=True)]
    most, form = max(zip(counts, forms, strict=True))
    if form == folded or most < _MAIN * sum(counts):
        return folded
    live = any(opened.engine.search(Plan(Term(field, form), limit=0)).total for field in _FIELDS)
    return form if live else folded


def _forms(folded: str) -> Iterator[str]:
    """All ways to put marks on a syllable: one tone at most, and the vowels and the d of Vietnamese."""
    choices = [_LETTERS.get(letter, letter) for letter in folded]
    yield folded
    if not _SYLLABLE.fullmatch(folded):
        return
    for letters in product(*choices):
        yield exact_form("".join(letters))
        for at, letter in enumerate(letters):
            if letter in _VOWELS:
                for tone in _TONES:
                    toned = unicodedata.normalize("NFC", letter + tone)
                    yield exact_form("".join([*letters[:at], toned, *letters[at + 1 :]]))
