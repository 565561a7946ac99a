"""Rows of CSV tables (RFC 4180) whose cells no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def row(cells: Iterable[object]) -> str:
    """Return the cells as one row with its line end; None is an empty one."""
    text = io.StringIO()
    csv.writer(text).writerow([_cell(cell) for cell in cells])
    return text.getvalue()


def _cell(value: object) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
