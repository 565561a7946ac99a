"""Messages of archive and ingest in the language of the page.

A `Message` is worded by its code. Sentences that have no code yet are recognized by their English words, in the tables
of message_patterns.py. What nothing is known of stays English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from archive.catalogue import ANY_FILE
from archive.messages import LEGACY, MESSAGES, VERBATIM, Message, MessageList, has_code, hold_message
from archive.messages.message import COUNTED, SEPARATOR, choose_template, fill
from webui.i18n import languages
from webui.i18n.field_names import FIELDS
from webui.i18n.message_patterns import BY_CODE, SENTENCES
from webui.i18n.moments import moment
from webui.i18n.words import KINDS, _, number

_LONGEST = 2000  # characters of a sentence that is looked for
_VALUE = re.compile(r"%\((\w+)\)s")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NAMED = {"key": FIELDS, "keys": FIELDS, "kinds": KINDS}  # values that are names, for which pages have their own
_WORDS_ALONE = (VERBATIM, LEGACY)  # codes of what is not worded by its code
_WITHIN = "said_"  # how values begin that are sentences themselves


def localised_message(text: str) -> str:
    """Return the message, or each of a list, in the language of the page; what is not known as it is."""
    return str(text) if languages.current() == languages.SOURCE else _in_words(text)


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """Words, and the tag of their language."""

    words: str
    lang: str


def reason(text: str) -> LocalisedText:
    """Return a reason of a receipt in the language of the page if all its messages have codes, else as it is."""
    if has_code(text, *_WORDS_ALONE):
        return LocalisedText(str(text), languages.SOURCE)
    return LocalisedText(_in_words(text), languages.current())


def translate_field_error(text: str) -> str:
    """Return what is wrong with a typed value, with fields and kinds by the names that pages give them."""
    return _in_words(text)


def known(sentence: str) -> bool:
    """Return whether the sentence is one of the table."""
    return _found(sentence) is not None


def _in_words(text: str) -> str:
    if isinstance(text, MessageList):
        return SEPARATOR.join(map(_in_words, text.parts))
    if isinstance(text, Message) and text.code not in _WORDS_ALONE:
        return _by_code(text)
    return _by_pattern(str(text))


def _by_code(message: Message) -> str:
    template = BY_CODE.get(message.code) or choose_template(MESSAGES[message.code], message.params)
    values = {name: _param(name, value) for name, value in message.params.items()}
    try:
        return fill(_(template), values)
    except (KeyError, TypeError, ValueError):  # a catalogue whose words name other values
        return str(message)


def _param(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_param(name, one) for one in value)
    if isinstance(value, int):
        return number(value) if name == COUNTED else str(value)
    text = cast("str", value)
    return _in_words(text) if isinstance(text, Message | MessageList) else _named(name, text)


def _by_pattern(sentence: str) -> str:
    found = _found(sentence)
    if found is None:
        return sentence
    message, values = found
    said = {name: _value(name, value) for name, value in values.items()}
    message = _(message)
    return message % said if said else message


def _value(name: str, value: str) -> str:
    if name.startswith(_WITHIN):
        return _in_words(value)
    return ", ".join(_named(name, one) for one in value.split(", ")) if name in _NAMED else _named(name, value)


def _named(name: str, value: str) -> str:
    if name in _NAMED:
        return _NAMED[name].get(value, value)
    if value == ANY_FILE:
        return _("the file")
    return moment(value) if name == "instant" and _INSTANT.fullmatch(value) else value


@lru_cache(maxsize=1024)
def _found(sentence: str) -> tuple[str, dict[str, str]] | None:
    if len(sentence) > _LONGEST:
        return None
    for message, form in _FORMS:
        if match := form.fullmatch(sentence):
            return message, match.groupdict()
    return None


def _form(message: str) -> re.Pattern[str]:
    """What the sentences of a message look like. Each value but the last ends where the words behind it first stand:
    if any end fits, that one does, so no other is tried."""
    first, *rest = _VALUE.split(message)
    values = [f"(?P<{name}>.*?){re.escape(following)}" for name, following in zip(rest[::2], rest[1::2], strict=True)]
    return re.compile("".join([re.escape(first), *(f"(?>{value})" for value in values[:-1]), *values[-1:]]), re.DOTALL)


_FORMS = tuple((message, _form(message)) for message in SENTENCES)


def translate_hold_reason(reason: str) -> LocalisedText:
    """Return the reason in the language of the interface, where it is one of ours; else as it is, in no known
    language."""
    message = hold_message(reason)
    return LocalisedText(_in_words(message), languages.current() if isinstance(message, Message) else "")
