"""Versions of one text in several scripts: which texts of a day share figures and names.

On days with texts in several scripts, each text is compared with those in other scripts. Facts in many of them, such as
the name of the minister, weigh little. A pair counts if no other pair of the day with one of its texts comes close. It
must also count without held texts, which never create a pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, combinations, groupby
from math import sqrt

from sqlalchemy import Connection, select

from archive.catalogue.events.event_clues import SCRIPT, Spot, days_of, members_of
from archive.catalogue.events.event_wording import READ, beginnings_of
from archive.catalogue.events.tie_rules import Reason, Tie, tie
from archive.catalogue.events.unions import Unions
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import records
from archive.record import Status
from archive.text.fold import fold
from archive.text.languages import script_of
from archive.text.skeletons import skeleton

MOST_OF_SCRIPT = 60  # texts of a script and day; above it, none is compared
_ACCESS = select(records.c.id, records.c.status, records.c.release_at).where(records.c.id.in_(EACH))
_LATIN = "LATIN"
# Scripts with spaces between words, by Unicode name.
_OTHERS = (
    *("ARABIC", "ARMENIAN", "BENGALI", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK", "GUJARATI"),
    *("GURMUKHI", "HANGUL", "HEBREW", "KANNADA", "MALAYALAM", "ORIYA", "SINHALA", "TAMIL", "TELUGU"),
)
SCRIPTS = (_LATIN, *_OTHERS)
_FIGURE = re.compile(r"\d[\d.,]*")
_SHORT, _NAME, _LONGEST = 3, 4, 9  # consonants: of a short word, of one that may have an ending, of two words
_ENDING, _SHORT_ENDING = 3, 2  # consonants that a language may add to a name: `-vukku`
# For a sure pair: its weight; its ratio and distance to the next; its weight relative to its length.
_LEAST, _APART, _AHEAD, _DENSE = 5.0, 1.8, 3.0, 0.4
_AGREED, _AGREED_APART, _AGREED_DENSE = 4.0, 1.4, 0.3  # the same if a third script agrees
_POSSIBLE_APART = 1.2
_LAST = 7  # facts of two texts that are the last of their scripts, where a third script agrees
_ALONE, _POINTS, _OF_FIGURE = 8, 4, 2  # facts of two texts that are alone in their scripts; their points; of a figure


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of a text in any script: figures, words in Latin letters, and the consonants of possible names, with
    and without the last ones. `length` is in words."""

    figures: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    stems: frozenset[str]
    length: int


def concerned_by_scripts(conn: Connection, days: Collection[str], changed: Collection[str]) -> set[str]:
    """Return the texts of these days whose comparison with other scripts may have changed, because some texts
    changed."""
    found: set[str] = set()
    for scripts in _by_day(conn, days).values():
        for members in scripts.values():
            others = set(members) - set(changed)
            found |= others if len(others) <= MOST_OF_SCRIPT else set()
    return found


def ties_of_scripts(conn: Connection, held: Mapping[str, Set[Spot]]) -> Iterator[Tie]:
    """Yield the ties of these records, with their clues, to texts of the same day in other scripts."""
    for scripts in _by_day(conn, days_of(chain(*held.values()))).values():
        compared = {script: members for script, members in scripts.items() if len(members) <= MOST_OF_SCRIPT}
        texts = beginnings_of(conn, {one for members in compared.values() for one in members})
        told = [
            {one: told_in(texts[one], script == _LATIN) for one in members if one in texts}
            for script, members in sorted(compared.items())
        ]
        for one, other, is_sure in versions_without(told, hidden_among(conn, texts)):
            if one in held or other in held:
                yield tie(one, other, Reason.SCRIPTS, is_sure)


def _by_day(conn: Connection, days: Collection[str]) -> dict[str, dict[str, list[str]]]:
    """Return the texts of each day by script, for days with several scripts."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for scripts, of in ((_OTHERS, days), ((_LATIN,), found)):
        spots = {(f"{SCRIPT}{script}", day) for script in scripts for day in of}
        for (clue, day), members in members_of(conn, spots).items():
            if members:
                found[day][clue.removeprefix(SCRIPT)] = members
    return {day: scripts for day, scripts in sorted(found.items()) if len(scripts) > 1}


def hidden_among(conn: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of these records that are or were held, and so may be hidden from some viewers."""
    rows = select_by_ids(conn, _ACCESS, sorted(ids))
    return {row.id for row in rows if row.status != Status.RELEASED or row.release_at}


def versions_without(told: Sequence[Mapping[str, Told]], hidden: Set[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield the pairs that are versions with and without the hidden texts, and whether they are sure."""
    found = _versions(told)
    shown = _versions(_less(told, hidden)) if hidden else found
    for pair, is_sure in found.items():
        alone = shown if hidden.isdisjoint(pair) else _versions(_less(told, hidden - {*pair}))
        if pair in alone:
            yield *pair, is_sure and alone[pair]


def _versions(told: Sequence[Mapping[str, Told]]) -> dict[tuple[str, str], bool]:
    return {(one, other): is_sure for one, other, is_sure in versions_among(told)}


def _less(told: Sequence[Mapping[str, Told]], hidden: Set[str]) -> list[dict[str, Told]]:
    return [{one: facts for one, facts in script.items() if one not in hidden} for script in told]


def told_in(text: str, is_latin: bool) -> Told:
    """Return the facts of a text."""
    words: set[str] = set()
    names: set[str] = set()
    length, before, ahead = 0, "", ""
    for word, is_foreign in _words(text[:READ]):
        length += 1
        may_be_name = len(word) > 1 and not word[0].islower()
        if is_foreign and may_be_name:
            words.add(fold(word))
        bone = skeleton(word) if may_be_name and (is_latin or not is_foreign) else ""
        if len(bone) >= _SHORT:
            names.add(bone)
        if before and bone and min(len(before), len(bone)) < _SHORT and _NAME <= len(before + bone) <= _LONGEST:
            names.add(before + bone)
        if ahead and before and bone and max(len(ahead), len(before), len(bone)) < _SHORT:  # `Ho Chi Minh`
            names.add(ahead + before + bone)
        ahead, before = before, bone
    return Told(
        figures=frozenset(re.sub(r"[.,]", "", figure).lstrip("0") for figure in _FIGURE.findall(text[:READ])) - {""},
        words=frozenset(words),
        names=frozenset(names),
        stems=frozenset(bone[:end] for bone in names for end in range(_shortest(bone), len(bone) + 1)),
        length=length,
    )


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words, and whether each is in Latin letters."""
    for is_word, signs in groupby(text, lambda sign: unicodedata.category(sign)[0] in "LM" or sign in "\u200c\u200d"):
        if is_word:
            for is_latin, part in groupby(signs, lambda sign: sign.isascii() or script_of(sign) in (_LATIN, "")):
                yield "".join(part), is_latin


def _shortest(bone: str) -> int:
    """Return how many consonants of a word must match, since endings differ between languages."""
    return max(_NAME, len(bone) - _ENDING) if len(bone) > _SHORT + _SHORT_ENDING else _SHORT


Facts = dict[tuple[str, str], set[str]]  # what two texts share


def versions_among(told: Sequence[Mapping[str, Told]]) -> Iterator[tuple[str, str, bool]]:
    """Yield the pairs of texts of one day that may be versions of one text, and whether that is sure. `told` has the
    texts of each script. A text whose version in a script is found is no rival of the others there: these are compared
    again without it."""
    shared = {
        (n, m): {(one, other): _shared(told[n][one], told[m][other]) for one in told[n] for other in told[m]}
        for n, m in combinations(range(len(told)), 2)
    }
    script_of_text = {one: n for n, script in enumerate(told) for one in script}
    near: dict[str, set[str]] = defaultdict(set)
    versions = Unions(script_of_text)
    sure: set[tuple[str, str]] = set()
    while True:
        best = [pair for (n, m), facts in shared.items() for pair in _best_pairs(told[n], told[m], facts)]
        for pair in filter(lambda pair: pair.may_agree, best):
            near[pair.one].add(pair.other)
            near[pair.other].add(pair.one)
        new = {(pair.one, pair.other) for pair in best if pair.is_sure or _is_agreed(pair, near)}
        if not new:
            break
        sure |= new
        for one, other in new:
            versions.join(one, other)
        found = {(one, script_of_text[other]) for texts in versions.sets() for one in texts for other in texts}
        shared = {
            (n, m): {
                (one, other): common
                for (one, other), common in facts.items()
                if (one, m) not in found and (other, n) not in found
            }
            for (n, m), facts in shared.items()
        }
    for texts in versions.sets():
        if len({script_of_text[one] for one in texts}) == len(texts):
            sure.update(_in_order(*pair, script_of_text) for pair in combinations(texts, 2))
    yield from ((*pair, True) for pair in sorted(sure))
    for pair in best:
        if pair.exceeds(_AGREED, _POSSIBLE_APART, 0.0, _AGREED_DENSE):
            yield pair.one, pair.other, False


def _in_order(one: str, other: str, script_of_text: Mapping[str, int]) -> tuple[str, str]:
    return (one, other) if script_of_text[one] < script_of_text[other] else (other, one)


def _is_agreed(pair: _Pair, near: Mapping[str, Set[str]]) -> bool:
    """Whether both are nearest to the same text of a third script, and tell enough with this."""
    enough = pair.exceeds(_AGREED, _AGREED_APART, 0.0, _AGREED_DENSE)
    return enough and pair.may_agree and bool(near[pair.one] & near[pair.other])


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts that are nearest to each other: how many facts they have in common, the weight of these, that of the
    pair that comes next, the weight for the root of the words of the shorter one. `alone` is whether they tell enough
    by themselves, None if others of their scripts are left."""

    one: str
    other: str
    facts: int
    weight: float
    following: float
    dense: float
    alone: bool | None

    @property
    def is_sure(self) -> bool:
        """Return whether they are certainly versions of one text."""
        return self.exceeds(_LEAST, _APART, _AHEAD, _DENSE) if self.alone is None else self.alone

    @property
    def may_agree(self) -> bool:
        """Return whether a third text can speak for it: the last texts of their scripts are nearest to any other."""
        return self.alone is None or self.facts >= _LAST

    def exceeds(self, weight: float, apart: float, ahead: float, dense: float) -> bool:
        """Return whether it has at least this weight and this distance to the next pair."""
        enough = self.weight >= weight and self.weight >= apart * self.following and self.dense >= dense
        return enough and self.weight - self.following >= ahead


def _best_pairs(mine: Mapping[str, Told], theirs: Mapping[str, Told], shared: Facts) -> Iterator[_Pair]:
    told: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    for pair, facts in shared.items():
        for by_record, record in zip(told, pair, strict=True):
            by_record[record] |= facts
    tellers = [Counter(fact for facts in by_record.values() for fact in facts) for by_record in told]
    weights = {
        pair: sum(1 / max(counted[fact] for counted in tellers) for fact in sorted(facts))
        for pair, facts in shared.items()
    }
    nearest: dict[str, list[float]] = defaultdict(list)  # by text, the two largest weights of its pairs
    for pair, weight in weights.items():
        for end in pair:
            nearest[end] = sorted((*nearest[end], weight), reverse=True)[:2]
    for (one, other), weight in weights.items():
        following = max((nearest[end][1] for end in (one, other) if len(nearest[end]) > 1), default=0.0)
        if nearest[one][0] == nearest[other][0] == weight > following:
            facts = shared[one, other]
            dense = weight / sqrt(max(1, min(mine[one].length, theirs[other].length)))
            tells = len(facts) >= _ALONE and sum(map(_points, facts)) >= _POINTS
            yield _Pair(one, other, len(facts), weight, following, dense, tells if len(shared) == 1 else None)


def _shared(one: Told, other: Told) -> set[str]:
    """Return the facts that two texts share: `#12`, `=vingroup`, `~KNRTNK`, each once."""
    kept: list[str] = []
    names = (one.names & other.stems) | (one.stems & other.names)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if not any(name in longer for longer in kept):
            kept.append(name)
    figures = {f"#{figure}" for figure in one.figures & other.figures}
    return figures | {f"={word}" for word in one.words & other.words} | {f"~{name}" for name in kept}


def _points(fact: str) -> int:
    """Return the points of a single fact: 2 for a figure that is not a year or a day of a month, 1 for a name in Latin
    letters, else 0."""
    is_year = len(fact) == 5 and fact[1:3] in ("19", "20")
    is_long = fact.startswith("#") and len(fact) > 3 and not is_year
    return _OF_FIGURE if is_long else int(fact.startswith("="))
