"""A thousand commits and refreshes: open files and memory must not grow, whichever Whoosh is installed."""

from __future__ import annotations

import gc
import mmap
import os
import random
import statistics
import time
from importlib import metadata
from pathlib import Path

from archive.search.engines.engine import Document, State
from archive.search.engines.whoosh import WhooshEngine
from archive.search.query.plan import AnyOf, Everything, Phrase, Plan, TermNode
from archive.text import TextValue, document_terms

COMMITS = int(os.environ.get("SOAK_COMMITS", "1000"))
DOCUMENTS = 400  # live records at any time, so that most commits replace one
SURPLUS = 0  # additional open files, compared with the start, that belong to no segment in use
GROWTH_MEMORY = 1.10  # times the memory of the first third
_WORDS = [f"{a}{b}{c}" for a in ("ka", "ni", "tro", "mu") for b in ("la", "sen", "do", "ri") for c in ("", "n", "kan")]


def _open_files() -> int:
    """Return the number of file descriptors of this process and of its memory maps of index files."""
    maps = Path("/proc/self/maps").read_text().count("MAIN_")
    return len(os.listdir("/proc/self/fd")) + maps  # noqa: PTH208


def _expected(folder: Path) -> int:
    """Return what the segments of the newest generation need: two engines have a descriptor and a map for each file of
    terms and postings, and for each column that fills a page."""
    sizes = {file.name: file.stat().st_size for file in folder.glob("MAIN_*.*") if file.suffix != ".toc"}
    return 4 * sum(size >= mmap.PAGESIZE or not name.endswith(".col") for name, size in sizes.items())


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _document(number: int, chance: random.Random) -> Document:
    text = " ".join(chance.choices(_WORDS, k=200))
    facets = {"kind": (chance.choice(("photo", "speech")),), "language": ("id",)}
    terms = document_terms([TextValue("text", text, "id"), TextValue("title", text[:40], "id")])
    return Document(f"r{number:04}", terms, facets, (20250101 + number % 28,) * 2, text[:40])


def test_a_thousand_commits_leak_nothing(tmp_path: Path) -> None:
    chance = random.Random(5)
    writer = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    reader = WhooshEngine.open(tmp_path / "index")
    plans = (
        Plan(AnyOf((TermNode("text_text", "kala"), TermNode("text_text", "trosenkan"))), facets=("kind", "language")),
        Plan(Phrase("text_text", ("kala", "nilan")), sort="-date"),
        Plan(Everything(), sort="title", limit=500),
    )
    surplus, memory, took = [], [], []
    first = [_document(number, chance) for number in range(DOCUMENTS)]
    writer.update(first, (), State(0, "", 1))
    alive = {document.id for document in first}
    for n in range(1, COMMITS + 1):
        document = _document(chance.randrange(DOCUMENTS), chance)
        gone = [f"r{chance.randrange(DOCUMENTS):04}"] if n % 4 == 0 else []
        started = time.perf_counter()
        writer.update([document], gone, State(n, "", 1))
        took.append(time.perf_counter() - started)
        alive = (alive - set(gone)) | {document.id}
        for plan in plans:
            results = reader.search(plan)
            assert results.state.revision == n
        assert set(results.ids) == alive
        surplus.append(_open_files() - _expected(tmp_path / "index"))
        memory.append(_memory_mb())
    writer.close()
    reader.close()
    gc.collect()
    third = COMMITS // 3
    first_files, last_files = max(surplus[:third]), max(surplus[-third:])
    first_memory, last_memory = statistics.median(memory[:third]), statistics.median(memory[-third:])
    name = next(d for d in ("whoosh3", "whoosh") if _installed(d))
    print(f"\n{name} {metadata.version(name)}, {COMMITS} commits")
    print(f"open files that no segment accounts for: {first_files} in the first third, {last_files} in the last")
    print(f"memory: {first_memory:.0f} MB, then {last_memory:.0f} MB, at most {max(memory):.0f} MB")
    print(f"a commit: {statistics.median(took) * 1000:.1f} ms, p95 {sorted(took)[int(COMMITS * 0.95)] * 1000:.1f} ms")
    print(f"files in the folder at the end: {len(list((tmp_path / 'index').iterdir()))}")
    assert last_files <= first_files + SURPLUS
    assert last_memory <= first_memory * GROWTH_MEMORY


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
