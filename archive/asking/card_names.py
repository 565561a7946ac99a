"""Names of cards that begin as something typed, by any of their forms, where the index that is asked has the card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.asking.answers import SearchRequest
from archive.asking.indexes import Opened
from archive.asking.plans import count
from archive.authorities import CONCEPT, Card
from archive.names import Cards, Role, read_names
from archive.names.cards import Form, Words
from archive.query import parse

_LOOKED_AT = 6  # cards whose records are counted
_SHORTEST = 3  # letters that the last word has begun with


def card_names(cards: Cards, before: Words, begun: str, opened: Opened, limit: int) -> list[tuple[Card, str, int]]:
    """Persons, places, bodies and offices with a form that has the words `before` and goes on with one that begins so:
    the card, that form, and how many records have the card, those of most records first and none without any."""
    if len(begun) < _SHORTEST:
        return []
    found: dict[str, tuple[Card, Form]] = {}
    for card, form in _begun(cards, before, begun):
        known = found.get(card.key)
        if known is None or _rank(form, before, begun) < _rank(known[1], before, begun):
            found[card.key] = (card, form)
    likely = sorted(found.values(), key=lambda one: _rank(one[1], before, begun))[:_LOOKED_AT]
    counted = [(card, form.text, _records(cards, card, form, opened)) for card, form in likely]
    return sorted((one for one in counted if one[2]), key=lambda one: -one[2])[:limit]


def _begun(cards: Cards, before: Words, begun: str) -> Iterator[tuple[Card, Form]]:
    for words, entries in cards.forms():
        if any(_stands(words, at, before, begun) for at in range(len(words) - len(before))):
            yield from ((e.card, e.form) for e in entries if e.role is Role.FULL and e.card.kind != CONCEPT)


def _stands(words: Sequence[str], at: int, before: Words, begun: str) -> bool:
    size = len(before)
    return words[at + size].startswith(begun) and tuple(words[at : at + size]) == before


def _rank(form: Form, before: Words, begun: str) -> tuple[bool, int, str]:
    """Forms that begin with what was typed first, then the shortest."""
    return not _stands(form.folded, 0, before, begun), len(form.text), form.text


def _records(cards: Cards, card: Card, form: Form, opened: Opened) -> int:
    """How many records this form finds; none where it is not read as this card."""
    query, names = read_names(parse(form.text), cards)
    if [name.card for name in names] != [card.key]:
        return 0
    return opened.remember(("card", form.text, cards.digest), lambda: count(query.clause, SearchRequest(), opened))
