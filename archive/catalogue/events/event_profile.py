"""What events compare of one record: its days, places, names, persons.

Names are folded, and a form that is on a name card stands for the card: `Da Nang` and `Đà Nẵng` are one place.
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

LONGEST = 7  # days of an event; a longer one is a season, and tells nothing
_BEFORE, _AHEAD = 14, 60  # days before and after its issue of which a text tells as of its own event
_MOST_WORDS, _MOST_NAMES = 24, 12
_DAY = len("2025-10-25")

# What an occasion is, and words that are in titles of all kinds: they tell no event from another of its day.
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
during following fact sheet transcript hon mp
secretary general president minister chairman director presiden menteri gubernur wali kota
ketua sekretaris jenderal bapak ibu tong thu ky chu tich bo truong pho thu tuong
"""
_UNSPECIFIC = frozenset(_KINDS_OF_MEETING.split())
_GENERIC = _UNSPECIFIC | frozenset(_OF_ALL.split())


@dataclass(frozen=True, slots=True)
class EventProfile:
    """The profile of one record. `first` and `last` are the days of what it shows or tells of, `issue` the day of a
    text; all "" when unknown. `places` has towns, `hall` the exact spot. `event` are the words of the occasion as it is
    named, `title` those of the title."""

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
        """Return the days under which it is found, each once."""
        own = [*_each_day(self.first, self.last)] if self.first else []
        return tuple(dict.fromkeys([*own, self.issue] if self.issue else own))

    @property
    def words(self) -> frozenset[str]:
        """Return the words of its occasion and title that may tell events apart."""
        return telling_words(self.event) | telling_words(self.title)

    @property
    def is_placed(self) -> bool:
        """Return whether its day is known."""
        return bool(self.first or self.issue)


def telling_words(words: Iterable[str]) -> frozenset[str]:
    """Return the words that may tell one event from another."""
    return frozenset(word for word in words if not word.isdigit() and len(word) > 1 and word not in _GENERIC)


def syllable_weight(*languages: str) -> float:
    """Return how much one word of a text in these languages tells: in Vietnamese each is a syllable, half a word."""
    return 0.5 if "vi" in languages else 1.0


def without_generic(words: Sequence[str]) -> list[str]:
    """Return the words without those at the ends that are in names of all kinds: `President`, `the`."""
    start, end = 0, len(words)
    while start < end and words[start] in _GENERIC:
        start += 1
    while end > start and words[end - 1] in _GENERIC:
        end -= 1
    return list(words[start:end])


def is_unspecific(words: Iterable[str]) -> bool:
    """Return whether the words name a kind of meeting of which a day may have several."""
    return not _UNSPECIFIC.isdisjoint(words)


# Two words each, folded, and one that needs no other.
_CONFERENCES = frozenset(("press conference", "media conference", "konferensi pers", "jumpa pers", "hop bao"))
_DOORSTOP = "doorstop"


def is_conference(title: Sequence[str]) -> bool:
    """Return whether a title is that of a press conference."""
    pairs = map(" ".join, pairwise(title))
    return _DOORSTOP in title or not _CONFERENCES.isdisjoint(pairs)


def numbers_in(words: Iterable[str]) -> frozenset[str]:
    """Return the numbers among the words, without years."""
    return frozenset(word for word in words if word.isdigit() and not (len(word) == 4 and word[:2] in ("19", "20")))


def numbered_things(title: Sequence[str]) -> frozenset[str]:
    """Return the numbers of three digits and more in a title, without years, each with the word ahead of it: `r 4346`
    of `Signing of H.R. 4346`."""
    return frozenset(
        f"{label} {number}"
        for label, number in pairwise(title)
        if not label.isdigit() and len(number) > 2 and numbers_in([number])
    )


def event_profile(record: str, kind: str, genre: str | None, facts: Mapping[str, Any], cards: Cards) -> EventProfile:
    """Return the profile of a record with these values."""
    first, last, issue = days_told(kind, facts)
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


def days_told(kind: str, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the first and last day of what a record is about, and its day of issue; each "" where it is not known to
    the day."""
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
    return begin, end, issue


def _day(value: Any) -> str:
    text = str(value or "")
    try:
        return date.fromisoformat(text[:_DAY]).isoformat() if len(text) >= _DAY else ""
    except ValueError:
        return ""


def later(day: str, days: int) -> str:
    """Return the day so many days after another."""
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
    """Return the fewest days between any days of two records; None where one has none."""
    mine, theirs = (
        [date.fromisoformat(day) for day in (profile.first, profile.last, profile.issue) if day]
        for profile in (one, other)
    )
    return min((abs((a - b).days) for a in mine for b in theirs), default=None)


def days_meet(one: EventProfile, other: EventProfile) -> bool:
    """Return whether two records may be of one day. A release without the day of its event is of the day of issue, or
    of the day before."""
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
    """Whether its day is that on which it was made: of a photo or speech."""
    return profile.kind in (Kind.PHOTO.value, Kind.SPEECH.value)


def _places(town: str, cards: Cards) -> Iterator[str]:
    """A town as its card has it; of `Enggano, Bengkulu` each part."""
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
