"""Many threads search one archive while records are added, withdrawn and released, and engines are swapped."""

from __future__ import annotations

import base64
import random
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from archive.access import PUBLIC
from archive.catalogue import Access
from archive.catalogue.records import record_writes
from archive.record import Status
from archive.search.execution.requests import Results, SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.commands import run

THREADS = 8
FIRST = 40  # records that exist before the first search
WORDS = ("jembatan", "menteri", "kapal", "dermaga", "hà nội", "lương cường", "pelabuhan", "warga", "bridges", "red")
ALL = (
    500  # size of a page with all results: the order by relevance differs between engines, and before and after merges
)
FACETS = ("kind", "language", "month", "source")
REQUESTS = (
    SearchRequest("jembatan", page_size=ALL, facets=FACETS),
    SearchRequest("menteri kapal", page_size=ALL),
    SearchRequest('"jembatan menteri"', page_size=ALL),
    SearchRequest('"hà nội" OR khusus', page_size=ALL, facets=()),
    SearchRequest("luong cuong", sort="-date", page_size=10, facets=FACETS),
    SearchRequest("", sort="date", page=2, page_size=15, facets=("month",)),
    SearchRequest("kap* -warga", sort="title", page_size=20),
    SearchRequest("khusus", sort="-date", page_size=25, filters={"month": ("2025-01", "2025-03")}, facets=FACETS),
    SearchRequest("dermagq~", sort="title", page_size=20, highlight=False),
)


class Deed(NamedTuple):
    """The next action: the record with this number is added, withdrawn, or released again."""

    what: str
    number: int


class Told(NamedTuple):
    """The content of a response without scores: each hit with its passages, then counts."""

    hits: tuple[tuple[str, str], ...]
    counts: str

    @classmethod
    def of(cls, results: Results) -> Told:
        hits = [(hit.record.id, repr((hit.record.title, hit.highlights))) for hit in results.hits]
        if results.request.sort == "relevance":
            hits.sort()
        return cls(tuple(hits), repr((results.total, results.groups, results.undated, sorted(results.facets.items()))))


class Answer(NamedTuple):
    """A response to a request, at a revision of the index, with the number of actions completed before the request, and
    of actions started before the response."""

    request: int
    revision: int
    done: int
    begun: int
    told: Told


def deeds(seed: int) -> Iterator[Deed]:
    """Yield an infinite sequence of actions, always the same for one seed."""
    chance = random.Random(seed)
    there, away, following = list(range(FIRST)), list[int](), count(FIRST)
    while True:
        what = chance.choice(("come", "withdraw", "withdraw", "release"))
        if what == "come" or (what == "release" and not away):
            there.append(next(following))
            yield Deed("come", there[-1])
        else:
            one, other = (there, away) if what == "withdraw" else (away, there)
            other.append(one.pop(chance.randrange(len(one))))
            yield Deed(what, other[-1])


@contextmanager
def counted_ids() -> Iterator[None]:
    """Generate the same ids in every archive that gets the same records in the same order."""
    ids = (base64.b32encode(n.to_bytes(10, "big")).decode("ascii").lower() for n in count(1))
    with patch.object(record_writes, "new_id", lambda: next(ids)):
        yield


class Keeper:
    """Performs actions in an archive. `revisions` has the public revisions after the first records and after each
    action."""

    def __init__(self, folder: Path) -> None:
        self._disk = folder / "disk"
        self._disk.mkdir(parents=True)
        self.folder = folder / "archive"
        self.archive = Archive.create(self.folder)
        self._ids: dict[str, str] = {}
        self._take_in(range(FIRST))
        self.revisions = [self.archive.catalogue.public_revision()]

    def do(self, deed: Deed) -> None:
        """Perform an action. Return when it is visible to all."""
        if deed.what == "come":
            self._take_in([deed.number])
        else:
            status = Status.WITHDRAWN if deed.what == "withdraw" else Status.RELEASED
            with self.archive.catalogue.write() as writer:
                writer.set_status(self.id(deed.number), Access(status))
            index_sync.update(self.archive)
        self.revisions.append(self.archive.catalogue.public_revision())

    def id(self, number: int) -> str:
        return self._ids[f"{number:05}.txt"]

    def _take_in(self, numbers: range | list[int]) -> None:
        paths = [self._disk / f"{number:05}.txt" for number in numbers]
        for number, path in zip(numbers, paths, strict=True):
            path.write_text(_text(number), encoding="utf-8")
        ingest(
            paths, self.archive, tell=lambda line, _: self._ids.update({line.path.rsplit("/", 1)[-1]: str(line.record)})
        )


def _text(number: int) -> str:
    chance = random.Random(number)
    body = " ".join(chance.choices(WORDS, k=60))
    return f"Siaran {number} tentang {chance.choice(WORDS)}\n\n{number % 28 + 1} Januari 2025\n\nKata khusus: {body}.\n"


@dataclass
class Round:
    """The events while threads searched."""

    answers: set[Answer] = field(default_factory=set)
    asked: int = 0
    swaps: int = 0
    errors: list[str] = field(default_factory=list)


def search_while_all_changes(keeper: Keeper, seconds: float, seed: int = 1) -> Round:
    """Let eight threads search, one perform actions, and one swap engines with the command, whoosh -> tantivy ->
    whoosh. Runs for `seconds`, and until each engine has replaced the other and a few actions are done."""
    seen, end = Round(), threading.Event()
    begun = [0]

    def guarded(what: str, once: object) -> None:
        while not end.is_set():
            try:
                once()  # type: ignore[operator]
            except BaseException as error:  # tantivy's panics are not Exceptions
                seen.errors.append(f"{what}: {error!r}")
                return

    following, engines = deeds(seed), cycle(("tantivy", "whoosh"))

    def change() -> None:
        begun[0] += 1
        keeper.do(next(following))

    def swap() -> None:
        run("index", "rebuild", "--engine", next(engines), "--archive", keeper.folder)
        seen.swaps += 1

    with closing(Searcher(keeper.archive)) as searcher:
        asking = [_Asking(searcher, keeper, begun, seed + n) for n in range(THREADS)]
        jobs = [*((f"search {n}", one.ask) for n, one in enumerate(asking)), ("change", change), ("swap", swap)]
        threads = [threading.Thread(target=guarded, args=job, daemon=True) for job in jobs]
        for thread in threads:
            thread.start()
        until = time.monotonic() + seconds
        while not seen.errors and (time.monotonic() < until or seen.swaps < 2 or len(keeper.revisions) <= 3):
            time.sleep(0.05)
        end.set()
        for thread in threads:
            thread.join()
    for one in asking:
        seen.answers |= one.answers
        seen.asked += one.asked
    return seen


class _Asking:
    def __init__(self, searcher: Searcher, keeper: Keeper, begun: list[int], seed: int) -> None:
        self.answers: set[Answer] = set()
        self.asked = 0
        self._searcher, self._keeper, self._begun, self._chance = searcher, keeper, begun, random.Random(seed)

    def ask(self) -> None:
        number, done = self._chance.randrange(len(REQUESTS)), len(self._keeper.revisions) - 1
        results = self._searcher.search(REQUESTS[number], PUBLIC)
        self.asked += 1
        self.answers.add(Answer(number, results.revision, done, self._begun[0], Told.of(results)))


def wrong(keeper: Keeper, alone: Keeper, seen: Round, seed: int = 1) -> list[str]:
    """Return the responses that differ from those of a single thread on a separate archive after the same actions, with
    the default engine; and those of a state older than the last action completed before the request."""
    right = _right(alone, len(keeper.revisions), seed)
    done = islice(deeds(seed), len(keeper.revisions) - 1)
    gone = [alone.id(deed.number) if deed.what == "withdraw" else "" for deed in done]
    found = []
    for answer in sorted(seen.answers):
        at = bisect_left(keeper.revisions, answer.revision)
        # A rebuild may have read the catalogue during an action, which is then included or not. The effect of an action
        # is visible a moment before its revision.
        states = [at] if keeper.revisions[at] == answer.revision else [at - 1, at]
        states += [at + 1] if at + 1 < len(right) else []
        later = {id_ for id_ in gone[min(states) : answer.begun] if id_}
        if at < answer.done:
            found.append(f"{REQUESTS[answer.request]} was answered as before deed {answer.done}: {answer}")
        elif not any(_same(answer.told, right[state][answer.request], later) for state in states):
            differs = _other(answer.told, right[at][answer.request])
            found.append(f"{REQUESTS[answer.request].q!r} after {states}: {differs}")
    return found


def _right(alone: Keeper, states: int, seed: int) -> list[list[Told]]:
    """Return the responses to a single thread before the first action, after it, and so on."""
    following, found = deeds(seed), list[list[Told]]()
    with closing(Searcher(alone.archive)) as searcher:
        for state in range(states):
            if state:
                alone.do(next(following))
            found.append([Told.of(searcher.search(request, PUBLIC)) for request in REQUESTS])
    return found


def _other(told: Told, right: Told) -> str:
    """Describe how a response differs from the right one."""
    hits = sorted(set(told.hits) ^ set(right.hits)) or [id_ for id_, _ in told.hits]
    return f"{hits}; {told.counts}, not {right.counts}"


def _same(told: Told, right: Told, withdrawn_meanwhile: set[str]) -> bool:
    """Return whether two responses are equal, apart from hits that the catalogue withdrew after the index had
    responded."""
    there = {id_ for id_, _ in told.hits}
    kept = tuple(hit for hit in right.hits if hit[0] in there or hit[0] not in withdrawn_meanwhile)
    return told == Told(kept, right.counts)
