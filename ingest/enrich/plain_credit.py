"""Whether words are, all of them, a credit, though no label says so."""

from __future__ import annotations

import re

from archive.authorities import Authorities, shipped
from archive.credits import parse
from ingest.enrich.words import word_set

_KNOWN = Authorities((), shipped())
_JOINED = re.compile(r"[/|©—:：]|\s[–-]\s|\bvia\b", re.IGNORECASE)
_PART = re.compile(r"\s*[/|,:()\[\]—]\s*|\s+[–-]\s+")
_STOP = re.compile(r"(?<=[\w)]{4})\.\s")
_SMALL = word_set(
    "by oleh via for of the and dan và & untuk photo photos foto ảnh image images picture credit provided supplied do "
    "cung cấp phát minh họa hoạ tư liệu đồ chụp từ màn hình ilustrasi illustration copyright all rights reserved de van"
)
_OF_A_PICTURE = re.compile(r"photo|foto|ảnh|ilustrasi|istimewa|minh h|tư liệu|hand-?out|cung cấp|nvcc", re.IGNORECASE)
_SUPPLIED_BY = re.compile(r"(?:hình )?ảnh do [^.]{3,80} cung cấp\.?", re.IGNORECASE)
MOST_WORDS = 14


def is_plain_credit(words: str, alone: bool) -> bool:
    """Whether these last words of a caption credit an agency that is known (`Jane Doe/AFP via Getty Images`), a person
    and a body (`Jane Doe/Harbour Office`), or are words that are no name (`Ảnh minh họa`, `File photo`). `alone`: no
    caption stands before them; then the name of an agency by itself is too little."""
    credit = parse(words, _KNOWN)
    bodies = [*credit.agencies, *credit.via]
    if _SUPPLIED_BY.fullmatch(words):
        return True
    if not _only_names(words):
        return False
    if credit.flags:
        named = bool(bodies or credit.photographers)
        return named or (_STOP.search(words) is None and (not alone or _OF_A_PICTURE.search(words) is not None))
    if any(_KNOWN.agency(name) for name in bodies):
        return not alone or _JOINED.search(words) is not None
    if not bodies or not credit.photographers or words.endswith("."):
        return False
    return "/" in words or re.search(r"\bphoto by\b", words, re.IGNORECASE) is not None


def _only_names(words: str) -> bool:
    """Whether every word has a capital or belongs to credits, or is part of the name of an agency that is known."""
    parts = [part for part in _PART.split(words) if part and not _KNOWN.agency(part)]
    tokens = [token for part in parts for token in part.split()]
    return len(tokens) <= MOST_WORDS and all(
        not token[:1].islower() or token.casefold().strip(".,") in _SMALL for token in tokens
    )
