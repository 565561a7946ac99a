"""Embargoes in sidecars and other camera files, and that nothing about them is public."""

from __future__ import annotations

import pytest

from archive.access import PUBLIC
from archive.catalogue import Access
from archive.record import Role, Status
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from ingest.pipeline.pipeline import Options, ingest
from tests.builders.companion_disk import EMBARGO, Disk, disk

__all__ = ["disk"]
NINE = "2025-10-25T09:00:00"


def test_an_embargo_in_a_sidecar_holds_its_photo_and_nothing_lets_it_out(disk: Disk) -> None:
    disk.put("a.jpg", caption="own")
    disk.take()
    assert disk.public("a.jpg") is not None
    disk.put("a.xmp", caption="rahasia", embargo=EMBARGO)
    disk.take()
    assert disk.public("a.jpg") is None
    assert disk.lines["disk/a.xmp"].status is Status.HELD
    assert "held until 2051-05-03T10:00:00Z" in disk.says("a.xmp")
    disk.put("a.xmp", caption="terbuka")
    disk.take()
    disk.put("a.jpg", caption="own, mended")
    disk.take()
    assert (disk.of("a.jpg").status, disk.of("a.jpg").release_at) == (Status.HELD, EMBARGO["until"])


def test_a_sidecar_that_was_replaced_while_it_held_stays_closed_when_its_photo_is_released(disk: Disk) -> None:
    disk.put("a.jpg", caption="own")
    disk.put("a.xmp", caption="rahasia", embargo=EMBARGO)
    disk.take()
    disk.put("a.xmp", caption="terbuka")
    disk.take()
    record = disk.of("a.jpg")
    with disk.archive.catalogue.write() as writer:
        writer.decide_access([record.id], Access(), "someone")
    seen = disk.public("a.jpg")
    assert seen is not None
    closed = [asset for asset in record.assets if asset.closed]
    assert [(asset.role, asset.release_at) for asset in closed] == [(Role.SIDECAR, EMBARGO["until"])]
    assert [asset.role for asset in seen.assets] == [Role.ORIGINAL, Role.SIDECAR]
    assert closed[0].n not in [asset.n for asset in seen.assets]


def test_an_embargo_in_a_sidecar_that_waits_holds_the_photo_that_comes(disk: Disk) -> None:
    disk.put("a.xmp", embargo=EMBARGO)
    disk.take()
    disk.put("a.jpg")
    disk.take()
    assert disk.public("a.jpg") is None
    assert disk.lines["disk/a.jpg"].status is Status.HELD
    assert "held until 2051" in disk.says("a.jpg")


def test_what_the_archivist_let_out_a_sidecar_that_is_here_already_does_not_hold_again(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.put("a.xmp", embargo=EMBARGO)
    disk.take()
    with disk.archive.catalogue.write() as w:
        w.set_status(disk.of("a.jpg").id, Access(Status.RELEASED))
    disk.put("a.jpg", caption="mended")
    disk.take()
    assert disk.of("a.jpg").status is Status.RELEASED


@pytest.mark.parametrize("name", ["a.xmp", "a.jpg"])
def test_a_companion_from_a_held_accession_holds_a_released_photo(disk: Disk, name: str) -> None:
    disk.put("a.nef", created=NINE)
    disk.take()
    disk.put(name, caption="rahasia", **({} if name == "a.xmp" else {"created": NINE}))
    disk.run(options=Options(Status.HELD))
    assert disk.lines[f"disk/{name}"].outcome.value == "attached"
    assert disk.public("a.nef") is None


def test_a_sidecar_that_waits_from_a_held_accession_holds_the_photo_that_comes(disk: Disk) -> None:
    disk.put("a.xmp", caption="rahasia")
    disk.run(options=Options(Status.HELD))
    disk.put("a.jpg")
    disk.take()
    assert disk.public("a.jpg") is None


def test_a_sidecar_lets_nothing_out_that_is_held_or_withdrawn(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.take()
    for access in (Access(Status.HELD, hold_reason="the lawyer says so"), Access(Status.WITHDRAWN)):
        with disk.archive.catalogue.write() as w:
            w.set_status(disk.of("a.jpg").id, access)
        disk.put("a.xmp", caption=access.status.value, embargo=EMBARGO)
        disk.take()
        record = disk.of("a.jpg")
        assert Access(record.status, record.release_at, record.hold_reason) == access


def test_a_released_photo_does_not_tell_what_the_sidecar_of_a_held_one_says(disk: Disk) -> None:
    disk.put("a.tif", embargo=EMBARGO)
    disk.put("a.jpg")
    disk.take()
    assert disk.public("a.jpg") is not None
    disk.put("a.xmp", caption="rahasia")
    disk.take()
    assert disk.public("a.jpg") is None


def test_what_a_sidecar_takes_back_no_public_search_finds_once_its_line_is_told(disk: Disk) -> None:
    disk.put("a.jpg", caption="Kapal Garuda tiba di Ambon")
    disk.put("b.jpg", caption="Kapal Garuda tiba di Kupang")
    disk.take()

    def found() -> set[str]:
        searcher = Searcher(disk.archive)
        return {hit.record.filename for hit in searcher.search(SearchRequest(q="garuda"), PUBLIC).hits}

    assert found() == {"a.jpg", "b.jpg"}
    disk.put("a.xmp", caption="rahasia", embargo=EMBARGO)
    told: list[set[str]] = []
    ingest([disk.home / "disk"], disk.archive, tell=lambda *_: told.append(found()))
    assert told[-1] == {"b.jpg"}
