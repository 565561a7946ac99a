"""How well questions find what answers them, on the judged collections beside the project, with every engine."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from archive.analysis import TextValue, document_terms
from archive.engines.base import Document, State
from archive.engines.table import ENGINES, engine_named
from archive.query.compiler import compile_query
from archive.query.parser import parse
from archive.query.plan import Everything, Plan

SETS = Path(__file__).parents[3] / "shared" / "data" / "relevance"
QUESTIONS = 500  # of each collection
APART = 0.005  # the most by which engines may differ
FLOORS = {"cranfield": 0.338, "facqa-id": 0.834, "xquad-vi": 0.952}
"""nDCG@10 when any word may match: what was reached, less a little."""

pytestmark = pytest.mark.skipif(not SETS.is_dir(), reason="needs ../shared")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _gain(grades: list[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _judgements(folder: Path) -> dict[str, dict[str, int]]:
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, grade = line.split("\t")
        judged[question][document] = int(grade)
    return judged


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_questions_find_their_answers_with_every_engine(name: str, tmp_path: Path) -> None:
    folder = SETS / name
    language = json.loads((folder / "META.json").read_text(encoding="utf-8"))["lang"]
    documents = []
    for told in _lines(folder / "docs.jsonl"):
        values = [TextValue(field, told[field], language) for field in ("title", "text")]
        documents.append(Document(told["id"], document_terms(values)))
    judged, reached = _judgements(folder), {}
    for engine_name in ENGINES:
        engine = engine_named(engine_name).create(tmp_path / engine_name, State(0, "", 1))
        engine.update(documents, (), State(1, "", 1))
        gains = []
        for question in _lines(folder / "queries.jsonl")[:QUESTIONS]:
            words = " ".join(re.findall(r"\w+", question["text"])[:60])
            plan = compile_query(parse(words), (language,), Plan(Everything(), limit=10), any_word=True)
            grades = judged[question["id"]]
            best = _gain(sorted(grades.values(), reverse=True)[:10])
            gains.append(_gain([grades.get(found, 0) for found in engine.search(plan).ids]) / best)
        engine.close()
        reached[engine_name] = mean(gains)
    print(f"\n{name}: " + ", ".join(f"{engine} {gain:.4f}" for engine, gain in reached.items()))
    assert min(reached.values()) >= FLOORS[name]
    assert max(reached.values()) - min(reached.values()) <= APART
