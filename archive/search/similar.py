"""Similar records: those that share a record's most discriminative words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log

from archive.access import Viewer
from archive.catalogue import Catalogue
from archive.record import Record
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import Hit
from archive.search.index.documents import text_values
from archive.search.query.plan import AnyOf, Keyword, Node, Plan, TermNode, Without
from archive.search.searcher import Searcher
from archive.text import is_unspaced_script
from archive.text.terms import DocumentTerms, document_terms
from archive.text.vocabulary import Vocabulary

MOST = 10
TELLING = 25  # terms that are searched
_CONTENTS = {"title": 2.0, "caption": 1.5, "text": 1.0}  # weight of a term by where the record has it
_FORMS = ("pairs", "stem", "text")  # the most distinctive one that a content has is used
_LEAST = 0.1  # fraction of the record's own score
_SHARED = 2.5  # distinctive terms, roughly, that another must share: one word is much of a short caption
_HALF = 0.5  # this fraction of the score is enough, however short the caption
_SHORTEST = 3  # letters of a term
_READ = 20_000  # code points of a text that are read
_MOST_KNOWN = 30_000  # terms


def similar(searcher: Searcher, id: str, viewer: Viewer, limit: int = MOST) -> tuple[Hit, ...]:  # noqa: A002
    """Return up to `limit` similar records, most similar first: never itself or another version of its text, and only
    the best of each image sequence or text version. None if the viewer may not see the record."""
    catalogue = searcher.archive.catalogue
    record = catalogue.get(id, viewer)
    if record is None or limit < 1:
        return ()
    with searcher.opened(viewer) as opened:
        # Cached until the index changes. The catalogue is asked each time who may see what, below.
        key = ("similar", id, record.revision, limit)
        near = opened.remember(key, lambda: _near(searcher.archive.catalogue, record, viewer, opened, limit))
    seen = catalogue.get_many(list(near)[:limit], viewer)
    return tuple(Hit(other, near[other.id]) for other in seen)


def _near(catalogue: Catalogue, record: Record, viewer: Viewer, opened: OpenedIndex, limit: int) -> Mapping[str, float]:
    """Return the ids of similar records, most similar first, and their scores."""
    text = catalogue.text(record.id, viewer) or ""
    nodes = _telling(record, text[:_READ], opened)
    if not nodes:
        return {}
    wanted: Node = AnyOf(nodes)
    version = catalogue.groups([record.id], viewer).get(record.id, {}).get("version")
    others = Without(wanted, Keyword("version", (version,))) if version else wanted
    found = opened.engine.search(Plan(others, limit=limit + 1, collapse=("sequence", "version")))
    itself = opened.engine.search(Plan(wanted, limit=1)) if version else found  # first, or as good as the first
    least = max(_LEAST, min(_SHARED / len(nodes), _HALF)) * max(itself.scores, default=0.0)
    scored = zip(found.ids, found.scores, strict=True)
    return {other: score for other, score in scored if other != record.id and score >= least}


def _telling(record: Record, text: str, opened: OpenedIndex) -> tuple[Node, ...]:
    """Return what to search: the terms of this record that few others have, each in all contents."""
    values = (value for value in text_values(record, text, ()) if value.field in _CONTENTS)
    own = document_terms(values, _vocabulary())
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for content, weight in _CONTENTS.items():
        form = next(
            (form for form in (_FORMS if own.get("text_pairs") else _FORMS[1:]) if own.get(f"{content}_{form}")), "text"
        )
        for term, _ in own.get(f"{content}_{form}", ()):
            if len(term.rpartition(":")[2]) >= _SHORTEST or is_unspaced_script(term):  # stems begin with their language
                weights[form, term] += weight
    scored = sorted(_scored(weights, own, opened), key=lambda one: (-one[0], one[2]))
    return tuple(
        AnyOf(tuple(TermNode(f"{content}_{form}", term, weight) for content, weight in _CONTENTS.items()), "best")
        for _, form, term in scored[:TELLING]
    )


_known = Vocabulary()


def _vocabulary() -> Vocabulary:
    """Return a vocabulary of words from earlier texts, most of which recur; limited to a few megabytes."""
    global _known
    if _known.is_full(_MOST_KNOWN):
        _known = Vocabulary()
    return _known


def _frequencies(field: str, terms: Sequence[str], opened: OpenedIndex) -> list[int]:
    """Return how many documents have each term. Results are cached until the index changes: most words of a text are
    common ones, which a search server counts slowly."""
    known: dict[str, int] = opened.remember(("frequencies", field), dict)
    counts = {term: count for term in terms if (count := known.get(term)) is not None}
    new = [term for term in terms if term not in counts]
    if new:
        found = dict(zip(new, opened.engine.frequencies(field, new), strict=True))
        counts |= found
        if len(known) < _MOST_KNOWN:
            known.update(found)
    return [counts[term] for term in terms]


def _scored(
    weights: Mapping[tuple[str, str], float], own: DocumentTerms, opened: OpenedIndex
) -> Iterator[tuple[float, str, str]]:
    """Return (weight, form, term) of terms that another record may have, but fewer than one in four does."""
    size = opened.engine.count()
    for form in _FORMS:
        terms = [term for kind, term in weights if kind == form]
        if not terms:
            continue
        counts = [_frequencies(f"{content}_{form}", terms, opened) for content in _CONTENTS]
        mine = [{term for term, _ in own.get(f"{content}_{form}", ())} for content in _CONTENTS]
        for n, term in enumerate(terms):
            records = max(several[n] for several in counts)
            others = any(several[n] > (term in held) for several, held in zip(counts, mine, strict=True))
            if others and records < max(size / 4, 8):
                often = weights[form, term]
                yield often / (often + 2) * log(1 + size / records), form, term
