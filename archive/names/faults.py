"""What is wrong or doubtful on the cards of an archive's authorities.toml, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.authorities import AGENCY, Card, key
from archive.names.cards import Cards, Role, form_of


def faults(own: Sequence[Card], shipped: Sequence[Card], cards: Cards) -> Iterator[tuple[int, str]]:
    """The line of each card that wants a look, and a sentence about it."""
    known = {(card.kind, key(card.name)) for card in shipped}
    seen: dict[tuple[str, str], int] = {}
    for card in own:
        at = (card.kind, key(card.name))
        if card.remove and at not in known:
            yield card.line, f"There is no shipped {card.kind} {card.name!r} to remove; `names find` tells the names."
        if card.kind == AGENCY or card.remove:
            continue
        first = seen.setdefault(at, card.line)
        if first != card.line:
            yield card.line, f"{card.name!r} has a card in line {first} too; they were read as one."
        yield from _forms(card, cards)


def _forms(card: Card, cards: Cards) -> Iterator[tuple[int, str]]:
    full = {form_of(text).folded for text in (*card.names, *card.common)}
    for text in dict.fromkeys((*card.names, *card.short, *card.common, *card.not_in)):
        form = form_of(text)
        if not form.folded:
            yield card.line, f"{text!r} has no letter or digit that could be searched; take it off."
            continue
        others = {
            entry.card.name
            for entry in cards.entries(form.folded)
            if entry.card.key != card.key and entry.role is not Role.OTHER
        }
        if others and text not in card.not_in:
            told = " and ".join(repr(name) for name in sorted(others))
            yield card.line, f"{text!r} also is a form of {told}: it is offered, and never searched by itself."
    for text in card.short:
        if form_of(text).folded in full:
            yield card.line, f"{text!r} is a full form too; take it off short, or off forms."
    if len(card.names) == 1 and not (card.short or card.common or card.not_in or card.titles or card.terms):
        yield card.line, f"{card.name!r} has no other forms yet, so its card finds nothing more; add some."
