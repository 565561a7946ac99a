"""Why a report could not be delivered."""

from __future__ import annotations

from archive.errors import PressArchiveError
from archive.messages import Message, MessageList

_LONGEST = 300  # characters of an error


class DeliveryFailed(PressArchiveError):
    """A report was not delivered. `for_good`: a retry would not help."""

    def __init__(self, message: Message | MessageList, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


def error_text(error: BaseException) -> str:
    """Return the text of an error, on one line and no longer than a message may be."""
    return " ".join(str(error).split())[:_LONGEST] or type(error).__name__
