"""Messages of archive and ingest in the language of the page.

A `Message` is translated by its code. Text without a code is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from archive.catalogue import ANY_FILE
from archive.messages import LEGACY, MESSAGES, VERBATIM, Message, MessageList, has_code
from archive.messages.message import COUNTED, SEPARATOR, choose_template, fill
from webui.i18n import languages
from webui.i18n.field_names import FIELDS
from webui.i18n.moments import moment
from webui.i18n.words import KINDS, _, marked, number

# What pages say of messages that name commands alone, or keys within a sentence, by their code.
BY_CODE: Mapping[str, str] = {
    "held": marked("held until someone decides, on its page at the desk or by `press-archive access`"),
    "held-because": marked(
        "held until someone decides, on its page at the desk or by `press-archive access`: %(words)s"
    ),
    "hide": marked("to hide it, hold it back on its page at the desk, or by `press-archive access held %(record)s`"),
    "export-not-used": marked(
        "nothing was changed by it, though it differs in %(keys)s: values are changed on its page at the desk, or by "
        "`press-archive records edit` and `records import`"
    ),
    "earlier-receipt": marked(
        "receipt %(receipt)s says why, and `press-archive ingest --retry %(again)s` tries again, as does adding it "
        "again at the desk once it is repaired"
    ),
    "give-passwords": marked(
        "or type its password at the desk, or give it with `press-archive ingest --retry N --pdf-passwords FILE`"
    ),
    "date-malformed": marked("%(key)s: %(typed)s is not a date; write %(forms)s."),
    "number-malformed": marked("%(key)s: %(typed)s is not a whole number."),
    "access-released": marked("Released"),
    "access-held": marked("Held"),
    "access-withdrawn": marked("Withdrawn"),
    "access-until": marked("%(access)s (%(instant)s)"),
    "access-with-earlier": marked("%(access)s, with its earlier versions"),
}

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NAMED = {"key": FIELDS, "keys": FIELDS, "kinds": KINDS}  # values that are names, for which pages have their own
_WORDS_ALONE = (VERBATIM, LEGACY)  # codes of what is not worded by its code


def localised_message(text: str) -> str:
    """Return the message, or each of a list, in the language of the page; text without a code is unchanged."""
    return str(text) if languages.current() == languages.SOURCE else in_page_words(text)


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """Words, and the tag of their language."""

    words: str
    lang: str


def reason(text: str) -> LocalisedText:
    """Return a reason of a receipt in the language of the page if all its messages have codes, else unchanged."""
    if has_code(text, *_WORDS_ALONE):
        return LocalisedText(str(text), languages.SOURCE)
    return LocalisedText(in_page_words(text), languages.current())


def translate_hold_reason(reason: str) -> LocalisedText:
    """Return why a record is held: in the language of the page if the reason is the archive's, otherwise the words of
    its file unchanged, in an unknown language."""
    return LocalisedText(in_page_words(reason), languages.current() if isinstance(reason, Message) else "")


def in_page_words(text: str) -> str:
    """Return the message with fields, kinds and statuses as pages call them, also in English."""
    if isinstance(text, MessageList):
        return SEPARATOR.join(map(in_page_words, text.parts))
    return _by_code(text) if isinstance(text, Message) and text.code not in _WORDS_ALONE else str(text)


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
    return in_page_words(text) if isinstance(text, Message | MessageList) else _named(name, text)


def _named(name: str, value: str) -> str:
    if name in _NAMED:
        return _NAMED[name].get(value, value)
    if value == ANY_FILE:
        return _("the file")
    return moment(value) if name == "instant" and _INSTANT.fullmatch(value) else value
