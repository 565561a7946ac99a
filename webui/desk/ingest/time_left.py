"""The time that work in progress will still take, in words."""

from __future__ import annotations

from datetime import timedelta

from babel.dates import format_timedelta

from webui.i18n import languages
from webui.i18n.words import _

_SURE_AFTER = 3.0  # seconds of work after which the rest can be estimated


def time_left(seconds: float, done: int, of: int) -> str:
    """Return the estimated time left, from the part done in these seconds; "" while it cannot be estimated."""
    if done <= 0 or done >= of or seconds < _SURE_AFTER:
        return ""
    left = timedelta(seconds=seconds * (of - done) / done)
    time = format_timedelta(left, granularity="minute", threshold=1, locale=languages.current())
    return _("about %(time)s left", time=time)
