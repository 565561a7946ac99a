"""Facet values with the same meaning: forms of a card, spellings with and without accents, different blanks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from archive.authority.authorities import BODY, PERSON, PLACE, Authorities
from archive.authority.card_index import CardRole, Cards
from archive.text import fold

JOINED = {
    "person": (PERSON,),
    "photographer": (PERSON,),
    "speaker": (PERSON,),
    "place": (PLACE,),
    "source": (BODY,),
    "credit": (),
}
"""The facets whose values are names, with the kinds of cards that may join them; agencies join those of `_AGENCIES`."""
_AGENCIES = ("source", "credit")
MOST = 5_000  # most frequent values of a facet that are joined


class ValueKeys:
    """Keys by which equal values of one facet are recognized in any index. They are cached, because an index changes
    often."""

    def __init__(self, column: str, cards: Cards, authorities: Authorities) -> None:
        self.column = column
        self._cards = cards
        self._agencies = authorities
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, value: str) -> tuple[str, str]:
        """Return the agency or card of a value, else its words in lower case; and its words without accents, "" if they
        have none."""
        known = self._known.get(value)
        if known is None:
            if len(self._known) >= 4 * MOST:
                self._known.clear()
            words = plain(value)
            bare = folded(words)
            known = self._known[value] = self._key(words, bare), "" if words.isascii() else bare
        return known

    def _key(self, words: str, bare: str) -> str:
        if self.column in _AGENCIES and (agency := self._agencies.agency(bare)) is not None:
            return f"agency {agency}"
        card = self.card(words, bare)
        return words if card is None else f"card {card}"

    def card(self, words: str, bare: str) -> str | None:
        """Return the name of the only card with these plain words as a full form, accented or not."""
        found = {
            entry.card.name
            for entry in self._cards.entries(bare.split())
            if entry.role is CardRole.FULL
            and entry.card.kind in JOINED[self.column]
            and (words.isascii() or " ".join(entry.form.exact) == words)
        }
        return found.pop() if len(found) == 1 else None


class ValueGroups:
    """The values of one facet in groups of equal meaning, from all values of an index with their numbers of records."""

    def __init__(self, keys: ValueKeys, values: Iterable[tuple[str, int]]) -> None:
        self._keys = keys
        self._shown: dict[str, str] = {}  # by value, for as many as may be in results
        self._key_of: dict[str, str] = {}
        self._groups: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        counted = [(value, count, *keys.of(value)) for value, count in values]
        marked: defaultdict[str, set[str]] = defaultdict(set)
        for _, _, key, bare in counted:
            if bare:
                marked[bare].add(key)
        self._marked = {bare: found.pop() for bare, found in marked.items() if len(found) == 1}
        for value, count, key, _ in counted:
            self._key_of[value] = self._marked.get(key, key)
            self._groups[self._key_of[value]].append((value, count))

    def key(self, value: str) -> str:
        """Return the key shared by all forms of a value. An unaccented form belongs to the only accented one."""
        known = self._key_of.get(value)
        if known is not None:
            return known
        key, _ = self._keys.of(value)
        return self._marked.get(key, key)

    def forms(self, typed: str) -> tuple[str, ...]:
        """Return all values of the index equal to the typed one, in any form; itself if there are none."""
        return tuple(value for value, _ in self._groups.get(self.key(typed), ())) or (typed,)

    def shown(self, value: str, key: str | None = None) -> str:
        """Return the most frequent form of a value, whose key may be known; for people, one with at least two words, or
        the card's name if the index has none."""
        known = self._shown.get(value)
        if known is None:
            if len(self._shown) >= 4 * MOST:
                self._shown.clear()
            known = self._shown[value] = self._form_shown(value, self.key(value) if key is None else key)
        return known

    def _form_shown(self, value: str, key: str) -> str:
        forms = self._groups.get(key)
        if not forms:
            return clean(value)
        full = [form for form in forms if self._keys.column != "person" or " " in clean(form[0])]
        words = plain(value)
        if not full and (card := self._keys.card(words, folded(words))) is not None:
            return card
        best = max(full or forms, key=lambda form: (form[1], not form[0].isascii(), form[0]))
        return clean(best[0])


def merge(
    values: Sequence[tuple[str, int]], groups: ValueGroups, chosen: Iterable[str], size: int, most: int
) -> list[tuple[str, int, bool, tuple[str, ...]]]:
    """Return the joined values of a result: (displayed form, records, whether it is filtered by, forms), most frequent
    first. These are the first `size`, and filtered ones among the first `most`. `records` counts a record with two
    forms twice."""
    wanted = {groups.key(value) for value in chosen}
    counts: defaultdict[str, int] = defaultdict(int)
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for value, count in values:
        key = groups.key(value)
        counts[key] += count
        forms[key].append(value)
    first = sorted(counts.items(), key=itemgetter(1), reverse=True)[:most]
    return [
        (groups.shown(forms[key][0], key), count, key in wanted, tuple(forms[key]))
        for n, (key, count) in enumerate(first)
        if n < size or key in wanted
    ]


def clean(value: str) -> str:
    """Return a value with single plain blanks between its words."""
    return " ".join(value.split())


def folded(words: str) -> str:
    """Return words without accents; cached, because names share most of theirs."""
    return words if words.isascii() else " ".join(map(_folded, words.split(" ")))


_folded = lru_cache(maxsize=20_000)(fold)


def plain(value: str) -> str:
    """Return a value in lower case with plain blanks."""
    return clean(value).casefold()
