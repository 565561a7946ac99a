"""`added:` and added_from: records added in a period, by when each viewer could first see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from archive.access import ARCHIVIST, PUBLIC, Access, Viewer, instant
from archive.errors import QueryError
from archive.record import Status
from archive.search.engines.engine import ENGINES
from archive.search.index import index_sync
from archive.search.query.periods import covering_periods
from archive.search.query.plan import Sort
from archive.storage.archive import Archive
from tests.support.machine import NOON, Machine
from tests.support.search_shelf import SearchShelf

NOVEMBER = datetime(2025, 11, 30, 23, 59, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    """Records added on three days, one of them under an embargo that ends a month later."""
    with Archive.create(tmp_path_factory.mktemp("added") / "archive") as archive:
        shelf = SearchShelf(archive)
        for title, moment, held in (
            ("Satu", NOVEMBER, Access()),
            ("Dua", NOVEMBER + timedelta(seconds=1), Access()),
            ("Tiga", datetime(2026, 2, 28, tzinfo=UTC), Access()),
            ("Empat", NOVEMBER, Access(Status.HELD, "2026-01-01T00:00:00Z")),
            ("Zulrahasia", NOVEMBER, Access(Status.HELD)),
        ):
            with patch.object(archive.catalogue, "_clock", lambda moment=moment: moment):
                shelf.add(title, date="1999-05-05", access=held)
        shelf.index()
        yield shelf
        shelf.searcher.close()


def titles(shelf: SearchShelf, q: str) -> set[str]:
    return {hit.record.title for hit in shelf.search(q).hits}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("added:2025-11", {"Satu"}),
        ("added:2025-11-30", {"Satu"}),
        ("added:2025", {"Satu", "Dua"}),
        ("added:2025-12-01..2026-01-01", {"Dua", "Empat"}),
        ("added:>=2025-12-02", {"Tiga", "Empat"}),
        ("added:<=2025-11-30", {"Satu"}),
        ("ditambahkan:februari 2026", {"Tiga"}),
        ("added:(2025-11 OR 2026-02)", {"Satu", "Tiga"}),
        ("added:2026 -added:2026-02", {"Empat"}),
        ("added:2026 date:1999", {"Tiga", "Empat"}),
        ("date:2026", set()),
    ],
)
def test_records_are_found_by_when_they_came(shelf: SearchShelf, q: str, found: set[str]) -> None:
    assert titles(shelf, q) == found


def test_a_held_record_came_when_it_was_added_for_who_sees_it(shelf: SearchShelf) -> None:
    seen = {hit.record.title for hit in shelf.search("added:2025-11", ARCHIVIST).hits}
    assert {"Satu", "Zulrahasia"} <= seen


def test_what_is_read_is_told_as_it_can_be_typed(shelf: SearchShelf) -> None:
    assert shelf.search("added:Februari 2026").read_as == "added:2026-02"


def test_an_embargo_that_ends_makes_a_record_new(tmp_path: Path) -> None:
    machine, hour = Machine(), NOON + timedelta(days=94)
    with machine.runs(), Archive.create(tmp_path / "archive") as archive:
        shelf = SearchShelf(archive)
        shelf.add("Nanti", access=Access(Status.HELD, instant(hour)))
        shelf.index()
        assert titles(shelf, "added:2027-03-04") == set()
        machine.wait(days=94)
        shelf.index()
        assert titles(shelf, "added:2027-03-04") == {"Nanti"}
        shelf.searcher.close()


def test_what_is_no_day_is_refused(shelf: SearchShelf) -> None:
    with pytest.raises(QueryError):
        shelf.search("added:2025-13-45")


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (20250101, 20251231, ("2025",)),
        (20250201, 20250231, ("2025-02",)),  # a month with an end that does not exist
        (20241230, 20260101, ("2024-12-30", "2024-12-31", "2025", "2026-01-01")),
        (20250330, 20250502, ("2025-03-30", "2025-03-31", "2025-04", "2025-05-01", "2025-05-02")),
    ],
)
def test_days_are_covered_by_the_fewest_periods(first: int, last: int, periods: tuple[str, ...]) -> None:
    assert covering_periods(first, last) == periods


@pytest.mark.parametrize(("first", "last"), [(None, None), (None, 20250615), (20250615, None), (1, 99991231)])
def test_open_ends_stay_few(first: int | None, last: int | None) -> None:
    assert 0 < len(covering_periods(first, last)) < 160


class Hours:
    """An archive whose clock is set by hand, on a machine that noted the time all along."""

    def __init__(self, archive: Archive, machine: Machine) -> None:
        self.shelf, self.machine = SearchShelf(archive), machine

    def later(self) -> None:
        self.machine.wait(hours=1)
        self.shelf.index()

    def set_access(self, record: str, access: Access) -> None:
        self.machine.wait(hours=1)
        with self.shelf.archive.catalogue.write("ani") as writer:
            writer.set_status(record, access)

    def order(self, sort: Sort = "-added", viewer: Viewer = PUBLIC) -> list[str]:
        whole = self.shelf.search("", viewer, sort=sort, page_size=50)
        read, cursor = list[str](), "*"
        while cursor:
            page = self.shelf.search("", viewer, sort=sort, page_size=2, cursor=cursor)
            read += [hit.record.title for hit in page.hits]
            cursor = page.next_cursor or ""
        assert read == [hit.record.title for hit in whole.hits]
        return read


@pytest.fixture(params=[name for name in ENGINES if name != "opensearch"])
def hours(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Hours]:
    machine = Machine()
    with machine.runs(), Archive.create(tmp_path / "archive") as archive:
        (archive.folder / "archive.toml").write_text(f'[index]\nengine = "{request.param}"\n')
    with machine.runs(), Archive.open(tmp_path / "archive") as archive:
        hours = Hours(archive, machine)
        yield hours
        hours.shelf.searcher.close()


def test_what_became_public_last_is_the_newest(hours: Hours) -> None:
    """Whatever its date, and however long it was stored; the archivist sees the order of arrival."""
    shelf = hours.shelf
    held = shelf.add("Ditahan", date="2030-01-01", access=Access(Status.HELD))
    ends = instant(hours.machine.clock + timedelta(hours=4, minutes=30))
    shelf.add("Embargo", access=Access(Status.HELD, ends))
    hours.later()
    shelf.add("Kini", date="2026-11-30")
    hours.later()
    shelf.add("Lama", date="1998-05-05")
    hours.later()
    assert hours.order() == ["Lama", "Kini"]
    assert hours.order("added") == ["Kini", "Lama"]
    assert hours.order(viewer=ARCHIVIST)[:2] == ["Lama", "Kini"]
    assert set(hours.order(viewer=ARCHIVIST)[2:]) == {"Ditahan", "Embargo"}

    hours.set_access(held, Access())
    shelf.index()
    assert hours.order() == ["Ditahan", "Lama", "Kini"]
    hours.later()  # the embargo ends
    assert hours.order() == ["Embargo", "Ditahan", "Lama", "Kini"]
    index_sync.rebuild(shelf.archive)
    assert hours.order() == ["Embargo", "Ditahan", "Lama", "Kini"]


def test_what_is_taken_back_and_released_comes_anew(hours: Hours) -> None:
    """Also if no index noticed the withdrawal; a record that was always public does not."""
    first, second = hours.shelf.add("Satu"), hours.shelf.add("Dua")
    hours.later()
    hours.shelf.add("Tiga")
    hours.later()
    hours.set_access(first, Access(Status.WITHDRAWN))
    hours.set_access(first, Access())
    hours.shelf.index()
    assert hours.order()[:2] == ["Satu", "Tiga"]
    assert titles(hours.shelf, f"added:{hours.machine.clock:%Y-%m-%d}") == {"Satu", "Dua", "Tiga"}

    hours.set_access(second, Access(Status.HELD, instant(hours.machine.clock + timedelta(hours=2))))
    hours.later()
    hours.later()  # it has ended
    hours.shelf.add("Empat")
    hours.later()
    assert hours.order() == ["Empat", "Dua", "Satu", "Tiga"]
    hours.set_access(second, Access())  # which changes nothing for anyone
    hours.shelf.index()
    assert hours.order() == ["Empat", "Dua", "Satu", "Tiga"]
    index_sync.rebuild(hours.shelf.archive)
    assert hours.order() == ["Empat", "Dua", "Satu", "Tiga"]
