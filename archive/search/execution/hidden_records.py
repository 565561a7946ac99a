"""Results of the public index while it is behind the catalogue: without records that were hidden since.

The index still has them, and others with words of theirs, such as a photo with its caption in a withdrawn article. So
these are excluded by id until the index has caught up, whether or not it contains them: a running writer may add one at
any moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.catalogue import Catalogue
from archive.search.engines.engine import Engine, EngineResults, IndexReader, State
from archive.search.index.documents import looks_as_indexed
from archive.search.query.plan import Everything, Ids, Plan, Without

MAX_HIDDEN = 1_000  # excluded records; if there are more, no search is answered


def find_hidden(catalogue: Catalogue, public: Engine) -> tuple[tuple[str, ...], bool]:
    """Return the ids that must not be in results of the public index: hidden records, and records whose form in the
    index is outdated. If there are more than MAX_HIDDEN, return those in the index, and False, because it may get more
    at any moment."""
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
    """An index without these documents, at this public revision or a later one. It lists no words and values, because
    they may be only in these documents."""

    def __init__(self, index: IndexReader, hidden: tuple[str, ...], public_revision: int) -> None:
        self._index = index
        self._hidden = Ids(hidden)
        self._public_revision = public_revision

    def search(self, plan: Plan) -> EngineResults:
        """Return the results without them. A group whose name is in one of them has no name in facets."""
        found = self._index.search(replace(plan, node=Without(plan.node, self._hidden)))
        facets = {
            column: tuple(pair for pair in values if pair[0] not in self._hidden.ids)
            for column, values in found.facets.items()
        }
        return replace(found, facets=facets, state=self._numbered(found.state))

    def count(self) -> int:
        """Return the number of documents without them."""
        return self.search(Plan(Everything(), limit=0)).total

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:  # noqa: ARG002
        """Return none."""
        return []

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:  # noqa: ARG002
        """Return none."""
        return []

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return how many documents have each of these terms; excluded ones still count, as deleted ones may."""
        return self._index.frequencies(field, terms)

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:  # noqa: ARG002
        """Return none."""
        return []

    def state(self) -> State:
        """Return the state of the index."""
        return self._numbered(self._index.state())

    def _numbered(self, state: State) -> State:
        return replace(state, public_revision=max(state.public_revision, self._public_revision))
