"""The same search with one thing changed, as the pairs of its address: what pages and JSON link to."""

from __future__ import annotations

from collections.abc import Iterable

from archive.searcher import NameRead, Offer, Part
from webui.asking import Asked
from webui.parameters import LONGEST_QUERY, LONGEST_VALUE

Pairs = list[tuple[str, str]]

_TOGETHER = {"date": ("date_from", "date_to"), "has_photo": ("has_photo", "has"), "has": ("has_photo", "has")}
_MOVING = {"page", "cursor"}


def without(asked: Asked, *gone: tuple[str, str]) -> Pairs:
    """Without these pairs. Who leaves an opened group sees groups again."""
    out = {*gone}
    if any(name in {"sequence", "version"} for name, _ in out):
        out.add(("collapse", "none"))
    return [pair for pair in asked.pairs if pair not in out and pair[0] not in _MOVING]


def put(asked: Asked, *pairs: tuple[str, str]) -> Pairs:
    """With these in place of all that there is by their names."""
    names = {name for name, _ in pairs} | _MOVING
    return _tidy(asked, [*(pair for pair in asked.pairs if pair[0] not in names), *pairs])


def added(asked: Asked, *pairs: tuple[str, str]) -> Pairs:
    """With these beside what there is."""
    new = [pair for pair in pairs if pair not in asked.pairs]
    return [*(pair for pair in asked.pairs if pair[0] not in _MOVING), *new]


def opened(asked: Asked, group: tuple[str, str]) -> Pairs | None:
    """The group of an entry that stands for others, each on its own; None for one too long for an address."""
    if len(group[1]) > LONGEST_VALUE:
        return None
    return put(asked, group, ("collapse", "none"))


def offered(asked: Asked, offer: Offer) -> Pairs | None:
    """The value of the facet in place of the words that say it; None for one too long for an address."""
    if len(offer.value) > LONGEST_VALUE:
        return None
    kept = [pair for pair in put(asked, ("q", offer.without)) if pair != (offer.facet, offer.value)]
    return [*kept, (offer.facet, offer.value)]


def dropped(asked: Asked, part: Part) -> Pairs:
    """Without the part of a search that found nothing."""
    if part.filter is None:
        return put(asked, ("q", part.without))
    gone = _TOGETHER.get(part.filter[0], (part.filter[0],))
    return without(asked, *(pair for pair in asked.pairs if pair[0] in gone))


def sense(asked: Asked, name: NameRead, meant: str) -> Pairs | None:
    """With the name of one sense in place of the letters that may mean several; None where that makes it too long."""
    q = asked.query.q
    start, end = name.span
    alone = not (q[:start].strip() or q[end:].strip())
    instead = meant if alone or " " not in meant else f"({meant})"
    changed = f"{q[:start]}{instead}{q[end:]}"
    return put(asked, ("q", changed)) if len(changed) <= LONGEST_QUERY else None


def _tidy(asked: Asked, pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Without what says nothing new: an empty query, and "none" where that is what goes without saying."""
    usual = type(asked.query).model_fields["collapse"].default
    nothing = {("q", "")} | ({("collapse", "none")} if usual == ["none"] else set())
    return [pair for pair in pairs if pair not in nothing]
