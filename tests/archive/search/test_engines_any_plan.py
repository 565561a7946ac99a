"""Any plan, after any updates, finds on every engine what a simple evaluation finds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from archive.search.engines.engine import Document, Engine
from archive.search.engines.whoosh import writer as whoosh_writer
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Ids,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Prefix,
    TermNode,
    Without,
)
from tests.cases.engine_cases import doc, state, text


def _model(node: Node, document: Document) -> bool:
    """Return whether a document matches, by a slow and simple evaluation."""
    match node:
        case TermNode(field=field, term=term):
            return term in dict(document.terms.get(field, ()))
        case Prefix(field=field, prefix=prefix):
            return any(term.startswith(prefix) for term, _ in document.terms.get(field, ()))
        case Phrase(field=field, terms=terms, slop=slop):
            placed = sorted((at, term) for term, at in document.terms.get(field, ()))
            return any(_follows(placed, i, terms, slop) for i in range(len(placed)))
        case Keyword(column=column, values=values):
            return bool(set(values) & set(document.facets.get(column, ())))
        case Dates(first=first, last=last):
            days = document.dates
            return days is not None and days[1] >= (first or 0) and days[0] <= (last or 99999999)
        case Ids(ids=ids):
            return document.id in ids
        case All(parts=parts):
            return bool(parts) and all(_model(part, document) for part in parts)
        case AnyOf(parts=parts):
            return any(_model(part, document) for part in parts)
        case Without(wanted=wanted, unwanted=unwanted):
            return _model(wanted, document) and not _model(unwanted, document)
        case _:
            return isinstance(node, Everything)


def _follows(placed: list[tuple[int, str]], start: int, terms: Sequence[str], slop: int) -> bool:
    at = start
    if placed[at][1] != terms[0]:
        return False
    for term in terms[1:]:
        at = next((i for i in range(at + 1, len(placed)) if placed[i][1] == term), -1)
        if at < 0:
            return False
    return placed[at][0] - placed[start][0] <= len(terms) - 1 + slop


def _any_node(chance: random.Random, depth: int = 3) -> Node:
    def word() -> str:
        return chance.choice("abcde")

    leaves: list[Callable[[], Node]] = [
        lambda: text(word()),
        lambda: Phrase("text_text", tuple(word() for _ in range(chance.randint(2, 3))), chance.choice((0, 0, 1, 3))),
        lambda: Prefix("text_text", word()),
        lambda: Keyword("kind", (chance.choice("xyz"), chance.choice("xyz"))),
        lambda: Dates(chance.choice((None, 5, 12)), chance.choice((None, 8, 15))),
        lambda: Ids(tuple(str(chance.randint(0, 45)) for _ in range(chance.randint(0, 12)))),
        Everything,
        Nothing,
    ]
    if depth == 0 or chance.random() < 0.3:
        return chance.choice(leaves)()
    parts = tuple(_any_node(chance, depth - 1) for _ in range(chance.randint(1, 3)))
    kinds: list[Node] = [All(parts), AnyOf(parts), AnyOf(parts, "best"), Without(parts[0], parts[-1])]
    return chance.choice(kinds)


@pytest.mark.parametrize("seed", range(6))
def test_any_plan_finds_what_a_plain_reading_of_it_finds(
    kind: type[Engine], tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random plans over random updates, replacements and deletions. For every other seed, segments are written after a
    few buffered words, as in a large update."""
    if seed % 2:
        monkeypatch.setattr(whoosh_writer, "MAX_HELD", 30)
    chance = random.Random(seed)
    engine = kind.create(tmp_path / "index", state(0))
    kept: dict[str, Document] = {}
    for n in range(8):
        given = []
        for _ in range(chance.randint(0, 25)):
            days = chance.randint(1, 18)
            words = " ".join(chance.choices("abcde", [8, 4, 2, 1, 1], k=chance.randint(0, 9)))
            dates = chance.choice((None, (days, days + 3)))
            given.append(
                doc(f"{chance.randint(0, 40)}", words, dates=dates, kind=chance.choice(("x", "y", "z", "x,z")))
            )
        gone = [str(chance.randint(0, 40)) for _ in range(4)]
        for letter in gone:
            kept.pop(letter, None)
        kept |= {d.id: d for d in given}
        engine.update(given, gone, state(n))
    assert engine.ids() == set(kept)
    for _ in range(60):
        node = _any_node(chance)
        results = engine.search(Plan(node, limit=99, facets=("kind",)))
        expected = [d for d in kept.values() if _model(node, d)]
        assert set(results.ids) == {d.id for d in expected}, node
        assert results.undated == sum(d.dates is None for d in expected)
        assert dict(results.facets["kind"]) == Counter(v for d in expected for v in d.facets["kind"])
    engine.close()
