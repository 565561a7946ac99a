"""Search times of this archive's engines beside stock Whoosh, SQLite FTS5 and raw tantivy, in one run.

python -m tests.bench.bench_search [--documents 100000] [--rounds 100] [--only "our Whoosh" ...] [--folder DIR]

Every system builds its index and answers in child processes of its own. Times are CPU milliseconds. Warm: one open
searcher answers all questions, a class after the other in turn. Cold: it is newly opened for each question, whose time
includes that; the files stay in the system's cache.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.corpus import WORDS_PER_TEXT, Corpus, Text
from tests.bench.measuring import memory, size, timed
from tests.bench.questions import questions
from tests.bench.report import report
from tests.bench.rivals import Fts5, RawTantivy, StockWhoosh
from tests.bench.sides import Ours, OursOnTantivy, OursOnWhoosh, Side

SIDES: dict[str, type[Side]] = {
    side.name: side for side in (OursOnWhoosh, OursOnTantivy, StockWhoosh, Fts5, RawTantivy)
}
PATIENCE = 20.0  # CPU seconds per class of queries, warm or cold; then fewer are run
FEWEST = 3
COLD_ROUNDS = 20
_WARMING = 5  # unmeasured rounds


def build(side: Side, options: argparse.Namespace) -> None:
    """Build the index, and record its cost. An index of an earlier run in that folder is reused."""
    noted = side.folder / "built.json"
    if noted.exists():
        return
    side.folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus()
    generating = timed(list, corpus.texts(options.documents // 50))[0] * 50
    before = size(side.folder)
    took, _ = timed(side.build, _told(side.name, corpus.texts(options.documents)))
    megabytes = size(side.folder) - before
    if isinstance(side, Ours):
        side.store(corpus.texts(options.documents))
    noted.write_text(json.dumps({"seconds": (took - generating) / 1000, "megabytes": megabytes}))


def _told(name: str, texts: Iterable[Text]) -> Iterator[Text]:
    for n, text in enumerate(texts, 1):
        yield text
        if n % 10_000 == 0:
            print(f"{name}: {n:,} read to be indexed, {time.process_time():.0f} CPU s", file=sys.stderr, flush=True)


def ask(side: Side, options: argparse.Namespace) -> dict[str, Any]:
    """Return times by class, warm and cold, and the memory of the process after the warm ones."""
    corpus = Corpus()
    side.open()
    for some in questions(corpus, _WARMING, options.documents, seed=5):
        for question in some:
            if question.kind not in side.lacks and question.mode != "any":
                side.ask(side.prepared(question), question)
    warm, totals = _asked(side, corpus, options.rounds, options.documents)
    held, own = memory()
    side.close()
    print(f"{side.name}: warm questions answered", file=sys.stderr, flush=True)
    cold, _ = _asked(side, corpus, min(COLD_ROUNDS, options.rounds), options.documents, reopened=True)
    told = {"warm": warm, "cold": cold, "answers": {kind: sorted(t)[len(t) // 2] for kind, t in totals.items()}}
    return told | {"memory": held, "own": own}


def _asked(
    side: Side, corpus: Corpus, rounds: int, documents: int, reopened: bool = False
) -> tuple[dict[str, list[float]], dict[str, list[int]]]:
    times: defaultdict[str, list[float]] = defaultdict(list)
    totals: defaultdict[str, list[int]] = defaultdict(list)
    for some in questions(corpus, rounds, documents):
        for question in some:
            known = times[question.kind]
            if question.kind in side.lacks or (len(known) >= FEWEST and sum(known) > PATIENCE * 1000):
                continue
            opening = timed(side.open)[0] if reopened else 0.0
            took, total = timed(side.ask, side.prepared(question), question)
            known.append(opening + took)
            totals[question.kind].append(total)
            if reopened:
                side.close()
    return {kind: known for kind, known in times.items() if known}, totals


def _child(options: argparse.Namespace, folder: Path, name: str, work: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.bench_search", "--folder", str(folder), "--child", work]
    command += ["--only", name, "--documents", str(options.documents), "--rounds", str(options.rounds)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(ended.stdout)) if ended.stdout else {}


def main() -> None:
    """Build, query, and print one table with the goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=100, help="questions of each class")
    parser.add_argument("--only", action="append", choices=list(SIDES), help="these systems (repeatable)")
    parser.add_argument("--folder", type=Path, help="keep the indexes here, and use those that are")
    parser.add_argument("--child", choices=("build", "ask"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.only or list(SIDES)
    if options.child:
        side = SIDES[names[0]](options.folder / names[0].replace(" ", "-"))
        if options.child == "build":
            build(side, options)
        else:
            print(json.dumps(ask(side, options)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        results = {}
        for name in names:
            _child(options, folder, name, "build")
            built = json.loads((folder / name.replace(" ", "-") / "built.json").read_text())
            results[name] = built | _child(options, folder, name, "ask")
        print(f"{options.documents:,} generated records of {WORDS_PER_TEXT} words.")
        print((__doc__ or "").split("\n\n")[2].strip())
        report(results)


if __name__ == "__main__":
    main()
