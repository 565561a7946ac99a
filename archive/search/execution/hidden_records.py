"""Answers of the public index while it is behind the catalogue: records that were hidden since are in none.

The index still has them, and others with words of theirs, such as a photo with its caption in a withdrawn article. So
these are left out by their ids until the index has followed. Whether it has a hidden one is not asked: a writer that is
at work may put it in at any moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.catalogue import Catalogue
from archive.search.engines.engine import Engine, EngineResults, IndexReader, State
from archive.search.index.documents import looks_as_indexed
from archive.search.query.plan import Everything, Ids, Plan, Without

MAX_HIDDEN = 1_000  # records that are left out; of more no search is answered


def find_hidden(catalogue: Catalogue, public: Engine) -> tuple[tuple[str, ...], bool]:
    """Return the ids that must be in no answer of the public index: of what was hidden, and of records that it shows
    otherwise than they are now. Of more than MAX_HIDDEN those are returned that it has, and False: it may have more in
    a moment."""
    state = public.state()
    hidden, changed = catalogue.hidden_since(state.revision, state.instant)
    is_all = len(hidden) <= MAX_HIDDEN
    known = public.forms(changed if is_all else [*hidden, *changed])
    if not is_all:
        hidden = [id_ for id_ in hidden if id_ in known]
    changed = [id_ for id_ in changed if id_ in known]
    if len(changed) > MAX_HIDDEN:
        return (*hidden, *changed), False
    shown = [view for _, view in catalogue.views(changed) if view is not None]
    as_indexed = {view.record.id for view in shown if looks_as_indexed(view, known[view.record.id])}
    return (*hidden, *(id_ for id_ in changed if id_ not in as_indexed)), is_all


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
        return self.search(Plan(Everything(), limit=0)).total

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
