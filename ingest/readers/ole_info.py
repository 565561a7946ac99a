"""The properties of Office files of 97-2003, as the compound file keeps them ([MS-OLEPS])."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import olefile

_KEYS = {
    "title": "title", "author": "creator", "subject": "subject", "comments": "description", "keywords": "keywords",
    "create_time": "created", "last_saved_time": "modified", "creating_application": "software",
    "category": "category", "content_status": "status",
}  # fmt: skip
_STREAM = "\x05SummaryInformation"
_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError)


def properties(container: olefile.OleFileIO, reader: str) -> dict[str, tuple[str, str]]:
    """(origin, value) of the summary information by the archive's names, for `office_info.offer`; `reader` begins the
    origins (`doc:summary:title`). Empty when it is damaged or not there."""
    try:
        found: Any = container.get_metadata() if container.exists(_STREAM) else None
    except _ERRORS:
        return {}
    if found is None:
        return {}
    page = found.codepage if isinstance(found.codepage, int) else 1252
    told = {}
    for name, key in _KEYS.items():
        origin = "created" if name == "create_time" else "modified" if name == "last_saved_time" else name
        told[key] = (f"{reader}:summary:{origin}", _words(getattr(found, name, None), page))
    return told


def _words(value: Any, page: int) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.split("\0")[0]
    if not isinstance(value, bytes):
        return ""
    try:
        return value.split(b"\0")[0].decode("utf-8" if page == 65001 else f"cp{page & 0xFFFF}", "replace")
    except LookupError:
        return value.split(b"\0")[0].decode("cp1252", "replace")
