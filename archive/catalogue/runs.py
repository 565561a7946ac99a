"""Runs of digits in a file name, and which of them can tell one picture from all others."""

from __future__ import annotations

import re
from datetime import date

SHORTEST = 6
_RUN = re.compile(r"[0-9]{6,}")
_NUMBER = re.compile(r"[0-9]+")
_YEARS = range(1900, 2100)


def telling_runs(name: str) -> list[str]:
    """The runs of six or more digits, without leading zeros, that are no date, no time, no moment (`20251025085341`),
    no instant of a computer (`1761364123456`) unless there is nothing else, and no counter (`000412`)."""
    runs: list[str] = []
    stamps: list[str] = []
    dated = False
    for found in _RUN.findall(name):
        run = found.lstrip("0")
        if _is_moment(found) or (dated and _is_time(found[:6])):
            dated = True
        elif len(run) >= SHORTEST and len(set(run)) > 1:
            (stamps if _is_stamp(run) else runs).append(run)
    return runs or stamps


def other_numbers(name: str, digits: str) -> frozenset[str]:
    """The numbers in a name but for that run, and for what reads as a day or a moment."""
    found = (run.lstrip("0") for run in _NUMBER.findall(name) if len(run) < SHORTEST or not _is_moment(run))
    return frozenset(run for run in found if run and run != digits)


def _is_moment(run: str) -> bool:
    if len(run) == 6:
        return _is_date(run) or _is_time(run) or _is_month(run)
    if len(run) == 8:
        return _is_date(run)
    if len(run) == 12 and _is_date(run[:6]) and _is_time(run[6:]):
        return True
    return 10 <= len(run) <= 17 and _is_date(run[:8]) and _is_time(f"{run[8:14]:0<6}")


def _is_date(run: str) -> bool:
    """Whether it reads as a day, in any order of its parts."""
    if len(run) == 8:
        orders = [(run[:4], run[4:6], run[6:]), (run[4:], run[2:4], run[:2]), (run[4:], run[:2], run[2:4])]
    else:
        orders = [("20" + run[:2], run[2:4], run[4:]), ("20" + run[4:], run[2:4], run[:2])]
        orders.append(("20" + run[4:], run[:2], run[2:4]))
    return any(_is_day(int(year), int(month), int(day)) for year, month, day in orders)


def _is_day(year: int, month: int, day: int) -> bool:
    if year not in _YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_month(run: str) -> bool:
    return any(int(year) in _YEARS and 1 <= int(m) <= 12 for year, m in ((run[:4], run[4:]), (run[2:], run[:2])))


def _is_time(run: str) -> bool:
    return int(run[:2]) < 24 and int(run[2:4]) < 60 and int(run[4:6] or 0) < 60


def _is_stamp(run: str) -> bool:
    """Seconds, milliseconds or microseconds since 1970, from 2001 to 2033."""
    return len(run) in (10, 13, 16) and run[0] == "1"
