"""Answers of the public index while it is behind the catalogue: records that were hidden since are in none.

The index still has them, and others with words of theirs, such as a photo with its caption in a withdrawn article. They
are left out by their ids until the index has followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.catalogue import Catalogue
from archive.search.engines.engine import Engine, EngineResults, IndexReader, State
from archive.search.index.documents import form_of_view
from archive.search.query.plan import Ids, Plan, Without

MOST = 1_000  # records that are left out; of more no search is answered


def find_hidden(catalogue: Catalogue, public: Engine) -> tuple[str, ...]:
    """Return the ids of the documents of the public index that must be in no answer: of records that the public may not
    see now, and of those that show no more what they showed of them. Of more than MOST some may be missing."""
    state = public.state()
    hidden, around = catalogue.hidden_since(state.revision, state.instant)
    known = public.forms([*hidden, *around])
    found, beside = ([id_ for id_ in some if id_ in known] for some in (hidden, around))
    if len(found) + len(beside) > MOST:
        return (*found, *beside)
    shown = [view for _, view in catalogue.views(beside) if view is not None]
    as_indexed = {view.record.id for view in shown if form_of_view(view) == known[view.record.id]}
    return (*found, *(id_ for id_ in beside if id_ not in as_indexed))


class HidingReader:
    """An index as if it had not these documents, at this public revision or a later one. It tells no words and values,
    for they may be theirs alone."""

    def __init__(self, index: IndexReader, hidden: tuple[str, ...], public_revision: int) -> None:
        self._index = index
        self._hidden = Ids(hidden)
        self._public_revision = public_revision

    def search(self, plan: Plan) -> EngineResults:
        """Return the answers without them. A group that is named by one of them has no name in facets."""
        found = self._index.search(replace(plan, node=Without(plan.node, self._hidden)))
        facets = {
            column: tuple(pair for pair in values if pair[0] not in self._hidden.ids)
            for column, values in found.facets.items()
        }
        return replace(found, facets=facets, state=self._numbered(found.state))

    def count(self) -> int:
        """Return how many documents there are without them."""
        return self._index.count() - len(self._hidden.ids)

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:  # noqa: ARG002
        """Return none."""
        return []

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:  # noqa: ARG002
        """Return none."""
        return []

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return how many documents have each of these terms; they count still, as what is taken back may."""
        return self._index.frequencies(field, terms)

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:  # noqa: ARG002
        """Return none."""
        return []

    def state(self) -> State:
        """Return how far the index has come."""
        return self._numbered(self._index.state())

    def _numbered(self, state: State) -> State:
        return replace(state, public_revision=max(state.public_revision, self._public_revision))
