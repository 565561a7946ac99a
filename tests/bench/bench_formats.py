"""The words of real files beside those that other programs find: by format, how many agree, and which do not.

Each file is read as ingest reads it, in a worker. The measure is F1 of the words as a multiset. A file with a low one
is named, with the reason if the words of both sides tell one (tests/bench/format_reasons.py).

python -m tests.bench.bench_formats FOLDER [--only doc,rtf] [--peers antiword,catdoc] [--below 0.5] [--kept FOLDER]
    [--converter soffice]
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive.errors import PressArchiveError
from archive.record import Description
from archive.sandbox.pool import Pool
from archive.settings import Settings
from ingest.files.conversion import Conversion
from ingest.files.workers import DESCRIBE, validate_worker_result
from tests.bench.format_reasons import f1, reason_of, words_of
from tests.bench.peers import PEERS, Peer

BEST = "best of them"  # among several programs
LEAST = 0.5  # a file below it is named
_MAILS = ("msg",)  # readers
FEW_WORDS = 3  # minimum words for a comparison: a single word shows nothing


@dataclass(slots=True)
class Reading:
    """A file: its type and our words, its receipt text, and the words of each program. `seconds`: the maximum reading
    time here, which may include waiting for others."""

    path: Path
    suffix: str
    words: Counter[str] = field(default_factory=Counter)
    media_type: str = ""
    scan: bool = False
    seconds: float = 0.0
    told: str = ""
    failed: bool = False
    theirs: dict[str, Counter[str]] = field(default_factory=dict)

    def scores(self) -> dict[str, float]:
        """Return F1 against each program that found words."""
        return {name: f1(self.words, words) for name, words in self.theirs.items() if words.total() >= FEW_WORDS}

    def reason(self) -> str:
        """Return why the words differ from those of the program that agrees most, "" if unknown."""
        scores = self.scores()
        if not scores:
            return ""
        theirs = self.theirs[max(scores, key=lambda name: scores[name])]
        return reason_of(self.path.name, self.media_type, self.scan, self.words, theirs, self.told)

    def best(self) -> float | None:
        """Return F1 against the program that agrees most; None if no program found words."""
        return max(self.scores().values(), default=None)


@dataclass(frozen=True, slots=True)
class Desk:
    """The readers of the files: workers, the converter for formats without a reader, and the other programs, whose
    results are stored in the folder `kept` if given."""

    pool: Pool
    conversion: Conversion
    peers: Sequence[Peer]
    kept: Path | None

    def describe(self, path: Path) -> Description:
        """Return the description of a file as made by ingest."""

        def described(told: Mapping[str, Any]) -> Description:
            asked = {"path": str(path), "filename": path.name} | told
            with self.pool.run(DESCRIBE, asked) as job:
                return validate_worker_result(job.result, path.name)

        return self.conversion.described(described({}), path, path.name, described)


def read(path: Path, desk: Desk) -> Reading:
    """Return the words of a file, ours and those of each program that reads its format."""
    found = Reading(path, path.suffix.lower().lstrip(".") or "none")
    started = time.monotonic()
    try:
        description = desk.describe(path)
        found.words = words_of(_searched(description))
        found.media_type, found.scan = description.media_type, bool(description.scans)
        found.told = f"{description.media_type}: {' '.join(description.notes)}"
    except PressArchiveError as error:
        found.told, found.failed = f"{type(error).__name__}: {error}", True
    found.seconds = time.monotonic() - started
    for peer in desk.peers:
        if found.suffix in peer.suffixes:
            found.theirs[peer.program] = words_of(peer.kept_words(path, desk.kept))
    return found


def _searched(description: Description) -> str:
    """Return the searchable text of a file: its text and letterhead, plus the title and the names and captions of
    photos if they are not part of these. The subject of a mail is not part of its text, even if repeated there. A title
    that is the file name does not count."""
    text = "\n".join((description.text, *description.furniture))
    title = str(description.values.get("title") or "")
    if title and description.origins["title"][0].origin == "file name":
        title = ""
    subject = [title] if description.reader in _MAILS else []
    apart = [
        *([] if subject else [title]),
        *(words for one in description.mentions for words in (one.filename, one.caption, one.credit)),
    ]
    flat = _flat(text)
    return "\n".join((*subject, text, *(words for words in apart if words and _flat(words) not in flat)))


def _flat(text: str) -> str:
    """Return the words of a text with one space between them: titles have other space and no marks of tables."""
    return " ".join(re.findall(r"\w+", text))


def measure(
    folder: Path, peers: Sequence[Peer], only: frozenset[str], kept: Path | None, converter: str = ""
) -> Iterator[Reading]:
    """Yield the reading of each file below a folder, sorted by name. `converter`: as in `[intake]`."""
    files = [one for one in sorted(folder.rglob("*")) if one.is_file()]
    wanted = [one for one in files if not only or one.suffix.lower().lstrip(".") in only]
    settings = Settings()
    settings = replace(settings, intake=replace(settings.intake, converter=converter))
    with (
        tempfile.TemporaryDirectory() as jobs,
        Pool(2, Path(jobs)) as pool,
        closing(Conversion(settings, Path(jobs))) as conversion,
        ThreadPoolExecutor(2) as threads,
    ):
        desk = Desk(pool, conversion, peers, kept)
        yield from threads.map(lambda path: read(path, desk), wanted)


def report(readings: Sequence[Reading], least: float, examples: int) -> None:
    """Print the table by format and program, then what failed and each file below `least`."""
    by_suffix: Mapping[str, list[Reading]] = defaultdict(list)
    for one in readings:
        by_suffix[one.suffix].append(one)
    heads = (
        f"{'format':9}{'files':>6}{'words':>6}{'failed':>7}  {'program':12}{'of':>5}{'median':>8}{'p10':>7}{'low':>5}"
    )
    print(f"{heads}{'no reason':>11}")
    for suffix, found in sorted(by_suffix.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        counts = f"{suffix:9}{len(found):6}{sum(bool(r.words) for r in found):6}{sum(r.failed for r in found):7}"
        programs = _by_program(found)
        for program, scores in programs.items():
            print(f"{counts}  {program:12}{_figures(scores, least)}", end="")
            counts = " " * len(counts)
            last = program == list(programs)[-1]
            print(f"{sum(not one.reason() for one in _low(found, least)):11}" if last else "")
        if counts.strip():
            print(counts)
    _report_failures(readings)
    _report_low(readings, least, examples)


def _by_program(readings: Sequence[Reading]) -> dict[str, list[float]]:
    """Return F1 of all files that were read against each program, and against the best of several."""
    readings = [one for one in readings if not one.failed]
    scores: dict[str, list[float]] = defaultdict(list)
    for one in readings:
        for program, score in one.scores().items():
            scores[program].append(score)
    if len(scores) > 1:
        scores[BEST] = [best for one in readings if (best := one.best()) is not None]
    return scores


def _figures(scores: Sequence[float], least: float) -> str:
    lowest = sorted(scores)[len(scores) // 10]
    return f"{len(scores):5}{statistics.median(scores):8.3f}{lowest:7.3f}{sum(s < least for s in scores):5}"


def _report_failures(readings: Sequence[Reading]) -> None:
    slowest = max(readings, key=lambda r: r.seconds, default=None)
    if slowest is not None:
        print(f"\nslowest, with waiting: {slowest.seconds:.1f} s, {slowest.path.parent.name}/{slowest.path.name}")
    print("\nnot read, with the reason:")
    for one in readings:
        if one.failed:
            print(f"  {one.path.parent.name}/{one.path.name}: {one.told}")


def _low(readings: Sequence[Reading], least: float) -> list[Reading]:
    """Return the files that were read and have less than `least` against every program that found words."""
    return [one for one in readings if not one.failed and (best := one.best()) is not None and best < least]


def _report_low(readings: Sequence[Reading], least: float, examples: int) -> None:
    low = _low(readings, least)
    print(f"\nbelow {least:g}, against the program that agrees most, by reason:")
    for (suffix, why), count in sorted(Counter((one.suffix, one.reason()) for one in low).items()):
        print(f"  {suffix:6}{count:4}  {why or 'NO REASON'}")
    print("\nthe files:")
    for one in sorted(low, key=lambda r: (r.suffix, r.best() or 0.0)):
        counts = ", ".join(f"{name} {words.total()}" for name, words in one.theirs.items())
        print(f"  {one.best():.3f} {one.path.parent.name}/{one.path.name}: {one.words.total()} words, {counts}.")
        print(f"        {one.reason() or 'NO REASON'}. {one.told}")
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
    parser.add_argument("--converter", default="", help="soffice, to read formats without a reader as ingest does")
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
    report(list(measure(chosen.folder, peers, only, chosen.kept, chosen.converter)), chosen.below, chosen.words)


if __name__ == "__main__":
    main()
