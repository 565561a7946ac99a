"""While the clock is wrong, an embargo holds in every answer, and desk, `doctor` and `check` say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from archive.access import PUBLIC, instant
from archive.catalogue import Access
from archive.cli import main
from archive.record import Status
from archive.search.index import index_sync
from tests.support.desk_pages import Desk
from tests.support.machine import NOON, Machine

IN_A_DAY = Access(Status.HELD, instant(NOON + timedelta(days=1)), "EMBARGO")


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    made = Machine()
    with made.runs():
        yield made


@pytest.fixture(scope="module")
def desk(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("clock") / "a")
    made.shelf.add("Jembatan dibuka")
    made.shelf.add("Zulrahasia mundur", access=IN_A_DAY)
    made.index()
    yield made
    made.services.close()


def run(desk: Desk, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--archive", str(desk.archive.folder)])


def public(desk: Desk) -> list[int]:
    """Return the number of public records in an updated index, in the list and in the total."""
    index_sync.update(desk.archive)
    client = desk.app.test_client()
    found = client.get("/api/v1/search?q=zulrahasia").get_json()["total"]
    whole = client.get("/api/v1/search").get_json()["total"]
    return [found, whole, len(desk.archive.catalogue.visible_ids(PUBLIC))]


def test_an_embargo_ends_by_a_clock_that_was_accepted(desk: Desk, machine: Machine) -> None:
    assert public(desk) == [0, 1, 1]
    assert "--accept-clock" not in desk.page("/desk").text_content()
    machine.set_clock(days=2)
    assert public(desk) == [0, 1, 1]
    assert "The clock jumped ahead" in desk.page("/desk").text_content()
    assert "--accept-clock" in desk.page("/desk").text_content()
    assert desk.get("/readyz").get_json()["clock"] == "wrong"
    assert "clock: The clock jumped ahead" in run(desk, "check").output
    told = run(desk, "doctor")
    assert told.exit_code == 1
    assert "MISSING clock: The clock jumped ahead" in told.output

    machine.set_clock(days=-1, hours=-22)  # nearly right
    assert "jumped" in run(desk, "doctor").output
    assert public(desk) == [0, 1, 1]
    machine.set_clock(days=1, hours=22)
    assert run(desk, "doctor", "--accept-clock").output.startswith("ok      clock: 2026-12-02T12:00:00Z")
    assert public(desk) == [1, 2, 2]
    assert desk.get("/readyz").get_json()["clock"] == "ok"

    machine.set_clock(days=-2)  # it was wrong: records released by it are held again
    client = desk.app.test_client()
    assert client.get("/api/v1/search").get_json()["total"] == 1  # before the index is updated
    assert public(desk) == [0, 1, 1]
    assert "The clock jumped back" in desk.page("/desk").text_content()
    machine.wait(days=1)
    assert public(desk) == [1, 2, 2]
