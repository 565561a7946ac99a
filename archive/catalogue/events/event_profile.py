"""The features of a record that events compare: days, places, names, persons.

Names are folded, and a form on a name card is replaced by the card: `Da Nang` and `Đà Nẵng` are one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from archive.authority.card_index import CardRole, Cards, form_of
from archive.record import Kind
from archive.text import fold
from archive.text.tokens import PARTS

LONGEST = 7  # days of an event; a longer one is a season and ignored
SAID = frozenset(("transcript", "interview"))  # genres of what was said on its day: other days are spoken of
_WRITTEN = 2  # days until it is written down
_BEFORE, _AHEAD = 14, 60  # days before and after its issue that a text may report on as its own event
_MOST_WORDS, _MOST_NAMES = 24, 12
_DAY = len("2025-10-25")

# Words for kinds of occasions, and words common in all titles: they do not distinguish events of one day.
_KINDS_OF_MEETING = """
press conference briefing media konferensi pers jumpa taklimat hop bao buoi gap mat meeting rapat pertemuan cuoc hop
visit kunjungan tham interview wawancara phong van q a tanya jawab bilateral joint doorstop readout
"""
_OF_ALL = """
the and for with from into that this his her its their are was were will has have new after before over under about
says said tell tells announces announce announced launches launch launched update updates report reports reported
speech remarks address statement release news opening closing keynote welcome at on in of to by an as is it or
dan yang di ke dari untuk pada dengan dalam oleh atas para ini itu akan telah sudah tidak juga bagi serta sebagai antara
sambutan pidato pernyataan siaran rilis berita pembukaan penutupan acara kegiatan foto bersama
va cua cac cho voi trong tai tren mot nhung duoc la co khi den ve o vao ra bai phat bieu dien van loi chao thong cao
chi le khai mac be mac anh tin su kien ong ba
photo photos picture image inauguration ceremony signing signed sign celebration peresmian upacara
penandatanganan menandatangani perayaan khanh thanh ky ket
january february march april may june july august september october november december
januari februari maret mei juni juli agustus oktober desember thang ngay nam
during following fact sheet transcript hon mp jr sr
secretary general president minister chairman director presiden menteri gubernur wali kota
ketua sekretaris jenderal bapak ibu tong thu ky chu tich bo truong pho thu tuong
"""
_UNSPECIFIC = frozenset(_KINDS_OF_MEETING.split())
_GENERIC = _UNSPECIFIC | frozenset(_OF_ALL.split())


@dataclass(frozen=True, slots=True)
class EventProfile:
    """The profile of one record. `first` and `last` are the days of what it shows or reports, `issue` the day of a
    text; all "" when unknown. `places` has towns, `hall` the exact spot. `event` has the words of the named occasion,
    `title` those of the title."""

    record: str
    kind: str = ""
    genre: str = ""
    language: str = ""
    first: str = ""
    last: str = ""
    issue: str = ""
    places: frozenset[str] = frozenset()
    hall: str = ""
    event: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    persons: frozenset[str] = frozenset()

    @property
    def days(self) -> tuple[str, ...]:
        """Return the days under which it is indexed, each once."""
        own = [*_each_day(self.first, self.last)] if self.first else []
        return tuple(dict.fromkeys([*own, self.issue] if self.issue else own))

    @property
    def words(self) -> frozenset[str]:
        """Return the words of its occasion and title that may distinguish events."""
        return telling_words(self.event) | telling_words(self.title)

    @property
    def is_placed(self) -> bool:
        """Return whether its day is known."""
        return bool(self.first or self.issue)


def telling_words(words: Iterable[str]) -> frozenset[str]:
    """Return the words that may distinguish events."""
    return frozenset(word for word in words if not word.isdigit() and len(word) > 1 and word not in _GENERIC)


def syllable_weight(*languages: str) -> float:
    """Return the weight of one word of a text in these languages: Vietnamese words are syllables and count half."""
    return 0.5 if "vi" in languages else 1.0


def without_generic(words: Sequence[str]) -> list[str]:
    """Return the words without generic ones at both ends: `President`, `the`."""
    start, end = 0, len(words)
    while start < end and words[start] in _GENERIC:
        start += 1
    while end > start and words[end - 1] in _GENERIC:
        end -= 1
    return list(words[start:end])


def is_unspecific(words: Iterable[str]) -> bool:
    """Return whether the words name a kind of meeting that a day may have several of."""
    return not _UNSPECIFIC.isdisjoint(words)


# Two folded words each, and one that is enough alone.
_CONFERENCES = frozenset(("press conference", "media conference", "konferensi pers", "jumpa pers", "hop bao"))
DOORSTOP = "doorstop"


def is_conference(title: Sequence[str]) -> bool:
    """Return whether a title names a press conference."""
    pairs = map(" ".join, pairwise(title))
    return DOORSTOP in title or not _CONFERENCES.isdisjoint(pairs)


# How a paper begins that comes with an order, a speech or a meeting, folded; a call is an occasion of its own.
_PAPERS = ("fact sheet", "readout", "lembar fakta", "to thong tin")
_CALLS = frozenset(("call", "calls", "telephone", "telepon", "dien dam"))


def is_paper(title: Sequence[str]) -> bool:
    """Return whether a title is that of a fact sheet, or of a readout of a meeting."""
    return " ".join(title).startswith(_PAPERS) and _CALLS.isdisjoint((*title, *map(" ".join, pairwise(title))))


def numbers_in(words: Iterable[str]) -> frozenset[str]:
    """Return the numbers among the words, without years."""
    return frozenset(word for word in words if word.isdigit() and not (len(word) == 4 and word[:2] in ("19", "20")))


def numbered_things(title: Sequence[str]) -> frozenset[str]:
    """Return the numbers of three or more digits in a title, without years, with the word before each: `r 4346` in
    `Signing of H.R. 4346`."""
    return frozenset(
        f"{label} {number}"
        for label, number in pairwise(title)
        if not label.isdigit() and len(number) > 2 and numbers_in([number])
    )


def event_profile(record: str, kind: str, genre: str | None, facts: Mapping[str, Any], cards: Cards) -> EventProfile:
    """Return the profile of a record with these values."""
    first, last, issue = days_told(kind, facts, genre)
    towns = [*_texts(facts.get("places")), *_texts(facts.get("city"))]
    halls = [*_texts(facts.get("sublocation")), *_texts(facts.get("location"))]
    persons = [*_texts(facts.get("persons")), *_texts(facts.get("speaker"))]
    places = {name for town in towns[:_MOST_NAMES] for name in _places(town, cards)}
    return EventProfile(
        record=record,
        kind=kind,
        genre=genre or "",
        language=str(facts.get("language") or "")[:2],
        first=first,
        last=last,
        issue=issue,
        places=frozenset(places),
        hall=" ".join(_words(halls[0])) if halls and kind == Kind.PHOTO.value else "",
        event=tuple(_words(" ".join(_texts(facts.get("event"))[:1])))[:_MOST_WORDS],
        title=tuple(_words(str(facts.get("title") or facts.get("headline") or "")))[:_MOST_WORDS],
        persons=frozenset(filter(None, (_person(name, cards) for name in persons[:_MOST_NAMES]))),
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [one for one in value if isinstance(one, str) and one.strip()] if isinstance(value, list | tuple) else []


def _words(text: str) -> list[str]:
    return PARTS.findall(fold(text[:400]))


def days_told(kind: str, facts: Mapping[str, Any], genre: str | None = None) -> tuple[str, str, str]:
    """Return the first and last day of what a record is about, and its day of issue; each "" if not known to the
    day."""
    if kind == Kind.PHOTO.value:
        made = _day(facts.get("created")) or _day(facts.get("date_created")) or _day(facts.get("date"))
        return made, made, ""
    issue = _day(facts.get("date"))
    told = str(facts.get("event_date") or "")
    first, _, last = told.partition("/")
    begin, end = _day(first), _day(last or first)
    if not begin or not end or not begin <= end <= later(begin, LONGEST - 1):
        begin = end = ""
    if begin and issue and not later(issue, -_BEFORE) <= begin <= later(issue, _AHEAD):
        begin = end = ""
    if not begin and kind == Kind.SPEECH.value:
        begin = end = issue
    if genre in SAID and issue and begin and not later(issue, -_WRITTEN) <= begin <= issue:
        begin = end = issue
    return begin, end, issue


def _day(value: Any) -> str:
    text = str(value or "")
    try:
        return date.fromisoformat(text[:_DAY]).isoformat() if len(text) >= _DAY else ""
    except ValueError:
        return ""


def later(day: str, days: int) -> str:
    """Return the day that many days after another."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def _each_day(first: str, last: str) -> Iterator[str]:
    day = first
    while day < last:
        yield day
        following = later(day, 1)
        if following == day:
            return
        day = following
    yield last


def days_between(one: EventProfile, other: EventProfile) -> int | None:
    """Return the smallest distance in days between two records; None if one has no days."""
    mine, theirs = (
        [date.fromisoformat(day) for day in (profile.first, profile.last, profile.issue) if day]
        for profile in (one, other)
    )
    return min((abs((a - b).days) for a in mine for b in theirs), default=None)


def days_meet(one: EventProfile, other: EventProfile) -> bool:
    """Return whether two records may be of one day. A release without the day of its event counts for its day of issue
    and the day before."""
    if one.first and other.first:
        if one.first <= other.last and other.first <= one.last:
            return True
        pairs = ((one, other), (other, one))
        return any(_is_own(text) and text.first <= far.issue <= text.last for text, far in pairs)
    if one.first or other.first:
        dated, issued = (one, other) if one.first else (other, one)
        return bool(issued.issue) and dated.first <= issued.issue <= later(dated.last, 1)
    return bool(one.issue) and one.issue == other.issue


def _is_own(profile: EventProfile) -> bool:
    """Return whether its own date is the day of the event: true for photos and speeches."""
    return profile.kind in (Kind.PHOTO.value, Kind.SPEECH.value)


def _places(town: str, cards: Cards) -> Iterator[str]:
    """Yield a town as its card has it; for `Enggano, Bengkulu` each part."""
    for part in town.split(",")[:2]:
        folded = form_of(part).folded
        if folded:
            yield _card_name(folded, cards) or " ".join(folded)


def _person(name: str, cards: Cards) -> str:
    words = form_of(name).folded
    start = 0
    while start < len(words) - 1 and (length := cards.before(words, start)):
        start += length
    bare = words[start:] or words
    return _card_name(bare, cards) or (" ".join(bare) if len(bare) > 1 else "")


def _card_name(words: tuple[str, ...], cards: Cards) -> str:
    full = {entry.card.key for entry in cards.entries(words) if entry.role is CardRole.FULL}
    return min(full) if len(full) == 1 else ""
