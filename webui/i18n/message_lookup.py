"""English messages of archive and ingest in the language of the page.

What the archive says in sentences of its own (of a query, a match, a file), in the language of the interface.

The archive knows nothing of languages; its sentences are found again here by their words. `tests/test_web_told.py`
fails when one of them is not in the table.

Why a record is held back, where the archive itself says so; else it is held by words of its file, which stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.catalogue import ANY_FILE
from webui.i18n import languages
from webui.i18n.labels import moment
from webui.i18n.message_patterns import INSTEAD, SENTENCES
from webui.i18n.reason_patterns import CLAUSES
from webui.i18n.vocabulary import FIELDS
from webui.i18n.words import KINDS, MessageTable, _, marked

_LONGEST = 2000  # characters of a sentence that is looked for
_LONGEST_CLAUSE = 600  # of a reason: there may be a hundred on a page, each with the names that files were given
_VALUE = re.compile(r"%\((\w+)\)s")
_PARTED = "; "  # between the clauses of a reason
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NAMED = {"key": FIELDS, "keys": FIELDS, "kinds": KINDS}  # values that are names, for which pages have their own
_WITHIN = "said_"  # how values begin that are sentences themselves


def localised_message(sentence: str) -> str:
    """The sentence in the language of the interface; as it is where nothing is known of it."""
    if languages.current() == languages.SOURCE:
        return sentence
    return _in_words(sentence)


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """Words, and the tag of their language."""

    words: str
    lang: str


def reason(sentence: str) -> LocalisedText:
    """A reason of a receipt in the language of the interface, where all of its clauses are known; else as it is."""
    here = languages.current()
    clauses = sentence.split(_PARTED)
    if not all(_found(clause, reasons=True) for clause in clauses):
        return LocalisedText(sentence, languages.SOURCE)
    return LocalisedText(_PARTED.join(_in_words(clause, reasons=True) for clause in clauses), here)


def translate_field_error(sentence: str) -> str:
    """What is wrong with a value that was typed, with fields and kinds by the names that pages give them."""
    return _in_words(sentence)


def known(sentence: str) -> bool:
    """Whether the sentence is one of the table."""
    return _found(sentence) is not None


def _in_words(sentence: str, *, reasons: bool = False) -> str:
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
        return ", ".join(_NAMED[name].get(one, one) for one in value.split(", "))
    if name == "instant" and _INSTANT.fullmatch(value):
        return moment(value)
    return _("the file") if reasons and value == ANY_FILE else value


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
