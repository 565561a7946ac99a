"""The values of a record for the archivist: the one in use, its source, and other candidates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.access import PUBLIC
from archive.catalogue import DescribedRecord
from archive.edits.values import KEYS
from archive.record import ARCHIVIST, Candidate, Kind, Record
from webui.desk.forms.field_keys import FIRST, FieldKey, key_of
from webui.i18n import labels, words
from webui.presentation.record_values import NOT_LISTED, plain, same, value_in_words
from webui.services.services import services

_MOST = 20  # candidate values of one field
_LONGEST = 2000  # characters of a value
_PRINTED = {"caption": "caption", "credit": "credit"}  # what articles say about a photo, by its key


@dataclass(frozen=True, slots=True)
class CandidateValue:
    """A value that could be used. `sign` identifies it, `by` is the title of an article that gives it, and `hidden`
    says that the public may not read it there."""

    value: Any
    origin: str
    by: str
    hidden: bool
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field: its key if it may be changed, the value in use and its source, the text typed into its form, and the
    other candidates. `ours`: the archivist has decided about it. `sign` identifies the value in use."""

    name: str
    label: str
    key: FieldKey | None
    words: str
    lang: str
    origins: tuple[str, ...]
    typed: str
    ours: bool
    sign: str
    offers: tuple[CandidateValue, ...]


def fields(record: Record) -> tuple[list[RecordField], list[RecordField]]:
    """Return the fields that may be changed, and the others."""
    names = dict.fromkeys([*record.values, *record.origins, *(key for key in _PRINTED if _article_values(record, key))])
    if "created" in names:  # one fact under two names
        names.pop("date_created", None)
    shown = [name for name in names if not name.endswith("_precision") and (name in KEYS or name not in NOT_LISTED)]
    rank = {key: n for n, key in enumerate(FIRST)}
    found = [_field(record, name) for name in sorted(shown, key=lambda name: (rank.get(name, len(rank)), name))]
    return [one for one in found if one.key], [one for one in found if not one.key and one.words]


def taken(record: Record, name: str, sign: str) -> CandidateValue | None:
    """Return the candidate with that sign, or None if it no longer exists."""
    return next((one for one in _on_offer(record, name) if one.sign == sign), None)


def sign_of(record: Record | DescribedRecord, name: str) -> str:
    """Return the sign of the value that a field has now."""
    return _offer(name, Candidate("", record.values.get(name))).sign


def sign_of_nothing(name: str) -> str:
    """Return the sign of a field without a value."""
    return _offer(name, Candidate("", None)).sign


def _field(record: Record, name: str) -> RecordField:
    value = record.values.get(name)
    said = record.origins.get(name, ())
    language = record.values.get("language") if name in {"title", "headline", "caption", "keywords"} else None
    return RecordField(
        name=name,
        label=labels.field(name),
        key=key_of(name) if name in KEYS else None,
        words=_in_words(name, value),
        lang=labels.lang(language),
        origins=tuple(dict.fromkeys(offer.origin for offer in said if offer.value == value)),
        typed=_as_typed(value),
        ours=any(offer.origin == ARCHIVIST for offer in said),
        sign=sign_of(record, name),
        offers=tuple(one for one in _on_offer(record, name) if one.value != value)[:_MOST] if name in KEYS else (),
    )


def _on_offer(record: Record, name: str) -> list[CandidateValue]:
    """Yield every value once, in the order in which they would be used; then those from articles."""
    found: dict[str, CandidateValue] = {}
    for one in (*(_offer(name, offer) for offer in record.origins.get(name, ())), *_article_values(record, name)):
        found.setdefault(json.dumps(one.value, sort_keys=True, default=str), one)
    return [*found.values()]


def _article_values(record: Record, name: str) -> Iterator[CandidateValue]:
    if record.kind is not Kind.PHOTO or name not in _PRINTED:
        return
    own = record.values.get(name)
    open_ = set(services().archive.catalogue.visible([link.record for link in record.articles if link.record], PUBLIC))
    for link in record.articles:
        said = getattr(link.mention, _PRINTED[name])
        if said and link.record and not same(own, said):
            by = labels.shorten(link.title or link.record, 120)
            yield _offer(name, Candidate(f"article:{link.record}", said), by, hidden=link.record not in open_)


def _offer(name: str, offer: Candidate, by: str = "", *, hidden: bool = False) -> CandidateValue:
    said = json.dumps([name, offer.origin, offer.value], sort_keys=True, default=str)
    sign = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return CandidateValue(offer.value, offer.origin, by, hidden, sign, _in_words(name, offer.value))


def _in_words(name: str, value: Any) -> str:
    if name == "kind":
        return words.KINDS.get(value, str(value))
    return "" if plain(value) is None else labels.shorten("; ".join(value_in_words(name, value)), _LONGEST)


def _as_typed(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(item for item in value if isinstance(item, str))
    return "" if value is None or isinstance(value, dict) else str(value)
