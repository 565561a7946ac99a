"""A line as a sequence of phrases, and patterns matched against it.

In a pattern `<a|b>` is a phrase of one of these classes, `<~>` any phrase of the same sentence. A pattern is compiled
to a regular expression in which each set of classes is one letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.text.embargo import embargo_words, instants
from archive.text.embargo.embargo_words import PhraseToken, Scope
from archive.text.orthography import fold

_ENDS_SENTENCE = frozenset(("stop", "asks"))
_SIGNS = ("day", "clock", "zone", "weekday", "year", "number", "stop", "asks", "colon", "sign")


@cache
def _symbols() -> dict[frozenset[str], str]:
    """Assign a letter to each set of classes that a phrase may have."""
    sets = {frozenset[str](), *(frozenset((one,)) for one in _SIGNS)}
    for scope in Scope:
        known, _ = embargo_words.table(scope)
        sets |= set(known.values())
        sets |= {
            classes | known.get(fold(phrase[1:]), frozenset()) for phrase, classes in known.items() if phrase[0] == "="
        }
    return {one: chr(0xE000 + n) for n, one in enumerate(sorted(sets, key=sorted))}


@cache
def shape(template: str) -> re.Pattern[str]:
    """Return the regular expression over letters for a pattern."""

    def letters(found: re.Match[str]) -> str:
        wanted = set(found[1].split("|"))
        if wanted == {"~"}:
            return f"[^{''.join(symbol for one, symbol in _symbols().items() if one & _ENDS_SENTENCE)}]"
        return f"[{''.join(symbol for one, symbol in _symbols().items() if one & wanted)}\uffff]"

    return re.compile(re.sub(r"<([a-z_|~]+)>", letters, template))


@dataclass(frozen=True, slots=True)
class PhraseLine:
    """A line split into phrases: `said` has a letter for each of `tokens`, and `classes` has all their classes."""

    text: str
    tokens: list[PhraseToken]
    said: str
    classes: frozenset[str]

    def has(self, template: str) -> bool:
        """Return whether the phrases contain such a run."""
        return shape(template).search(self.said) is not None

    def names(self, *classes: str) -> bool:
        """Return whether there is a phrase of one of the classes."""
        return not self.classes.isdisjoint(classes)


@lru_cache(maxsize=512)  # many rules read the same line
def read_phrases(line: str, scope: Scope = Scope.LINE) -> PhraseLine:
    """Return a clean line as phrases, with its days, times, zones and weekdays. `scope`: as in
    `embargo_words.classify`."""
    return cut_clean(line, instants.spans(line), scope)


def cut_clean(line: str, taken: dict[int, tuple[int, str]], scope: Scope = Scope.LINE) -> PhraseLine:
    """Return a clean line as phrases. `taken`, `scope`: as in `embargo_words.classify`."""
    tokens = embargo_words.classify(line, taken, scope)
    symbols = _symbols()
    classes = frozenset[str]().union(*{token.classes for token in tokens})
    return PhraseLine(line, tokens, "".join(symbols[token.classes] for token in tokens), classes)
