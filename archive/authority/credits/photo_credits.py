"""All credits of a photo, its own and those in articles, with their sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from archive.authority.authorities import Authorities
from archive.authority.credits.flags import flags_in
from archive.authority.credits.parser import Credit, parse
from archive.record import Kind, Record


@dataclass(frozen=True, slots=True)
class GivenCredit:
    """A credit and its source: `origin` as in the record's origins (`xmp:photoshop:Credit`), or `article` with the id
    of the article or caption table in `record`."""

    credit: Credit
    origin: str
    record: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the credit's keys with `origin` and `record`."""
        return self.credit.to_json() | {"origin": self.origin, "record": self.record}


def credits_of(record: Record, authorities: Authorities) -> list[GivenCredit]:
    """Return the credits of a record as its viewer sees it, its own first, each wording once. A photo's creators,
    credit line and source form one credit each; other records have what their `credit` says."""
    found = [*_own(record, authorities)]
    if record.kind is Kind.PHOTO:
        found += [
            GivenCredit(parse(link.mention.credit, authorities), "article", link.record)
            for link in record.articles
            if link.mention.credit
        ]
        found += _from_captions(record, found)
    kept: dict[tuple[Any, ...], GivenCredit] = {}
    for given in found:
        kept.setdefault((given.credit, given.record), given)
    return list(kept.values())


def collect_flags(record: Record, given: Iterable[GivenCredit]) -> list[tuple[str, GivenCredit]]:
    """Return each flag once, with the first credit that gives it. A credit or source of a field that is no longer in
    use does not count; one in a caption does, because the caption is still shown."""
    read = list(given)
    lost = _lost(record) if read else set()
    found: dict[str, GivenCredit] = {}
    for one in read:
        if one.record is not None or one.origin not in lost:
            for flag in one.credit.flags:
                found.setdefault(flag, one)
    return list(found.items())


def _lost(record: Record) -> set[str]:
    """Return the origins of credits and sources that are candidates but not in use, except captions."""
    captions = {offer.origin for offer in record.origins.get("caption", ())}
    return {
        offer.origin
        for key in ("credit", "source")
        for offer in record.origins.get(key, ())
        if offer.value != record.values.get(key)
    } - captions


def canonical(given: Iterable[GivenCredit]) -> list[str]:
    """Return the facet values of some credits: agencies and distributors; if none is named, the photographers."""
    read = [one.credit for one in given]
    bodies = [name for credit in read for name in (*credit.agencies, *credit.via)]
    return list(dict.fromkeys(bodies or (name for credit in read for name in credit.photographers)))


def _own(record: Record, authorities: Authorities) -> Iterable[GivenCredit]:
    for words, origin in _values(record, "credit"):
        yield GivenCredit(parse(words, authorities), origin)
    if record.kind is not Kind.PHOTO:
        return
    for words, origin in _values(record, "creator"):
        yield GivenCredit(parse(words, authorities), origin)
    for words, origin in _values(record, "source"):
        credit = parse(words, authorities)
        # An unknown source may be a scanner, a folder or a person, so it is not taken for an agency.
        if credit.agencies or credit.via or credit.flags:
            yield GivenCredit(replace(credit, photographers=()), origin)


def _values(record: Record, key: str) -> Iterable[tuple[str, str]]:
    """Return each wording of a key's candidates with its origin, the one in use first; wordings that differ only in
    case once."""
    offers = list(record.origins.get(key, ()))
    seen: set[str] = set()
    used = record.values.get(key)
    pairs: list[tuple[Any, str]] = [(used, offers[0].origin if offers else key)] if used else []
    for value, origin in [*pairs, *((offer.value, offer.origin) for offer in offers)]:
        for words in value if isinstance(value, list | tuple) else (value,):
            if isinstance(words, str) and words.strip() and words.casefold() not in seen:
                seen.add(words.casefold())
                yield words, origin


def _from_captions(record: Record, before: Iterable[GivenCredit]) -> Iterable[GivenCredit]:
    """Return the flags in captions that no credit has."""
    known = {flag for flag, _ in collect_flags(record, before)}
    own = [(words, origin, None) for key in ("caption", "instructions") for words, origin in _values(record, key)]
    told = [(link.mention.caption, "article", link.record) for link in record.articles if link.mention.caption]
    for words, origin, article in [*own, *told]:
        flags = tuple(flag for flag in flags_in(words) if flag not in known)
        if flags:
            known.update(flags)
            yield GivenCredit(Credit(words, flags=flags), origin, article)
