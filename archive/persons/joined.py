"""Which words of a text stand together in a name, and which say more of the name before them."""

from __future__ import annotations

import re

from archive.persons.sorting import Sorted
from archive.persons.things import NOUNS, PLACES
from archive.persons.vocabulary import PHRASES, Sort
from archive.persons.words import last_before

OWNING = frozenset(["of", "của", "dari", "from", "asal"])

PARTICLES = frozenset(
    [
        "ibn",
        "binte",
        "dos",
        "das",
        "do",
        "du",
        "ter",
        "ten",
        "zu",
        "zum",
        "e",
        "y",
        "af",
        "de",
        "da",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "binti",
        "al",
        "el",
        "la",
        "le",
    ]
)

_OPENS = re.compile(r"\s[\"“‘']")  # a nickname in quotes, inside a name
_CLOSES = re.compile(r"[\"”’']\s")
_APART = frozenset([",", "-", "–", "—"])


class Joined(Sorted):
    """The words of a text with what each is to its neighbours."""

    def apposition(self, n: int) -> int:
        """The first word of the apposition that word `n` ends: an office after a comma or a dash; -1 for none."""
        while n > 0 and self.words[n].gap.strip() not in _APART:
            if set(self.words[n].gap) & set(".;:()\n"):
                return -1
            n -= 1
        article = n + 1 < len(self.words) and self.words[n].low in {"the", "a", "an", "also", "who", "yang", "juga"}
        if n > 0 and self.words[n].low in OWNING:
            return n
        return n if n > 0 and self.phrase(n + article)[1] not in {None, Sort.FIELD, Sort.NAME} else -1

    def _is_team(self, first: int, last: int) -> bool:
        """Whether a run after `and` is a body that is known: `Oscar Piastri of Australia and McLaren (L)`."""
        run = tuple(word.low for word in self.words[first : last + 1])
        return first > 3 and self.words[first - 1].low == "and" and PHRASES.get(run) is Sort.FIELD

    def _owner(self, first: int) -> int:
        """The `of` in the four words before the `and` before word `first`, after a name; 0 for none."""
        near = range(first - 3, max(0, first - 7), -1)
        return next((n for n in near if self.words[n].low == "of" and self.is_capital(n - 1)), 0)

    def joins(self, n: int) -> bool:
        """Whether nothing but blanks and the quotation marks of a nickname stands before word `n`, and no `'s`."""
        if self.words[n - 1].text.endswith(("'s", "’s")):
            return False
        gap = self.words[n].gap
        if gap.isspace():
            return True
        if _OPENS.fullmatch(gap):
            return any(_CLOSES.fullmatch(word.gap) for word in self.words[n + 1 : n + 4])
        return bool(_CLOSES.fullmatch(gap)) and any(
            _OPENS.fullmatch(word.gap) for word in self.words[max(0, n - 3) : n]
        )

    def follows_thing(self, offset: int) -> bool:
        """Whether what ends at `offset` is surely no person: a place or the name of a thing."""
        last = last_before(self.words, offset)
        first = last
        while first > 0 and self.words[first].gap.isspace() and last - first < 4:
            first -= 1
        lows = [word.low for word in self.words[first : last + 1]]
        return any(low in NOUNS for low in lows) or any(" ".join(lows[n:]) in PLACES for n in range(len(lows)))

    def goes_on(self, n: int) -> bool:
        return self.is_capital(n) or (self.sorts[n] is None and self.words[n].text in PARTICLES)
