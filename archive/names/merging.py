"""What an archive's own cards make of the shipped ones: they add to them, rename them, or take them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.authorities import Card, Term, key


def merged(own: Sequence[Card], shipped: Sequence[Card]) -> tuple[Card, ...]:
    """One card for each person or thing: the own ones first, each with what a shipped card of one of its names adds."""
    cards: dict[tuple[str, str], Card] = {}
    for card in own:
        at = (card.kind, key(card.name))
        if not card.remove:
            cards[at] = _joined(cards[at], card) if at in cards else card
    unwanted = {(card.kind, key(card.name)) for card in own if card.remove}
    names = {(kind, key(form)): (kind, name) for (kind, name), card in cards.items() for form in card.names}
    for card in shipped:
        at = (card.kind, key(card.name))
        if at in unwanted:
            continue
        owner = names.get(at)
        if owner is not None:
            cards[owner] = _joined(cards[owner], card)
        else:
            cards[at] = _joined(cards[at], card) if at in cards else card
    return tuple(replace(card, terms=ended(card.terms)) if card.terms else card for card in cards.values())


def ended(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The same with each open term but the last ending where the next begins."""
    ordered = sorted(terms, key=lambda term: term.first)
    ends = [*(following.first for following in ordered[1:]), None][: len(ordered)]
    return tuple(
        replace(term, last=end) if term.last is None else term for term, end in zip(ordered, ends, strict=True)
    )


def _joined(first: Card, second: Card) -> Card:
    """The first with what the second knows besides."""
    languages: Mapping[str, tuple[str, ...]] = {
        tag: _both(first.forms.get(tag, ()), second.forms.get(tag, ())) for tag in [*first.forms, *second.forms]
    }
    unnamed = () if second.name in first.names else (second.name,)
    return replace(
        first,
        forms={**languages, "": _both(languages.get("", ()), unnamed)},
        titles=_both(first.titles, second.titles),
        short=_both(first.short, second.short),
        common=_both(first.common, tuple(form for form in second.common if form not in first.names)),
        not_in=_both(first.not_in, second.not_in),
        terms=tuple(dict.fromkeys((*first.terms, *second.terms))),
        checked=first.checked if first.terms else second.checked,
    )


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
