"""Dates in the names of files and folders."""

from __future__ import annotations

import re
from datetime import date

from archive.text.dates.date_finder import find
from archive.text.patterns import lazy_regex

_BY_DEVICE = lazy_regex(r"(?:img|vid|pxl|mvimg|whatsapp|screenshot|scan(?:ner)?|camscanner)(?![a-z])", re.IGNORECASE)
_BUDGET = lazy_regex(r"(?<![a-z])(?:ta|fy|fiscal|anggaran|apbd|apbn|rpjmd|budget|dự toán)(?![a-z])", re.IGNORECASE)
_COMPACT = lazy_regex(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_COMPACT_DAY_FIRST = lazy_regex(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((?:19|20)\d\d)(?!\d)")
_DAY_IN_NAME = lazy_regex(r"(?<!\d)((?:19|20)\d\d)[-_./ ](0?[1-9]|1[0-2])[-_./ ](0?[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST_IN_NAME = lazy_regex(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_./ ](0?[1-9]|1[0-2])[-_./ ]((?:19|20)\d\d)(?!\d)")
_MONTH_IN_NAME = lazy_regex(r"(?<!\d)((?:19|20)\d\d)[-_](0[1-9]|1[0-2])(?![\d])")
_GLUED = lazy_regex(r"(?<![\dA-Za-z])(\d{1,2})([A-Za-z]{3,9})((?:19|20)\d\d)(?!\d)")  # 04Oct2007
_JOINTS = lazy_regex(r"[_+ -]+|\.(?=[^\W\d])")  # rilis_9_Agustus_2026.txt
_YEAR_IN_NAME = lazy_regex(r"(?<![\dA-Za-z])(1[5-9]\d\d|20\d\d)(?![\dA-Za-z])")


def in_name(name: str) -> tuple[str, str] | None:
    """Return (ISO date, precision) from a file's or folder's name; None if it has no date, only the day on which a
    device copied it, or a budget year."""
    if _BY_DEVICE.match(name):
        return None
    for pattern, order in (
        (_COMPACT, (1, 2, 3)), (_COMPACT_DAY_FIRST, (3, 2, 1)), (_DAY_IN_NAME, (1, 2, 3)),
        (_DAY_FIRST_IN_NAME, (3, 2, 1)),
    ):  # fmt: skip
        match = pattern.search(name)
        if match:
            year, month, day = (int(match[n]) for n in order)
            iso = f"{year:04}-{month:02}-{day:02}"
            return (iso, "day") if find(iso) else None
    in_words = [
        one for one in find(_GLUED.sub(r"\1 \2 \3 ", _JOINTS.sub(" ", name))) if one.precision in ("day", "month")
    ]
    if in_words:
        return in_words[0].iso, in_words[0].precision
    match = _MONTH_IN_NAME.search(name)
    if match:
        return f"{match[1]}-{match[2]}", "month"
    match = None if _BUDGET.search(name) else _YEAR_IN_NAME.search(name)
    return (match[1], "year") if match and int(match[1]) <= date.today().year + 1 else None


def month_first_in_name(name: str) -> str | None:
    """Return the other day that a name with the day first can mean (`04072025`), if there is one."""
    if _BY_DEVICE.match(name) or _COMPACT.search(name) or _DAY_IN_NAME.search(name):
        return None
    match = _COMPACT_DAY_FIRST.search(name) or _DAY_FIRST_IN_NAME.search(name)
    if match is None or int(match[1]) > 12 or int(match[1]) == int(match[2]):
        return None
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
