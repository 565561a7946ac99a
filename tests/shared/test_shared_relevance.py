"""Search quality on the judged collections next to the project, with every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.search.engines.engine import Engine, State, engine_named
from tests.bench.bench_relevance import SETS, collection, measure
from tests.distributed.opensearch.node_engine import engine_on
from tests.distributed.opensearch.nodes import CannotRun, cluster
from tests.support.engines import LOCAL

QUESTIONS = 500  # of each collection
APART = 0.005  # maximum difference between engines on one machine
APART_ON_SERVERS = 0.01  # Lucene stores the length of a text in one byte
FLOORS = {"cranfield": 0.359, "facqa-id": 0.839, "xquad-vi": 0.958}
"""nDCG@10 if any word may match: Lucene's results on the same collections."""

pytestmark = pytest.mark.skipif(not SETS.is_dir(), reason="needs ../shared")


@pytest.fixture(scope="module")
def kinds() -> Iterator[dict[str, type[Engine]]]:
    """Yield all engines; those on OpenSearch if a node can be run."""
    local = {name: engine_named(name) for name in LOCAL}
    try:
        with cluster() as (node,):
            yield local | {f"opensearch-{shards}": engine_on(node.url, shards) for shards in (1, 5)}
    except CannotRun as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_questions_find_their_answers_with_every_engine(
    name: str, kinds: dict[str, type[Engine]], tmp_path: Path
) -> None:
    asked = collection(name)
    questions = asked.questions[:QUESTIONS]
    reached, plain = {}, {}
    for engine_name, kind in kinds.items():
        engine = kind.create(tmp_path / engine_name, State(0, "", 1))
        engine.update(asked.documents, (), State(1, "", 1))
        reached[engine_name] = measure(asked, engine, questions, depth=10)[0]
        if name == "xquad-vi":
            plain[engine_name] = measure(asked, engine, questions, folded=True, depth=10)[0]
        engine.close()
    print(f"\n{name}: " + ", ".join(f"{engine} {gain:.4f}" for engine, gain in reached.items()))
    local = [reached[engine_name] for engine_name in LOCAL]
    assert min(local) >= FLOORS[name]
    assert max(local) - min(local) <= APART
    assert all(abs(gain - reached["whoosh"]) <= APART_ON_SERVERS for gain in reached.values())
    assert all(gain >= reached[engine] - APART for engine, gain in plain.items()), "typed without accents"
