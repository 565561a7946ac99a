"""Runs of frames: the same sheets as from all frames of a prefix and day, at a cost that does not follow those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Catalogue, index_feed
from archive.catalogue.photos import collapse_groups, frame_runs, image_sequences
from archive.catalogue.photos.frame_queries import GAP
from archive.catalogue.photos.frame_runs import ROUND, FrameRuns, FrameView, maker_of, makers_of, makers_runs
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.schema.id_queries import dbapi_of
from archive.catalogue.schema.tables import frames, records, relations
from archive.record import Status
from archive.text.dates.instants import same_time
from tests.archive.catalogue.shelf import HELD
from tests.archive.catalogue.test_frames import shot

TRIALS = 10  # a test
NOW = "2026-05-01T09:00:00Z"
VIEWS = [Sight(PUBLIC, NOW), Sight(ARCHIVIST, NOW)]
Rows = list[Row[Any]]
Place = tuple[str, str]


def by_place(conn: Connection) -> dict[Place, Rows]:
    """Return all frames by prefix and day."""
    found: dict[Place, Rows] = defaultdict(list)
    whole = select(frames, records.c.status, records.c.release_at).join(records, records.c.id == frames.c.record)
    for row in conn.execute(whole.order_by(frames.c.number, frames.c.record)):
        found[row.prefix, row.day].append(row)
    return found


def plain_run(rows: Rows, mine: Row[Any], alike: set[frozenset[str]]) -> list[Rows]:
    """Return the run of a frame, computed from all frames of its prefix and day."""
    for column in ("creator", "camera"):
        if len({getattr(row, column) for row in rows} - {""}) > 1:
            rows = [row for row in rows if getattr(row, column) == getattr(mine, column)]

    def same(one: Row[Any], other: Row[Any]) -> bool:
        if one.taken and other.taken:
            return same_time(one.taken, other.taken)
        return one.folder == other.folder or frozenset((one.record, other.record)) in alike

    groups: list[Rows] = []
    left = rows
    while left:
        first = left[0]
        groups.append([row for row in left if row is first or (row.number == first.number and same(first, row))])
        left = [row for row in left if row not in groups[-1]]
    if any(
        one[0].number == other[0].number and one[0].folder != other[0].folder for one, other in combinations(groups, 2)
    ):
        groups = [here for group in groups if (here := [row for row in group if row.folder == mine.folder])]
    runs: list[list[Rows]] = []
    for group in groups:
        if not runs or group[0].number - runs[-1][-1][0].number > GAP:
            runs.append([])
        runs[-1].append(group)
    if len(runs) > 1 and runs[0][0][0].number <= GAP and ROUND - GAP <= runs[-1][-1][0].number <= ROUND:
        runs[-1] += runs.pop(0)
    return next(run for run in runs if any(mine in group for group in run))


def plain_sheets(rows: Rows, alike: set[frozenset[str]]) -> dict[str, str]:
    found = {}
    for row in rows:
        run = plain_run(rows, row, alike)
        if len(run) > 1:
            found[row.record] = min(one.record for one in run[0])
    return found


def plain_changes(places: dict[Place, Rows], changed: Collection[str], alike: set[frozenset[str]]) -> set[str]:
    """Return the frames whose sheet differs with and without these photos, for the public or for all."""
    found: set[str] = set()
    for rows in places.values():
        for sight in VIEWS if any(row.record in changed for row in rows) else ():
            without = [row for row in rows if row.record not in changed and sight.sees(row)]
            with_them = [row for row in rows if row.record in changed or sight.sees(row)]
            one, other = plain_sheets(without, alike), plain_sheets(with_them, alike)
            found.update(row.record for row in with_them if one.get(row.record) != other.get(row.record))
    return found


def plain_part(rows: Rows, mine: Row[Any]) -> set[str]:
    """Return the frames of one maker around this one without a gap."""
    parts: list[Rows] = []
    for row in rows:
        if maker_of(row) == maker_of(mine):
            if not parts or row.number - parts[-1][-1].number > GAP:
                parts.append([])
            parts[-1].append(row)
    return next({row.record for row in part} for part in parts if mine in part)


def scatter(conn: Connection, ids: list[str], random: Random) -> set[frozenset[str]]:
    """Number these photos at random, in a few places, and hide some. Return the pairs that are copies."""
    some: Callable[[str], list[str]] = lambda names: list(names)[: random.choice((1, 1, 1, 2, 3))]  # noqa: E731
    pools = {
        "prefix": random.choice((["img"], ["img", "w-hai "])),
        "day": random.choice((["2025-10-25"], ["disk/photos", "2025-10-25"])),
        "creator": ["", *some("ab")] if random.random() < 0.5 else some("ab"),
        "camera": ["", *some("xyz")] if random.random() < 0.5 else some("xyz"),
        "folder": some("pq"),
        "taken": random.choice(([""], ["", "2025-10-25T10:15:00", "2025-10-25T10:15:00Z", "2025-10-25T10:16:00"])),
    }
    ends = [(0, 80), (ROUND - 80, ROUND)] if random.random() < 0.7 else [(1, 400)]
    ends += random.choice(([], [(500, 530)], [(300, 1500)], [(ROUND + 1, ROUND + 100)]))
    hidden = random.choice((0, 0.1, 0.5))
    for id_ in ids:
        place = {name: random.choice(values) for name, values in pools.items()}
        conn.execute(
            update(frames).where(frames.c.record == id_).values(number=random.randint(*random.choice(ends)), **place)
        )
        status, hour = Status.RELEASED, None
        if random.random() < hidden:
            status, hour = random.choice(
                [
                    (Status.WITHDRAWN, None),
                    (Status.HELD, None),
                    (Status.HELD, "2026-05-03T10:00:00Z"),
                    (Status.HELD, NOW),
                ]
            )
        conn.execute(update(records).where(records.c.id == id_).values(status=status.value, release_at=hour))
    conn.execute(delete(relations))
    pairs = {frozenset(random.sample(ids, 2)) for _ in range(random.choice((0, 40, 400)))}
    values = {"type": "also-as", "origin": "archivist", "certainty": 1.0}
    both = [(one, other) for pair in pairs for one, other in (sorted(pair), sorted(pair, reverse=True))]
    if both:
        conn.execute(insert(relations).values(values), [{"subject": one, "object": other} for one, other in both])
    return pairs


@pytest.mark.parametrize("seed", range(3))
def test_the_sheets_are_those_made_from_all_frames(catalogue: Catalogue, seed: int) -> None:
    random = Random(seed)
    with catalogue.write() as writer:
        ids = [shot(writer, f"W-HAI_{number}.jpg") for number in range(1000, 1036)]
    compared = 0
    for _ in range(TRIALS):
        with catalogue._database.writing() as conn:
            alike = scatter(conn, random.sample(ids, len(ids)), random)
            places = by_place(conn)
            for sight in VIEWS:
                seen = {place: [row for row in rows if sight.sees(row)] for place, rows in places.items()}
                sheets = {id_: first for rows in seen.values() for id_, first in plain_sheets(rows, alike).items()}
                assert collapse_groups.sequences_of(conn, ids, sight) == sheets
                some = random.sample(ids, 3)
                wanted = {id_: {"sequence": sheets[id_]} for id_ in some if id_ in sheets}
                assert collapse_groups.keys_of(conn, some, sight) == wanted
                compared += len(set(sheets.values()))
                for rows in seen.values():
                    for row in rows[:2] + rows[-1:]:
                        runs = FrameRuns(conn, FrameView(sight), makers_of(conn, [row]))
                        whole = plain_run(rows, row, alike)
                        for most in (1, 2, 9, len(rows)):
                            run = runs.sequence(row, most)
                            ends = whole[0][0].number, whole[-1][0].number
                            assert (run.count, run.first, run.last) == (len(whole), *ends)
                            assert ids_of(run.near) == ids_of(window(whole, row, most))
            for count in (1, 2, 8, 20):
                some = random.sample(ids, count)
                rows = [row for here in places.values() for row in here]
                mine = [row for row in rows if row.record in some]
                found = {row.record for row in makers_runs(conn, mine)}
                assert found == {row.record for row in rows if plain_part(rows, row).intersection(some)}
                assert collapse_groups.members(conn, some, NOW) == plain_changes(places, set(some), alike)
    assert compared > TRIALS


def window(run: list[Rows], mine: Row[Any], most: int) -> list[Rows]:
    """Return at most so many frames of a run, with that of a row in the middle if there are enough on both sides."""
    at = next(n for n, group in enumerate(run) if mine in group)
    start = max(0, min(at - most // 2, len(run) - most))
    return run[start : start + most]


def ids_of(run: list[Rows]) -> list[list[str]]:
    return [[row.record for row in group] for group in run]


def test_the_public_index_never_has_the_key_of_a_hidden_frame_far_away(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"W-HAI_{number}.jpg", access=HELD) for number in (1000, 1050)]
        ids += [shot(writer, f"W-HAI_{number}.jpg") for number in range(1100, 1500, 50)]
    with catalogue.snapshot() as conn:
        ((view, shown),) = index_feed.views_of(conn, ids[-1:], NOW)
    assert shown is not None
    assert (view.groups, shown.groups) == ({"sequence": ids[0]}, {"sequence": ids[2]})


@contextmanager
def counted(conn: Connection) -> Iterator[list[int]]:
    """Yield a list to which SQLite adds an item after each hundred of its steps."""
    steps: list[int] = []
    dbapi_of(conn).set_progress_handler(lambda: steps.append(1), 100)
    yield steps


def fill(catalogue: Catalogue, numbers: Iterable[int]) -> tuple[list[str], int]:
    """Add photos without a day in one folder as one batch. Return their ids, and what the batch cost."""
    with catalogue.write() as writer, counted(writer._batch.conn) as steps:
        ids = [shot(writer, f"roll/W-HAI_{number:05}.jpg", None) for number in numbers]
    return ids, len(steps)


def page(catalogue: Catalogue, ids: list[str]) -> tuple[int, int]:
    """Return how many groups a page of results has, and what they cost."""
    with catalogue.snapshot() as conn, counted(conn) as steps:
        keys = collapse_groups.keys_of(conn, ids[:: len(ids) // 25], VIEWS[0])
    return len({key["sequence"] for key in keys.values()}), len(steps)


@pytest.mark.sqlite
@pytest.mark.parametrize("whole", [False, True], ids=["runs of 20", "one run"])
def test_the_cost_does_not_follow_the_frames_of_a_folder(catalogue: Catalogue, whole: bool) -> None:
    numbers = [number if whole else number + number // 20 * 100 for number in range(1000, 2700)]
    ids, _ = fill(catalogue, numbers[:180])
    _, batch = fill(catalogue, numbers[180:200])
    groups, cost = page(catalogue, ids)
    ids += fill(catalogue, numbers[200:1580])[0]
    revision = catalogue.revision()
    new, later = fill(catalogue, numbers[1580:1600])
    more_groups, later_cost = page(catalogue, ids)
    assert set(catalogue.changes(revision)) == set(new)
    assert (groups, more_groups) == ((1, 1) if whole else (9, 26))
    assert later < 2 * batch  # eight times as many frames
    assert later_cost < 4 * cost  # three times as many groups, or a walk along one run


@pytest.mark.sqlite
def test_a_photo_costs_as_little_in_a_long_run_as_in_a_short_one(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine frames are read; the others are only counted."""
    ids, _ = fill(catalogue, range(1, 2001))
    read: list[int] = []
    select_rows = frame_runs.select_rows

    def counting(conn: Connection, statement: Select[Any], **values: Any) -> Any:
        found = select_rows(conn, statement, **values)
        read.append(len(found))
        return found

    monkeypatch.setattr(frame_runs, "select_rows", counting)
    with catalogue.snapshot() as conn:
        sequence = image_sequences.sequence(conn, ids[1000], VIEWS[0], most=9)
    assert sequence is not None
    assert (sequence.span, sequence.count) == ("W-HAI 00001–02000", 2000)
    assert [record.id for record in sequence.records] == ids[996:1005]
    assert max(read) < 30
