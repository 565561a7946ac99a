"""Runs of frames: which frames are numbered together, and where their numbers go on.

Thousands of photos may have one prefix and day. Only the frames at the ends of a run are read: SQL walks along it in
steps of GAP numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    true,
)

from archive.access import ARCHIVIST
from archive.catalogue.records.record_reads import Sight, is_public_at
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import EACH, each_of, select_by_ids, select_rows
from archive.catalogue.schema.tables import frames, records, relations
from archive.text.dates.instants import same_time

GAP = 60  # numbers that may be missing between two frames of a run
ROUND = 9999  # after which a camera's counter restarts
_HIGHEST = 10**9  # above all numbers
_AT_ONCE = 100  # numbers used twice that are compared at a time

Maker = tuple[str, str, str, str, str]  # prefix, day, creator, camera, folder
Group = list[Row[Any]]  # copies of one frame

_ROW = (frames, records.c.status, records.c.release_at)
_FRAMES = select(*_ROW).join(records, records.c.id == frames.c.record).where(frames.c.record.in_(EACH))
_EACH = each_of("asked")
_MINE, _MADE = frames.alias("mine"), frames.alias("other")
_OF = (frames.c.creator, frames.c.camera, frames.c.folder)


def _asked(key: str, type_: type[Integer | Text] = Integer) -> ColumnElement[Any]:
    return func.json_extract(_EACH.c.value, f"$.{key}", type_=type_)


def _own(column: str) -> ColumnElement[Any]:
    return case((_asked(column) == 1, _MINE.c[column])).label(column)


_ASKED = select(
    cast(_asked("n"), BigInteger).label("n"),
    _MINE.c.prefix,
    _MINE.c.day,
    *map(_own, ("creator", "camera", "folder")),
    cast(_asked("low"), BigInteger).label("low"),
    cast(_asked("high"), BigInteger).label("high"),
).select_from(_EACH.join(_MINE, _MINE.c.record == _asked("record", Text)))


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


_Form = tuple[bool, bool, bool]  # sees all, has added, has removed records


@dataclass(frozen=True, slots=True)
class FrameView:
    """The frames that count: those that a viewer sees, also the `added` ones, but not the `removed` ones."""

    sight: Sight
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    @property
    def form(self) -> _Form:
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


def maker_of(row: Row[Any]) -> Maker:
    """Return the properties of a frame that, with its number, determine its run."""
    return row.prefix, row.day, row.creator, row.camera, row.folder


def frames_of(conn: Connection, ids: Iterable[str]) -> Sequence[Row[Any]]:
    """Return the rows of these records that are numbered, with their access."""
    return select_by_ids(conn, _FRAMES, ids)


def makers_of(conn: Connection, rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return a frame of each maker that has frames of the prefixes and days of these rows, hidden ones included."""
    places = {(row.prefix, row.day): Counter(row.prefix, row.day, sample=row.record) for row in rows}
    return [*_execute(conn, _makers(), ((place, 0, 0) for place in places.values()))]


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

    def sequence(self, row: Row[Any]) -> list[Group]:
        """Return the frames of the run that contains this row, each with its copies, across a restart of the
        counter."""
        spans = self._spans(self.runs([row]))
        for restart in self._restarts([Run(*span) for span in spans]).values():
            if spans[0][1] in (restart.first.low, restart.last.low):
                spans = self._spans([restart.last, restart.first])
        return [group for groups in self._groups(spans) for group in groups]

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
        return {asked[row.n][0].sample for row in self._execute(_counting(self._view.form), asked)}

    def _spread(self, counters: Collection[Counter]) -> set[Counter]:
        """Return the counters of which two folders have different frames with one number."""
        asked = [*counters]
        left: dict[Counter, list[int]] = defaultdict(list)
        for row in self._execute(_repeated_numbers(), ((counter, 0, 0) for counter in asked)):
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
        lows = self._execute(_ends(self._view.form), ((counter, 0, GAP) for counter in counters))
        highs = self._execute(
            _ends(self._view.form, up=True), ((counter, ROUND - GAP, _HIGHEST) for counter in counters)
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

    def _walk(self, ranges: Iterable[_Range], *, up: bool = False) -> list[int]:
        """Return the lowest number of the run that contains the first number of each range, the highest if `up`. A walk
        may end at or beyond the second number."""
        asked = [*ranges]
        found = {row.n: row.number for row in self._execute(_walk(self._view.form, up=up), asked)}
        return [found[n] for n in range(len(asked))]

    def _ranges(self, ranges: Iterable[_Range]) -> list[list[Row[Any]]]:
        """Return the rows with numbers in each of these ranges, both ends included, by number."""
        asked = [*ranges]
        found: list[list[Row[Any]]] = [[] for _ in asked]
        for row in self._execute(_rows(self._view.form), asked):
            found[row.n].append(row)
        return found

    def _execute(self, statement: Select[Any], ranges: Iterable[_Range]) -> Sequence[Row[Any]]:
        return _execute(self._conn, statement, ranges, self._view)


def _execute(
    conn: Connection, statement: Select[Any], ranges: Iterable[_Range], view: FrameView | None = None
) -> Sequence[Row[Any]]:
    asked = [counter.asked(n, low, high) for n, (counter, low, high) in enumerate(ranges)]
    values = view.values() if view else {}
    return select_rows(conn, statement, asked=json.dumps(asked), **values) if asked else ()


def _counts(form: _Form) -> ColumnElement[bool]:
    """Return the condition that a record counts in a view."""
    sees_all, added, removed = form
    seen = true() if sees_all else is_public_at(bindparam("now", type_=Text))
    if added:
        seen = or_(seen, records.c.id.in_(select(each_of("added").c.value)))
    return and_(seen, records.c.id.not_in(select(each_of("removed").c.value))) if removed else seen


def _of(counters: FromClause, *, exactly: bool = False) -> ColumnElement[bool]:
    """Return the condition that a frame is of a counter; `exactly`: of one of which all is given, by the index."""
    same = [frames.c.prefix == counters.c.prefix, frames.c.day == counters.c.day]
    for column in _OF:
        given = counters.c[column.name]
        same.append(column == (given if exactly else func.coalesce(given, column)))
    return and_(*same)


def _end(counters: FromClause, form: _Form, numbers: ColumnElement[bool], *, up: bool) -> ColumnElement[Any]:
    """Return the lowest or highest number of a counter that meets a condition."""
    order = frames.c.number.desc() if up else frames.c.number
    found = select(frames.c.number).join(records, records.c.id == frames.c.record)
    found = found.where(_of(counters), numbers, _counts(form)).order_by(order).limit(1)
    return cast(found.correlate(counters).scalar_subquery(), BigInteger)


@cache
def _ends(form: _Form, *, up: bool = False) -> Select[Any]:
    asked = _ASKED.cte("wanted")
    numbers = frames.c.number.between(asked.c.low, asked.c.high)
    return select(asked.c.n, _end(asked, form, numbers, up=up).label("number"))


@cache
def _walk(form: _Form, *, up: bool) -> Select[Any]:
    """Return the statement that goes from number to number: each time to the farthest one within GAP."""
    walk = _ASKED.cte("walk", recursive=True)
    at, end = walk.c.low, walk.c.high
    numbers = frames.c.number.between(at + 1, at + GAP) if up else frames.c.number.between(at - GAP, at - 1)
    step = _end(walk, form, numbers, up=up)
    kept = [column for column in walk.c if column.name not in ("low", "high")]
    walk = walk.union_all(select(*kept, step, end).where(at < end if up else at > end))
    return select(walk.c.n, (func.max if up else func.min)(walk.c.low).label("number")).group_by(walk.c.n)


@cache
def _rows(form: _Form) -> Select[Any]:
    asked = _ASKED.cte("wanted")
    inside = and_(_of(asked), frames.c.number.between(asked.c.low, asked.c.high))
    rows = select(asked.c.n, *_ROW).join(frames, inside)
    rows = rows.join(records, records.c.id == frames.c.record).where(_counts(form))
    return rows.order_by(asked.c.n, frames.c.number, frames.c.record)


@cache
def _repeated_numbers() -> Select[Any]:
    """Return the statement for numbers that two folders have, except for those of copies with equal times."""
    asked = _ASKED.cte("wanted")
    folder, taken = frames.c.folder, frames.c.taken
    differ = or_(func.min(taken) != func.max(taken), func.min(taken) == "")
    found = select(asked.c.n, frames.c.number).join(frames, _of(asked)).group_by(asked.c.n, frames.c.number)
    return found.having(func.min(folder) != func.max(folder), differ)


@cache
def _makers() -> Select[Any]:
    """Return the statement that goes from maker to maker: to the next folder, else to the next camera, else to the next
    creator. A comparison of all three would scan the index."""
    columns = (_MADE.c.prefix, _MADE.c.day, _MADE.c.creator, _MADE.c.camera, _MADE.c.folder, _MADE.c.record)

    def first(of: FromClause, *after: ColumnElement[bool]) -> ColumnElement[str]:
        here = select(frames.c.record).where(frames.c.prefix == of.c.prefix, frames.c.day == of.c.day, *after)
        return here.order_by(*_OF).limit(1).correlate(of).scalar_subquery()

    asked = _ASKED.cte("wanted")
    begun = select(*columns).select_from(asked).join(_MADE, _MADE.c.record == first(asked))
    made = begun.cte("made", recursive=True)
    same = [column == made.c[column.name] for column in _OF]
    later = [column > made.c[column.name] for column in _OF]
    following = func.coalesce(*(first(made, *same[:n], later[n]) for n in (2, 1, 0)))
    return select(made.union_all(select(*columns).select_from(made).join(_MADE, _MADE.c.record == following)))


@cache
def _counting(form: _Form) -> Select[Any]:
    asked = _ASKED.cte("wanted")
    here = select(frames.c.record).join(records, records.c.id == frames.c.record)
    return select(asked.c.n).where(here.where(_of(asked, exactly=True), _counts(form)).correlate(asked).exists())


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
