"""A clock that jumps by more than an hour releases nothing in any process until somebody accepts it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.clock import NOTE_SECONDS, TrustedClock
from tests.support.commands import some
from tests.support.machine import NOON, Machine

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def kept(machine: Machine, folder: Path) -> TrustedClock:
    """Return the clock of a process that noted the time."""
    process = machine.process(folder)
    process.keep()
    return process


def state(process: TrustedClock) -> tuple[datetime, str]:
    doubt = process.doubt()
    return process.now(), "" if doubt is None else "ahead" if doubt.is_ahead else "back"


def test_it_follows_time_that_passes_also_in_sleep(machine: Machine, tmp_path: Path) -> None:
    process = kept(machine, tmp_path)
    machine.wait(days=90)
    assert state(process) == (NOON + 90 * DAY, "")


@pytest.mark.parametrize(
    ("minutes", "passed", "doubt"),
    [
        (59, timedelta(minutes=59), ""),
        (-59, timedelta(minutes=-59), ""),
        (61, timedelta(), "ahead"),
        (365 * 24 * 60, timedelta(), "ahead"),
        (-61, timedelta(minutes=-61), "back"),
        (-24 * 60, -DAY, "back"),
    ],
)
def test_more_than_an_hour_is_a_jump(
    machine: Machine, tmp_path: Path, minutes: int, passed: timedelta, doubt: str
) -> None:
    """Afterwards the earlier of the clock and the time since boot counts."""
    process = kept(machine, tmp_path)
    machine.set_clock(minutes=minutes)
    assert state(process) == (NOON + passed, doubt)
    machine.wait(hours=5)
    assert state(process) == state(machine.process(tmp_path)) == (NOON + passed + 5 * HOUR, doubt)
    machine.set_clock(minutes=-minutes)
    assert state(process) == (NOON + 5 * HOUR, "")


def test_two_jumps_under_an_hour_are_one_of_two_hours(machine: Machine, tmp_path: Path) -> None:
    process = kept(machine, tmp_path)
    for _ in range(2):
        machine.set_clock(minutes=59)
        machine.wait(seconds=NOTE_SECONDS)
        process.keep()
    assert state(process)[1] == "ahead"


def test_who_accepts_it_does_so_for_all_processes(machine: Machine, tmp_path: Path) -> None:
    processes = [kept(machine, tmp_path) for _ in range(3)]
    machine.set_clock(days=365)
    assert {state(one)[1] for one in some([*processes, machine.process(tmp_path)])} == {"ahead"}
    machine.process(tmp_path).accept()
    assert {state(one) for one in some([*processes, machine.process(tmp_path)])} == {(NOON + YEAR, "")}
    machine.set_clock(days=-365)  # it was wrong after all
    assert {state(one) for one in some([*processes, machine.process(tmp_path)])} == {(NOON, "back")}


def test_a_new_start_after_months_is_usual(machine: Machine, tmp_path: Path) -> None:
    kept(machine, tmp_path)
    machine.start_again(days=120)
    assert state(machine.process(tmp_path)) == (NOON + 120 * DAY, "")


def test_a_clock_before_the_last_note_is_wrong_after_a_new_start(machine: Machine, tmp_path: Path) -> None:
    """As on a machine with an empty battery. It is right again as soon as it is set."""
    kept(machine, tmp_path)
    machine.start_again(days=-8000)
    process = kept(machine, tmp_path)
    assert state(process) == (NOON - 8000 * DAY, "back")
    machine.start_again(minutes=1)
    process = kept(machine, tmp_path)
    assert state(process)[1] == "back"
    machine.set_clock(days=8000)
    assert state(process) == (machine.clock, "")


def test_a_new_start_accepts_no_jump(machine: Machine, tmp_path: Path) -> None:
    """The clock stays a year ahead. Once it is set, all is well."""
    process = kept(machine, tmp_path)
    machine.set_clock(days=365)
    machine.wait(seconds=NOTE_SECONDS)
    process.keep()
    for _ in range(2):
        machine.start_again(minutes=5)
        assert state(kept(machine, tmp_path)) == (NOON + timedelta(seconds=NOTE_SECONDS), "ahead")
    machine.start_again(days=-365)
    assert state(machine.process(tmp_path)) == (machine.clock, "")


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"boot": 1}', "\0" * 99])
def test_a_note_that_is_damaged_is_as_none(machine: Machine, tmp_path: Path, content: str) -> None:
    (tmp_path / "clock").write_text(content)
    process = kept(machine, tmp_path)
    machine.set_clock(days=1)
    assert state(process) == state(machine.process(tmp_path)) == (NOON, "ahead")


def test_a_process_that_may_not_write_knows_what_it_saw(machine: Machine, tmp_path: Path) -> None:
    process = machine.process(tmp_path / "missing")
    process.keep()
    machine.set_clock(days=1)
    assert state(process) == (NOON, "ahead")
