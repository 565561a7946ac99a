"""How well questions find what answers them, on the judged collections beside the project, with every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.search.engines.engine import State, engine_named
from tests.bench.bench_relevance import SETS, collection, measure
from tests.support.engines import LOCAL

QUESTIONS = 500  # of each collection
APART = 0.005  # the most by which engines may differ
FLOORS = {"cranfield": 0.359, "facqa-id": 0.839, "xquad-vi": 0.958}
"""nDCG@10 when any word may match: what Lucene reaches on the same."""

pytestmark = pytest.mark.skipif(not SETS.is_dir(), reason="needs ../shared")


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_questions_find_their_answers_with_every_engine(name: str, tmp_path: Path) -> None:
    asked = collection(name)
    questions = asked.questions[:QUESTIONS]
    reached, plain = {}, {}
    for engine_name in LOCAL:
        engine = engine_named(engine_name).create(tmp_path / engine_name, State(0, "", 1))
        engine.update(asked.documents, (), State(1, "", 1))
        reached[engine_name] = measure(asked, engine, questions, depth=10)[0]
        if name == "xquad-vi":
            plain[engine_name] = measure(asked, engine, questions, folded=True, depth=10)[0]
        engine.close()
    print(f"\n{name}: " + ", ".join(f"{engine} {gain:.4f}" for engine, gain in reached.items()))
    assert min(reached.values()) >= FLOORS[name]
    assert max(reached.values()) - min(reached.values()) <= APART
    assert all(gain >= reached[engine] - APART for engine, gain in plain.items()), "typed without accents"
