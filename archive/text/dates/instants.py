"""Compare capture times from files and people."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_ZONE_OR_FRACTION = re.compile(r"(?<=:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$")


def same_time(one: str, other: str) -> bool:
    """Return whether two times may be the same: by local time, as far as both are known, because an edited photo may
    have gained a zone, seconds or hours; else as one instant in two zones."""
    clock, face = _ZONE_OR_FRACTION.sub("", one), _ZONE_OR_FRACTION.sub("", other)
    if clock.startswith(face) or face.startswith(clock):
        return True
    try:
        here, there = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return here.tzinfo is not None and there.tzinfo is not None and abs(here - there) < timedelta(seconds=1)
