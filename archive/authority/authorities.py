"""The name cards of an archive: the shipped ones and those in authorities.toml. Also resolves spellings of agencies."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from calendar import monthrange
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from archive.errors import ConfigError
from archive.messages import Message
from archive.text import fold

FILE = "authorities.toml"
AGENCY = "agency"
PERSON, PLACE, BODY, OFFICE, CONCEPT = "person", "place", "body", "office", "concept"
KINDS = (AGENCY, PERSON, PLACE, BODY, OFFICE, CONCEPT)
KEYS = ("kind", "name", "forms", "titles", "short", "common", "not_in", "terms", "checked", "remove")
_SHIPPED = Path(__file__).with_name("agencies")  # one file for each part of the world: "one name" = ["other", ...]
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_CARD = re.compile(r"^[ \t]*\[\[[ \t]*card[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Term:
    """The holder of an office from the first to the last day, as integers like 20091020; None if still in office."""

    holder: str
    first: int
    last: int | None


def written_day(day: int) -> str:
    """Return a day like 20091020 as 2009-10-20."""
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


@dataclass(frozen=True, slots=True)
class Card:
    """One person, place, body, office, concept or agency. `forms` maps a language tag (BCP 47; "" if unspecified) to
    the other names it has there; `titles` are words before a name that are not part of it. `line` is where it was read.

    `short` are forms that count only if a full form is in the same record (ông Cường). `common` are forms that are also
    ordinary words, or usually mean something else: suggested, never searched. `not_in` are longer names that contain a
    form but mean something else (Washington Post). `terms` list who held an office, and `checked` is the day up to
    which that is known. `remove`: drop the shipped card of that name."""

    kind: str
    name: str
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    line: int = 0
    short: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    checked: int | None = None
    remove: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return its name and all forms, each once."""
        return tuple(dict.fromkeys([self.name, *(form for forms in self.forms.values() for form in forms)]))

    @property
    def key(self) -> str:
        """Return its unique key for addresses and commands, such as `person-luong-cuong`."""
        return f"{self.kind}-{slug(self.name)}"


class Authorities:
    """The cards of an archive, its own before the shipped ones."""

    def __init__(self, own: Sequence[Card] = (), shipped: Sequence[Card] = ()) -> None:
        self.cards = (*own, *shipped)
        self._names: dict[str, str] = {}
        self._forms: dict[str, list[str]] = {}
        for card in own:
            if card.kind == AGENCY and not card.remove:
                self._add(card, card.name)
        names = {key(card.name): card.name for card in own if card.kind == AGENCY and not card.remove}
        unwanted = {key(card.name) for card in own if card.kind == AGENCY and card.remove}
        for card in shipped:
            if card.kind == AGENCY and key(card.name) not in unwanted:
                self._add(card, _claimed(card, names) or card.name)

    def _add(self, card: Card, name: str) -> None:
        for form in card.names:
            if self._names.setdefault(key(form), name) == name:
                self._forms.setdefault(name, []).append(form)

    def agency(self, words: str) -> str | None:
        """Return the name of the agency with this spelling, ignoring case, marks, blanks and punctuation, or None if no
        card has it."""
        return self._names.get(key(words))

    def forms(self, agency: str) -> tuple[str, ...]:
        """Return all known spellings of this agency; at least itself."""
        return tuple(dict.fromkeys([agency, *self._forms.get(agency, ())]))

    @cached_property
    def digest(self) -> str:
        """Return sixteen hex digits that change if credits may be parsed differently. An index stores them."""
        told = json.dumps([sorted(self._names.items()), sorted(self._forms.items())])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _claimed(card: Card, names: Mapping[str, str]) -> str | None:
    """Return the archive's own name for a shipped card, to which the shipped forms are then added."""
    claims = dict.fromkeys(names[key(form)] for form in card.names if key(form) in names)
    return names.get(key(card.name)) or (next(iter(claims)) if len(claims) == 1 else None)


def slug(name: str) -> str:
    """Return a name for use in addresses: its words without case and marks, joined by hyphens. Names with one folded
    form share it. Empty for a name without letters and digits."""
    return "-".join("".join(sign if _is_written(sign) else " " for sign in fold(name)).split()).strip("-")


def _is_written(sign: str) -> bool:
    """Return whether a character is part of a word, including vowel signs of Indian and South-East Asian scripts."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


@lru_cache(maxsize=1 << 15)  # more than the usual number of agency forms and facet values, which recur
def key(words: str) -> str:
    """Return what two spellings of a name share: letters and digits, without case and marks."""
    bare = "".join(sign for sign in fold(words) if sign.isalnum())
    return bare or unicodedata.normalize("NFC", words).casefold().strip()


@cache
def newswires() -> frozenset[str]:
    """Return the names of the shipped agencies that distribute paid releases."""
    return frozenset(tomllib.loads((_SHIPPED / "wires.toml").read_text(encoding="utf-8")))


@cache
def load_shipped_cards() -> tuple[Card, ...]:
    """Return the cards that come with this version."""
    cards = [
        Card(AGENCY, name, {"": tuple(forms)})
        for path in sorted(_SHIPPED.glob("*.toml"))
        for name, forms in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]
    _check_agencies(cards, _SHIPPED.name)
    return tuple(cards)


@cache
def shipped_authorities() -> Authorities:
    """Return those cards alone, as an archive without cards of its own has them."""
    return Authorities((), load_shipped_cards())


def load(folder: Path) -> Authorities:
    """Return the cards of the archive in `folder` and the shipped ones. Raise ConfigError for invalid entries, naming
    the line and the fix. A missing file counts as empty."""
    path = folder / FILE
    return parse(read(path), str(path))


def read(path: Path) -> str:
    """Return the text of a file of cards, empty when it is missing. Raise ConfigError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(Message("cards-not-utf8", path=path, error=error)) from error


def parse(text: str, where: str) -> Authorities:
    """Return the cards of a TOML text and the shipped ones; `where` names the text in errors. Raise ConfigError."""
    own = parse_cards(text, where)
    return Authorities(own, load_shipped_cards()) if own else shipped_authorities()


def parse_cards(text: str, where: str) -> list[Card]:
    """Return the cards of a TOML text; `where` names it in errors. Raise ConfigError."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = str(error).replace("end of document", f"line {len(text.rstrip().splitlines()) or 1}")
        raise ConfigError(Message("cards-malformed", where=where, error=told)) from error
    for name in data:
        if name != "card":
            raise ConfigError(Message("cards-name-unknown", where=where, name=repr(name)))
    given = data.get("card", [])
    lines = [text.count("\n", 0, match.start()) + 1 for match in _CARD.finditer(text)]
    if not isinstance(given, list) or len(given) != len(lines):
        raise ConfigError(Message("cards-not-apart", where=where))
    cards = [_card(entry, line, f"{where}, line {line}") for entry, line in zip(given, lines, strict=True)]
    _check_agencies(cards, where)
    return cards


def _card(entry: Mapping[str, Any], line: int, where: str) -> Card:
    for unknown in entry.keys() - set(KEYS):
        near = get_close_matches(unknown, KEYS, n=1)
        instead = Message("key-near", name=near[0]) if near else Message("names-known", names=KEYS)
        raise ConfigError(Message("card-key-unknown", where=where, name=repr(unknown), instead=instead))
    kind, name = entry.get("kind"), entry.get("name")
    if kind not in KINDS:
        raise ConfigError(Message("card-kind", where=where, values=KINDS))
    if not isinstance(name, str) or not name.strip():
        raise ConfigError(Message("card-nameless", where=where))
    forms = entry.get("forms", {})
    by_language = forms if isinstance(forms, dict) else {"": forms}
    read_forms = {tag: _texts(value, f"{where}: forms") for tag, value in by_language.items()}
    titles, short, not_in = (_texts(entry.get(k, []), f"{where}: {k}") for k in ("titles", "short", "not_in"))
    common = entry.get("common", [])
    if common is True:
        common = [name, *(form for forms in read_forms.values() for form in forms)]
    return Card(
        kind,
        name.strip(),
        read_forms,
        titles,
        line,
        short=short,
        common=_texts(common or [], f"{where}: common"),
        not_in=not_in,
        terms=_terms(entry.get("terms", []), kind, where),
        checked=_day(entry["checked"], f"{where}: checked", last=True) if "checked" in entry else None,
        remove=_flag(entry.get("remove", False), f"{where}: remove"),
    )


def _terms(value: Any, kind: str, where: str) -> tuple[Term, ...]:
    """Return the terms of an office, earliest first; a term without an end lasts until the next begins."""
    if value and kind != OFFICE:
        raise ConfigError(Message("card-terms-of-office", where=where))
    known = {"holder", "from", "to"}
    if not isinstance(value, list) or not all(
        isinstance(term, dict) and {"holder", "from"} <= term.keys() <= known for term in value
    ):
        raise ConfigError(Message("card-terms-form", where=where))
    terms = []
    for term in value:
        (holder,) = _texts([term["holder"]], f"{where}: holder")
        first = _day(term["from"], f"{where}: from")
        last = _day(term["to"], f"{where}: to", last=True) if "to" in term else None
        if last is not None and last < first:
            raise ConfigError(Message("card-term-turned", where=where, holder=holder))
        terms.append(Term(holder, first, last))
    return tuple(sorted(terms, key=lambda term: term.first))


def _day(value: Any, where: str, last: bool = False) -> int:
    """Return a day as 20091020, from 2009-10-20, "2009-10-20", "2009-10", "2009" or 2009; for a month or year, its
    first or last day."""
    found = _DAY.fullmatch(str(value)) if isinstance(value, date | str | int) else None
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        with suppress(ValueError):
            end = monthrange(year or 0, month or 12)[1]
            at = date(year or 0, month or (12 if last else 1), day or (end if last else 1))
            return at.year * 10_000 + at.month * 100 + at.day
    raise ConfigError(Message("card-day", where=where))


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(Message("card-switch", where=where))
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ConfigError(Message("card-list", where=where))
    return tuple(item.strip() for item in value)


def _check_agencies(cards: Sequence[Card], where: str) -> None:
    """Reject a spelling that is on two agency cards, because it would be ambiguous."""
    taken: dict[str, Card] = {}
    for card in cards:
        if card.kind != AGENCY or card.remove:
            continue
        for form in card.names:
            other = taken.setdefault(key(form), card)
            if other is not card:
                at = f"{where}, line {card.line}"
                named = {"form": repr(form), "name": repr(other.name), "line": other.line}
                raise ConfigError(Message("card-form-taken", where=at, **named))
