"""Find and store the ties of records: by links, and by what two records of a day have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, combinations, product
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from archive.authority.card_index import Cards
from archive.catalogue.events.event_clues import (
    CONFERENCE,
    PAPER,
    UNDATED,
    WORD,
    Spot,
    common_clues,
    is_compared,
    is_of_lead,
    is_quote,
    is_searched,
    members_of,
    records_by_clue,
    spots_held,
)
from archive.catalogue.events.event_conferences import texts_beside, ties_of_conferences
from archive.catalogue.events.event_doorstops import ties_of_doorstops
from archive.catalogue.events.event_papers import ties_of_papers
from archive.catalogue.events.event_profile import EventProfile, days_between, event_profile, later
from archive.catalogue.events.event_scripts import ties_of_scripts
from archive.catalogue.events.event_subjects import are_compared, texts_of_days, ties_of_subjects
from archive.catalogue.events.event_wording import Wording, wordings_of
from archive.catalogue.events.tie_rules import (
    AGAIN,
    OF_RELATIONS,
    Reason,
    Tie,
    are_kin,
    printed_on_its_day,
    tie,
    tie_of_leads,
    tie_of_meeting,
    tie_of_quotes,
    tie_of_relation,
    tie_of_signs,
)
from archive.catalogue.events.unions import Unions
from archive.catalogue.events.visit_rules import tie_of_visit
from archive.catalogue.events.wording_rules import (
    are_filled_differently,
    are_titled_alike,
    have_one_form,
    may_share_wording,
    tie_of_versions,
    tie_of_wording,
)
from archive.catalogue.relations.relations import DOUBT
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import event_ties, mentions, records, relations
from archive.record import Kind

ALL_PAIRS = 24  # records of one clue and day that are compared pairwise
_MOST_FORMS = 40  # distinct forms of more records; above it, none is compared
_ANCHORS = 3  # records of a form to which all others are tied, in case some are hidden
_MOST_PRINTING = 12  # texts that print a photo; a photo with more is a portrait or a logo
_SHARED = 2  # photos of known days that two texts of one event both print
_MOST_WORDINGS = 2_000  # kept in memory
_SPREAD = 2  # days between the photos of an undated text
_ROWS = select(records.c.id, records.c.kind, records.c.genre, records.c.facts).where(records.c.id.in_(EACH))
_NAMED = select(mentions.c.record, mentions.c.photo, mentions.c.date).where(
    mentions.c.photo.is_not(None), mentions.c.doubtful.is_(False)
)
_RELATED = [select(relations).where(end.in_(EACH)) for end in (relations.c.subject, relations.c.object)]
_COUNTED = (
    select(mentions.c.photo, func.count(mentions.c.record.distinct()).label("texts"))
    .where(mentions.c.photo.in_(EACH), mentions.c.doubtful.is_(False))
    .group_by(mentions.c.photo)
)
_TIES = [select(event_ties).where(end.in_(EACH)) for end in (event_ties.c.one, event_ties.c.other)]


_OF_MANY = frozenset((Reason.SERIES, Reason.SUBJECT))  # which depend on many records, and are replaced with all of them
_KEEP = upsert(event_ties)
_GONE = delete(event_ties).where(*(event_ties.c[name] == bindparam(f"b_{name}") for name in ("one", "other", "reason")))


WordingRule = Callable[[EventProfile, EventProfile, Wording, Wording], Tie | None]


@dataclass(slots=True)
class EventWorld:
    """The profiles of some records and the data around them, read once."""

    conn: Connection
    cards: Cards
    profiles: dict[str, EventProfile] = field(default_factory=dict)

    def load(self, ids: Iterable[str]) -> None:
        """Read the profiles of those of these records that exist."""
        wanted = [id_ for id_ in ids if id_ not in self.profiles]
        for row in select_by_ids(self.conn, _ROWS, sorted(wanted)):
            self.profiles[row.id] = event_profile(row.id, row.kind, row.genre, row.facts, self.cards)

    def words_of(self, record: str) -> frozenset[str]:
        """Return the words of the occasion and title of a record that may distinguish events."""
        return self.profiles[record].words if record in self.profiles else frozenset()


def linked_to(conn: Connection, changed: Collection[str]) -> set[str]:
    """Return the photos that these records print, and the texts that print them."""
    ids = sorted(changed)
    shown = {row.photo for row in select_by_ids(conn, _NAMED.where(mentions.c.record.in_(EACH)), ids)}
    return shown | {row.record for row in _mentions(conn, (), ids)}


def _mentions(conn: Connection, texts: Iterable[str], photos: Iterable[str]) -> list[Any]:
    """Return the sure links of these texts and photos, except photos that very many texts print: portraits and
    logos."""
    found = [*select_by_ids(conn, _NAMED.where(mentions.c.record.in_(EACH)), sorted(texts))]
    wanted = set(photos)
    few = _printed_by_few(conn, wanted | {row.photo for row in found})
    found += select_by_ids(conn, _NAMED.where(mentions.c.photo.in_(EACH)), sorted(wanted & few))
    rows = {row for row in found if row.photo in few}
    return sorted(rows, key=lambda row: (row.record, row.photo, row.date or ""))


def _printed_by_few(conn: Connection, photos: Collection[str]) -> set[str]:
    return {row.photo for row in select_by_ids(conn, _COUNTED, sorted(photos)) if row.texts <= _MOST_PRINTING}


def replace_ties(conn: Connection, asked: Collection[str], made: Iterable[Tie]) -> set[str]:
    """Replace the stored ties of these records. Return the records whose sure ties changed."""
    had = {Tie(row.one, row.other, Reason(row.reason), bool(row.sure)) for row in ties_of(conn, asked)}
    return _exchange(conn, {one for one in had if one.reason not in _OF_MANY}, set(made))


def replace_series(conn: Connection, ids: Collection[str], runs: Iterable[list[str]]) -> None:
    """Store that the photos of each run follow each other, replacing what was stored for these records. Each is also
    tied to the next few, because those between may be hidden."""
    had = {Tie(row.one, row.other, Reason.SERIES, True) for row in ties_of(conn, ids) if row.reason == Reason.SERIES}
    now = {
        tie(one, other, Reason.SERIES)
        for run in runs
        for n, one in enumerate(run)
        for other in run[n + 1 : n + 1 + _ANCHORS]
    }
    _exchange(conn, had, now)


def replace_subjects(world: EventWorld, days: Collection[str]) -> set[str]:
    """Find and store which texts of these days are about one subject. Return those whose ties changed."""
    texts = texts_of_days(world.conn, days)
    compared = [members for _, members in sorted(texts.items()) if are_compared(members)]
    world.load(chain(*compared))
    common = common_clues(world.conn, {f"{WORD}{word}" for one in chain(*compared) for word in world.words_of(one)})
    made = {
        found
        for members in compared
        for found in ties_of_subjects(world.conn, world.profiles, members, lambda clue: clue not in common)
    }
    rows = [row for row in ties_of(world.conn, {*chain(*texts.values())}) if row.reason == Reason.SUBJECT]
    return _exchange(world.conn, {Tie(row.one, row.other, Reason.SUBJECT, True) for row in rows}, made)


def _exchange(conn: Connection, had: set[Tie], now: set[Tie]) -> set[str]:
    old, new = had - now, now - had
    if old:
        gone = [{"b_one": one.one, "b_other": one.other, "b_reason": one.reason.value} for one in old]
        conn.execute(_GONE, gone)
    rows = sorted((one.one, one.other, one.reason.value, one.sure) for one in new)
    if rows:
        conn.execute(_KEEP, [dict(zip(("one", "other", "reason", "sure"), row, strict=True)) for row in rows])
    return {end for one in (*old, *new) if one.sure for end in (one.one, one.other)}


def sure_ties(conn: Connection, ids: Collection[str]) -> list[tuple[str, str]]:
    """Return the pairs of these records with a sure tie, except ties of a series."""
    within = set(ids)
    rows = [row for row in ties_of(conn, within) if row.sure and row.reason != Reason.SERIES]
    return [(row.one, row.other) for row in rows if row.one in within and row.other in within]


def copies_among(conn: Connection, ids: Collection[str]) -> list[tuple[str, str]]:
    """Return the pairs of these records that are copies of one text or picture."""
    copies = (Reason.TEXT, Reason.PICTURE)
    return [(row.one, row.other) for row in ties_of(conn, ids) if row.sure and row.reason in copies]


def ties_of(conn: Connection, ids: Collection[str]) -> list[Any]:
    """Return all ties of these records, including possible ones and ties to others."""
    asked = sorted(ids)
    found = {(row.one, row.other, row.reason): row for ties in _TIES for row in select_by_ids(conn, ties, asked)}
    return [row for _, row in sorted(found.items())]


def delete_all_ties(conn: Connection) -> None:
    """Delete every tie, before all are found again."""
    conn.execute(delete(event_ties))


def find_ties(world: EventWorld, asked: Set[str]) -> set[Tie]:
    """Return every tie with an end among these records."""
    by_pair: dict[tuple[str, str, Reason], Tie] = {}
    held = spots_held(world.conn, asked)
    found = (_printed(world, asked), _related(world, asked), _alike(world, asked, held))
    for one in chain(*found, ties_of_scripts(world.conn, held), _beside(world, held), _undated(world, held)):
        key = (one.one, one.other, one.reason)
        by_pair[key] = one if one.sure else by_pair.get(key, one)
    sure = {(one, other) for (one, other, _), found in by_pair.items() if found.sure}
    return {found for found in by_pair.values() if found.sure or (found.one, found.other) not in sure}


def _relations(conn: Connection, ids: Iterable[str]) -> list[Any]:
    asked = sorted(ids)
    rows = {row for related in _RELATED for row in select_by_ids(conn, related, asked)}
    return sorted(row for row in rows if row.type in OF_RELATIONS)


def _related(world: EventWorld, asked: Collection[str]) -> Iterator[Tie]:
    rows = _relations(world.conn, asked)
    world.load({end for row in rows for end in (row.subject, row.object)})
    undated: list[tuple[EventProfile, EventProfile]] = []
    for row in rows:
        one, other = world.profiles.get(row.subject), world.profiles.get(row.object)
        if one and other and (found := tie_of_relation(one, other, row.type, row.certainty)):
            yield found
            if found.reason is Reason.TEXT and not found.sure and not (one.is_placed and other.is_placed):
                undated.append((one, other))
    yield from _worded(world, undated, tie_of_versions)


def _printed(world: EventWorld, asked: Set[str]) -> Iterator[Tie]:
    """Yield ties of photos to the texts that print them. A text about several events is not tied to its photos for
    sure, nor is a photo to texts of different events."""
    near = _mentions(world.conn, asked, asked)
    rows = _mentions(world.conn, {row.record for row in near}, {row.photo for row in near})
    world.load({end for row in rows for end in (row.record, row.photo)})
    photos: dict[str, dict[str, str]] = defaultdict(dict)  # by text and photo, the day of the photo
    texts: dict[str, list[str]] = defaultdict(list)
    overviews: set[str] = set()  # tables and lists with photos of other days
    for row in rows:
        text, photo = world.profiles.get(row.record), world.profiles.get(row.photo)
        if text and photo and row.record != row.photo:
            day = photo.first or (row.date if row.date and len(row.date) == len("2025-10-25") else "")
            if printed_on_its_day(text, day) is False:
                overviews |= {row.record} if text.kind == Kind.DOCUMENT.value else set()
            else:
                photos[row.record][row.photo] = max(day, photos[row.record].get(row.photo, ""))
                texts[row.photo].append(row.record)
    of_one = {text: text not in overviews and _is_of_one_event(world, text, shown) for text, shown in photos.items()}
    one_event = _Kinship(world, {photo: sorted(one for one in set(by) if of_one[one]) for photo, by in texts.items()})
    for near_text, shown in photos.items():
        for near_photo, day in shown.items():
            if asked.isdisjoint((near_text, near_photo)):
                continue
            is_placed, agree = world.profiles[near_text].is_placed, of_one[near_text]
            if not is_placed and not (day and agree):
                continue
            yield tie(near_text, near_photo, Reason.PRINTED, agree and one_event.holds(near_photo, near_text))


def _is_of_one_event(world: EventWorld, text: str, shown: Mapping[str, str]) -> bool:
    """Return whether the photos of a text are of one event: not of two places, two occasions or distant days."""
    found = [world.profiles[photo] for photo in shown]
    for one, other in combinations({photo.places for photo in found if photo.places}, 2):
        if one.isdisjoint(other):
            return False
    for first, second in combinations({photo.event for photo in found if photo.event}, 2):
        if set(first).isdisjoint(second):
            return False
    if world.profiles[text].is_placed:
        return True
    days = [EventProfile("", first=day, last=day) for day in (min(shown.values()), max(shown.values())) if day]
    return len(days) == 2 and (days_between(*days) or 0) <= _SPREAD


class _Kinship:
    """Which of the texts that print a photo are of the same event, as far as their content shows."""

    def __init__(self, world: EventWorld, texts: Mapping[str, list[str]]) -> None:
        self._world, self._texts = world, texts
        several = {photo for photo, by in texts.items() if len(by) > 1}
        ids = several | {text for photo in several for text in texts[photo]}
        held = spots_held(world.conn, ids)
        self._common = common_clues(world.conn, {clue for spots in held.values() for clue, _ in spots})
        rows = _relations(world.conn, ids)
        self._tied = {frozenset((row.subject, row.object)) for row in rows if row.certainty >= DOUBT}
        dated = (photo for photo in several if world.profiles[photo].first)
        self._shared = Counter(frozenset(pair) for photo in dated for pair in combinations(texts[photo], 2))
        self._of: dict[str, frozenset[str]] = {}

    def holds(self, photo: str, text: str) -> bool:
        """Return whether a text that prints the photo is of one event with it. If texts of several events print it, it
        belongs to those whose words it shares. Documents such as tables go with the other texts, or count alone if
        there are none."""
        if photo not in self._of:
            self._of[photo] = self._texts_of(photo)
        return text in self._of[photo]

    def _texts_of(self, photo: str) -> frozenset[str]:
        printing, profiles = self._texts[photo], self._world.profiles
        texts = [one for one in printing if profiles[one].kind != Kind.DOCUMENT.value]
        unions = Unions(texts)
        for one, other in combinations(texts, 2):
            if self._are_kin(one, other):
                unions.join(one, other)
        events = unions.sets()
        if len(events) > 1:
            events = [found for found in events if any(self._are_alike(photo, one) for one in found)]
        tables = set(printing) - set(texts)
        return frozenset((*events[0], *tables)) if len(events) == 1 else frozenset(tables if not texts else ())

    def _are_kin(self, one: str, other: str) -> bool:
        pair = frozenset((one, other))
        return pair in self._tied or self._shared[pair] >= _SHARED or self._are_alike(one, other)

    def _are_alike(self, one: str, other: str) -> bool:
        return are_kin(self._world.profiles[one], self._world.profiles[other], lambda clue: clue not in self._common)


def _alike(world: EventWorld, asked: Set[str], held: Mapping[str, set[Spot]]) -> Iterator[Tie]:
    """Yield ties of records of one day with a clue in common, and of texts of a few days with the same quotes. Names of
    leads are only compared: texts that they join also share title words."""
    common = common_clues(world.conn, {clue for spots in held.values() for clue, _ in spots})
    wanted = {spot for spots in held.values() for spot in spots if spot[0] not in common and is_searched(*spot)}
    again = range(-AGAIN, AGAIN + 1)
    wanted |= {(clue, later(day, days)) for clue, day in wanted if is_quote(clue) for days in again}
    groups = members_of(world.conn, wanted)
    world.load({one for members in groups.values() for one in members})
    beside = spots_held(world.conn, {one for members in groups.values() for one in members} - set(asked))
    common |= common_clues(world.conn, {clue for spots in beside.values() for clue, _ in spots})

    def is_rare(clue: str) -> bool:
        return clue not in common

    quoted = _said({**held, **beside}, lambda clue: is_quote(clue) and is_rare(clue))
    named = _said({**held, **beside}, is_of_lead)
    compared: set[tuple[str, str]] = set()
    worded: list[tuple[EventProfile, EventProfile]] = []
    led: list[tuple[EventProfile, EventProfile]] = []
    for members, is_quoting in _compared(groups):
        profiles = [world.profiles[one] for one in members if one in world.profiles]
        if len(profiles) > ALL_PAIRS and not is_quoting:
            yield from (one for one in _by_forms(profiles, is_rare) if not asked.isdisjoint((one.one, one.other)))
            continue
        for one, other in combinations(profiles, 2):
            pair = (one.record, other.record)
            if (one.record in asked or other.record in asked) and pair not in compared:
                compared.add(pair)
                yield from filter(None, (
                    tie_of_quotes(one, other, *quoted(pair), is_rare),
                    tie_of_meeting(one, other),
                    tie_of_visit(one, other),
                    tie_of_signs(one, other, is_rare),
                ))  # fmt: skip
                if found := tie_of_leads(one, other, *named(pair), is_rare):
                    if have_one_form(one, other):
                        led.append((one, other))
                    else:
                        yield found
                if is_compared(one) and is_compared(other) and may_share_wording(one, other, is_rare):
                    worded.append((one, other))

    def by_lead(one: EventProfile, other: EventProfile, *_: Wording) -> Tie | None:
        return tie_of_leads(one, other, *named((one.record, other.record)), is_rare)

    wordings: dict[str, Wording] = {}
    for pairs, rule in ((worded, partial(tie_of_wording, is_rare=is_rare)), (led, by_lead)):
        yield from _worded(world, pairs, _unless_filled_differently(rule), wordings)


def _unless_filled_differently(rule: WordingRule) -> WordingRule:
    """Return the rule, for texts that are not of one form about different things."""

    def checked(one: EventProfile, other: EventProfile, mine: Wording, theirs: Wording) -> Tie | None:
        if are_filled_differently(one, other, mine.words, theirs.words):
            return None
        return rule(one, other, mine, theirs)

    return checked


def _beside(world: EventWorld, held: Mapping[str, set[Spot]]) -> Iterator[Tie]:
    """Press conferences and the releases of the day that they begin with, or the speech at their place; fact sheets and
    what they come with."""
    for sort in (CONFERENCE, PAPER):
        beside = texts_beside(world.conn, sort, held)
        world.load({one for text, others in beside.items() for one in (text, *others)})
        if sort == PAPER:
            yield from ties_of_papers(world.conn, world.profiles, beside, held.keys())
        else:
            yield from ties_of_conferences(world.conn, world.profiles, beside, held.keys())
            yield from ties_of_doorstops(world.profiles, beside, held.keys())


def _undated(world: EventWorld, held: Mapping[str, set[Spot]]) -> Iterator[Tie]:
    """Texts without a day, and texts of whatever day that are nearly the same under nearly the same title."""
    clues = {clue for spots in held.values() for clue, _ in spots if clue.startswith(WORD)}
    undated = members_of(world.conn, {(clue, UNDATED) for clue in clues - common_clues(world.conn, clues)})
    undated = {spot: members for spot, members in undated.items() if len(members) <= ALL_PAIRS}
    without = {one for members in undated.values() for one in members}
    own = {clue: {one for one in members if one in held} for (clue, _), members in undated.items()}
    pairs: set[tuple[str, str]] = set()
    for clue, text in records_by_clue(world.conn, {clue for clue, ones in own.items() if ones}):
        pairs.update((one, text) for one in own[clue] if text not in without)
    for text, spots in held.items():
        pairs.update((one, text) for clue, day in spots if day for one in undated.get((clue, UNDATED), ()))
    world.load({end for pair in pairs for end in pair})
    profiles = [(world.profiles[one], world.profiles[other]) for one, other in sorted(pairs)]
    yield from _worded(world, [pair for pair in profiles if are_titled_alike(*pair)], tie_of_versions)


def _worded(
    world: EventWorld,
    pairs: list[tuple[EventProfile, EventProfile]],
    rule: WordingRule,
    wordings: dict[str, Wording] | None = None,
) -> Iterator[Tie]:
    """Yield the ties that a rule makes of these pairs by their wording. `wordings` are those read before."""
    wordings = {} if wordings is None else wordings
    for some in in_chunks(pairs):
        if len(wordings) > _MOST_WORDINGS:
            wordings.clear()
        wordings.update(
            wordings_of(world.conn, {profile.record for pair in some for profile in pair} - wordings.keys())
        )
        for one, other in some:
            mine, theirs = wordings.get(one.record), wordings.get(other.record)
            if mine and theirs and (found := rule(one, other, mine, theirs)):
                yield found


def _said(
    held: Mapping[str, set[Spot]], is_wanted: Callable[[str], bool]
) -> Callable[[tuple[str, str]], tuple[set[str], set[str]]]:
    """Return a function that returns the clues of one kind of each of two records, on any day."""
    by_record = {record: {clue for clue, _ in spots if is_wanted(clue)} for record, spots in held.items()}
    return lambda pair: (by_record.get(pair[0], set()), by_record.get(pair[1], set()))


def _compared(groups: Mapping[Spot, list[str]]) -> Iterator[tuple[list[str], bool]]:
    """Yield the records of each clue and day, and whether they share a quote. Records with the same quote come together
    for all days, except days with very many of them."""
    quoting: dict[str, set[str]] = defaultdict(set)
    for (clue, _), members in groups.items():
        if not is_quote(clue):
            yield members, False
        elif len(members) <= ALL_PAIRS:
            quoting[clue].update(members)
    for clue in sorted(quoting):
        yield sorted(quoting[clue]), True


def _by_forms(profiles: list[EventProfile], is_rare: Any) -> Iterator[Tie]:
    """Yield ties of very many records: those of the same form are compared once."""
    forms: dict[EventProfile, list[str]] = defaultdict(list)
    for one in profiles:
        title = () if one.event else one.title
        forms[replace(one, record="", genre="", title=title, persons=frozenset())].append(one.record)
    if len(forms) > _MOST_FORMS:
        return
    ordered = list(forms.items())
    for n, (mine, ids) in enumerate(ordered):
        for theirs, others in ordered[n:]:
            found = tie_of_signs(mine, theirs, is_rare)
            if found is None:
                continue
            pairs = {*product(ids, others[:_ANCHORS]), *product(others, ids[:_ANCHORS])}
            yield from {tie(one, other, found.reason, found.sure) for one, other in pairs if one != other}
