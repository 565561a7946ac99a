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
    names: dict[str, int] = {}
    small = {word.text for word in reading.words if word.text.islower()}
    for n in range(1, len(reading.words)):
        if reading.sorts[n - 1] is None or reading.sorts[n] is not None or not reading.words[n].gap.isspace():
            continue
        found = reading.after(n)
        if found is None or not _is_sure(found) or (small and found.name.isupper()):
            continue
        if " " in found.name or found.name.casefold() not in small:  # `Menteri Pajak`, of a text about `pajak`
            names.setdefault(found.name, found.start)
    alone = {name for name in names if " " not in name}
    fuller = _fuller(reading, alone) if alone else {}
    return _whole([fuller.get(name, name) for name in names])[:MOST]


def _fuller(reading: Reading, alone: set[str]) -> dict[str, str]:
    """The one longer name in the text that ends with each of these, of `President Lincoln` and `Abraham Lincoln`; a
    word that begins a sentence is no part of it."""
    found: dict[str, set[str]] = {}
    for n in range(1, len(reading.words)):
        word = reading.words[n]
        if word.text not in alone or word.gap != " " or not reading.is_capital(n - 1):
            continue
        longer = reading.before(word.end)
        follows = (
            n + 1 < len(reading.words) and reading.words[n + 1].text[0].isupper() and reading.words[n + 1].gap == " "
        )
        inside = longer is not None and reading.text[max(0, longer.begin - 2) : longer.begin].strip()[-1:] not in {
            *'.!?:"“',
            "",
        }
        if longer is not None and longer.end == word.end and inside and not follows and " " in longer.name:
            found.setdefault(word.text, set()).add(longer.name)
    return {name: longer.pop() for name, longer in found.items() if len(longer) == 1}


def _is_sure(found: Found) -> bool:
    """Offices whose field or place is not known may be followed by just that: then the capitals prove nothing."""
    words = found.name.split()
    kinds = set(found.sorts)
    if (
        not kinds - {Sort.SOMEBODY, Sort.FIELD}
        or len(words) > 5
        or not words[-1][0].isupper()
        or any(word.casefold() in INSTITUTIONS for word in words)
    ):
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
