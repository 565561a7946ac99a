"""Clues for finding records of the same day: words of names, persons, halls, quotes, names in the lead, the script.
Stored for each record and day.

A clue that occurs on many days, such as the office's own name, its spokesman or its motto, is common and ignored. One
that too many records of a day share is ignored on that day.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select

from archive.catalogue.events.event_leads import lead_names
from archive.catalogue.events.event_profile import (
    EventProfile,
    is_conference,
    is_paper,
    numbered_things,
    telling_words,
)
from archive.catalogue.schema.id_queries import EACH, each_of, joined_values, select_by_ids
from archive.catalogue.schema.tables import event_clues, texts
from archive.quotes.marks import MarkedText
from archive.record import CAPTION_SHEET, Kind
from archive.text.fold import fold
from archive.text.languages import main_script
from archive.text.tokens import PARTS

RARE_DAYS = 8  # on which a word or a person may come and still tell events apart
MOST_OF_A_DAY = 3000  # records of one clue and day, of which more tell nothing
LONGEST_TEXT = 200_000  # code points in which quotes are looked for
_LEAST_QUOTED, _COMPARED = 6, 8  # words of a quote, and those that are compared
_MOST_QUOTES = 60  # of a text
WORD, _QUOTED, LEAD, NAMED, SCRIPT = "w:", "q:", "lead:", "n:", "s:"
UNDATED = ""  # in the place of a day
CONFERENCE, PAPER = "c:conference", "c:paper"
_KINDS = frozenset((Kind.PHOTO.value, Kind.PRESS_RELEASE.value, Kind.SPEECH.value, Kind.ARTICLE.value))
_LEADS = _KINDS - {Kind.PHOTO.value} | {Kind.DOCUMENT.value}
_LEFT_OUT = frozenset((CAPTION_SHEET, "container"))
_ASKED = each_of("clues")
_DAYS_WITH = select(event_clues.c.day).where(event_clues.c.clue == _ASKED.c.value, event_clues.c.day != "").distinct()
_DAYS = select(_ASKED.c.value.label("clue"), joined_values(_DAYS_WITH, _ASKED))
_TEXTS = select(texts).where(texts.c.record.in_(EACH))
_HELD = select(event_clues).where(event_clues.c.record.in_(EACH))
_WITH = select(event_clues.c.record).where(event_clues.c.clue.in_(EACH)).distinct()
_BY_CLUE = select(event_clues.c.clue, event_clues.c.record).where(event_clues.c.clue.in_(EACH)).distinct()
_WITH_BOTH = select(event_clues.c.record).where(
    event_clues.c.clue == _ASKED.c.value, event_clues.c.day == bindparam("day")
)
_OF_DAY = select(_ASKED.c.value.label("clue"), joined_values(_WITH_BOTH, _ASKED))
Spot = tuple[str, str]  # a clue and a day


def spots_of(profile: EventProfile, text: str = "") -> set[Spot]:
    """Return the clues of a record with its days; none for what only its links join to others. A document has those of
    its title and lead alone, and none if it is of a genre: a table, an annex. A text without a day has the words of its
    title."""
    if profile.genre in _LEFT_OUT or not is_compared(profile):
        return set()
    if not profile.days and profile.kind in _LEADS:
        return {(f"{WORD}{word}", UNDATED) for word in telling_words(profile.title)}
    clues = [f"{WORD}{word}" for word in profile.words | numbered_things(profile.title)]
    if profile.kind in _KINDS:
        clues += [f"p:{person}" for person in profile.persons] + ([f"h:{profile.hall}"] if profile.hall else [])
        clues += _quotes_in(text)
    found = {(clue, day) for clue in clues for day in profile.days}
    of_day = [f"{NAMED}{name}" for name in lead_names(text)] if profile.kind in _LEADS and profile.is_placed else []
    if profile.kind in _LEADS and profile.is_placed and (script := main_script(text[:LONGEST_TEXT])):
        of_day.append(f"{SCRIPT}{script}")
        of_day += [clue for clue, is_one in ((CONFERENCE, is_conference), (PAPER, is_paper)) if is_one(profile.title)]
    return found | {(clue, profile.issue or profile.first) for clue in of_day}


def is_compared(profile: EventProfile) -> bool:
    """Return whether a record is compared with others of its day."""
    return profile.kind in _KINDS or (profile.kind in _LEADS and not profile.genre)


def _quotes_in(text: str) -> set[str]:
    """Return the beginnings of all longer quotes of any speaker, and which of them is the first."""
    text = text[:LONGEST_TEXT]
    found: list[str] = []
    for quoted in MarkedText(text).quoted[:_MOST_QUOTES]:
        words = PARTS.findall(fold(" ".join(text[start:end] for start, end in quoted.parts)))
        if len(words) >= _LEAST_QUOTED:
            said = " ".join(words[:_COMPARED]).encode(errors="surrogatepass")
            found.append(hashlib.sha256(said).hexdigest()[:16])
    return {*(f"{_QUOTED}{said}" for said in found), *(f"{LEAD}{said}" for said in found[:1])}


def is_quote(clue: str) -> bool:
    """Return whether a clue is a quote."""
    return clue.startswith((_QUOTED, LEAD))


def is_of_lead(clue: str) -> bool:
    """Return whether a clue is a name or figure from a lead."""
    return clue.startswith(NAMED)


def is_of_day(clue: str) -> bool:
    """Return whether a clue only tells which texts a day has: of what script, press conferences, fact sheets."""
    return clue in (CONFERENCE, PAPER) or clue.startswith(SCRIPT)


def is_searched(clue: str, day: str) -> bool:
    """Return whether records are compared because they have a clue of a day in common."""
    return day != UNDATED and not clue.startswith(NAMED) and not is_of_day(clue)


def days_of(spots: Iterable[Spot]) -> set[str]:
    """Return the days of the texts with these clues."""
    return {day for clue, day in spots if clue.startswith(SCRIPT)}


def texts_of(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the texts of these records."""
    return {row.record: row.text for row in select_by_ids(conn, _TEXTS, ids)}


def spots_held(conn: Connection, ids: Iterable[str]) -> dict[str, set[Spot]]:
    """Return the stored clues of these records."""
    found: dict[str, set[Spot]] = defaultdict(set)
    for row in select_by_ids(conn, _HELD, ids):
        found[row.record].add((row.clue, row.day))
    return found


def store_spots(conn: Connection, before: Mapping[str, set[Spot]], now: Mapping[str, set[Spot]]) -> None:
    """Replace the stored clues of records."""
    gone = [record for record, spots in before.items() if spots != now.get(record, set())]
    if gone:
        conn.execute(delete(event_clues).where(event_clues.c.record.in_(EACH)), {"ids": json.dumps(gone)})
    rows = [
        {"record": record, "clue": clue, "day": day}
        for record, spots in now.items()
        if spots != before.get(record, set())
        for clue, day in sorted(spots)
    ]
    if rows:
        conn.execute(insert(event_clues), rows)


def common_clues(conn: Connection, clues: Collection[str]) -> set[str]:
    """Return those of these clues that occur on too many days."""
    if not clues:
        return set()
    asked = {"clues": json.dumps(sorted(clues)), "most": RARE_DAYS + 1}
    return {clue for clue, days in conn.execute(_DAYS, asked) if days and days.count(",") >= RARE_DAYS}


def records_with(conn: Connection, clues: Collection[str]) -> set[str]:
    """Return all records with one of these clues, on any day."""
    return {row.record for row in select_by_ids(conn, _WITH, sorted(clues))}


def records_by_clue(conn: Connection, clues: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each of these clues with each record that has it, on any day."""
    for row in select_by_ids(conn, _BY_CLUE, sorted(clues)):
        yield row.clue, row.record


def members_of(conn: Connection, spots: Collection[Spot]) -> dict[Spot, list[str]]:
    """Return the records with each of these clues on that day, in the order of their ids; none if there are too
    many."""
    found: dict[Spot, list[str]] = {spot: [] for spot in spots}
    days: dict[str, list[str]] = defaultdict(list)
    for clue, day in spots:
        days[day].append(clue)
    for day, clues in days.items():
        asked = {"clues": json.dumps(sorted(clues)), "most": MOST_OF_A_DAY + 1, "day": day}
        for clue, joined in conn.execute(_OF_DAY, asked):
            members = joined.split(",") if joined else []
            found[clue, day] = sorted(members) if len(members) <= MOST_OF_A_DAY else []
    return found
