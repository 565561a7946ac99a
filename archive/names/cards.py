"""The name cards of an archive made ready for reading queries: the shipped ones, changed by its own, by their words."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import chain, groupby

from archive.analysis import Role as TokenRole
from archive.analysis import tokenize
from archive.authorities import AGENCY, Authorities, Card
from archive.names.merging import merged
from archive.names.shipped import shipped_cards, shipped_digest
from archive.names.titles import AFTER, BEFORE, written

Words = tuple[str, ...]


class Role(Enum):
    """What a form says: its card; its card where a full form stands by; its card or an ordinary word; none at all."""

    FULL = auto()
    SHORT = auto()
    COMMON = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing, as its words with their marks and without."""

    text: str
    exact: Words
    folded: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """A form on a card, and what it says there. `own`: the archive's own card has it."""

    form: Form
    card: Card
    role: Role
    own: bool


def form_of(text: str) -> Form:
    """A way of writing as words; without any when it has no letter or digit."""
    words = [_parts(word) for word in text.split()]
    return Form(text, tuple(chain.from_iterable(w[0] for w in words)), tuple(chain.from_iterable(w[1] for w in words)))


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[Words, Words]:
    """The parts of what stands between two blanks, with their marks and without. Forms share most of their words."""
    parts = [token for token in tokenize(word) if token.role is TokenRole.PART]
    return tuple(part.exact for part in parts), tuple(part.folded for part in parts)


class Cards:
    """Cards by the words of their forms. Built once (tens of milliseconds) and never changed; for any thread."""

    def __init__(self, own: Sequence[Card], shipped: Sequence[Card], digest: str) -> None:
        """`digest` changes whenever another reading of a query may come of these cards."""
        self.digest = digest
        self.cards = merged(own, shipped)
        self._cards = {card.key: card for card in self.cards}
        self._persons: dict[str, str] = {}
        self._full: dict[str, tuple[Form, ...]] = {}
        self._entries: defaultdict[Words, list[Entry]] = defaultdict(list)
        own_forms = {form_of(text).folded for card in own for text in (*card.names, *card.common, *card.short)}
        for card in self.cards:
            self._add(card, own_forms, {c.key for c in own})
        self._lengths = _lengths(self._entries)
        titles = {form_of(text).folded for card in self.cards for text in (*card.titles, *_names_of_office(card))}
        self._before = titles | {form_of(text).folded for text in written(BEFORE)}
        self._before_lengths = _lengths(self._before)
        self._after = {form_of(text).folded for text in written(AFTER)}
        self._after_lengths = _lengths(self._after)

    @classmethod
    def of(cls, authorities: Authorities) -> Cards:
        """The shipped cards as an archive's authorities.toml changes them."""
        own = [card for card in authorities.cards if card.kind != AGENCY]
        told = hashlib.sha256((shipped_digest() + repr(own)).encode()).hexdigest()[:16]
        return cls(own, shipped_cards(), told)

    def _add(self, card: Card, own_forms: Collection[Words], own_keys: Collection[str]) -> None:
        common = [form_of(text) for text in card.common]
        unsure = {form.folded for form in common}
        full = [form for form in map(form_of, card.names) if form.folded and form.folded not in unsure]
        identity = card.key
        first: dict[Words, Form] = {}
        for form in full:
            first.setdefault(form.folded, form)
        self._full[identity] = tuple(first.values())
        if card.kind == "person":
            for form in full:
                self._persons.setdefault(" ".join(form.folded), identity)
        own = identity in own_keys
        roles = (
            (Role.FULL, full),
            (Role.COMMON, common),
            (Role.SHORT, map(form_of, card.short)),
            (Role.OTHER, map(form_of, card.not_in)),
        )
        for role, forms in roles:
            for form in forms:
                if form.folded and (own or form.folded not in own_forms):
                    self._entries[form.folded].append(Entry(form, card, role, own))

    def get(self, key: str) -> Card | None:
        """The card of that key."""
        return self._cards.get(key)

    def full_forms(self, card: Card) -> tuple[Form, ...]:
        """The forms that mean this card wherever they stand, its name first."""
        return self._full[card.key]

    def holder_forms(self, holder: str) -> tuple[Form, ...]:
        """The forms of the person who is written so on the card of an office."""
        known = self._persons.get(" ".join(form_of(holder).folded))
        return self._full[known] if known else (form_of(holder),)

    def entries(self, words: Sequence[str]) -> tuple[Entry, ...]:
        """What a form of just these folded words says."""
        return tuple(self._entries.get(tuple(words), ()))

    def forms(self) -> Iterable[tuple[Words, tuple[Entry, ...]]]:
        """All forms and what they say."""
        return ((words, tuple(entries)) for words, entries in self._entries.items())

    def lengths(self, first: str) -> tuple[int, ...]:
        """How many words the forms have that begin with this one, the longest first."""
        return self._lengths.get(first, ())

    def before(self, words: Sequence[str], at: int) -> int:
        """How many words from there on are a title, at most one."""
        return _longest(words, at, self._before, self._before_lengths)

    def after(self, words: Sequence[str], at: int) -> int:
        """How many words from there on are a degree, at most one."""
        return _longest(words, at, self._after, self._after_lengths)


def _names_of_office(card: Card) -> tuple[str, ...]:
    return card.names if card.kind == "office" else ()


def _lengths(forms: Iterable[Words]) -> dict[str, tuple[int, ...]]:
    """For each first word the numbers of words of its forms, the longest first."""
    found = sorted({(words[0], -len(words)) for words in forms if words})
    return {first: tuple(-n for _, n in group) for first, group in groupby(found, key=lambda pair: pair[0])}


def _longest(words: Sequence[str], at: int, forms: Collection[Words], lengths: dict[str, tuple[int, ...]]) -> int:
    if at < len(words):
        for length in lengths.get(words[at], ()):
            if tuple(words[at : at + length]) in forms:
                return length
    return 0
