"""Names and figures at the beginning of a text: the subject of its news, apart from its title.

Two reports of one occasion name the same people, bodies and sums in their first paragraphs, even under different
titles. Only names of several words count, and abbreviations: `Federation Fund`, `MTTQ`, `311 triệu`. So this works in
languages that write names with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.catalogue.events.event_profile import without_generic
from archive.text.fold import fold

LEAD = 1500  # code points
_MOST_NAMES, _MOST_FIGURES = 20, 6
_LEAST_DIGITS = 3
_LONGEST = 60  # code points of a name
_TOKEN = re.compile(r"[^\W_]+| [-–—] |[^\w\s]|\n")
_FIGURE = re.compile(r"[0-9][0-9.,]*")
_PHONE = re.compile(r"[+(]?[0-9]{2,4}[)]?[ -][0-9]{3,4}[ -][0-9]{3,4}")
_WITHIN = frozenset("&'’-")  # characters inside a name
_ENDS = frozenset((*'.!?:;\n"“”', " - ", " – ", " — "))  # after which words are capitalised anyway


def lead_names(text: str) -> list[str]:
    """Return the names and figures at the beginning of a text, folded, each once."""
    lead = text[:LEAD]
    found = dict.fromkeys(name for run in _runs(lead) for name in _names(*run))
    figures = dict.fromkeys(filter(None, map(_figure, _FIGURE.findall(_PHONE.sub(" ", lead)))))
    return [*list(found)[:_MOST_NAMES], *list(figures)[:_MOST_FIGURES]]


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of capitalised words, and whether the run begins a sentence."""
    run: list[str] = []
    begins, at_start = True, True
    for token in _TOKEN.findall(text):
        if token[0].isupper():
            if not run:
                at_start = begins
            run.append(token)
            begins = False
        elif run and token in _WITHIN:
            continue
        else:
            if run:
                yield run, at_start
                run = []
            begins = token in _ENDS
    if run:
        yield run, at_start


def _names(run: list[str], at_start: bool) -> Iterator[str]:
    """Yield the names in these words. The first word of a sentence may or may not belong to a name, so both forms are
    names."""
    if len(run) == 1:
        if len(run[0]) > 2 and run[0].isupper():
            yield fold(run[0])[:_LONGEST]
        return
    folded = fold(" ".join(run)).split()
    for words in (folded, folded[1:]) if at_start and len(run) > 2 else (folded,):
        name = without_generic(words)
        if len(name) > 1:
            yield " ".join(name)[:_LONGEST]


def _figure(printed: str) -> str:
    """Return a figure without separators, "" for a short one or a year."""
    digits = re.sub(r"[.,]", "", printed)
    is_year = len(digits) == 4 and digits[:2] in ("19", "20")
    return digits if len(digits) >= _LEAST_DIGITS and not is_year else ""


def distinct(names: Iterable[str]) -> list[str]:
    """Return these names without those that are part of another."""
    ordered = sorted(set(names), key=len, reverse=True)
    found: list[str] = []
    for name in ordered:
        if not any(f" {name} " in f" {longer} " for longer in found):
            found.append(name)
    return found
