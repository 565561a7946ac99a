"""Embargo marks in the names of files and folders.

A name has no sentences, so a mark counts by its position: first, last, separate, in capitals, or alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import normalize

from archive.media_types import PICTURES, has_suffix
from archive.text.embargo import embargo_words, instants
from archive.text.patterns import lazy_regex
from ingest.extract.embargo.matcher import OrderKind, may_hold_clean
from ingest.extract.embargo.phrases import PhraseLine, cut_clean, read_phrases, shape
from ingest.extract.embargo.standing import falls_due

_LONGEST = 300  # characters of a name that are read
_SUFFIX = lazy_regex(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_JOINTS = lazy_regex(r"[\s_.\-–—]+")
_PARTS = lazy_regex(r"[(\[{)\]}]|\s{1,4}[-–—_|]{1,4}\s{0,4}|\s{0,4}[-–—_|]{1,4}\s{1,4}|_{2,4}|-{2,4}|[;,+|]")
_BRACKETS = lazy_regex(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_NAME_WORD = lazy_regex(r"[^\W\d_]+|\d+")
_BEFORE_DAY = lazy_regex(r"_|(?<=[^\W\d_])-(?=\d)")
_DIGITS_OF_DAY = lazy_regex(r"(?<!\d)(?:(?:19|20)\d{6}|[0-3]\d[01]\d{3}|\d\d[01]\d[0-3]\d)(?!\d)")  # or 130351
_ACRONYM = 5  # letters that no word of an issuer beside a stamp in capitals has

_BESIDE = "document|nth|number|day|month|before|after|at|weekday|dayword|zone|clock|year|text|status"
_TERM = "embargo|stamp|draft|wait|soft|order|hold_for"
_ALONE = f"(?:<{_BESIDE}>)*+(?:<{_TERM}>|<not><public|publish>)(?:<{_TERM}|{_BESIDE}|secrecy>|<not><public|publish>)*"
_SANCTION_ALONE = "(?:<document>+<sanction>|<sanction><document>)<document|number>*"
_DATED = (
    "<embargo><lead|text|beside>{0,2}(?:<before|day|weekday|dayword|clock>|<number><number|month|clock>)"
    r"|<sanction><text>?<before><~>?<number|day|clock|weekday>|<under>\Z|<hold_for><day>"
)
_ORDERED = "<order>|<not><only|lead>{0,2}<publish|public>|<strict>"
_DRAFT_FIRST = "<number>*<draft><document>"
_DRAFT_LAST = "<~>*<document><~>+<draft><number|document>*"
_TAG_LAST = "<document><~>*(?<!<over|about|lead>)<embargo|tag_last|stamp>"


def read_name(name: str) -> OrderKind | None:
    """Return which order the name of a file or folder is, or has as a mark; None if the name only mentions one.

    An unambiguous phrase (`tidak untuk publik`) counts anywhere; an ambiguous word (`draft`, `hold`, `rahasia`,
    `embargo`) only where marks are usually placed: as the whole name, alone between brackets, dashes or underscores, in
    capitals among lower case, or with only the word for a document, a number or a day beside it.
    """
    name = embargo_words.clean_line(normalize("NFC", name))[:_LONGEST]
    stem = _SUFFIX.sub("", name) or name
    line = _name_line(stem)
    due = falls_due(read_phrases(_BEFORE_DAY.sub(" ", stem)))
    if not due and not (may_hold_clean(line.text) and _name_holds(stem, line, has_suffix(name, PICTURES))):
        return None
    return OrderKind.SECRET if line.names("stamp", "secrecy") else OrderKind.ORDER


def _name_holds(stem: str, line: PhraseLine, picture: bool) -> bool:
    if line.has("<goods|over><embargo|sanction>|<embargo|sanction><goods|over|about|lasts>|<sanction><over>"):
        return _said_apart(stem)
    if _is_marked(stem, line) or line.has(_DATED) or line.has(_ORDERED):
        return True
    quiet = stem.islower() and (picture or ("-" in stem and stem.replace("-", "").isalnum()))
    if _stands_alone(line, quiet):
        return True
    if shape(_DRAFT_FIRST).match(line.said) or shape(_DRAFT_LAST).fullmatch(line.said):
        return True
    if "_" in stem and (shape(_TAG_LAST).fullmatch(line.said) or (_tagged(stem) and line.tokens[-1].classes & {"tag"})):
        return True
    if stem.isupper() and " " not in stem and _capitals_tagged(stem, line):
        return True
    return _said_apart(stem) or any(map(_is_loud, _runs_of_capitals(stem)))


def _name_line(name: str) -> PhraseLine:
    """Return the words of a name, separated by single blanks; `DitahanEmbargo` and `embargo4des` as two."""
    begun = name[:1] + "".join(f" {b}" if a.islower() and b.isupper() else b for a, b in pairwise(name))
    text = " ".join(_NAME_WORD.findall(_JOINTS.sub(" ", begun)))
    taken = {found.start(): (found.end(), "day") for found in _DIGITS_OF_DAY.finditer(text)}
    for start, (end, kind) in instants.spans(text).items():
        if kind in ("day", "weekday", "zone", "clock"):
            taken.setdefault(start, (end, kind))
    return cut_clean(text, taken)


def _is_marked(stem: str, line: PhraseLine) -> bool:
    """Return whether the word is in capitals before lower case, or first before a dash."""
    for token in line.tokens:
        word = line.text[token.start : token.end]
        if "embargo" in token.classes and word.isupper():
            rest = line.text[: token.start] + line.text[token.end :]
            if rest.upper() != rest or len(word) > len("embargo"):
                return True
            if re.match(rf"\W*{re.escape(word)}[_-]", stem):
                return True
    return False


def _stands_alone(line: PhraseLine, quiet: bool) -> bool:
    """Return whether there is a mark with no possible subject beside it. `quiet`: in a name where ambiguous words are
    not marks, as in `pending-release` and `internal_04.jpg`."""
    if shape(_SANCTION_ALONE).fullmatch(line.said):
        return True
    if not shape(_ALONE).fullmatch(line.said):
        return False
    if quiet and not line.names("embargo", "stamp", "draft", "order", "not", "tag"):
        return False
    others = [line.text[token.start : token.end] for token in line.tokens if not token.classes & set(_TERM.split("|"))]
    years = bool(others) and all(re.fullmatch(r"(?:1[89]|20)\d\d", word) for word in others)
    return not (years and line.names("embargo", "soft") and not line.names("draft", "wait", "order"))


def _tagged(stem: str) -> bool:
    return re.search(r"_[^\W\d_]+\Z", stem) is not None


def _capitals_tagged(stem: str, line: PhraseLine) -> bool:
    first, last = line.tokens[0], line.tokens[-1]
    tags = {"embargo", "stamp", "tag_last"}
    return bool(
        (first.classes & tags and stem[first.end : first.end + 1] == "_") or (last.classes & tags and _tagged(stem))
    )


def _said_apart(stem: str) -> bool:
    """Return whether a part of the name between brackets or strong separators is only such a mark."""
    pieces = _PARTS.split(stem)
    if "_" in stem and re.search(r"[^\W\d_][ -]+[^\W\d_]", stem):
        pieces += stem.split("_")  # words are separated by something else
    parts = [line for piece in pieces if (line := _name_line(piece)).tokens]
    if len(parts) < 2 and not _BRACKETS.search(stem):
        return False
    return any(_stands_alone(part, False) or shape(_DATED).match(part.said) for part in parts)


def _runs_of_capitals(stem: str) -> list[list[str]]:
    """Return consecutive words in capitals, if other words of the name are in lower case."""
    words = [word for word in re.findall(r"[^\W_]+", stem) if any(map(str.isalpha, word))]
    if not any(word.islower() or (word[1:].islower() and len(word) > 2) for word in words):
        return []
    runs: list[list[str]] = [[]]
    for word in words:
        if word.isupper():
            runs[-1].append(word)
        else:
            runs.append([])
    return [run for run in runs if run]


def _is_loud(run: list[str]) -> bool:
    line = _name_line(" ".join(run))
    if _stands_alone(line, False) or (line.names("sanction") and len(line.tokens) == 1):
        return True
    others = [
        word
        for token in line.tokens
        if "stamp" not in token.classes
        for word in line.text[token.start : token.end].split()
    ]
    return line.names("stamp") and all(len(word) < _ACRONYM for word in others)
