"""People named in a text, by the office or honorific before their names: few, and right."""

from __future__ import annotations

from archive.persons.names import Found, Reading
from archive.persons.things import INSTITUTIONS, PLACES
from archive.persons.vocabulary import Sort

MOST = 50
LONGEST = 200_000  # characters of a text that are read


def named_in(text: str) -> list[str]:
    """Up to MOST people whose names follow an office or honorific (`Presiden X`, `bà X`, `Prime Minister X`), in the
    order of the text, each once: a part of a longer name that is there too is left out. Linear in the text's length."""
    reading = Reading(text[:LONGEST])
    names: dict[str, None] = {}
    for n in range(1, len(reading.words)):
        if reading.sorts[n - 1] is None or reading.sorts[n] is not None or not reading.words[n].gap.isspace():
            continue
        found = reading.after(n)
        if found is not None and _is_sure(found):
            names.setdefault(found.name)
    return _whole(list(names))[:MOST]


def _is_sure(found: Found) -> bool:
    """Offices whose field or place is not known may be followed by just that: then the capitals prove nothing."""
    words = found.name.split()
    kinds = set(found.sorts)
    if not kinds or len(words) > 5 or any(word.casefold() in INSTITUTIONS for word in words):
        return False
    last = found.sorts[-1]
    if Sort.OPEN in kinds and not (last in {Sort.OFFICE, Sort.HONORIFIC} or _closed(found)):
        return False
    if len(words) == 1:
        # `Menteri Sugiono`, `President Lincoln`; of a Vietnamese name one syllable says nothing.
        return (Sort.OFFICE in kinds or _closed(found)) and last is not Sort.HONORIFIC and str(found.title).isascii()
    return last is not Sort.FIELD or Sort.OFFICE in kinds or Sort.OPEN in kinds


def _closed(found: Found) -> bool:
    """Whether the words before the name end the name of a body or a place: an acronym (`Ketua DPR`), a known place."""
    words = str(found.title).split()
    return found.sorts[-1] is Sort.FIELD and (
        (words[-1].isupper() and len(words[-1]) < 7)
        or words[-1].casefold() in PLACES
        or " ".join(words[-2:]).casefold() in PLACES
    )


def _whole(names: list[str]) -> list[str]:
    """Without those whose words are all, in this order, part of a longer one."""
    kept: list[str] = []
    padded = [f" {name.casefold()} " for name in names]
    for n, name in enumerate(names):
        own = padded[n]
        if not any(own in other and own != other for other in padded) and own not in padded[:n]:
            kept.append(name)
    return kept
