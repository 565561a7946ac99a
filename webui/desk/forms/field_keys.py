"""The fields that the archivist may set: their names at the desk, and the form of their values."""

from __future__ import annotations

from dataclasses import dataclass

from archive.edits.values import DATES, ENDS, KEYS, LISTS, NUMBERS
from archive.record import Kind
from webui.i18n import labels, words
from webui.i18n.words import _, marked

FIRST = (
    "title", "headline", "caption", "alt_text", "creator", "credit", "copyright", "usage_terms", "expiry_date",
    "instructions", "date", "event_date", "created", "language", "kind", "genre", "source", "source_url", "keywords",
    "persons", "organisations", "identifiers", "event", "sublocation", "city", "state", "country", "collection",
    "location",
)  # fmt: skip
_GROUPS = (
    (marked("Caption and subject"), (
        "title", "headline", "caption", "alt_text", "keywords", "event", "kind", "genre", "language", "languages",
    )),
    (marked("People"), ("persons", "organisations", "creator", "creator_title", "caption_writer")),
    (marked("Date and place"), (
        "date", "event_date", "created", "sublocation", "city", "state", "country", "country_code",
    )),
    (marked("Credit and rights"), (
        "credit", "copyright", "usage_terms", "expiry_date", "instructions", "source", "source_url",
    )),
)  # fmt: skip
_OTHERS = marked("Other fields")
_LONG = frozenset({"caption", "alt_text", "usage_terms", "instructions", "copyright"})  # typed on several lines


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A field: `choices` are (value, name) of a field with a closed set; `long` for one typed on several lines."""

    key: str
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    long: bool


def key_of(key: str) -> FieldKey:
    """Return how a field is shown and typed."""
    choices = tuple((kind.value, words.KINDS[kind]) for kind in Kind) if key == "kind" else ()
    return FieldKey(key, labels.field(key), _hint(key), choices, key in _LONG)


def keys() -> list[FieldKey]:
    """Return all of them, the most important first, then by their names."""
    rank = {key: n for n, key in enumerate(FIRST)}
    found = [key_of(key) for key in KEYS]
    return sorted(found, key=lambda one: (rank.get(one.key, len(rank)), one.label))


def grouped_keys() -> list[tuple[str, list[FieldKey]]]:
    """Return all of them in named groups; those without a group come last."""
    named = {key for _label, some in _GROUPS for key in some}
    groups = [(_(label), [key_of(key) for key in some]) for label, some in _GROUPS]
    return [*groups, (_(_OTHERS), [one for one in keys() if one.key not in named])]


def kind_of(typed: str) -> str:
    """Return a kind by its name on pages or its own name; otherwise the text as typed."""
    named = {words.KINDS[kind].casefold(): kind.value for kind in Kind}
    return named.get(typed.strip().casefold(), typed)


def _hint(key: str) -> str:
    """Return how its values are written, or ""."""
    if key in LISTS:
        return _("Several have ; between them.")
    if key == "event_date":
        return _("A year, a month or a day, like 2025-10-25, or from 2025-10-25/2025-10-26.")
    if key in (*DATES, *ENDS):
        return _("A year, a month or a day, like 2025-10-25")
    if key in NUMBERS:
        return _("A whole number")
    if key == "language":
        return _("Its code, like id, vi or en")
    if key == "kind":
        return _("%(values)s: one of these", values=", ".join(words.KINDS[kind] for kind in Kind))
    if key == "source_url":
        return _("It begins with https:// or http://")
    return ""
