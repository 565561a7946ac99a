"""Messages for people: codes with parameters (`message.py`), and the English words of every code by subject.

Imports nothing of the project, so that everything may import it. Start: message.py.
"""

from archive.messages.catalogue import MESSAGES
from archive.messages.message import Message, MessageList, join_messages, message_from_json, message_to_json

__all__ = ["MESSAGES", "Message", "MessageList", "join_messages", "message_from_json", "message_to_json"]
