"""Messages of archive and ingest in the language of the page.

A `Message` is worded by its code. Sentences that have no code yet are recognized by their English words, in the tables
of message_patterns.py and reason_patterns.py. What nothing is known of stays English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from archive.catalogue import ANY_FILE
from archive.messages import MESSAGES, Message, MessageList
from archive.messages.message import COUNTED, SEPARATOR, VERBATIM, choose_template, fill, messages_of
from webui.i18n import languages
from webui.i18n.labels import moment
from webui.i18n.message_patterns import INSTEAD, SENTENCES
from webui.i18n.reason_patterns import CLAUSES
from webui.i18n.vocabulary import FIELDS
from webui.i18n.words import KINDS, MessageTable, _, marked, number

_LONGEST = 2000  # characters of a sentence that is looked for
_LONGEST_CLAUSE = 600  # of a reason: there may be a hundred on a page, each with the names that files were given
_VALUE = re.compile(r"%\((\w+)\)s")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NAMED = {"key": FIELDS, "keys": FIELDS, "kinds": KINDS}  # values that are names, for which pages have their own
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
    """Return a reason of a receipt in the language of the page if all its clauses are known, else as it is."""
    here = languages.current()
    clauses = messages_of(text) if isinstance(text, Message | MessageList) else text.split(SEPARATOR)
    if not all(_known_reason(clause) for clause in clauses):
        return LocalisedText(str(text), languages.SOURCE)
    return LocalisedText(SEPARATOR.join(_in_words(clause, reasons=True) for clause in clauses), here)


def _known_reason(clause: str) -> bool:
    coded = isinstance(clause, Message) and clause.code != VERBATIM
    return coded or _found(str(clause), reasons=True) is not None


def translate_field_error(text: str) -> str:
    """Return what is wrong with a typed value, with fields and kinds by the names that pages give them."""
    return _in_words(text)


def known(sentence: str) -> bool:
    """Whether the sentence is one of the table."""
    return _found(sentence) is not None


def _in_words(text: str, *, reasons: bool = False) -> str:
    if isinstance(text, MessageList):
        return SEPARATOR.join(_in_words(one, reasons=reasons) for one in text.parts)
    if isinstance(text, Message) and text.code != VERBATIM:
        return _by_code(text)
    return _by_pattern(str(text), reasons)


def _by_code(message: Message) -> str:
    template = choose_template(MESSAGES[message.code], message.params)
    values = {name: _param(name, value) for name, value in message.params.items()}
    try:
        return fill(_(INSTEAD.get(template, template)), values)
    except (KeyError, TypeError, ValueError):  # a catalogue whose words name other values
        return str(message)


def _param(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_param(name, one) for one in value)
    if isinstance(value, int):
        return number(value) if name == COUNTED else str(value)
    text = cast("str", value)
    return _in_words(text) if isinstance(text, Message | MessageList) else _named(name, text)


def _by_pattern(sentence: str, reasons: bool) -> str:
    found = _found(sentence, reasons=reasons)
    if found is None:
        return sentence
    message, values = found
    said = {name: _value(name, value, reasons) for name, value in values.items()}
    message = _(INSTEAD.get(message, message))
    return message % said if said else message


def _value(name: str, value: str, reasons: bool) -> str:
    if name.startswith(_WITHIN):
        return _in_words(value, reasons=reasons)
    if name in _NAMED:
        return ", ".join(_named(name, one) for one in value.split(", "))
    return _("the file") if reasons and value == ANY_FILE else _named(name, value)


def _named(name: str, value: str) -> str:
    if name in _NAMED:
        return _NAMED[name].get(value, value)
    return moment(value) if name == "instant" and _INSTANT.fullmatch(value) else value


@lru_cache(maxsize=1024)
def _found(sentence: str, *, reasons: bool = False) -> tuple[str, dict[str, str]] | None:
    if len(sentence) > (_LONGEST_CLAUSE if reasons else _LONGEST):
        return None
    for message, form in _CLAUSES if reasons else _FORMS:
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
_CLAUSES = tuple((message, _form(message)) for message in CLAUSES)


HOLDS = MessageTable(
    {
        "held by the archivist": marked("held by the archivist"),
        "held on intake, until someone decides": marked("held on intake, until someone decides"),
        "it has the caption of a photo that is held back": marked("it has the caption of a photo that is held back"),
        "behind a password: nobody can say yet what is in it": marked(
            "behind a password: nobody can say yet what is in it"
        ),
        "its newest version is behind a password": marked("its newest version is behind a password"),
        "a file in it is behind a password: nobody can say yet what is in that": marked(
            "a file in it is behind a password: nobody can say yet what is in that"
        ),
        "a scan: it may hold an embargo, its words are not read yet": marked(
            "a scan: it may hold an embargo, its words are not read yet"
        ),
        "a scan among its files: it may hold an embargo, and is not read": marked(
            "a scan among its files: it may hold an embargo, and is not read"
        ),
        "it was held as a scan that is not read; it is read now, and someone decides": marked(
            "it was held as a scan that is not read; it is read now, and someone decides"
        ),
        "its first page is read too poorly to tell whether it is under embargo": marked(
            "its first page is read too poorly to tell whether it is under embargo"
        ),
    }
)


def translate_hold_reason(reason: str) -> LocalisedText:
    """The reason in the language of the interface, where it is one of ours; else as it is, in no known language."""
    return LocalisedText(HOLDS[reason], languages.current()) if reason in HOLDS else LocalisedText(reason, "")
