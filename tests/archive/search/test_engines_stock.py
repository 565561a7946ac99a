"""The default engine compared with Whoosh's own searcher on the same terms: results, counts, orders and scores."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, index, query, scoring, sorting
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.util.numeric import byte_to_length, length_to_byte

from archive.search.engines.engine import Document, State
from archive.search.engines.whoosh import WhooshEngine
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Keyword,
    Node,
    Phrase,
    Plan,
    Prefix,
    Sort,
    TermNode,
    Without,
)

WORDS = ("ha", "han", "hanoi", "noi", "red", "reddish", "iron", "bridge", "bring", "old", "ky", "東京")
KINDS = ("article", "photo", "speech")
PLACES = ("Huế", "Hà Nội", "Jakarta", "Ubud", "London")
K1 = 1.2
NODES = 60  # random queries on each state of an index


class Bm25(scoring.BM25F):  # type: ignore[misc]
    """Whoosh's BM25F with the IDF of Lucene, which is never negative and which this archive uses."""

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        """log(1 + (N - n + 0.5) / (n + 0.5))."""
        whole = searcher.get_parent()
        n = whole.doc_frequency(fieldname, text)
        size = whole.doc_count_all()
        return math.log(1 + (size - n + 0.5) / (n + 0.5))


class Stock:
    """An index made by Whoosh."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        words = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
        self._index: Any = index.create_in(
            folder,
            fields.Schema(
                id=fields.ID(unique=True, stored=True, sortable=True),
                text_text=words,
                title_text=words,
                title=fields.ID(sortable=True),
                kind=fields.KEYWORD(commas=True, scorable=False, sortable=False),
                place=fields.KEYWORD(commas=True, scorable=False, sortable=False),
                first=fields.NUMERIC(int, sortable=True),
                last=fields.NUMERIC(int, sortable=True),
                late=fields.NUMERIC(int, sortable=True),
                every=fields.ID(),
            ),
        )

    def update(self, documents: list[Document], gone: list[str]) -> None:
        """Commit once."""
        writer = self._index.writer()
        for doc_id in gone:
            writer.delete_by_term("id", doc_id)
        for document in documents:
            known: dict[str, Any] = {
                name: " ".join(term for term, _ in terms) for name, terms in document.terms.items() if terms
            }
            known |= {column: ",".join(values) for column, values in document.facets.items()}
            first, last = document.dates or (0, 0)
            writer.update_document(
                id=document.id, title=document.title, first=first, last=last, late=first or 99999999, every="x", **known
            )
        writer.commit()

    def find(self, asked: query.Query) -> dict[str, float]:
        """Return the ids found, with their scores."""
        with self._index.searcher(weighting=Bm25(B=0.75, K1=K1)) as searcher:
            searcher.avg_field_length = partial(_mean_length, searcher.reader())
            return {hit["id"]: hit.score / (K1 + 1) for hit in searcher.search(asked, limit=None)}

    def sorted(self, asked: query.Query, sort: str) -> list[str]:
        """Return the ids found, in an order."""
        keys = {
            "-date": [sorting.FieldFacet("first", reverse=True), sorting.FieldFacet("id")],
            "date": [sorting.FieldFacet("late"), sorting.FieldFacet("id")],
            "title": [sorting.FieldFacet("title"), sorting.FieldFacet("first", reverse=True), sorting.FieldFacet("id")],
        }
        with self._index.searcher() as searcher:
            return [hit["id"] for hit in searcher.search(asked, limit=None, sortedby=keys[sort])]

    def counts(self, asked: query.Query, column: str) -> dict[str, int]:
        """Return the count of each value."""
        with self._index.searcher() as searcher:
            values = [value.decode() for value in searcher.reader().lexicon(column)]
            found = {value: query.And([asked, query.Term(column, value)]) for value in values}
            counted = {value: len(searcher.search(one, limit=None)) for value, one in found.items()}
        return {value: count for value, count in counted.items() if count}


def _mean_length(reader: Any, field: str, _default: float | None = None) -> float:
    """Return the mean of the stored lengths, a byte each, of the documents that have the field."""
    lengths = [reader.doc_field_length(doc, field, 0) for doc in reader.all_doc_ids()]
    return sum(lengths) / max(sum(map(bool, lengths)), 1)


Both = tuple[Node, query.Query]


@dataclass
class Asker:
    """Makes the same random query for both."""

    chance: random.Random
    scored: bool = False  # only queries that both score the same way
    leaves: list[Callable[[], Both]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.leaves = [self.term, self.term]
        if not self.scored:
            self.leaves += [self.phrase, self.loose, self.beginning, self.days, self.keyword, self.everything]

    def term(self) -> Both:
        name, word = self.chance.choice(("text_text", "text_text", "title_text")), self.chance.choice(WORDS)
        return TermNode(name, word), query.Term(name, word)

    def phrase(self) -> Both:
        words = self.chance.choices(WORDS[:6], k=self.chance.choice((2, 2, 3)))
        return Phrase("text_text", tuple(words)), query.Phrase("text_text", words)

    def loose(self) -> Both:
        words, slop = self.chance.choices(WORDS, k=2), self.chance.randint(1, 4)
        return Phrase("text_text", tuple(words), slop), query.Phrase("text_text", words, slop=slop + 1)

    def beginning(self) -> Both:
        begun = self.chance.choice(("ha", "re", "br", "東", "zz"))
        return Prefix("text_text", begun), query.Prefix("text_text", begun)

    def days(self) -> Both:
        first, last = sorted(self.chance.choices(range(1, 40), k=2))
        inside = query.And([query.NumericRange("last", first, None), query.NumericRange("first", 1, last)])
        return Dates(first, last), inside

    def keyword(self) -> Both:
        values = self.chance.choices(PLACES, k=2)
        return Keyword("place", tuple(values)), query.Or([query.Term("place", value) for value in values])

    def everything(self) -> Both:
        return Everything(), query.Term("every", "x")  # Whoosh treats `Every` and a term as `Every`

    def ask(self, depth: int = 3) -> Both:
        """Return a query tree."""
        if depth == 0 or self.chance.random() < 0.3:
            return self.chance.choice(self.leaves)()
        ours, theirs = zip(*(self.ask(depth - 1) for _ in range(self.chance.randint(2, 3))), strict=True)
        kind = self.chance.choice(("all", "any", "without") if not self.scored else ("all", "any"))
        if kind == "without":
            return Without(ours[0], ours[1]), query.And([theirs[0], query.Not(theirs[1])])
        return (All(ours), query.And(list(theirs))) if kind == "all" else (AnyOf(ours), query.Or(list(theirs)))


def _document(chance: random.Random, number: int) -> Document:
    most = {"text_text": 30, "title_text": 4}
    texts = {
        name: chance.choices(WORDS, [1 / rank for rank in range(1, 13)], k=chance.randint(1, n))
        for name, n in most.items()
    }
    first = chance.choice((None, chance.randint(1, 40)))
    return Document(
        f"r{number:03}",
        {name: [(word, at) for at, word in enumerate(words)] for name, words in texts.items()},
        {"kind": (chance.choice(KINDS),), "place": tuple(chance.sample(PLACES, chance.randint(1, 3)))},
        None if first is None else (first, first + chance.choice((0, 0, 7))),
        " ".join(texts["title_text"]),
    )


@pytest.fixture(scope="module", params=[1, 2])
def sides(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, ...]]:
    """Both indexes after random updates, replacements and deletions, the remaining documents, and the random
    generator."""
    chance = random.Random(request.param)
    folder = tmp_path_factory.mktemp("stock")
    ours, stock = WhooshEngine.create(folder / "ours", State(0, "", 1)), Stock(folder / "stock")
    left: dict[str, Document] = {}
    for revision, count in enumerate((90, 40, 1, 3, 25, 1, 1, 1)):
        given = {f"r{n:03}": _document(chance, n) for n in (chance.randrange(160) for _ in range(count))}
        gone = [f"r{chance.randrange(160):03}" for _ in range(4 + revision)]
        left = {doc_id: d for doc_id, d in left.items() if doc_id not in gone} | given
        ours.update(given.values(), gone, State(revision, "", 1))
        stock.update(list(given.values()), gone)
    yield ours, stock, left, chance
    ours.close()


def test_random_questions_find_the_same_documents(sides: tuple[Any, ...]) -> None:
    ours, stock, left, chance = sides
    asker, found = Asker(chance), 0
    for _ in range(NODES):
        node, theirs = asker.ask()
        expected = set(stock.find(theirs))
        results = ours.search(Plan(node, limit=200))
        assert set(results.ids) == expected, node
        assert results.total == len(expected) == results.groups
        assert results.undated == sum(left[doc_id].dates is None for doc_id in expected)
        found += len(expected)
    assert found > NODES


def test_facets_count_the_same(sides: tuple[Any, ...]) -> None:
    ours, stock, _, chance = sides
    asker = Asker(chance)
    for _ in range(NODES // 6):
        node, theirs = asker.ask(2)
        counted = ours.search(Plan(node, facets=("kind", "place"))).facets
        for column in ("kind", "place"):
            assert dict(counted[column]) == stock.counts(theirs, column), node
        chosen = Keyword("kind", KINDS[:2])
        narrowed = query.And([theirs, query.Or([query.Term("kind", kind) for kind in KINDS[:2]])])
        places = ours.search(Plan(node, filters=(chosen,), facets=("place",))).facets["place"]
        assert dict(places) == stock.counts(narrowed, "place"), node


@pytest.mark.parametrize("sort", ["date", "-date", "title"])
def test_orders_are_the_same(sides: tuple[Any, ...], sort: Sort) -> None:
    ours, stock, _, chance = sides
    asker = Asker(chance)
    for _ in range(NODES // 6):
        node, theirs = asker.ask(2)
        expected = stock.sorted(theirs, sort)
        assert list(ours.search(Plan(node, sort=sort, limit=200)).ids) == expected, node
        assert list(ours.search(Plan(node, sort=sort, offset=3, limit=5)).ids) == expected[3:8]


@pytest.mark.parametrize("seed", [3, 4])
def test_scores_are_the_same_in_an_index_that_was_made_at_once(tmp_path: Path, seed: int) -> None:
    """Without deletions both use the same statistics; orders may differ only for tied scores."""
    chance = random.Random(seed)
    ours, stock = WhooshEngine.create(tmp_path / "ours", State(0, "", 1)), Stock(tmp_path / "stock")
    documents = [_document(chance, n) for n in range(150)]
    ours.update(documents, (), State(1, "", 1))
    stock.update(documents, [])
    asker = Asker(chance, scored=True)
    for _ in range(NODES):
        node, theirs = asker.ask(2)
        expected = stock.find(theirs)
        results = ours.search(Plan(node, limit=200))
        assert dict(zip(results.ids, results.scores, strict=True)) == pytest.approx(expected, rel=1e-6), node
        ranks = [expected[doc_id] for doc_id in results.ids]
        assert all(before >= after * (1 - 1e-6) for before, after in pairwise(ranks)), node
    ours.close()


def _kept_length(document: Document, field: str) -> float:
    return float(byte_to_length(length_to_byte(len(document.terms[field]))))


class Plain:
    """BM25 computed document by document, from lengths as stored by Whoosh: in a byte."""

    def __init__(self, documents: list[Document]) -> None:
        self._size = len(documents)
        self._having = Counter((name, word) for d in documents for name in d.terms for word in dict(d.terms[name]))
        self._length = {
            name: sum(_kept_length(d, name) for d in documents) / len(documents) for name in ("text_text", "title_text")
        }

    def score(self, document: Document, node: Node) -> float:
        """Return the score, 0 if it does not match."""
        match node:
            case TermNode(field=name, term=term, boost=boost):
                n, words = self._having[name, term], document.terms[name]
                tf = sum(word == term for word, _ in words)
                length = _kept_length(document, name) / self._length[name]
                idf = math.log(1 + (self._size - n + 0.5) / (n + 0.5))
                return boost * idf * tf / (tf + K1 * (0.25 + 0.75 * length))
            case AnyOf(parts=parts, score=score, rest=rest):
                scores = [self.score(document, part) for part in parts]
                return sum(scores) if score == "sum" else max(scores) + rest * (sum(scores) - max(scores))
            case All(parts=parts, bonus=bonus):
                scores = [self.score(document, part) for part in parts]
                return sum((*scores, *(self.score(document, part) for part in bonus))) if all(scores) else 0.0
        raise AssertionError(node)


@pytest.mark.parametrize("limit", [3, 200])
def test_scores_are_those_of_a_plain_reading(tmp_path: Path, limit: int) -> None:
    """Features that stock Whoosh lacks: boosts, the best of several plus a share of the rest, and bonuses, which are
    computed only for the contenders if few results are shown."""
    chance = random.Random(9)
    documents = [_document(chance, n) for n in range(100)]
    engine = WhooshEngine.create(tmp_path / "ours", State(0, "", 1))
    engine.update(documents[:60], (), State(1, "", 1))
    engine.update(documents[60:], (), State(1, "", 1))

    def term() -> TermNode:
        return TermNode(
            chance.choice(("text_text", "title_text")), chance.choice(WORDS), chance.choice((0.5, 1.0, 4.0))
        )

    reading = Plain(documents)
    for _ in range(NODES):
        either = AnyOf((term(), term(), term()), chance.choice(("best", "sum")), chance.choice((0.0, 0.3)))
        node = All((either, term()) if chance.random() < 0.5 else (either,), bonus=(term(), AnyOf((term(), term()))))
        plain = {d.id: score for d in documents if (score := reading.score(d, node))}
        results = engine.search(Plan(node, limit=limit))
        assert results.total == len(plain)
        best = sorted(plain.values(), reverse=True)[:limit]
        assert list(results.scores) == pytest.approx(best, rel=1e-9), node
        assert [plain[doc_id] for doc_id in results.ids] == pytest.approx(list(results.scores), rel=1e-9)
    engine.close()
