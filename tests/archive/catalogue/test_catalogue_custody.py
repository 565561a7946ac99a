"""Lists for the archivist: records by current status, and the history of one, newest first."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from archive.access import ARCHIVIST, PUBLIC, instant, utc_now
from archive.catalogue import Access, Catalogue, NewAsset
from archive.record import Description, Status


def add(catalogue: Catalogue, title: str, access: Access) -> str:
    said = Description("text/plain", "test", 1)
    said.offer("kind", "document", "test")
    said.offer("title", title, "test")
    with catalogue.write() as w:
        return w.add_record(said, NewAsset("0" * 60 + title[:4].ljust(4, "x"), 1, "text/plain"), access)


def test_records_by_their_status_now(tmp_path: Path) -> None:
    now = utc_now()
    hours = [instant(now + timedelta(hours=n)) for n in (-1, 5, 3)]
    catalogue = Catalogue(tmp_path / "catalogue.sqlite", lambda: now)
    out = add(catalogue, "out", Access())
    never = add(catalogue, "never", Access(Status.HELD))
    due, later, soon = (add(catalogue, f"h{n}", Access(Status.HELD, hour)) for n, hour in enumerate(hours))
    gone = add(catalogue, "gone", Access(Status.WITHDRAWN))
    assert set(catalogue.of_status(Status.RELEASED)) == {out, due}
    assert catalogue.of_status(Status.HELD) == [soon, later, never]
    assert catalogue.of_status(Status.WITHDRAWN) == [gone]
    catalogue.close()


def test_what_was_done_to_one_record_comes_some_at_a_time(tmp_path: Path) -> None:
    clock = [datetime.fromisoformat("2026-01-01T00:00:00+00:00")]
    catalogue = Catalogue(tmp_path / "catalogue.sqlite", lambda: clock[0])
    one, other = (add(catalogue, title, Access()) for title in ("one", "other"))
    for status in (Status.HELD, Status.WITHDRAWN, Status.RELEASED):
        clock[0] += timedelta(days=1)
        with catalogue.write() as w:
            w.set_status(one, Access(status))
    first = catalogue.done_to(one, None, 2)
    assert [event["detail"].get("after") for event in first] == ["released", "withdrawn"]
    rest = catalogue.done_to(one, first[-1]["n"], 9)
    assert [event["type"] for event in rest] == ["policy assignment", "ingestion"]
    assert {event["record"] for event in catalogue.done_to(other, None, 9)} == {other}
    catalogue.close()


def test_however_much_came_held_since_the_last_public_records_are_the_last(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        public = [add(catalogue, title, Access()) for title in ("One", "Two")]
        said = Description("text/plain", "test", 1)
        said.offer("kind", "document", "test")
        with catalogue.write() as w:
            held = [w.add_record(said, NewAsset(f"{n:064}", 1, "text/plain"), Access(Status.HELD)) for n in range(1100)]
        assert list(catalogue.lately_added(PUBLIC, 5)) == public[::-1]
        assert list(catalogue.lately_added(ARCHIVIST, 2)) == held[:-3:-1]
