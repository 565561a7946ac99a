"""Messages for people: codes with parameters (`message.py`), and the English words of every code by subject.

Imports nothing of the project, so that everything may import it. Start: message.py.
"""

from archive.messages.catalogue import MESSAGES
from archive.messages.message import (
    LEGACY,
    VERBATIM,
    Message,
    MessageList,
    believed_message,
    has_code,
    join_messages,
    message_from_json,
    message_of,
    message_to_json,
    messages_of,
    reason_columns,
    reason_to_json,
    replace_values,
    stored_message,
)
from archive.messages.reader_messages import FORMAT_MESSAGES

__all__ = [
    "FORMAT_MESSAGES",
    "LEGACY",
    "MESSAGES",
    "VERBATIM",
    "Message",
    "MessageList",
    "believed_message",
    "has_code",
    "join_messages",
    "message_from_json",
    "message_of",
    "message_to_json",
    "messages_of",
    "reason_columns",
    "reason_to_json",
    "replace_values",
    "stored_message",
]
