"""Log the kind and place of an error, never its words.

The message of an error may quote a title, a name or a query of something held.
"""

from __future__ import annotations

import logging
import traceback


class WithoutWords(logging.Filter):
    """Removes the message of an exception from a log line and leaves its type and its frames."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every line is kept."""
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, frames = record.exc_info
            record.exc_text = "".join([*traceback.format_tb(frames), kind.__name__])
            record.exc_info = None
        return True


def keep_private(*loggers: logging.Logger) -> None:
    """Install the filter, once on each logger."""
    for logger in loggers:
        if not any(isinstance(known, WithoutWords) for known in logger.filters):
            logger.addFilter(WithoutWords())
