"""Times of events in the archive, in its time zone."""

from __future__ import annotations

from datetime import datetime

from webui.i18n.labels import date
from webui.services.services import services


def moment(instant: str | None) -> str:
    """Return `25 October 2025, 16:05 WIB` for an instant from the catalogue; "" for none."""
    if not instant:
        return ""
    local = _local(instant)
    return f"{date(local.date().isoformat())}, {local:%H:%M} {_zone(local)}"


def day(instant: str) -> str:
    """Return `25 October 2025`."""
    return date(_local(instant).date().isoformat())


def _local(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(services().settings.archive.zone)


def _zone(local: datetime) -> str:
    """Return WIB or UTC; UTC+7 if the zone has no abbreviation."""
    name = local.tzname() or ""
    if name.isalpha():
        return name
    offset = local.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
