"""A message is English text that knows its code and its parameters.

Code and parameters are what is stored and sent; the words are made at the edge, in English by `str`, in the language
of a page by `webui.i18n.message_lookup`. A message is a `str`, so that it can be joined, compared, raised and written
as any text; whoever needs the code asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypedDict, cast

from archive.messages.catalogue import MESSAGES, Words

VERBATIM = "verbatim"  # words that are not the program's own: of a file, of a library, of an earlier version
LEGACY = "legacy"  # a whole reason of an earlier version in which not all was recognised
SEPARATOR = "; "  # between the messages of a list
COUNTED = "count"  # the name of the number of things, which gets thousands separators
_PARAMETER = re.compile(r"%\((\w+)\)s")


class Message(str):
    """One message: `Message("empty-file", file="a.txt")`. Raises KeyError for a code or a parameter that is missing.

    Parameters are strings, whole numbers, messages, or lists of these. Anything else is kept as its `str`.
    """

    __slots__ = ("code", "params")

    code: str
    params: dict[str, Any]

    def __new__(cls, code: str, /, **params: object) -> Message:
        plain = {name: _plain(value) for name, value in params.items()}
        values = {name: _in_english(name, value) for name, value in plain.items()}
        made = super().__new__(cls, fill(choose_template(MESSAGES[code], plain), values))
        made.code, made.params = code, plain
        return made

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[str, dict[str, Any]]]:
        return _restore, (self.code, self.params)


class MessageList(str):
    """Several messages in one text: `parts`, with `SEPARATOR` between them."""

    __slots__ = ("parts",)

    parts: tuple[Message, ...]

    def __new__(cls, parts: Iterable[str]) -> MessageList:
        messages = tuple(message for part in parts for message in messages_of(part))
        made = super().__new__(cls, SEPARATOR.join(messages))
        made.parts = messages
        return made

    def __reduce__(self) -> tuple[type[MessageList], tuple[tuple[Message, ...]]]:
        return MessageList, (self.parts,)


def join_messages(parts: Iterable[str]) -> MessageList:
    """Return the parts as one list. Text without a code becomes a VERBATIM message; lists are taken apart."""
    return MessageList(parts)


def messages_of(text: str) -> tuple[Message, ...]:
    """Return the messages that a text consists of: itself, its parts, or its words as a VERBATIM message."""
    if isinstance(text, MessageList):
        return text.parts
    return (text if isinstance(text, Message) else Message(VERBATIM, text=text),)


class CodeAndParams(TypedDict):
    """A message as it is stored and sent, without its words."""

    code: str
    params: dict[str, object]


def code_and_params(text: str) -> CodeAndParams:
    """Return code and params of one message. Text without a code, or with several, is a VERBATIM message."""
    message = text if isinstance(text, Message) else Message(VERBATIM, text=text)
    return {"code": message.code, "params": _params_to_json(message.params)}


def message_of(error: BaseException) -> Message | MessageList:
    """Return the message that an error was raised with; its words as a VERBATIM message where they have no code."""
    said = error.args[0] if error.args else None
    return said if isinstance(said, Message | MessageList) else Message(VERBATIM, text=str(error))


def has_code(text: str, *codes: str) -> bool:
    """Return whether one of the messages of a text has one of the codes."""
    return any(message.code in codes for message in messages_of(text))


def message_to_json(text: str) -> list[CodeAndParams]:
    """Return code and params of each message of the text, as they are stored and sent."""
    return [code_and_params(message) for message in messages_of(text)]


def replace_values(text: str, values: Mapping[str, str]) -> str:
    """Return the messages with other strings for the parameters that are among `values`. In words without a code they
    are replaced where they stand as words."""
    return MessageList([_replace_values(message, values) for message in messages_of(text)])


def _replace_values(message: Message, values: Mapping[str, str]) -> Message:
    params = {name: _replaced(value, values) for name, value in message.params.items()}
    if message.code in (VERBATIM, LEGACY):
        for name, other in values.items():
            params["text"] = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, params["text"])
    return Message(message.code, **params)


def _replaced(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_replaced(one, values) for one in value]
    return _replace_values(value, values) if isinstance(value, Message) else values.get(value, value)


def reason_to_json(text: str | None) -> dict[str, Any]:
    """Return the keys that JSON has beside a reason: its `messages`, and `code` and `params` of the first of them."""
    found = message_to_json(text) if text else []
    first: Mapping[str, object] = found[0] if found else {"code": None, "params": None}
    return {**first, "messages": found}


def message_from_json(stored: Iterable[Mapping[str, Any]], text: str) -> str:
    """Return the messages that `message_to_json` wrote.

    `text` is what was stored beside them. It is returned where this version has no words for a code, or a parameter
    is missing: messages of another version are read as they were written.
    """
    try:
        messages = [_restore(str(one["code"]), _params_from_json(one["params"])) for one in stored]
    except (KeyError, TypeError, ValueError):
        return text
    return messages[0] if len(messages) == 1 else MessageList(messages)


def stored_message(text: str | None, stored: Iterable[Mapping[str, Any]] | None) -> str | None:
    """Return what two columns hold: the messages in one, or where it has none the text in the other."""
    return text if text is None or stored is None else message_from_json(stored, text)


def reason_columns(reason: str | None) -> dict[str, Any]:
    """Return a reason as two columns hold it: its text, and code and params of each of its messages."""
    return {"reason": reason and str(reason), "messages": message_to_json(reason) if reason else None}


def believed_message(stored: Any, text: Any) -> str:
    """Return what `message_to_json` wrote in a process that may have been made to do harm.

    Its codes count only if they make the very text that stands beside them, with no parameter more; else the text is
    taken word for word.
    """
    words = str(text)
    try:
        made = message_from_json(stored, words)
        sound = made == words and all(map(_is_lean, messages_of(made)))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        sound = False
    return made if sound else Message(VERBATIM, text=words)


def _is_lean(message: Message) -> bool:
    """Return whether a message has the parameters that its words name, and no others."""
    words = MESSAGES[message.code]
    both = words if isinstance(words, tuple) else (words,)
    named = {name for one in both for name in _PARAMETER.findall(one)} | ({COUNTED} if len(both) > 1 else set())
    return message.params.keys() == named and all(map(_is_lean, _within(list(message.params.values()))))


def _within(values: list[Any]) -> Iterator[Message]:
    for value in values:
        if isinstance(value, Message):
            yield value
        elif isinstance(value, list):
            yield from _within(value)


def choose_template(words: Words, params: Mapping[str, Any]) -> str:
    """Return the template of a code that fits its `count`. Raises KeyError where a count is needed and missing."""
    return words[0 if params["count"] == 1 else 1] if isinstance(words, tuple) else words


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with the values in their places. Raises KeyError for a value that is missing."""
    return template % values if "%(" in template else template


def _in_english(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_in_english(name, one) for one in value)
    return f"{value:,}" if isinstance(value, int) and name == COUNTED else str(value)


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int) else str(value)


def _restore(code: str, params: dict[str, Any]) -> Message:
    return Message(code, **params)


def _params_to_json(params: Mapping[str, Any]) -> dict[str, object]:
    return {name: _value_to_json(value) for name, value in params.items()}


def _value_to_json(value: Any) -> object:
    if isinstance(value, list):
        return [_value_to_json(one) for one in value]
    if isinstance(value, Message):
        return code_and_params(value)
    return value


def _params_from_json(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value_from_json(value) for name, value in params.items()}


def _value_from_json(value: Any) -> Any:
    if isinstance(value, list):
        return [_value_from_json(one) for one in value]
    if isinstance(value, dict):
        return _restore(str(value["code"]), _params_from_json(cast("Mapping[str, Any]", value["params"])))
    return value
