"""Who is in a picture and where, as its captions tell: `X (kanan)`, `từ trái sang: X, Y`, `X, left, and Y, right`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive.persons.names import Found, Reading
from archive.persons.positions import ORDINALS, is_ordinal, position
from archive.record import Kind, Record

LONGEST = 4000  # characters of a caption that are read
MOST = 40  # people of one caption

_ASIDE = re.compile(r"[(\[]([^()\[\]]{1,70})[)\]]|,\s*([^,()\[\].;:]{1,40})(?=[,.;)]|\Z)")
_AFTER = re.compile(
    r",?\s(?:pictured|seen|shown)\s((?:far |second |third )?(?:left|right|cent(?:er|re)))(?!\w)", re.IGNORECASE
)
_LIST = re.compile(
    r"(?P<open>[(\[]\s*)?(?<!\w)"
    r"(?P<left>(?:from )?(?:the )?left(?:\s|-)+to(?:\s|-)+right|from (?:the )?left|l\s?-\s?r|l to r|"
    r"(?:dari )?(?:sebelah )?kiri ke kanan|dari kiri|kiri\s?[-–]\s?kanan|ki\s?-\s?ka|"
    r"từ trái (?:sang|qua)(?: phải)?|từ trái)(?!\w)"
    r"|(?<!\w)(?P<right>from (?:the )?right(?: to left)?|right to left|(?:dari )?kanan ke kiri|dari kanan|"
    r"từ phải (?:sang|qua)(?: trái)?)(?!\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\s*[)\]]?\s*(?:(?:are|is|adalah|yakni|yaitu|là|gồm|tampak)(?!\w))?\s*[:,;–—-]*\s*")
_END = re.compile(r"[.!?…](?:\s|\Z)|\n|[()\[\]]")
_ITEMS = re.compile(r"[,;]\s*(?:(?:dan|and|và|serta|&)\s)?|\s(?:dan|and|và|serta|bersama|&|cùng)\s")
_WORD_BEFORE = re.compile(r"([^\W_]+)[\s,.]*\Z")


@dataclass(frozen=True, slots=True)
class Shown:
    """A person in a picture. `position` is in English words whatever the caption's language (`left`, `second from
    right`, `far left`, `centre`, `front`, `standing`, `third from left` in a list, `pictured`); `title` the office or
    honorific before the name, as printed. [start, end) are code points of the caption."""

    name: str
    position: str | None
    title: str | None = None
    start: int = 0
    end: int = 0

    def to_json(self) -> dict[str, Any]:
        """The keys as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class GivenShown:
    """A person shown, with the words that say so: `origin` as in the record's origins, or `article` with the id of the
    article or caption sheet in `record`; of IPTC persons position and offsets are None and 0."""

    shown: Shown
    origin: str
    record: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The person's keys with `origin` and `record`."""
        return self.shown.to_json() | {"origin": self.origin, "record": self.record}


def shown_in(caption: str, language: str | None = None) -> list[Shown]:
    """The people whose position a caption gives, in the order of the words. The words of Indonesian, Vietnamese and
    English are known, whatever `language` says. Pure; linear in the caption's length."""
    del language  # captions mix languages; none of the words of one means something else in another
    caption = caption[:LONGEST]
    lists = [match for match in _LIST.finditer(caption) if _is_list(caption, match)]
    taken = [match.start() for match in lists]
    marks = [(at, place) for at, end, place in _asides(caption) if not _holds(taken, at, end)]
    if not marks and not lists:
        return []
    reading = Reading(caption)
    found: dict[int, Shown] = {}
    for match in lists:
        for person in _listed(reading, caption, match):
            found.setdefault(person.start, person)
    for offset, place in marks:
        name = reading.before(offset)
        if name is not None:
            found[name.start] = _shown(name, place)
    return [found[start] for start in sorted(found)][:MOST]


def _shown(name: Found, place: str) -> Shown:
    return Shown(name.name, place, name.title, name.start, name.end)


def _holds(starts: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted `starts` lies in [start, end)."""
    n = bisect_left(starts, start)
    return n < len(starts) and starts[n] < end


def _asides(caption: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, position) of all positions that stand in brackets, between commas, or after `pictured`."""
    at = 0
    while match := _ASIDE.search(caption, at):
        place = position(match[1] or match[2], strict=match[2] is not None)
        if place is not None:
            yield match.start(), match.end(), place
        at = match.end() if match[1] is not None or place is not None else match.start() + 1
    for after in _AFTER.finditer(caption):
        place = position(after[1], strict=True)
        if place is not None:
            yield after.start(), after.end(), place


def _is_list(caption: str, match: re.Match[str]) -> bool:
    """Not the end of `kedua dari kiri`, `thứ ba từ phải sang`."""
    before = _WORD_BEFORE.search(caption, max(0, match.start() - 20), match.start())
    return before is None or not is_ordinal(before[1])


def _listed(reading: Reading, caption: str, match: re.Match[str]) -> Iterator[Shown]:
    """The people of one list, which stands before its words in brackets, or after them."""
    side = "left" if match["left"] else "right"
    names: list[Found] = []
    end = _LEAD.match(caption, match.end())
    start = end.end() if end else match.end()
    if match["open"] and caption[match.end() : match.end() + 4].strip(" ")[:1] in {")", "]"}:
        lead = caption[match.end() : start]
        names = [] if ":" in lead else _names_before(reading, caption, match.start())
    if len(names) < 2:
        names = _names_after(reading, caption, start)
        first = reading.before(match.start()) if caption[: match.start()].rstrip()[-1:] == "," else None
        names = [first, *names] if first is not None and names and "," in caption[match.end() : start] else names
    for n, name in enumerate(names[:MOST]):
        yield _shown(name, f"{ORDINALS[n] if n < len(ORDINALS) else f'{n + 1}th'} from {side}")


def _names_after(reading: Reading, caption: str, start: int) -> list[Found]:
    """The names of a list from `start` to the end of the sentence; a name after `and` is the last."""
    found: list[Found] = []
    at = start
    stop = _sentence_end(caption, start)
    while at < stop and len(found) < MOST:
        joint = _ITEMS.search(caption, at, stop)
        name = reading.within(at, joint.start() if joint else stop)
        if name is not None:
            found.append(name)
        elif found and at > start and not joint:
            break
        if joint is None:
            break
        last = name is not None and len(found) > 1 and _joined_before(caption, at)
        if last:
            break
        at = joint.end()
    return found


def _joined_before(caption: str, at: int) -> bool:
    """Whether `and` in some language stands right before `at`."""
    word = _WORD_BEFORE.search(caption, max(0, at - 12), at)
    return word is not None and word[1].casefold() in {"dan", "and", "và", "serta"}


def _sentence_end(caption: str, start: int) -> int:
    """Where the list's sentence ends; brackets in it are passed over."""
    depth_end = start
    for match in _END.finditer(caption, start):
        if match.group() in {"(", "[", ")", "]"}:
            continue
        word = _WORD_BEFORE.search(caption, max(start, match.start() - 8), match.start())
        if (
            word
            and match.group()[0] == "."
            and len(word[1]) <= 4
            and word[1][0].isupper()
            and match.end() < len(caption)
        ):
            continue  # `Dr. `, `H. `
        return match.start()
    return max(depth_end, len(caption))


def _names_before(reading: Reading, caption: str, end: int) -> list[Found]:
    """The names of a list that ends at `end`: as many items as are names, back to the beginning of the sentence."""
    start = max((match.end() for match in re.finditer(r"[.!?…]\s|\n", caption[:end])), default=0)
    start = max(start, end - 600)
    cuts = [start, *(joint.end() for joint in _ITEMS.finditer(caption, start, end)), end]
    found: list[Found] = []
    for at, until in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        name = reading.within(at, until)
        if name is None:
            break
        found.insert(0, name)
    return found


def people_of(record: Record) -> list[GivenShown]:
    """Who is in a photo, as its viewer sees the record: IPTC persons, then those of its own captions and of those that
    articles give it; each name of one origin once. A record of another kind shows nobody."""
    if record.kind is not Kind.PHOTO:
        return []
    found = [GivenShown(Shown(name, None), origin) for name, origin in _offered(record, "persons")]
    for words, origin in _offered(record, "caption"):
        found += [GivenShown(shown, origin) for shown in shown_in(words)]
    for link in record.articles:
        if link.mention.caption:
            found += [GivenShown(shown, "article", link.record) for shown in shown_in(link.mention.caption)]
    kept: dict[tuple[str, str, str | None], GivenShown] = {}
    for given in found:
        kept.setdefault((given.shown.name.casefold(), given.origin, given.record), given)
    return list(kept.values())


def _offered(record: Record, key: str) -> Iterator[tuple[str, str]]:
    """Each text on offer for a key, once, with its origin."""
    offers = record.origins.get(key, ())
    used = record.values.get(key)
    pairs = [(used, offers[0].origin if offers else key)] if used else []
    seen: set[str] = set()
    for value, origin in [*pairs, *((offer.value, offer.origin) for offer in offers)]:
        for words in value if isinstance(value, list | tuple) else (value,):
            if isinstance(words, str) and words.strip() and words not in seen:
                seen.add(words)
                yield words.strip(), origin
