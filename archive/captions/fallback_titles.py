"""Generated titles for photos without one: from the caption in use, else from the file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from archive.authority.credits import labels
from archive.record import Candidate
from archive.text.patterns import lazy_regex

SENTENCE, FILE_NAME = "first sentence", "file name"  # origins of generated titles, best first
MADE_UP = (SENTENCE, FILE_NAME)
_LONGEST = 250
_SHORTEST = 20
_STOP = lazy_regex(r"[.!?…](?=[\s\"”’)]|$)")
_ABBREVIATION = lazy_regex(
    r"(?:^|[\s(])(?:[^\W\d_]|[A-ZĐ][^\W\d_]{0,3}|Prof|Sept|[a-z]\.[a-z])$"
)  # J., Oct., Gen., a.m.
_TAIL = 350  # characters at the end of a caption that are searched for its credit
_CREDIT = lazy_regex(
    rf"\s?(?:[(\[]\s?(?:{labels.LABEL}\s?[:：]|{labels.BY}\b)[^()\[\]]{{1,140}}[)\]]"
    rf"|(?<=[.!?…”)]\s)(?:{labels.LABEL}\s?[:：]|{labels.BY}\b)[^()\[\]]{{1,90}})\.?\Z",
    re.IGNORECASE,
)
_AFTER = lazy_regex(rf"\s?(?:[.!?…(\[|–—/*©-]|(?:{labels.LABEL})\s?[:：])", re.IGNORECASE)  # before a credit


def first_sentence(text: str) -> str:
    """Return the first sentence of a caption on one line, without its full stop and a labelled credit, shortened at a
    word to 250 characters."""
    line = " ".join(text[:1000].split())
    head, tail = line[:-_TAIL], line[-_TAIL:]
    line = (head + _CREDIT.sub("", tail)).rstrip() or line
    for stop in _STOP.finditer(line):
        end = stop.start()
        if end >= _SHORTEST and not (stop.group() == "." and _ABBREVIATION.search(line[max(0, end - 6) : end])):
            line = line[: end + (stop.group() != ".")]
            break
    if len(line) <= _LONGEST:
        return line.rstrip(".") or line
    head = line[:_LONGEST].rpartition(" ")[0] or line[:_LONGEST]
    return head.rstrip(" ,;:-–") + "…"


def rank_fallback_title(title: Candidate, companions: Iterable[str] = ()) -> int:
    """Return 0 for a given title, else the rank in MADE_UP, from 1. The prefixes `companions` of origins are
    ignored."""
    kind = title.origin
    for mark in companions:
        kind = kind.removeprefix(mark)
    return MADE_UP.index(kind) + 1 if kind in MADE_UP else 0


def _is_of(title: Candidate, caption: str) -> bool:
    """Return whether a title was generated from this caption, possibly from the part before its credit."""
    sentence, made = first_sentence(caption), str(title.value)
    return sentence == made or (sentence.startswith(made) and _AFTER.match(sentence[len(made) :]) is not None)


def follow_caption(
    origins: Mapping[str, Sequence[Candidate]], companions: Iterable[str] = ()
) -> list[Candidate] | None:
    """Return the candidate titles with the sentence of the caption in use first, if the first of them is generated;
    sentences of other captions are removed. None if nothing changes."""
    marks = tuple(companions)
    titles = list(origins.get("title", ()))
    if not titles or not rank_fallback_title(titles[0], marks):
        return None
    kept = [title for title in titles if rank_fallback_title(title, marks) != 1]
    caption = next((offer.value for offer in origins.get("caption", ()) if isinstance(offer.value, str)), "")
    if caption.strip() and all(rank_fallback_title(title, marks) for title in kept):
        made = Candidate(SENTENCE, first_sentence(caption))
        kept.insert(0, next((title for title in titles if title not in kept and _is_of(title, caption)), made))
    return kept if kept and kept != titles else None
