"""The tantivy engine counts in one pass, whatever the filters, and matches expensive loose phrases once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.search.engines.engine import Document, Engine, EngineResults
from archive.search.engines.tantivy import TantivyEngine, queries
from archive.search.engines.whoosh import WhooshEngine
from archive.search.query.plan import All, AnyOf, Dates, Everything, Keyword, Node, Phrase, Plan, TermNode, Without
from tests.cases.engine_cases import state

ODD = (
    "",
    " ",
    "a b",
    '"',
    '\\"',
    "\\",
    "IN",
    "a AND b",
    "[x TO y]",
    "*",
    "kind:photo",
    "Hà\tNội\n",
    "東京",
    "-x",
    "(y",
    "~\0",
)
WORDS = "abcde"


def _document(chance: random.Random, number: int) -> Document:
    terms = {"text_text": [(word, at) for at, word in enumerate(chance.choices(WORDS, [9, 6, 3, 2, 1], k=12))]}
    facets = {column: chance.sample(ODD, chance.randint(0, 3)) for column in ("kind", "place", "source")}
    facets["version"] = chance.sample(("v1", "v2", "v3"), chance.randint(0, 1))
    day = 20240101 + number % 28
    return Document(f"r{number:03}", terms, facets, (day, day + 2) if number % 5 else None, f"t{number % 9}")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, TantivyEngine]]:
    """The same two hundred documents in an index of each engine."""
    folder = tmp_path_factory.mktemp("odd")
    chance = random.Random(2)
    documents = [_document(chance, number) for number in range(200)]
    whoosh, tantivy = WhooshEngine.create(folder / "w", state(0)), TantivyEngine.create(folder / "t", state(0))
    for engine in (whoosh, tantivy):
        engine.update(documents, ("r007", "r100"), state(1))
        engine.update((), [f"r{number:03}" for number in range(0, 200, 11)], state(2))
    yield whoosh, tantivy
    whoosh.close()
    tantivy.close()


def _counted(found: EngineResults) -> object:
    return found.ids, found.total, found.undated, found.facets, found.groups, found.others


def _plan(chance: random.Random, node: Node, **more: Any) -> Plan:
    columns = chance.sample(("kind", "place", "source"), chance.randint(0, 3))
    return Plan(
        node,
        filters=tuple(Keyword(column, tuple(chance.sample(ODD, chance.randint(0, 5)))) for column in columns),
        dates=chance.choice((None, Dates(20240105, 20240120), Dates(None, 20240110), Dates(20240110))),
        facets=("kind", "place", "source", "version"),
        facet_size=chance.choice((1, 3, 20)),
        **more,
    )


def test_filters_of_any_values_are_counted_as_the_default_engine_does(engines: tuple[Engine, TantivyEngine]) -> None:
    chance = random.Random(3)
    filled = 0
    for _ in range(150):
        node = chance.choice(
            (Everything(), TermNode("text_text", "c"), Without(Everything(), TermNode("text_text", "d")))
        )
        plan = _plan(chance, node, sort="-date", limit=200)
        first, second = (engine.search(plan) for engine in engines)
        assert _counted(first) == _counted(second), plan
        filled += bool(first.total and plan.filters)
    assert filled > 30


def test_values_filtered_by_are_counted_however_many_others_have_more(tmp_path: Path) -> None:
    def one(number: int) -> Document:
        return Document(f"r{number:03}", {"text_text": [("a", 0)]}, {"source": (f"s{number % 3}", f"u{number}")})

    engines = WhooshEngine.create(tmp_path / "w", state(0)), TantivyEngine.create(tmp_path / "t", state(0))
    chosen = Keyword("source", ("u17", "s2", "nobody"))
    plan = Plan(TermNode("text_text", "a"), filters=(chosen,), facets=("source",), facet_size=2)
    for engine in engines:
        engine.update(map(one, range(300)), (), state(1))
        told = engine.search(plan).facets["source"]
        assert told == (("s0", 100), ("s1", 100), ("s2", 100), ("u17", 1), ("nobody", 0))
        engine.close()


def _passes(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch) -> Callable[[Plan], list[str]]:
    """Return a function that returns the queries to tantivy for a plan."""
    asked: list[str] = []

    class Told:
        def __init__(self, searcher: Any) -> None:
            self._searcher = searcher

        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(self._searcher, name)

    now = engine._current()
    told: Any = Told(now.searcher)
    counted = replace(now, searcher=told, costly=queries.CostlyMatcher(now.schema, told))
    monkeypatch.setattr(engine, "_current", lambda: counted)

    def passes(plan: Plan) -> list[str]:
        asked.clear()
        engine.search(plan)
        return [name for name in asked if name in ("search", "aggregate")]

    return passes


def test_many_filters_and_values_are_counted_in_one_pass(
    engines: tuple[Engine, TantivyEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = _passes(engines[1], monkeypatch)
    filters = tuple(Keyword(column, (*ODD, "nobody", "nothing")) for column in ("kind", "place", "source"))
    plan = Plan(TermNode("text_text", "b"), filters=filters, dates=Dates(20240101), facets=("kind", "place", "source"))
    assert passes(plan) == ["aggregate", "search"]


LOOSE = (
    Phrase("text_text", ("a", "b"), 3),
    Phrase("text_text", ("a", "a", "a"), 20),
    All((Phrase("text_text", ("a", "c"), 2), TermNode("text_text", "b")), bonus=(TermNode("text_text", "e"),)),
    AnyOf((Phrase("text_text", ("a", "d"), 5, 2.0), Phrase("text_text", ("e", "b"), 1))),
    Without(Phrase("text_text", ("a", "b"), 1), Phrase("text_text", ("b", "c"), 4)),
)


@pytest.mark.parametrize("node", LOOSE)
def test_what_is_matched_once_gives_the_same_answers(
    engines: tuple[Engine, TantivyEngine], node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, engine = random.Random(4), engines[1]
    for number in range(60):
        sort = chance.choice(("relevance", "relevance", "date", "-date", "title"))
        after = (20240110, "r050") if sort == "date" else None
        slice_ = {"offset": chance.choice((0, 0, 7)), "limit": chance.choice((0, 5, 200)), "after": after}
        plan = _plan(chance, node, sort=sort, collapse=chance.choice(((), ("version",))), **slice_)
        monkeypatch.setattr(queries, "MUCH", 1_000_000)
        plain = engine.search(plan)
        monkeypatch.setattr(queries, "MUCH", 1)
        once = engine.search(plan)
        assert _counted(once) == _counted(plain), (number, plan)
        assert once.scores == pytest.approx(plain.scores)
        assert once.numbers == plain.numbers


def test_a_costly_phrase_is_matched_once_also_for_the_next_page(
    engines: tuple[Engine, TantivyEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MUCH", 1)
    made: list[str] = []
    real = queries.Matched

    def matched(*arguments: Any) -> queries.Matched:
        made.append("matched")
        return real(*arguments)

    monkeypatch.setattr(queries, "Matched", matched)
    _passes(engines[1], monkeypatch)
    for plan in (Plan(LOOSE[1]), Plan(LOOSE[1], offset=20), Plan(LOOSE[1], filters=(Keyword("kind", ("*",)),))):
        assert engines[1].search(plan).total
    assert len(made) == 1


def test_what_matches_too_much_to_be_remembered_is_answered_all_the_same(
    engines: tuple[Engine, TantivyEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = engines[1].search(Plan(LOOSE[0], limit=200))
    monkeypatch.setattr(queries, "MUCH", 1)
    monkeypatch.setattr(queries, "_MOST", expected.total - 1)
    _passes(engines[1], monkeypatch)
    assert engines[1].search(Plan(LOOSE[0], limit=200)) == expected


def test_only_loose_phrases_of_common_words_are_costly(engines: tuple[Engine, TantivyEngine]) -> None:
    work = engines[1]._current().costly.work
    common, rare = Phrase("text_text", ("a", "b"), 5), Phrase("text_text", ("a", "e"), 5)
    assert work(common) > work(rare) > 0
    assert work(AnyOf((common, All((rare, TermNode("text_text", "a")))))) == work(common) + work(rare)
    assert work(Phrase("text_text", ("a", "b"))) == work(Phrase("text_text", ("a", "zz"), 9)) == 0
    assert work(Phrase("text_text", ("a", "a", "a"), 20)) < 60 * 200
