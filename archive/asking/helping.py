"""What a first page says beside its answers: what was meant, which facet a word is, why there is nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.analysis import fold
from archive.asking.answers import Offer, Part, SearchRequest
from archive.asking.finding import Answer
from archive.asking.indexes import Opened
from archive.asking.offers import offers
from archive.asking.spelling import FEW, did_you_mean
from archive.asking.why import reasons
from archive.authorities import Authorities
from archive.names.reading import NameRead
from archive.query.tree import Query


@dataclass(frozen=True, slots=True)
class Help:
    """See Results, which has the same."""

    did_you_mean: str | None = None
    offers: tuple[Offer, ...] = ()
    why: tuple[Part, ...] = ()


def help_with(
    query: Query,
    request: SearchRequest,
    opened: Opened,
    answer: Answer,
    cards: Authorities,
    names: Iterable[NameRead],
) -> Help:
    """Return all help with a query, asked of nothing but the index of this viewer; none on later pages, nor behind a
    cursor. `names` are the forms of name cards in it."""
    if query.clause is None or request.page > 1 or request.cursor is not None:
        return Help()
    offered = offers(query, request, opened, cards)
    meant = [*(one.words for one in offered if one.facet == "kind"), *(name.words for name in names)]
    known = {fold(word) for words in meant for word in words.split()}
    return Help(
        did_you_mean=did_you_mean(query, request, opened, answer.strict, known) if answer.strict < FEW else None,
        offers=offered,
        why=reasons(query, request, opened) if not answer.strict else (),
    )
