"""The profile of a text that rules compare: role, numbers, file names, title, day, names and figures.

Figures and proper names are the same in all languages of a text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from archive.catalogue.relations import relation_words, release_numbers
from archive.catalogue.relations.filename_clues import FilenameClues
from archive.record import Kind
from archive.text import fold

READ = 8_000  # characters of a text that are read for facts
KEPT = 0.75  # share of a text's paragraphs that is read: contacts and signatures follow
_FEW = 2  # up to so many paragraphs are all read
_MOST_NUMBERS, _MOST_NAMES = 60, 80
_NUMBER = re.compile(r"(?<![\w/+.-])\d[\d.,]{0,14}(?!\w|[/-]\w)")
_CONTACT = re.compile(
    r"(?:tele(?:pon|phone)|telp?\b|phone|fax|faks|hotline|điện thoại|đt:|e-?mail|www\.|https?:|@)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_MONTHS = frozenset(["april", "september", "november"])  # spelled the same in Indonesian and English
_NAME = re.compile(r"(?<![^\W\d_])(?![a-z])[^\W\d_][^\W\d_'’-]{2,30}")  # few words are capitalised
# Part of each name, and faster to find.
_OF_CONTACT = frozenset(["tel", "phone", "fax", "faks", "hotline", "điện", "đt:", "mail", "www", "http", "@"])


def facts_of(text: str, day: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the figures and names in a text. `day` is its own day (ISO 8601): its figures are left out, because all
    texts of that day have them."""
    read = "\n\n".join(_telling(text[:READ].split("\n\n")))
    plain = {part.lstrip("0") for part in day[:10].split("-")}
    numbers = dict.fromkeys(filter(None, (_figure(match[0]) for match in _NUMBER.finditer(read))))
    kept = [number for number in numbers if number not in plain and not _YEAR.match(number)]
    names = dict.fromkeys(fold(match[0]) for match in _NAME.finditer(read) if _is_name(read, match))
    return frozenset(kept[:_MOST_NUMBERS]), frozenset([*names][:_MOST_NAMES]) - _MONTHS


def _telling(paragraphs: list[str]) -> list[str]:
    whole = [paragraph for paragraph in paragraphs if paragraph.strip()]
    kept = whole[: max(_FEW, round(KEPT * len(whole)))]
    return [_without_contacts(paragraph) if _may_have_contacts(paragraph) else paragraph for paragraph in kept]


def _may_have_contacts(paragraph: str) -> bool:
    small = paragraph.casefold()
    return any(part in small for part in _OF_CONTACT)


def _without_contacts(paragraph: str) -> str:
    return "\n".join(line for line in paragraph.split("\n") if not _CONTACT.search(line))


def _figure(number: str) -> str:
    """Return the digits, equal for `12.500` and `12,500`; empty for a single digit and for a leading zero, as in
    telephone numbers."""
    digits = "".join(filter(str.isdigit, number))
    if digits.startswith("0") and number[1:2] not in (".", ","):
        return ""
    digits = digits.lstrip("0")
    return digits if 2 <= len(digits) <= 12 else ""


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a word is capitalised within a sentence."""
    if not match[0][0].isupper():
        return False
    before = text[max(0, match.start() - 3) : match.start()].rstrip(" \"'“”‘’(")
    return bool(before) and before[-1] not in ".!?:…\n–—-"


_MOST_FILED = 6
_READ = 20_000  # characters of a correction or annex that are searched for numbers it names
_TITLE_WORDS = 4  # minimum words of a title used as a clue
_DAYS_BEFORE = 7  # days before a correction that are searched for what it corrects
_HEAD = 6  # lines of the head that may declare the role
_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"[a-z0-9]\.(?:(?P<id>(?:go|or|co|ac|web)\.id|id)|(?P<vi>(?:gov|com|org|edu)\.vn|vn))(?![.-]*+\w)")


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """The catalogue row that a profile is made from."""

    record: str
    kind: str
    facts: Mapping[str, Any]
    furniture: Iterable[str]
    text: str
    filed: tuple[FilenameClues, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of one text. `day` is "" unless known to the day. `numbers` are its own release numbers, `named`
    those in an annex or correction, `taken` those it withdraws or replaces. `title` is folded, without label. `annex`
    identifies the annex, or "". `home` is the language of its office. `words` is its number of words."""

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
    filed: tuple[FilenameClues, ...] = ()
    figures: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)
    home: str = ""
    words: int = 0

    @property
    def looks(self) -> bool:
        """Return whether it refers to another text that must be found."""
        return bool(self.annex or self.correction or self.withdraws or self.taken)

    @property
    def facts(self) -> frozenset[str]:
        """Return its figures and names together."""
        return self.figures | self.names

    def to_json(self) -> dict[str, Any]:
        """Return plain values, without what is empty."""
        plain = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(self).items()}
        return {key: value for key, value in plain.items() if value and key != "record"}

    @classmethod
    def from_json(cls, record: str, plain: Mapping[str, Any]) -> Profile:
        """Return the inverse of `to_json`."""
        given = dict(plain)
        for key in ("numbers", "named", "said", "taken"):
            given[key] = tuple(given.get(key, ()))
        given["filed"] = tuple(FilenameClues(**one) for one in given.get("filed", ()))
        for key in ("figures", "names"):
            given[key] = frozenset(given.get(key, ()))
        return cls(record=record, **given)


def profile_of(row: ProfileRow) -> Profile:
    """Return the profile of a text and its values."""
    facts, genre = row.facts, row.facts.get("genre")
    title = str(facts.get("title") or "")[:500]
    head = [str(line)[:200] for line in row.furniture][:_HEAD]
    opening = "\n".join([title, *head, row.text[: relation_words.OPENING]])
    annex = _annex(row, title, head) or ("-" if genre == "annex" else "")
    correction = (
        genre == "correction" or relation_words.is_correction(opening) or any(one.correction for one in row.filed)
    )
    own = release_numbers.own_numbers(facts.get("identifiers"))[:8]
    count = len(_WORD.findall(row.text[:60_000]))
    first_lines = "\n".join([title, *head, *_first_lines(row.text)])
    withdraws = not annex and relation_words.is_withdrawal(first_lines, opening, count)
    taken = _taken(row.text, opening, own, withdraws=withdraws)
    own = [number for number in own if number not in taken] or own
    looks = bool(annex) or correction or withdraws or bool(taken)
    whole = "\n".join([opening, row.text[relation_words.OPENING : _READ]]) if looks else ""
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
        named=tuple(number for number in release_numbers.named_numbers(whole) if number not in own) if looks else (),
        title=_folded(relation_words.without_label(title)),
        said=tuple(filter(_is_title, map(_folded, [*_first_lines(row.text), *relation_words.quoted(whole)])))
        if looks
        else (),
        annex=annex,
        correction=correction and not withdraws,
        withdraws=withdraws,
        taken=tuple(taken),
        replaces=correction
        and not withdraws
        and relation_words.replaces(
            "\n".join([opening, row.text[relation_words.OPENING : 4 * relation_words.OPENING]])
        ),
        translated=relation_words.is_translated(opening) or relation_words.is_translated(row.text[-600:]),
        prepared=speech and relation_words.is_prepared(opening),
        transcript=speech and (genre == "transcript" or relation_words.is_transcript(opening)),
        speaker=_folded(str(facts.get("speaker") or "")),
        filed=row.filed[:_MOST_FILED],
        figures=figures,
        names=names,
        home=release_numbers.home_language(own) or _language_of_addresses(row),
        words=count,
    )


def _taken(text: str, opening: str, own: list[str], *, withdraws: bool) -> list[str]:
    """Return the numbers of texts that a text says it replaces or withdraws."""
    replaced = relation_words.replaced_numbers(text[: 4 * relation_words.OPENING])
    if not withdraws:
        return replaced
    named = relation_words.named_numbers(text[: relation_words.OPENING])
    return replaced + (relation_words.withdrawn_numbers(opening) or [number for number in named if number not in own])


def _annex(row: ProfileRow, title: str, head: list[str]) -> str:
    """Return which annex a text is, by its file names first, then its first lines."""
    by_name = next((one.annex for one in row.filed if one.annex), "")
    first = row.text[:300].strip().split("\n", 1)[0]
    return (
        by_name
        if by_name not in ("", "-")
        else relation_words.annex_of("\n".join([title, *head[:3], first])) or by_name
    )


def _first_lines(text: str) -> list[str]:
    """Return the lines that may contain the corrected title in a corrected version."""
    return [line for line in text[:600].split("\n") if line.strip()][:2]


def _day(facts: Mapping[str, Any]) -> str:
    value = str(facts.get("date") or "")[:10]
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _language_of_addresses(row: ProfileRow) -> str:
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
    """Return the clues under which a text is found, and, prefixed with `?`, those that it looks for in others."""
    return {*_own(profile), *(f"?{clue}" for clue in _asked(profile))}


def _own(profile: Profile) -> Iterator[str]:
    yield from (f"n:{number}" for number in profile.numbers if release_numbers.telling(number))
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
        if profile.speech:  # one of these is shared by speeches of one day or two consecutive days
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
