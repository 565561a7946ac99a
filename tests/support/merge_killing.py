"""kill -9 of a large merge of the default engine at a chosen step, and the required state of the index afterwards."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from archive.search.engines.engine import Document, State
from archive.search.engines.whoosh import WhooshEngine, posting_pool
from archive.search.engines.whoosh.fields import INDEX_NAME, MapStorage
from archive.search.query.plan import AnyOf, Everything, Fuzzy, Phrase, Plan, Prefix, TermNode

STEPS = ("open", "os.rename", "os.remove")  # operations on the files of an index, by Python's audit event names
_WORDS = [f"{a}{b}" for a in ("ka", "ni", "tro", "mu", "sel", "wa") for b in ("la", "sen", "do", "ri", "ta")]


def documents(count: int, seed: int = 1) -> Iterator[Document]:
    """Yield small documents with common words, and a unique word in each."""
    chance = random.Random(seed)
    for number in range(count):
        words = [*chance.choices(_WORDS, k=12), f"own{seed}x{number}"]
        facets = {"kind": (chance.choice(("photo", "speech")),), "person": (f"Person {chance.randrange(50)}",)}
        days = (20240101 + number % 28,) * 2 if number % 9 else None
        terms = {"text_text": [(word, at) for at, word in enumerate(words)]}
        yield Document(f"{seed}-{number:06}", terms, facets, days, " ".join(words[:3]))


def unmerged(folder: Path, sizes: Sequence[int]) -> None:
    """Create an index in segments of these sizes, which an idle merge combines, with some documents deleted."""
    engine = WhooshEngine.create(folder, State(0, "", 1))
    for seed, size in enumerate(sizes, 1):
        engine.update(documents(size, seed), (), State(seed, "", 1))
    gone = [f"{seed}-{number:06}" for seed, size in enumerate(sizes, 1) for number in range(0, size, 11)]
    engine.update((), gone, State(len(sizes) + 1, "", 1))
    engine.close()


PLANS = (
    Plan(
        AnyOf((TermNode("text_text", "kala"), TermNode("text_text", "nisen"))),
        sort="title",
        limit=300,
        facets=("kind",),
    ),
    Plan(Phrase("text_text", ("kala", "nisen")), sort="-date", limit=300, facets=("person",), facet_size=60),
    Plan(Prefix("text_text", "own1x12"), sort="date", limit=300),
    Plan(Fuzzy("text_text", "trosem"), sort="title", limit=300),
    Plan(Everything(), sort="-date", offset=500, limit=300, facets=("kind", "person")),
)


def told(folder: Path) -> list[Any]:
    """Return all responses of an index."""
    engine = WhooshEngine.open(folder)
    answers = [engine.search(plan) for plan in PLANS]
    said: list[Any] = [(a.ids, a.scores, a.total, a.undated, a.facets, a.state) for a in answers]
    said += [engine.terms("text_text", "own1x1", 500), engine.values("person", "pers", 60), engine.ids()]
    engine.close()
    return said


def segments(folder: Path) -> list[str]:
    """Return the names of the segments in the newest generation."""
    return [entry.segment_id() for entry in TOC.read(MapStorage(str(folder)), INDEX_NAME).segments]


def stray(folder: Path) -> set[str]:
    """Return the files in an index folder that belong to no segment in use, without those that are `half_written`."""
    newest = TOC._latest_generation(MapStorage(str(folder)), INDEX_NAME)
    used = segments(folder)
    ours = {f"_{INDEX_NAME}_{newest}.toc", f"{INDEX_NAME}_WRITELOCK", "STATE", "CONTENTS"}
    others = {file.name for file in folder.iterdir() if not any(one in file.name for one in used)}
    return others - ours - half_written(folder)


def half_written(folder: Path) -> set[str]:
    """Return tables of contents that were not yet renamed to their final names."""
    return {file.name for file in folder.glob(f"_{INDEX_NAME}_*.toc.*")}


def killed_merge(before: Path, folder: Path, moment: tuple[str, int]) -> bool:
    """Copy the index `before` to `folder`, and merge it in a process that is killed just before its n-th file operation
    there ("file", n), or its n-th term ("term", n). Return False if it ended before."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    child = os.fork()
    if child == 0:
        _die_at(folder, moment)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "tidying up failed by itself"
    return os.WIFSIGNALED(status)


def _die_at(folder: Path, moment: tuple[str, int]) -> None:
    """Runs in a separate process, because the audit hook cannot be removed."""
    kind, number = moment
    done = Counter[str]()

    def count(what: str) -> None:
        done[what] += 1
        if what == kind and done[what] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in STEPS and str(arguments[0]).startswith(str(folder)):
            count("file")

    def term() -> bool:
        count("term")
        return False

    if kind == "term":
        posting_pool.STRETCH_BYTES = 0  # a term at a time
    try:
        engine = WhooshEngine.open(folder)
        sys.addaudithook(audit)
        while engine.tidy(term):
            pass
    except BaseException:
        os._exit(1)
