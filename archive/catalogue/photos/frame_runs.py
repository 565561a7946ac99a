"""Runs of frames: which frames are numbered together, and where their numbers go on.

Thousands of photos may have one prefix and day. Only the frames at the ends of a run are read: SQL walks along it in
steps of GAP numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from archive.access import ARCHIVIST
from archive.catalogue.photos import frame_queries
from archive.catalogue.photos.frame_queries import GAP, Form
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import select_by_ids, select_rows
from archive.catalogue.schema.tables import relations
from archive.text.dates.instants import same_time

ROUND = 9999  # after which a camera's counter restarts
_HIGHEST = 10**9  # above all numbers
_AT_ONCE = 100  # numbers used twice that are compared at a time

Maker = tuple[str, str, str, str, str]  # prefix, day, creator, camera, folder
Group = list[Row[Any]]  # copies of one frame


@dataclass(frozen=True, slots=True)
class Counter:
    """The frames of one prefix and day that are numbered together: all, or those of one creator, camera and folder.
    `sample`: the record of one of them."""

    prefix: str
    day: str
    creator: str | None = None
    camera: str | None = None
    folder: str | None = None
    sample: str = field(default="", compare=False)

    def asked(self, n: int, low: int, high: int) -> dict[str, object]:
        """Return what a statement needs to know: names are left to the database, which may not pass them as JSON."""
        only = {name: int(getattr(self, name) is not None) for name in ("creator", "camera", "folder")}
        return {"n": n, "record": self.sample, **only, "low": low, "high": high}


_Range = tuple[Counter, int, int]  # of numbers, both ends included


@dataclass(frozen=True, slots=True)
class FrameView:
    """The frames that count: those that a viewer sees, also the `added` ones, but not the `removed` ones."""

    sight: Sight
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    @property
    def form(self) -> Form:
        """Return what determines the statements of this view."""
        return self.sight.sees_all, bool(self.added), bool(self.removed)

    def values(self) -> dict[str, str]:
        """Return the values of the parameters of these statements."""
        added, removed = (json.dumps(sorted(ids)) for ids in (self.added, self.removed))
        return {"now": self.sight.now, "added": added, "removed": removed}


@dataclass(slots=True)
class Run:
    """Frames of a counter without a gap: its first number, the highest known one, and some of its rows."""

    counter: Counter
    low: int
    high: int
    rows: list[Row[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Restart:
    """A counter that restarted: its last run goes on with its first."""

    first: Run
    last: Run


@dataclass(frozen=True, slots=True)
class FrameSequence:
    """A run: its first and last number, how many frames it has, and some of them, each with its copies."""

    first: int
    last: int
    count: int
    near: list[Group]


def maker_of(row: Row[Any]) -> Maker:
    """Return the properties of a frame that, with its number, determine its run."""
    return row.prefix, row.day, row.creator, row.camera, row.folder


def frames_of(conn: Connection, ids: Iterable[str]) -> Sequence[Row[Any]]:
    """Return the rows of these records that are numbered, with their access."""
    return select_by_ids(conn, frame_queries.FRAMES, ids)


def makers_of(conn: Connection, rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return a frame of each maker that has frames of the prefixes and days of these rows, hidden ones included."""
    places = {(row.prefix, row.day): Counter(row.prefix, row.day, sample=row.record) for row in rows}
    return [*_execute(conn, frame_queries.makers(), ((place, 0, 0) for place in places.values()))]


def makers_runs(conn: Connection, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return all frames, hidden ones included, of the runs that these are in, if each maker has a counter."""
    runs = FrameRuns(conn, FrameView(Sight(ARCHIVIST, "")), ())
    return runs.whole(runs.runs(rows, {maker_of(row): Counter(*maker_of(row), sample=row.record) for row in rows}))


class FrameRuns:
    """The runs of the frames that count in a view. `makers` are those of all prefixes and days asked about."""

    def __init__(self, conn: Connection, view: FrameView, makers: Sequence[Row[Any]]) -> None:
        self._conn = conn
        self._view = view
        self._makers: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
        for row in makers:
            self._makers[row.prefix, row.day].append(row)
        several = [row for these in self._makers.values() if len(these) > 1 for row in these]
        counting = self._counting(several)
        for place, these in self._makers.items():
            if len(these) > 1:
                self._makers[place] = [row for row in these if row.record in counting]

    def counters(self, rows: Sequence[Row[Any]]) -> dict[Maker, Counter]:
        """Return the counter of each maker of these rows: only the frames of its photographer, and of its camera if
        cameras number them, if there are several. If two frames in two folders have the same number, each folder has a
        counter."""
        found: dict[Maker, Counter] = {}
        spread: dict[Counter, list[Maker]] = defaultdict(list)
        for row in rows:
            if maker_of(row) not in found:
                counter = Counter(row.prefix, row.day, sample=row.record)
                here = self._makers[row.prefix, row.day]
                for column in ("creator", "camera"):
                    if len({getattr(one, column) for one in here} - {""}) > 1:
                        counter = replace(counter, **{column: getattr(row, column)})
                        here = [one for one in here if getattr(one, column) == getattr(row, column)]
                found[maker_of(row)] = counter
                if len({one.folder for one in here} | {row.folder}) > 1:
                    spread[counter].append(maker_of(row))
        samples = {maker_of(row): row.record for row in rows}
        for counter in self._spread(spread):
            for maker in spread[counter]:
                found[maker] = replace(counter, folder=maker[-1], sample=samples[maker])
        return found

    def firsts(self, rows: Iterable[Row[Any]]) -> dict[str, str]:
        """Return the first record of the run of each of these rows that is in a run of at least two frames."""
        runs = self.runs(rows)
        restarts = self._restarts(runs)
        starts: dict[tuple[Counter, int], list[Run]] = defaultdict(list)
        longer: set[tuple[Counter, int]] = set()
        for run in runs:
            restart = restarts.get(run.counter)
            start = run.counter, restart.last.low if restart and run.low <= GAP else run.low
            starts[start].append(run)
            if run.high > run.low or (restart and restart.last.low == start[1]):
                longer.add(start)
        asked = [(*start, start[1] if start in longer else start[1] + GAP) for start in starts]
        found: dict[str, str] = {}
        for (start, alike), groups in zip(starts.items(), self._groups(asked), strict=True):
            if start in longer or len(groups) > 1:
                first = min(row.record for row in groups[0])
                found |= {row.record: first for run in alike for row in run.rows}
        return found

    def runs(self, rows: Iterable[Row[Any]], counters: Mapping[Maker, Counter] | None = None) -> list[Run]:
        """Return the runs that contain these rows, each once, as if no counter restarted."""
        rows = sorted(rows, key=lambda row: row.number)
        counters = self.counters(rows) if counters is None else counters
        parts: dict[Counter, list[Run]] = defaultdict(list)
        for row in rows:
            counter = counters[maker_of(row)]
            here = parts[counter]
            if here and row.number - here[-1].high <= GAP:
                here[-1].high = row.number
                here[-1].rows.append(row)
            else:
                here.append(Run(counter, row.number, row.number, [row]))
        # A walk down ends at the part before: what it reaches is one run with it.
        asked = [
            (run, before.high if before else -1)
            for here in parts.values()
            for before, run in zip([None, *here], here, strict=False)
        ]
        lows = self._walk((run.counter, run.low, end) for run, end in asked)
        found: list[Run] = []
        for (run, end), low in zip(asked, lows, strict=True):
            if low > end:
                found.append(replace(run, low=low))
            else:
                found[-1].high = run.high
                found[-1].rows += run.rows
        return found

    def whole(self, runs: Collection[Run]) -> list[Row[Any]]:
        """Return all rows of these runs."""
        return [row for rows in self._ranges(self._spans(runs)) for row in rows]

    def sequence(self, row: Row[Any], most: int) -> FrameSequence:
        """Return the run that contains this row, across a restart of the counter, with at most `most` of its frames
        around it."""
        spans = self._spans(self.runs([row]))
        for restart in self._restarts([Run(*span) for span in spans]).values():
            if spans[0][1] in (restart.first.low, restart.last.low):
                spans = self._spans([restart.last, restart.first])
        here = next(n for n, (_, low, high) in enumerate(spans) if low <= row.number <= high)
        counter, low, high = spans[here]
        start, end = (
            self._distant((counter, low, row.number), most),
            self._distant((counter, row.number, high), most, up=True),
        )
        skipped = [] if start == low else [*spans[:here], (counter, low, start - 1)]
        read = [*(() if skipped else spans[:here]), (counter, start, end), *(() if end < high else spans[here + 1 :])]
        groups = [group for groups in self._groups(read) for group in groups]
        at = next(n for n, group in enumerate(groups) if any(one.record == row.record for one in group))
        before, count = self._count(skipped), self._count(spans)
        first = max(0, min(before + at - most // 2, count - most)) - before
        return FrameSequence(spans[0][1], spans[-1][2], count, groups[first : first + most])

    def near(self, rows: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
        """Return the rows at most GAP numbers before or after these, and at both ends of a counter that may have
        restarted, in lists of consecutive rows."""
        counters = self.counters(rows)
        asked: dict[Counter, list[tuple[int, int]]] = {
            counter: [(0, GAP), (ROUND - GAP, ROUND)] for counter in counters.values()
        }
        for row in rows:
            asked[counters[maker_of(row)]].append((row.number - GAP, row.number + GAP))
        joined = [(counter, *span) for counter, spans in asked.items() for span in _joined(sorted(spans))]
        return self._ranges(joined)

    def whole_days(self, rows: Iterable[Row[Any]]) -> list[Row[Any]]:
        """Return all rows of the prefixes and days of these."""
        places = {(row.prefix, row.day): Counter(row.prefix, row.day, sample=row.record) for row in rows}
        return [row for found in self._ranges((place, 0, _HIGHEST) for place in places.values()) for row in found]

    def _counting(self, makers: Iterable[Row[Any]]) -> set[str]:
        """Return those of these sample records whose maker has a frame that counts."""
        asked = [(Counter(*maker_of(row), sample=row.record), 0, 0) for row in makers]
        return {asked[row.n][0].sample for row in self._execute(frame_queries.counting(self._view.form), asked)}

    def _spread(self, counters: Collection[Counter]) -> set[Counter]:
        """Return the counters of which two folders have different frames with one number."""
        asked = [*counters]
        left: dict[Counter, list[int]] = defaultdict(list)
        for row in self._execute(frame_queries.repeated_numbers(), ((counter, 0, 0) for counter in asked)):
            left[asked[row.n]].append(row.number)
        found: set[Counter] = set()
        while left:
            some = [(counter, number, number) for counter, numbers in left.items() for number in numbers[:_AT_ONCE]]
            for (counter, _, _), groups in zip(some, self._groups(some), strict=True):
                if len({group[0].folder for group in groups}) > 1:
                    found.add(counter)
            left = {one: more for one, numbers in left.items() if one not in found and (more := numbers[_AT_ONCE:])}
        return found

    def _restarts(self, runs: Iterable[Run]) -> dict[Counter, _Restart]:
        """Return the counters that restarted, among those of which one of these runs is the first or may be the
        last."""
        near = (run.counter for run in runs if run.low <= GAP or ROUND - GAP <= run.high <= ROUND)
        counters = [*dict.fromkeys(near)]
        lows = self._execute(frame_queries.ends(self._view.form), ((counter, 0, GAP) for counter in counters))
        highs = self._execute(
            frame_queries.ends(self._view.form, up=True), ((counter, ROUND - GAP, _HIGHEST) for counter in counters)
        )
        low, high = ({counters[row.n]: row.number for row in rows if row.number is not None} for rows in (lows, highs))
        last = [counter for counter in counters if counter in low and high.get(counter, _HIGHEST) <= ROUND]
        starts = self._walk((counter, high[counter], -1) for counter in last)
        return {
            counter: _Restart(Run(counter, low[counter], low[counter]), Run(counter, start, high[counter]))
            for counter, start in zip(last, starts, strict=True)
            if start > GAP
        }

    def _spans(self, runs: Collection[Run]) -> list[_Range]:
        """Return the first and last numbers of these runs."""
        highs = self._walk(((run.counter, run.high, _HIGHEST) for run in runs), up=True)
        return [(run.counter, run.low, high) for run, high in zip(runs, highs, strict=True)]

    def _groups(self, ranges: Iterable[_Range]) -> list[list[Group]]:
        """Return the frames in each of these ranges, each with its copies."""
        asked = [*ranges]
        read = self._ranges((replace(counter, folder=None), low, high) for counter, low, high in asked)
        by_number = [_by_number(rows) for rows in read]
        repeated = (row.record for numbers in by_number for same in numbers if len(same) > 1 for row in same)
        alike = _also_as(self._conn, repeated)
        found: list[list[Group]] = []
        for (counter, _, _), numbers in zip(asked, by_number, strict=True):
            groups = [group for same in numbers for group in _copies(same, alike)]
            if counter.folder is not None:
                groups = [[row for row in group if row.folder == counter.folder] for group in groups]
            found.append([group for group in groups if group])
        return found

    def _count(self, ranges: Iterable[_Range]) -> int:
        """Return how many frames are in these ranges; rows are only read of numbers that several records have."""
        asked = [*ranges]
        form = self._view.form
        numbers = sum(row.numbers for row in self._execute(frame_queries.count(form), asked))
        rows = self._execute(frame_queries.repeated(form), asked)
        repeated = [(asked[row.n][0], row.number, row.number) for row in rows]
        return int(numbers) + sum(len(groups) - 1 for groups in self._groups(repeated))

    def _distant(self, wanted: _Range, most: int, *, up: bool = False) -> int:
        """Return the number that is `most` numbers before the end of this range, after its beginning if `up`; the other
        end if there are fewer."""
        (row,) = _execute(self._conn, frame_queries.distant(self._view.form, up=up), [wanted], self._view, most=most)
        far = wanted[2] if up else wanted[1]
        return far if row.number is None else int(row.number)

    def _walk(self, ranges: Iterable[_Range], *, up: bool = False) -> list[int]:
        """Return the lowest number of the run that contains the first number of each range, the highest if `up`. A walk
        may end at or beyond the second number."""
        asked = [*ranges]
        found = {row.n: row.number for row in self._execute(frame_queries.walk(self._view.form, up=up), asked)}
        return [found[n] for n in range(len(asked))]

    def _ranges(self, ranges: Iterable[_Range]) -> list[list[Row[Any]]]:
        """Return the rows with numbers in each of these ranges, both ends included, by number."""
        asked = [*ranges]
        found: list[list[Row[Any]]] = [[] for _ in asked]
        for row in self._execute(frame_queries.rows(self._view.form), asked):
            found[row.n].append(row)
        return found

    def _execute(self, statement: Select[Any], ranges: Iterable[_Range]) -> Sequence[Row[Any]]:
        return _execute(self._conn, statement, ranges, self._view)


def _execute(
    conn: Connection, statement: Select[Any], ranges: Iterable[_Range], view: FrameView | None = None, **more: int
) -> Sequence[Row[Any]]:
    asked = [counter.asked(n, low, high) for n, (counter, low, high) in enumerate(ranges)]
    values: dict[str, Any] = {**(view.values() if view else {}), **more}
    return select_rows(conn, statement, asked=json.dumps(asked), **values) if asked else ()


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted spans of numbers with those joined that overlap."""
    found: list[tuple[int, int]] = []
    for low, high in spans:
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _by_number(rows: Iterable[Row[Any]]) -> list[list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return [*found.values()]


def _copies(rows: list[Row[Any]], alike: set[frozenset[str]]) -> Iterator[Group]:
    left = list(rows)
    while left:
        first = left[0]
        yield [row for row in left if row is first or _same_frame(first, row, alike)]
        left = [row for row in left[1:] if not _same_frame(first, row, alike)]


def _same_frame(one: Row[Any], other: Row[Any], alike: set[frozenset[str]]) -> bool:
    if one.taken and other.taken:
        return same_time(one.taken, other.taken)
    return bool(one.folder == other.folder) or frozenset((one.record, other.record)) in alike


def _also_as(conn: Connection, ids: Iterable[str]) -> set[frozenset[str]]:
    found: set[frozenset[str]] = set()
    for chunk in in_chunks(ids):
        pairs = select(relations.c.subject, relations.c.object).filter_by(type="also-as")
        found.update(frozenset(pair) for pair in conn.execute(pairs.where(relations.c.subject.in_(chunk))))
    return found
