"""Many threads search one engine during commits: each response must be the one that a single thread gets."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

from archive.search.engines.engine import Document, EngineResults, State
from archive.search.engines.whoosh import WhooshEngine
from archive.search.query.compiler import compile_query
from archive.search.query.parser import parse_query
from archive.search.query.plan import Everything, Plan
from archive.text import TextValue, document_terms

WORDS = ("hà", "nội", "lương", "cường", "bridge", "bridges", "jembatan", "menteri", "ký", "công", "ước", "red", "PBB")
QUERIES = (
    "bridge",
    "hà nội",
    '"hà nội"',
    "red OR iron OR old",
    "men*",
    "bridgo~",
    "bridge date:2024..2025",
    "red -iron",
    "",
    "lương cường ký công ước",
)
FACETS = ("kind", "person", "year")
THREADS = 8
TIDY = 7  # commits between two idle merges


Answer = tuple[range, int, tuple[object, ...]]
"""The possible revisions, the number of the plan, and the content."""


def _document(chance: random.Random, number: int) -> Document:
    text = " ".join(chance.choices(WORDS, k=chance.randint(5, 60)))
    year = chance.randint(2023, 2025)
    facets = {
        "kind": (chance.choice(("photo", "speech")),),
        "person": tuple(f"Person {chance.randrange(30)}" for _ in range(chance.randint(0, 2))),
        "year": (str(year),),
        "sequence": (f"s{chance.randrange(40)}",),
    }
    terms = document_terms([TextValue("title", text[:30], "vi"), TextValue("text", text, "vi")])
    return Document(f"r{number:04}", terms, facets, (year * 10_000 + 101,) * 2, text[:30])


def plans() -> list[Plan]:
    """Return every query in several orders and slices, as the archive compiles it."""
    frames = (
        Plan(Everything(), facets=FACETS, limit=10),
        Plan(Everything(), sort="-date", offset=5, limit=10),
        Plan(Everything(), collapse=("sequence",), limit=10),
    )
    return [compile_query(parse_query(q), ("id", "vi", "en"), frame) for q in QUERIES for frame in frames]


def wrong_answers(folder: Path, documents: int, seconds: float) -> tuple[int, list[str]]:
    """Search for `seconds` in 8 threads while another commits. Return the number of responses, and what was wrong.
    Continue until there are two commits and more responses than threads, however busy the machine is.

    The expected responses of each revision are computed afterwards by one thread on a separate index with the same
    commits.
    """
    chance = random.Random(4)
    first = [_document(chance, n) for n in range(documents)]
    commits = [
        ([_document(chance, chance.randrange(documents)) for _ in range(3)], [f"r{chance.randrange(documents):04}"])
        for _ in range(2000)
    ]
    engine = WhooshEngine.create(folder / "threads", State(0, "", 1))
    engine.update(first, (), State(1, "", 1))
    asked, answers, wrong = plans(), list[Answer](), list[str]()
    over = threading.Event()

    def ask(seed: int) -> None:
        own = random.Random(seed)
        while not over.is_set():
            number = own.randrange(len(asked))
            try:
                results = engine.search(asked[number])
            except Exception as error:
                wrong.append(repr(error))
            else:
                latest = engine.state().revision + 1  # a commit is visible a moment before its revision
                answers.append((range(results.state.revision, latest + 1), number, _told(results)))

    threads = [threading.Thread(target=ask, args=(seed,), daemon=True) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    done, end = 0, time.monotonic() + seconds
    while done < len(commits) and (time.monotonic() < end or done < 2 or len(answers) <= THREADS):
        given, gone = commits[done]
        engine.update(given, gone, State(done + 2, "", 1))
        done += 1
        if done % TIDY == 0:
            engine.tidy()
    over.set()
    for thread in threads:
        thread.join()
    engine.close()
    assert done > 1
    return len(answers), wrong + _differing(folder / "alone", first, commits[:done], answers)


def _told(results: EngineResults) -> tuple[object, ...]:
    facets = tuple((column, values) for column, values in results.facets.items())
    return results.ids, results.scores, results.total, results.groups, results.others, results.undated, facets


def _differing(
    folder: Path, first: list[Document], commits: list[tuple[list[Document], list[str]]], answers: list[Answer]
) -> list[str]:
    """Return the responses that one thread does not get after the same commits, before or after an idle merge."""
    asked = plans()
    wanted: dict[int, set[int]] = {}
    for revisions, number, _ in answers:
        for revision in revisions:
            wanted.setdefault(revision, set()).add(number)
    engine = WhooshEngine.create(folder, State(0, "", 1))
    engine.update(first, (), State(1, "", 1))
    right: dict[tuple[int, int], list[tuple[object, ...]]] = {}
    for done in range(len(commits) + 1):
        for number in wanted.get(done + 1, ()):
            right[done + 1, number] = [_told(engine.search(asked[number]))]
        if done and done % TIDY == 0 and engine.tidy():
            for number in wanted.get(done + 1, ()):
                right[done + 1, number].append(_told(engine.search(asked[number])))
        if done < len(commits):
            engine.update(*commits[done], State(done + 2, "", 1))
    engine.close()
    return [
        f"{asked[number]} at {revisions}"
        for revisions, number, told in answers
        if not any(told in right.get((revision, number), ()) for revision in revisions)
    ]
