"""The words of real files beside those that other programs find: by format, how many agree, and which do not.

Each file is read as ingest reads it, in a worker. The measure is F1 of the words as a multiset.

python -m tests.bench.bench_formats FOLDER [--only doc,rtf] [--peers antiword,catdoc] [--below 0.5] [--kept FOLDER]
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import PressArchiveError
from archive.record import Description
from archive.sandbox.pool import Pool
from ingest.files.workers import DESCRIBE, validate_worker_result
from tests.bench.peers import PEERS, Peer

LEAST = 0.5  # a file below it is named
FEW_WORDS = 3  # of a file that is compared: a single word says nothing
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Reading:
    """A file: its words here, with what the receipt would say of it, and those of each program."""

    path: Path
    suffix: str
    words: Counter[str] = field(default_factory=Counter)
    told: str = ""
    failed: bool = False
    theirs: dict[str, Counter[str]] = field(default_factory=dict)

    def scores(self) -> dict[str, float]:
        """Return F1 against each program that found words."""
        return {name: f1(self.words, words) for name, words in self.theirs.items() if words.total() >= FEW_WORDS}

    def best(self) -> float | None:
        """Return F1 against the program that agrees most; None where no program found words."""
        return max(self.scores().values(), default=None)


def words_of(text: str) -> Counter[str]:
    """Return the words of a text, in one form of each letter."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).replace("\xad", "").casefold()))


def f1(ours: Counter[str], theirs: Counter[str]) -> float:
    """Return F1 of two multisets of words, 1 when both are empty."""
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def read(path: Path, pool: Pool, peers: Sequence[Peer], kept: Path | None) -> Reading:
    """Return the words of a file, here and by each of these programs that reads its format. What those found is kept
    in the folder `kept`, if there is one."""
    found = Reading(path, path.suffix.lower().lstrip(".") or "none")
    try:
        with pool.run(DESCRIBE, {"path": str(path), "filename": path.name}) as job:
            description = validate_worker_result(job.result, path.name)
        found.words = words_of(_searched(description))
        found.told = f"{description.media_type}: {' '.join(description.notes)}"
    except PressArchiveError as error:
        found.told, found.failed = f"{type(error).__name__}: {error}", True
    for peer in peers:
        if found.suffix in peer.suffixes:
            found.theirs[peer.program] = words_of(peer.kept_words(path, kept))
    return found


def _searched(description: Description) -> str:
    """What a search finds of a file: its text and letterhead, and the title and captions that are no part of them."""
    text = "\n".join((description.text, *description.furniture))
    said = (description.values.get("title"), *(m.caption for m in description.mentions))
    return "\n".join((text, *(one for one in map(str, filter(None, said)) if one not in text)))


def measure(folder: Path, peers: Sequence[Peer], only: frozenset[str], kept: Path | None) -> Iterator[Reading]:
    """Yield the reading of each file below a folder, in the order of their names."""
    files = [one for one in sorted(folder.rglob("*")) if one.is_file()]
    wanted = [one for one in files if not only or one.suffix.lower().lstrip(".") in only]
    with tempfile.TemporaryDirectory() as jobs, Pool(2, Path(jobs)) as pool, ThreadPoolExecutor(2) as threads:
        yield from threads.map(lambda path: read(path, pool, peers, kept), wanted)


def report(readings: Sequence[Reading], least: float, examples: int) -> None:
    """Print the table by format and program, then what failed and each file below `least`."""
    by_suffix: Mapping[str, list[Reading]] = defaultdict(list)
    for one in readings:
        by_suffix[one.suffix].append(one)
    print(
        f"{'format':9}{'files':>6}{'words':>6}{'failed':>7}  {'program':12}{'of':>5}{'median':>8}{'p10':>7}{'low':>5}"
    )
    for suffix, found in sorted(by_suffix.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        counts = f"{suffix:9}{len(found):6}{sum(bool(r.words) for r in found):6}{sum(r.failed for r in found):7}"
        for program, scores in _by_program(found).items():
            print(f"{counts}  {program:12}{_figures(scores, least)}")
            counts = " " * len(counts)
        if counts.strip():
            print(counts)
    _report_failures(readings)
    _report_low(readings, least, examples)


def _by_program(readings: Sequence[Reading]) -> dict[str, list[float]]:
    """F1 of all files against each program, and against the best of several."""
    scores: dict[str, list[float]] = defaultdict(list)
    for one in readings:
        for program, score in one.scores().items():
            scores[program].append(score)
    if len(scores) > 1:
        scores["best of them"] = [best for one in readings if (best := one.best()) is not None]
    return scores


def _figures(scores: Sequence[float], least: float) -> str:
    lowest = sorted(scores)[len(scores) // 10]
    return f"{len(scores):5}{statistics.median(scores):8.3f}{lowest:7.3f}{sum(s < least for s in scores):5}"


def _report_failures(readings: Sequence[Reading]) -> None:
    print("\nnot read, with the reason:")
    for one in readings:
        if one.failed:
            print(f"  {one.path.parent.name}/{one.path.name}: {one.told}")


def _report_low(readings: Sequence[Reading], least: float, examples: int) -> None:
    print(f"\nbelow {least:g}, against the program that agrees most:")
    for one in sorted(readings, key=lambda r: (r.suffix, r.best() or 0.0)):
        best = one.best()
        if best is None or best >= least or one.failed:
            continue
        counts = ", ".join(f"{name} {words.total()}" for name, words in one.theirs.items())
        print(f"  {best:.3f} {one.path.parent.name}/{one.path.name}: {one.words.total()} words, {counts}. {one.told}")
        theirs = max(one.theirs.values(), key=lambda words: f1(one.words, words) if words else -1.0)
        for label, more in (("more", one.words - theirs), ("missing", theirs - one.words)):
            if more and examples:
                print(f"        {label}: {' '.join(list(more)[:examples])}")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="suffixes, with commas between")
    parser.add_argument("--peers", default="", help="programs, with commas between; all that are installed if empty")
    parser.add_argument("--below", type=float, default=LEAST, help="name files with less than this")
    parser.add_argument("--kept", type=Path, help="a folder for what the programs found, for the next run")
    parser.add_argument("--words", type=int, default=8, help="examples of words that only one side has")
    chosen = parser.parse_args()
    named = frozenset(filter(None, chosen.peers.split(",")))
    peers = [peer for peer in PEERS if peer.installed and (not named or peer.program in named)]
    absent = sorted({peer.program for peer in PEERS if not peer.installed})
    if absent:
        print(f"not installed, so not compared: {', '.join(absent)}", file=sys.stderr)
    only = frozenset(filter(None, chosen.only.split(",")))
    report(list(measure(chosen.folder, peers, only, chosen.kept)), chosen.below, chosen.words)


if __name__ == "__main__":
    main()
