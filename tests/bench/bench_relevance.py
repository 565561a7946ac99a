"""How well both engines rank the judged collections in ../shared, beside the figures of other engines on the same.

python tests/bench/bench_relevance.py [--questions 500]

Every second question, from the first on, chose the weights of
archive/search/query/ranking_weights.py; the others confirm them.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive.search.engines.engine import ENGINES, ON_SERVERS, Document, Engine, State, engine_named
from archive.search.query import compile_query, parse_query
from archive.search.query.plan import Everything, Plan
from archive.text import TextValue, document_terms, fold

SETS = Path(__file__).parents[3] / "shared" / "data" / "relevance"
RIVALS = {
    "cranfield": "Whoosh with Porter2 .355 / .291, Lucene .359 / .295",
    "facqa-id": "Whoosh with Snowball .834 / .804, Lucene .839 / .807",
    "xquad-vi": "Whoosh with pairs .962 / .952, Lucene .958 / .947",
}
_DEPTH = 1000  # results evaluated for MAP


@dataclass(frozen=True)
class Collection:
    """Documents, (id, text) of questions, and for each question the grades of documents."""

    name: str
    language: str
    documents: tuple[Document, ...]
    questions: tuple[tuple[str, str], ...]
    grades: dict[str, dict[str, int]]


def collection(name: str) -> Collection:
    """Return a judged collection."""
    folder = SETS / name
    language = json.loads((folder / "META.json").read_text(encoding="utf-8"))["lang"]
    documents = []
    for told in _lines(folder / "docs.jsonl"):
        values = [TextValue(field, told[field], language) for field in ("title", "text")]
        documents.append(Document(told["id"], document_terms(values)))
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, grade = line.split("\t")
        grades[question][document] = int(grade)
    questions = tuple((told["id"], told["text"]) for told in _lines(folder / "queries.jsonl"))
    return Collection(name, language, tuple(documents), questions, dict(grades))


def measure(
    asked: Collection, engine: Engine, questions: Sequence[tuple[str, str]], folded: bool = False, depth: int = _DEPTH
) -> tuple[float, float]:
    """Return nDCG@10 and MAP if any word may match; `folded`: typed without accents."""
    gains, precisions = [], []
    for name, text in questions:
        words = " ".join(re.findall(r"\w+", fold(text) if folded else text)[:60])
        plan = compile_query(parse_query(words), (asked.language,), Plan(Everything(), limit=depth), any_word=True)
        grades = asked.grades[name]
        found = [grades.get(document, 0) for document in engine.search(plan).ids]
        gains.append(_gain(found[:10]) / _gain(sorted(grades.values(), reverse=True)[:10]))
        hits = [place for place, grade in enumerate(found, 1) if grade > 0]
        precision = sum(count / place for count, place in enumerate(hits, 1))
        precisions.append(precision / sum(grade > 0 for grade in grades.values()))
    return mean(gains), mean(precisions)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000, help="of each collection, at most")
    most = parser.parse_args().questions
    if not SETS.is_dir():
        print(f"The judged collections are not here: {SETS} is missing.")
        return
    print("nDCG@10 / MAP       all            chosen by      confirmed by   without accents")
    for name, rivals in RIVALS.items():
        asked = collection(name)
        questions = asked.questions[:most]
        for engine_name in sorted(ENGINES.keys() - ON_SERVERS.keys()):
            with tempfile.TemporaryDirectory() as folder:
                engine = engine_named(engine_name).create(Path(folder) / "index", State(0, "", 1))
                engine.update(asked.documents, (), State(1, "", 1))
                parts = [(questions, False), (questions[0::2], False), (questions[1::2], False), (questions, True)]
                told = [measure(asked, engine, some, folded) for some, folded in parts]
                engine.close()
            figures = "  ".join(f"{gain:.4f}/{precision:.4f}" for gain, precision in told)
            print(f"{name:10} {engine_name:8} {figures}", flush=True)
        print(f"{name:10} {rivals}")


if __name__ == "__main__":
    main()
