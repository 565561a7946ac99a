"""The engines return the same documents, counts, orders and groups for random plans with all nodes, while documents are
added and deleted; and for plans that are long, deep, empty or odd."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.search.engines.engine import FACETS, Document, Engine, EngineResults
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Prefix,
    Sort,
    TermNode,
    Without,
)
from archive.text import TextValue, document_terms
from tests.cases.engine_cases import state
from tests.support.commands import some
from tests.support.engines import closed, created

Engines = dict[str, Engine]
SORTS: tuple[Sort, ...] = ("date", "-date", "title", "added", "-added")
FIELDS = ("text_text", "title_text", "text_exact", "text_stem", "caption_text", "text_pairs")
LONG = "x" * 100
WORDS = (
    "bridge bridges bridle fridge ridge birdge luong lương lượng cuong cường hà ha hai nội noi jembatan jembatam "
    f"東京 京都 東 iron irons {LONG} {LONG[:-1]}y a b ab ba 123/SP/2025 W-HAI_1275.jpg"
).split()
TERMS = (*WORDS, "東京", "都東", "ha_noi", "")
VALUES = {
    "kind": ("photo", "article", "speech"),
    "person": ("Lương Cường", "Cường Lương", "Prabowo Subianto", "Ban Ki-moon"),
    "sequence": ("s1", "s2", "v1"),
    "version": ("v1", "v2", "s1"),
}


@contextmanager
def both(folder: Path) -> Iterator[Engines]:
    """An empty index of every engine."""
    opened = created(folder, state(0))
    yield opened
    closed(opened)


def agreed(engines: Engines, plan: Plan) -> EngineResults:
    """Return the default engine's results, after checking that the others agree except for scores."""
    first = engines["whoosh"].search(plan)
    for name, engine in engines.items():
        other = engine.search(plan)
        told = (other.total, other.groups, other.undated, other.facets)
        assert told == (first.total, first.groups, first.undated, first.facets), (name, plan)
        if plan.sort == "relevance":  # scores may tie in one and not in another
            assert sorted(other.scores, reverse=True) == list(other.scores)
            assert len(other.ids) == len(first.ids) == len(set(other.ids)), (name, plan)
        else:
            assert (other.ids, other.others, other.numbers) == (first.ids, first.others, first.numbers), (name, plan)
    return first


def some_document(chance: random.Random, number: int) -> Document:
    def words(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))

    tags = chance.sample(("id", "vi", "en"), chance.randint(1, 2))
    values = [TextValue(field, words(6), tag) for tag in tags for field in ("title", "text", "caption")]
    day = 20240000 + chance.randint(1, 12) * 100
    facets = {column: chance.sample(some, chance.randint(0, 2)) for column, some in VALUES.items()}
    facets |= {column: facets[column][:1] for column in ("sequence", "version")}
    dates = chance.choice((None, (day + 5, day + 5), (day + 1, day + 30)))
    return Document(f"r{number:03}", document_terms(values), facets, dates, words(2), came=chance.randrange(9))


def some_node(chance: random.Random, depth: int) -> Node:
    field, term = chance.choice(FIELDS), chance.choice(TERMS)
    leaves: tuple[Callable[[], Node], ...] = (
        lambda: TermNode(chance.choice(FIELDS[:3]), term, chance.choice((0.5, 1.0, 3.0))),
        lambda: Fuzzy(chance.choice(FIELDS[:3]), term),
        lambda: Prefix(chance.choice(FIELDS[:4]), term[: chance.randint(1, 3)]),
        lambda: Phrase(field, tuple(chance.choices(TERMS, k=chance.randint(2, 3))), chance.choice((0, 0, 1, 3))),
        lambda: Keyword(*some_filter(chance)),
        lambda: Dates(chance.choice((None, 20240310)), chance.choice((None, 20240820))),
        lambda: Ids(tuple(f"r{chance.randrange(110):03}" for _ in range(chance.randint(0, 30)))),
        Everything,
        Nothing,
    )
    if depth == 0 or chance.random() < 0.25:
        return chance.choice(leaves)()
    parts = tuple(some_node(chance, depth - 1) for _ in range(chance.randint(1, 4)))
    inner: tuple[Node, ...] = (
        All(parts[:2], bonus=parts[2:]),
        AnyOf(parts),
        AnyOf(parts, "best"),
        AnyOf(parts, "best", 0.3),
        Without(parts[0], parts[-1]),
    )
    return chance.choice(inner)


def some_filter(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    column = chance.choice(tuple(VALUES))
    return column, tuple(chance.sample((*VALUES[column], "nobody"), chance.randint(1, 2)))


def some_plan(chance: random.Random, node: Node) -> Plan:
    filters = {column: Keyword(column, values) for column, values in (some_filter(chance) for _ in range(2))}
    sort = chance.choice(SORTS)
    return Plan(
        node,
        filters=tuple(filters.values())[: chance.choice((0, 0, 0, 1, 2))],
        dates=chance.choice((None, None, Dates(20240301, 20241001), Dates(None, 20240601))),
        sort=sort,
        offset=chance.choice((0, 0, 3, 40)),
        limit=chance.choice((0, 1, 10, 200)),
        facets=chance.choice(((), FACETS, ("kind", "person"))),
        facet_size=chance.choice((1, 2, 10)),
        collapse=chance.choice(((), ("sequence",), ("version",), ("sequence", "version"), ("version", "sequence"))),
        after=chance.choice((None, (20240405, "r020"), (4, "r020"), (0, "r050"))) if sort != "title" else None,
    )


@pytest.mark.parametrize("seed", range(3))
def test_random_plans_over_all_nodes_agree(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    answered = 0
    with both(tmp_path) as engines:
        for batch in range(4):
            documents = [some_document(chance, chance.randrange(100)) for _ in range(40)]
            gone = [f"r{chance.randrange(100):03}" for _ in range(12)]
            for engine in engines.values():
                engine.update(documents, gone, state(batch))
            for _ in range(40):
                plan = some_plan(chance, some_node(chance, depth=3))
                answered += bool(agreed(engines, plan).total)
                agreed(engines, replace(plan, sort="relevance", after=None))
            told(engines, chance)
    assert answered > 60


def told(engines: Engines, chance: random.Random) -> None:
    """Check that the engines return the same terms and values."""
    for _ in range(20):
        field, term, limit = chance.choice(FIELDS[:3]), chance.choice(TERMS), chance.choice((1, 3, 50))
        beginning = chance.choice(("", "b", "lu", "東", "x", term))
        folded = chance.choice(("luong", "CƯ", "ban", "ki", "v", ""))
        said = [
            (
                engine.near(field, term, limit),
                engine.terms(field, beginning, limit),
                [engine.values(column, folded, limit) for column in VALUES],
            )
            for engine in engines.values()
        ]
        assert all(other == said[0] for other in some(said[1:])), (field, term, limit, beginning, folded)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Three hundred documents, added, replaced and deleted in several updates."""
    chance = random.Random(9)
    with both(tmp_path_factory.mktemp("odd")) as opened:
        for batch in range(5):
            documents = [some_document(chance, chance.randrange(300)) for _ in range(100)]
            gone = [f"r{chance.randrange(300):03}" for _ in range(20)]
            for engine in opened.values():
                engine.update(documents, gone, state(batch))
        yield opened


def nested(depth: int) -> Node:
    node: Node = TermNode("text_text", "bridge")
    for level in range(depth):
        node = (
            All((node, Everything())) if level % 2 else Without(node, AnyOf((Nothing(), TermNode("text_text", "zz"))))
        )
    return node


ODD: dict[str, Node] = {
    "an OR of 300 terms": AnyOf(tuple(TermNode("text_text", f"{w}{n}") for n in ("", *range(9)) for w in WORDS)),
    "the best of 300 terms": AnyOf(
        tuple(TermNode("text_text", f"{w}{n}") for n in ("", *range(9)) for w in WORDS), "best"
    ),
    "an AND of many": All(tuple(TermNode("text_text", "bridge", n + 1.0) for n in range(60))),
    "many that may be off": AnyOf(tuple(Fuzzy(field, word) for word in WORDS for field in FIELDS[:3])),
    "forty deep": nested(40),
    "an empty term": TermNode("text_text", ""),
    "an empty term that may be off": Fuzzy("text_text", ""),
    "a term of a hundred letters": TermNode("text_text", LONG),
    "a term of a hundred letters that may be off": Fuzzy("text_text", f"{LONG[:-1]}z"),
    "a term of more letters than any": Fuzzy("text_text", LONG + "x"),
    "a term of a thousand letters": AnyOf((TermNode("text_text", LONG * 10), Fuzzy("text_text", LONG * 10))),
    "a pair of signs": TermNode("text_text", "東京"),
    "a pair of signs that may be off": Fuzzy("text_text", "京東"),
    "signs side by side": Phrase("text_text", ("東京", "京都")),
    "a beginning of one sign": Prefix("text_text", "東"),
    "an empty beginning": Prefix("title_text", "", 500),
    "a phrase with an empty term": Phrase("text_text", ("bridge", "")),
    "a loose phrase of many": Phrase("text_text", ("bridge", "iron", "ha"), 12),
    "no values": Keyword("kind", ()),
    "no ids": Ids(()),
    "a thousand ids": Ids(tuple(f"r{number:03}" for number in range(1000))),
    "without a thousand ids": Without(Everything(), Ids(tuple(f"r{number:03}" for number in range(100, 1100)))),
    "an empty value": Keyword("kind", ("",)),
    "days the wrong way round": Dates(20241231, 20240101),
    "nothing but bonus": All((Everything(),), bonus=(Fuzzy("text_text", "bridgo"), TermNode("title_text", "iron"))),
}


@pytest.mark.parametrize("which", ODD)
def test_odd_plans_agree(engines: Engines, which: str) -> None:
    for sort in (*SORTS, "relevance"):
        plan = Plan(ODD[which], sort=sort, limit=500, facets=("kind", "person"))
        agreed(engines, plan)
        agreed(engines, replace(plan, collapse=("version", "sequence"), limit=7, offset=2))


@pytest.mark.parametrize("word", WORDS)
def test_every_word_that_may_be_off_agrees(engines: Engines, word: str) -> None:
    for field in some(FIELDS[:3]):
        for near in (word, word[1:], word[:-1] + "q", word[1:2] + word[:1] + word[2:]):
            agreed(engines, Plan(Fuzzy(field, near), sort="-date", limit=500))
            assert len({tuple(engine.near(field, near, 50)) for engine in engines.values()}) == 1


def test_two_thousand_documents_of_one_group_agree(tmp_path: Path) -> None:
    chance = random.Random(4)

    def one(number: int, group: str) -> Document:
        days = 20240000 + number % 300
        terms = {"text_text": [(word, n) for n, word in enumerate(chance.choices("abc", k=chance.randint(1, 5)))]}
        return Document(f"{number:05}", terms, {"sequence": (group,)} if group else {}, (days, days), f"t{number % 7}")

    with both(tmp_path) as engines:
        sheet = [one(number, "one sheet") for number in range(2000)]
        for engine in engines.values():
            engine.update(sheet, (), state(1))
        others = [one(number, chance.choice(("", "", "small", "smaller"))) for number in range(1900, 2100)]
        for engine in engines.values():
            engine.update(others, [f"{number:05}" for number in range(300)], state(2))
        for sort in SORTS:
            for node in (Everything(), TermNode("text_text", "a"), Without(Everything(), TermNode("text_text", "b"))):
                whole = agreed(engines, Plan(node, sort=sort, collapse=("sequence",), limit=500))
                assert max(whole.others) > 500
                assert whole.groups == len(whole.ids)
                for offset in (0, 3, 90):
                    agreed(engines, Plan(node, sort=sort, collapse=("sequence",), offset=offset, limit=5))
            if sort != "title":
                for after in ((20240150, "01950"), (20240299, "00299"), (20240000, "00300")):
                    agreed(engines, Plan(Everything(), sort=sort, collapse=("sequence",), limit=20, after=after))
