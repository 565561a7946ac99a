"""Compare times of capture, as files and people write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_ZONE_OR_FRACTION = re.compile(r"(?<=:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$")


def same_time(one: str, other: str) -> bool:
    """Return whether two times may be the same: as clocks showed it, as far as both are known, for a mended photograph
    may have come to its zone, its seconds or its hour; else as the one instant that two zones tell."""
    clock, face = _ZONE_OR_FRACTION.sub("", one), _ZONE_OR_FRACTION.sub("", other)
    if clock.startswith(face) or face.startswith(clock):
        return True
    try:
        here, there = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return here.tzinfo is not None and there.tzinfo is not None and abs(here - there) < timedelta(seconds=1)
