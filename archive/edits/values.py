"""Check the archivist's values: allowed keys, the format of values, and candidates accepted by their origin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from archive.catalogue import DescribedRecord
from archive.errors import NotEditable
from archive.messages import Message
from archive.record import Candidate, Kind, Precision, Record

_TEXTS = [
    "title",
    "headline",
    "caption",
    "credit",
    "copyright",
    "usage_terms",
    "instructions",
    "creator_title",
    "source",
    "source_url",
    "event",
    "sublocation",
    "city",
    "state",
    "country",
    "country_code",
    "caption_writer",
    "job_id",
    "alt_text",
    "digital_source",
    "label",
    "category",
    "collection",
    "genre",
    "location",
]
LISTS = ["creator", "keywords", "persons", "organisations", "languages", "identifiers"]
DATES = ["date", "event_date", "created", "date_created", "date_digitized"]
ENDS = ["expiry_date"]  # also a date, but without a precision
NUMBERS = ["rating", "priority"]
KEYS = frozenset([*_TEXTS, *LISTS, *DATES, *ENDS, *NUMBERS, "kind", "language"])

_HOLDING = frozenset(["embargo", "release_date", "status", "release_at", "hold_reason"])
_MADE_WHEN = ("created", "date_created")  # one fact under two names, which are always set together
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_BEYOND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST = 20_000  # characters of a value
_TOLD = 80  # characters of the input that a message repeats

Edits = dict[str, Any]


@dataclass(slots=True)
class ListChange:
    """Parts to add to a list, and parts to remove from it."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def applied(self, now: Any) -> list[str]:
        """Return the changed list."""
        kept = [part for part in parts_in(now) if part not in self.removed]
        return list(dict.fromkeys([*kept, *self.added]))


def parts_in(value: Any) -> list[str]:
    """Return the parts of a record's list: some readers store a single part as text."""
    return list(value) if isinstance(value, list) else [] if value is None else [str(value)]


def list_changes(given: Sequence[str]) -> tuple[list[str], dict[str, ListChange]]:
    """Return the arguments that set a value, and, by key, what arguments like `keywords+=pita` and `keywords-=pita` add
    and remove. Raise NotEditable."""
    plain: list[str] = []
    changes: dict[str, ListChange] = {}
    for word in given:
        name, mark, text = word.partition("=")
        name, sign = name.strip()[:-1], name.strip()[-1:]
        if not mark or sign not in ("+", "-"):
            plain.append(word)
            continue
        key = checked(name.strip())
        if key not in LISTS:
            raise NotEditable(Message("key-no-list", key=key, names=LISTS))
        change = changes.setdefault(key, ListChange())
        (change.added if sign == "+" else change.removed).extend(_value(key, [text])[0])
    return plain, changes


def edits_of(given: Sequence[str]) -> Edits:
    """Return the values by key of arguments like `caption=...`; for a list, repeat its key, or put `;` between its
    parts. Raise NotEditable."""
    said: dict[str, list[str]] = {}
    for word in given:
        key, mark, text = word.partition("=")
        if not mark:
            raise NotEditable(Message("value-without-key", typed=_quoted(word)))
        said.setdefault(checked(key.strip()), []).append(text.strip())
    edits: Edits = {}
    for key, texts in said.items():
        edits |= _dated(key, *_value(key, texts))
    return edits


def checked(key: str) -> str:
    """Return the key if it can be edited. Raise NotEditable, naming the nearest editable key."""
    if key in KEYS:
        return key
    if key in _HOLDING:
        raise NotEditable(Message("key-of-access", key=key))
    if key.removesuffix("_precision") in DATES:
        raise NotEditable(Message("key-follows", key=key, date=key.removesuffix("_precision")))
    near = get_close_matches(key, sorted(KEYS), 1)
    instead = Message("key-near", name=near[0]) if near else Message("key-list", names=sorted(KEYS))
    raise NotEditable(Message("key-unknown", typed=_quoted(key), instead=instead))


def accepted(record: Record | DescribedRecord, word: str) -> tuple[Edits, str]:
    """Return the values that `caption=iim:2:120` accepts, and the full origin. The origin may be abbreviated while
    unambiguous. Raise NotEditable, listing the candidates."""
    key, mark, wanted = word.partition("=")
    key, wanted = checked(key.strip()), wanted.strip()
    offers = record.origins.get(key, [])
    if not offers:
        raise NotEditable(Message("candidates-none", key=key, record=record.id))
    exact = [offer for offer in offers if offer.origin == wanted]
    found = exact or [offer for offer in offers if wanted.casefold() in offer.origin.casefold()]
    if not mark or not wanted or not found:
        if not wanted:
            raise NotEditable(Message("candidate-unnamed", key=key, offers=_listed(offers)))
        raise NotEditable(Message("candidate-unknown", key=key, origin=wanted, offers=_listed(offers)))
    if any(offer.value != found[0].value for offer in found):
        raise NotEditable(Message("candidate-ambiguous", key=key, name=key, origin=wanted, offers=_listed(found)))
    offer = found[0]
    return taken_over(record, key, offer), offer.origin


def cleared(keys: Sequence[str]) -> list[str]:
    """Return the keys to clear, including those set together with them. Raise NotEditable."""
    found: list[str] = []
    for key in map(checked, keys):
        for one in _MADE_WHEN if key in _MADE_WHEN else (key,):
            found += [one, f"{one}_precision"] if one in DATES else [one]
    return list(dict.fromkeys(found))


def taken_over(record: Record | DescribedRecord, key: str, offer: Candidate) -> Edits:
    """Return the values for accepting one candidate of a key, with the precision of a date and its other name."""
    return _dated(key, offer.value, _precision_of(record.origins, key, offer))


def _listed(offers: Sequence[Candidate]) -> str:
    return "; ".join(f"{offer.origin} ({shown(offer.value)[:120]})" for offer in offers)


def shown(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, list):
        return "; ".join(map(shown, value))
    return "" if value is None else " ".join(str(value).split())


def _dated(key: str, value: Any, precision: str | None) -> Edits:
    """Return the value by key; a date with its precision, and a capture time under both of its names."""
    if key not in DATES:
        return {key: value}
    names = _MADE_WHEN if key in _MADE_WHEN else (key,)
    return dict.fromkeys(names, value) | {f"{name}_precision": precision for name in names}


def _precision_of(origins: Mapping[str, Sequence[Candidate]], key: str, offer: Candidate) -> str | None:
    if key not in DATES:
        return None
    said = (other.value for other in origins.get(f"{key}_precision", []) if other.origin == offer.origin)
    try:
        return str(next(said, None) or _date(key, str(offer.value))[1])
    except NotEditable:
        return Precision.DAY.value


def _value(key: str, texts: Sequence[str]) -> tuple[Any, str | None]:
    if not all(text.strip("; \t\n") if key in LISTS else text for text in texts):
        raise NotEditable(Message("value-empty", key=key, name=key))
    if sum(map(len, texts)) > LONGEST:
        raise NotEditable(Message("value-too-long", key=key, most=f"{LONGEST:,}"))
    if any(_BEYOND.search(text) for text in texts):
        raise NotEditable(Message("value-unprintable", key=key))
    if key in LISTS:
        parts = [part.strip() for text in texts for part in text.split(";")]
        return list(dict.fromkeys(part for part in parts if part)), None
    if len(texts) > 1:
        raise NotEditable(Message("value-repeated", key=key, times=len(texts)))
    text = texts[0]
    if key in DATES:
        return _date(key, text)
    if key in ENDS:
        return _date(key, text)[0], None
    if key in NUMBERS:
        return _number(key, text), None
    if key == "kind" and text not in set(Kind):
        raise NotEditable(Message("kind-unknown", typed=_quoted(text), kinds=[kind.value for kind in Kind]))
    if key == "language" and not _TAG.fullmatch(text):
        raise NotEditable(Message("language-unknown", typed=_quoted(text)))
    if key == "source_url" and not text.startswith(("http://", "https://")):
        raise NotEditable(Message("address-malformed", typed=_quoted(text)))
    return text, None


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _TOLD else f"{text[:_TOLD]}…")


def _number(key: str, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,4}", text):
        raise NotEditable(Message("number-malformed", key=key, typed=_quoted(text)))
    return int(text)


def _date(key: str, text: str) -> tuple[str, str]:
    """Return a date as precise as written, and its precision. Raise NotEditable."""
    first, mark, last = text.partition("/")
    try:
        if mark and key == "event_date":
            if date.fromisoformat(first) > date.fromisoformat(last):
                raise ValueError
            return text, Precision.RANGE.value
        if _PARTIAL.fullmatch(text) and text[:4] != "0000":
            return text, (Precision.YEAR if len(text) == 4 else Precision.MONTH).value
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text).isoformat(), Precision.DAY.value
        if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text) and key not in ("date", "event_date"):
            datetime.fromisoformat(text)
            return text, Precision.SECOND.value
    except ValueError:
        pass
    forms = {"date": "date-forms", "event_date": "date-forms-range"}.get(key, "date-forms-instant")
    raise NotEditable(Message("date-malformed", key=key, typed=_quoted(text), forms=Message(forms)))
