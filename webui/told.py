"""What the archive says in sentences of its own (of a query, of a match), in the language of the interface.

The archive knows nothing of languages; its sentences are found again here by their words. `tests/test_web_told.py`
fails when one of them is not in the table.
"""

from __future__ import annotations

import re
from functools import lru_cache

from webui import languages
from webui.told_words import SENTENCES
from webui.words import _

_LONGEST = 2000  # characters of a sentence that is looked for
_VALUE = re.compile(r"%\((\w+)\)s")
_WITHIN = "said_"  # how values begin that are sentences themselves


def told(sentence: str) -> str:
    """The sentence in the language of the interface; as it is where nothing is known of it."""
    if languages.current() == languages.SOURCE:
        return sentence
    return _in_words(sentence)


def known(sentence: str) -> bool:
    """Whether the sentence is one of the table."""
    return _found(sentence) is not None


def _in_words(sentence: str) -> str:
    found = _found(sentence)
    if found is None:
        return sentence
    message, values = found
    said = {name: _in_words(value) if name.startswith(_WITHIN) else value for name, value in values.items()}
    return _(message) % said if said else _(message)


@lru_cache(maxsize=512)
def _found(sentence: str) -> tuple[str, dict[str, str]] | None:
    if len(sentence) > _LONGEST:
        return None
    for message, form in _FORMS:
        if match := form.fullmatch(sentence):
            return message, match.groupdict()
    return None


def _form(message: str) -> re.Pattern[str]:
    """What the sentences of a message look like."""
    parts = _VALUE.split(message)
    words, names = parts[::2], parts[1::2]
    values = [f"(?P<{name}>.*?)" for name in names]
    joined = [re.escape(words[0])]
    for value, following in zip(values, words[1:], strict=True):
        joined += [value, re.escape(following)]
    return re.compile("".join(joined), re.DOTALL)


_FORMS = tuple((message, _form(message)) for message in SENTENCES)
