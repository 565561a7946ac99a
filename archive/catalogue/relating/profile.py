"""What the rules look at of one text: its part in a release, numbers, names of files, title, day, names, figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from archive.analysis import fold
from archive.catalogue.relating import notices, numbers, words
from archive.catalogue.relating.facts import facts_of
from archive.catalogue.relating.filed import Filed
from archive.record import Kind

_MOST_FILED = 6
_READ = 20_000  # characters of a correction or annex in which the numbers that it names are looked for
_TITLE_WORDS = 4  # that a title must have to be found by
_DAYS_BEFORE = 7  # in which what a correction is of is looked for
_HEAD = 6  # lines of the head in which a text says what it is
_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"[a-z0-9]\.(?:(?P<id>(?:go|or|co|ac|web)\.id|id)|(?P<vi>(?:gov|com|org|edu)\.vn|vn))(?![.-]*+\w)")


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the catalogue as a profile is made of it."""

    record: str
    kind: str
    facts: Mapping[str, Any]
    furniture: Iterable[str]
    text: str
    filed: tuple[Filed, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One text. `day` is empty where it is not known to the day; `numbers`: its own, `named`: those that an annex or a
    correction names, `taken`: those of what it says it takes back or takes the place of; `title`: folded, without a
    label; `annex`: which it is, empty for none; `home`: the language of its office; `words`: how many it has."""

    record: str
    language: str = ""
    day: str = ""
    speech: bool = False
    numbers: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    title: str = ""
    said: tuple[str, ...] = ()
    annex: str = ""
    correction: bool = False
    replaces: bool = False
    withdraws: bool = False
    taken: tuple[str, ...] = ()
    translated: bool = False
    prepared: bool = False
    transcript: bool = False
    speaker: str = ""
    filed: tuple[Filed, ...] = ()
    figures: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)
    home: str = ""
    words: int = 0

    @property
    def looks(self) -> bool:
        """Whether it is about another text, which is looked for."""
        return bool(self.annex or self.correction or self.withdraws or self.taken)

    @property
    def facts(self) -> frozenset[str]:
        """Its figures and names together."""
        return self.figures | self.names

    def to_json(self) -> dict[str, Any]:
        """Plain values, without what is empty."""
        plain = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(self).items()}
        return {key: value for key, value in plain.items() if value and key != "record"}

    @classmethod
    def from_json(cls, record: str, plain: Mapping[str, Any]) -> Profile:
        """The inverse of `to_json`."""
        given = dict(plain)
        for key in ("numbers", "named", "said", "taken"):
            given[key] = tuple(given.get(key, ()))
        given["filed"] = tuple(Filed(**one) for one in given.get("filed", ()))
        for key in ("figures", "names"):
            given[key] = frozenset(given.get(key, ()))
        return cls(record=record, **given)


def profile_of(row: Source) -> Profile:
    """Works it out from a text and its values."""
    facts, genre = row.facts, row.facts.get("genre")
    title = str(facts.get("title") or "")[:500]
    head = [str(line)[:200] for line in row.furniture][:_HEAD]
    opening = "\n".join([title, *head, row.text[: words.OPENING]])
    annex = _annex(row, title, head) or ("-" if genre == "annex" else "")
    correction = genre == "correction" or words.is_correction(opening) or any(one.correction for one in row.filed)
    own = numbers.own_numbers(facts.get("identifiers"))[:8]
    count = len(_WORD.findall(row.text[:60_000]))
    first_lines = "\n".join([title, *head, *_first_lines(row.text)])
    withdraws = not annex and notices.is_withdrawal(first_lines, opening, count)
    taken = _taken(row.text, opening, own, withdraws=withdraws)
    own = [number for number in own if number not in taken] or own
    looks = bool(annex) or correction or withdraws or bool(taken)
    whole = "\n".join([opening, row.text[words.OPENING : _READ]]) if looks else ""
    day = _day(facts)
    figures, names = facts_of(row.text, day)
    speech = row.kind == Kind.SPEECH.value or genre == "transcript"
    return Profile(
        record=row.record,
        language=(
            str(facts.get("language") or "")[:2] or next((one.language for one in row.filed if one.language), "")
        ),
        day=day,
        speech=speech,
        numbers=tuple(own),
        named=tuple(number for number in numbers.named_numbers(whole) if number not in own) if looks else (),
        title=_folded(words.without_label(title)),
        said=tuple(filter(_is_title, map(_folded, [*_first_lines(row.text), *words.quoted(whole)]))) if looks else (),
        annex=annex,
        correction=correction and not withdraws,
        withdraws=withdraws,
        taken=tuple(taken),
        replaces=correction
        and not withdraws
        and words.replaces("\n".join([opening, row.text[words.OPENING : 4 * words.OPENING]])),
        translated=words.is_translated(opening) or words.is_translated(row.text[-600:]),
        prepared=speech and words.is_prepared(opening),
        transcript=speech and (genre == "transcript" or words.is_transcript(opening)),
        speaker=_folded(str(facts.get("speaker") or "")),
        filed=row.filed[:_MOST_FILED],
        figures=figures,
        names=names,
        home=numbers.home_language(own) or _host_language(row),
        words=count,
    )


def _taken(text: str, opening: str, own: list[str], *, withdraws: bool) -> list[str]:
    """The numbers of what a text says it takes the place of, and of what it takes back."""
    replaced = notices.replaced_numbers(text[: 4 * words.OPENING])
    if not withdraws:
        return replaced
    named = notices.named_numbers(text[: words.OPENING])
    return replaced + (notices.withdrawn_numbers(opening) or [number for number in named if number not in own])


def _annex(row: Source, title: str, head: list[str]) -> str:
    """Which annex a text says it is, in the names of its files before its own first lines."""
    by_name = next((one.annex for one in row.filed if one.annex), "")
    first = row.text[:300].strip().split("\n", 1)[0]
    return by_name if by_name not in ("", "-") else words.annex_of("\n".join([title, *head[:3], first])) or by_name


def _first_lines(text: str) -> list[str]:
    """Where a corrected version may have the title that was corrected."""
    return [line for line in text[:600].split("\n") if line.strip()][:2]


def _day(facts: Mapping[str, Any]) -> str:
    value = str(facts.get("date") or "")[:10]
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _host_language(row: Source) -> str:
    """The language of the country whose addresses stand in a text."""
    said = "\n".join([str(row.facts.get("source_url") or ""), *map(str, row.furniture), row.text[-2_000:]]).casefold()
    counted = {"id": 0, "vi": 0}
    for match in _HOST.finditer(said[:8_000]):
        counted[match.lastgroup or "id"] += 1
    best = max(counted, key=lambda code: counted[code])
    return best if counted[best] > min(counted.values()) else ""


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _is_title(folded: str) -> bool:
    return len(folded.split()) >= _TITLE_WORDS


def clues_of(profile: Profile) -> set[str]:
    """By what a text is found, and, with `?` before it, what it looks for in others."""
    return {*_own(profile), *(f"?{clue}" for clue in _asked(profile))}


def _own(profile: Profile) -> Iterator[str]:
    yield from (f"n:{number}" for number in profile.numbers if numbers.telling(number))
    for one in profile.filed:
        yield f"f:{one.folder}"
        if one.core:
            yield f"s:{one.folder}|{one.core}"
        if profile.day:
            yield f"fd:{one.folder}|{profile.day}"
    if _is_title(profile.title):
        yield f"t:{_short(profile.title)}"
    if profile.day:
        yield f"d:{profile.day}"
        if profile.speech:  # those of one day, or of two that follow each other, have one of these in common
            yield from (f"o:{_after(profile.day, days)}" for days in (0, 1))


def _asked(profile: Profile) -> Iterator[str]:
    if profile.looks:
        yield from (f"n:{number}" for number in profile.named)
        yield from (f"t:{_short(title)}" for title in profile.said)
    if profile.looks and not profile.annex and profile.day:
        yield from (f"d:{_after(profile.day, -days)}" for days in range(_DAYS_BEFORE + 1))


def _after(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def _short(title: str) -> str:
    return hashlib.blake2b(title.encode(), digest_size=8).hexdigest()
