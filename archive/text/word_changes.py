"""The words that differ between two texts, as short hunks: for a terminal, and for JSON."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+")
_MOST = 2000  # words that are compared: more would take long
_PAIRS = 1_000_000  # pairs of equal words that are compared: a text repeating one word would take minutes
_AROUND = 3  # words before and after


@dataclass(frozen=True, slots=True)
class WordChange:
    """Changed words: `before` and `after`, either of which may be empty, between the unchanged words `lead` and
    `trail`."""

    lead: str
    before: str
    after: str
    trail: str

    def __str__(self) -> str:
        """Return `… membuka [-jembatan-] {+dermaga+} di Kupang …`."""
        parts = (self.lead, self.before and f"[-{self.before}-]", self.after and f"{{+{self.after}+}}", self.trail)
        return " ".join(part for part in parts if part)


def equal_pairs(before: str, after: str) -> int:
    """Return how many pairs of equal words two texts have, the cost of comparing them."""
    first, second = (Counter(_WORD.findall(text)) for text in (before, after))
    return sum(count * second[word] for word, count in first.items())


def word_changes(before: str, after: str) -> list[WordChange] | None:
    """Return the differences, in order. None for texts too long to compare word by word."""
    first, second = _WORD.findall(before), _WORD.findall(after)
    if max(len(first), len(second)) > _MOST or equal_pairs(before, after) > _PAIRS:
        return None
    return [
        WordChange(
            " ".join(first[max(0, a - _AROUND) : a]),
            " ".join(first[a:b]),
            " ".join(second[c:d]),
            " ".join(first[b : b + _AROUND]),
        )
        for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
        if what != "equal"
    ]
