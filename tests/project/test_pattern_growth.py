"""Every regular expression takes time in proportion to its text, measured on repetitions of each kind of character, and
of its own prefixes. Run it with -s for the table, worst first."""

from __future__ import annotations

import importlib
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest

from archive.authority.credits import print_rights
from archive.authority.persons import picture_positions as archive_lists
from archive.catalogue.history.erased_words import ErasedWords
from archive.catalogue.schema.migrations import earlier_reasons
from archive.quotes import fuller_names
from archive.text.embargo import embargo_words, unspaced
from archive.text.patterns import LazyPattern
from ingest.extract.boilerplate import boilerplate, labels
from ingest.extract.dates import dateline
from ingest.extract.embargo import matcher
from ingest.extract.kind import genres, speech
from ingest.files.walk import SkipPatterns
from ingest.readers.pdf import paragraphs
from tests.cases.pattern_texts import Collected, Used, patterns_in, texts
from tests.support.commands import some
from tests.support.growth import DOUBTS, MOST, Growth, TooSlow, ends, least, measure_growth

N = 1_000  # characters of the shorter text, at least
LOOK = 1_500  # characters of a text in the first measurement
DOUBTED = 9  # factor for eight times the text in the first measurement from which it is measured again
SHOWN = 30  # lines in the table
LONG = 300  # characters of a pattern that takes about a millisecond to compile, in every process
USED_BY_ALL = {"archive.text.tokens"}  # modules whose patterns every process uses at once

# In units of the time this machine takes for a plain search of 100,000 characters:
UNSEEN = 0.5  # a text of LOOK characters that takes less shows nothing about growth
SATURATED = 50  # in less time, a repeat with a high bound may not have reached it
SOON = 50  # a pattern finishes a bounded text in less
GIVE_UP = 1_000  # exponential growth never ends

# The parts of the program, one test each: the longest prefix of a module's name.
PARTS = (
    "archive",
    "archive.authority.credits",
    "ingest",
    "archive.text.embargo",
    "ingest.extract.embargo",
    "ingest.extract",
    "ingest.readers",
    "webui",
)

# Patterns whose texts have limited lengths, and the functions that pass these to them.
BOUNDED: dict[str, tuple[int, Callable[[str], object]]] = {
    "archive.authority.persons.picture_positions._WORD_BEFORE": (
        20,
        lambda text: archive_lists.starts_of(f"{text} from left"),
    ),
    "ingest.extract.dates.dateline._DATE_LINE": (dateline.LONGEST, dateline.is_date_line),
    "ingest.extract.boilerplate.boilerplate._END": (40, boilerplate.end_mark),
    "ingest.extract.kind.genres._MESSAGE": (genres.LONGEST, genres.genre_of),
    "ingest.extract.kind.genres._STATEMENT_OF": (genres.LONGEST, genres.genre_of),
    "ingest.extract.boilerplate.labels._RELEASE": (80, labels.release_label),
    "ingest.extract.kind.speech._BARE_NAMED_AFTER": (250, speech.speaker_of),
    "ingest.extract.kind.speech._NAMED_AFTER": (250, speech.speaker_of),
    "ingest.readers.pdf.paragraphs._LAST": (paragraphs.LONGEST, lambda text: paragraphs._hyphen(text, text, Counter())),
    "archive.catalogue.schema.migrations.earlier_reasons._FORMS": (earlier_reasons._LONGEST, earlier_reasons._clause),
    "archive.catalogue.schema.migrations.earlier_reasons._PAIRED": (
        earlier_reasons._LONGEST,
        lambda text: [earlier_reasons._pair(text, pair[-1]) for pair in earlier_reasons._PAIRS],
    ),
}

# Slow patterns, and why they are accepted for now.
KNOWN = {
    "archive.text.orthography:with_or_without_marks": "sees only our own patterns, once, when a module is loaded",
}

# Patterns that functions build from their arguments: samples of them, and the methods used; empty if a module keeps all
# that are built.
MADE_INSIDE: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "archive.authority.credits.print_rights._table": [
        (print_rights._table().shortened, "finditer"),
        (print_rights._table().about, "search"),
    ],
    "archive.authority.credits.print_rights.pattern": [
        (rule[-1], "finditer") for rule in print_rights._table().rules
    ],  # has the other in it
    "archive.quotes.fuller_names._before_short_form": [(re.compile(fuller_names._SHORT_FORM.format("Aa")), "search")],
    "archive.text.embargo.instants._place_of": [],
    "ingest.extract.embargo.file_names._is_marked": [(re.compile(r"\W*aa[_-]"), "match")],
    "ingest.extract.embargo.phrases.shape": [],
    "archive.text.embargo.embargo_words._pair_pattern": [
        (embargo_words._pair_pattern(*matcher._SIDE_BY_SIDE), "search")
    ],
    "archive.text.embargo.embargo_words._part_first": [(embargo_words._part_first(), "sub")],
    "archive.text.embargo.unspaced._pattern": [(unspaced._pattern(embargo_words._unspaced_phrases()), "sub")],
    "archive.text.embargo.embargo_words._closed_up": [(re.compile(r"[ .*_·\-]{2,}"), "finditer")],
    "archive.text.patterns.compiled": [],
    "webui.desk.records.own_text._paragraphs": [(re.compile(r"aa\s+aa\s+aa", re.IGNORECASE), "search")],
    "ingest.extract.kind.genres._led": [],
    "ingest.extract.metadata_values._zone": [(re.compile(r"(?<!\w)wib$"), "search")],
    "ingest.extract.metadata_values.words": [(re.compile("[,;|\n]"), "finditer")],
    "archive.catalogue.schema.migrations.earlier_reasons.pattern_of": [],
    "archive.catalogue.history.erased_words.pattern": [
        (ErasedWords(frozenset({"aa.txt", "a a.txt"}), frozenset({"a a a a a a a a a"})).pattern(), "finditer")
    ],
    "archive.catalogue.history.erased_words._blank_events": [(re.compile("a" * 64 + "|" + "b" * 64), "finditer")],
    "archive.messages.message._replace_values": [(re.compile(r"(?<!\w)aa aa(?!\w)"), "finditer")],
    "ingest.readers.base.byte_words._wide": [],
    "ingest.files.walk.__init__": [(SkipPatterns(["*.tmp", "~$*", "a*b?c*", "[ab]*"])._any, "match")],
}


@dataclass(frozen=True, slots=True)
class Slowness:
    """How many times longer eight times the text takes, with the text and the method."""

    times: float
    method: str
    parts: tuple[str, str, str]

    def __str__(self) -> str:
        before, repeated, after = self.parts
        text = " + ".join([repr(before)] * bool(before) + [f"{repeated!r} * n"] + [repr(after)] * bool(after))
        times = "given up" if self.times == float("inf") else f"{self.times:2.0f} times"
        return f"{times:>9}  {self.method}({text[:70]})"


@cache
def plain_search() -> float:
    """Return the CPU seconds in which this machine searches 100,000 characters."""
    pattern, text = re.compile("[ab]x"), "ab" * 50_000
    return least(lambda: pattern.search(text), 20)


def run(pattern: re.Pattern[Any], method: str, text: str | bytes) -> None:
    """Run the method to the end; `finditer` is lazy."""
    found = getattr(pattern, method)(text)
    if method == "finditer":
        deque(found, maxlen=0)


def made(pattern: re.Pattern[Any], parts: tuple[str, str, str], length: int) -> str | bytes:
    before, pump, after = parts
    text = before + pump * (length // len(pump) + 1) + after
    return text.encode() if isinstance(pattern.pattern, bytes) else text


def times(pattern: re.Pattern[Any], method: str, parts: tuple[str, str, str]) -> float:
    """Return how many times longer eight times the text takes; 0 if the first measurement shows no growth."""

    def cost(length: int, tries: int) -> float:
        text = made(pattern, parts, length)
        return least(lambda: run(pattern, method, text), tries)

    def measure(length: int) -> Growth:
        return measure_growth(lambda text: run(pattern, method, text), partial(made, pattern, parts), length)

    for patience in (GIVE_UP, 4 * GIVE_UP):  # the machine may be slower than when `plain_search` was measured
        with suppress(TooSlow), ends(patience * plain_search()):
            looked = cost(LOOK, 1)
            if looked < UNSEEN * plain_search() or looked < DOUBTED * cost(LOOK // 8, 2):
                return 0.0
            if cost(LOOK, 3) < DOUBTED * cost(LOOK // 8, 3):  # it was a random fluctuation
                return 0.0
            growth = measure(N)
            if growth.times > MOST and growth.long < SATURATED * plain_search():
                growth = measure(8 * growth.n)
            return growth.times
    return float("inf")


def is_soon(pattern: re.Pattern[Any], method: str, text: str | bytes) -> bool:
    """Return whether it finishes soon in one of several tries."""
    try:
        with ends(GIVE_UP * plain_search()):
            return any(least(lambda: run(pattern, method, text), 1) < SOON * plain_search() for _ in range(DOUBTS))
    except TooSlow:
        return False


def worst(pattern: re.Pattern[Any], methods: Iterable[str], longest: int | None = None) -> Slowness | None:
    """Return the text with the largest growth, or the first with too much; None if there is no growth. If the maximum
    length of its texts is given, return a text of that length that takes too long."""
    used = {method if method in {"match", "fullmatch", "search"} else "finditer" for method in methods}
    found: Slowness | None = None
    for parts in texts(pattern):
        for method in sorted(used - {"search"} if "finditer" in used else used):
            if longest is None:
                grown = times(pattern, method, parts)
            else:
                grown = 0.0 if is_soon(pattern, method, made(pattern, parts, longest)) else float("inf")
            if grown > (found.times if found else 0):
                found = Slowness(grown, method, parts)
                if grown > MOST:
                    return found
    return found


@cache
def collected() -> Collected:
    return Collected()


def part_of(used: Used) -> str:
    return max((part for part in PARTS if used.places[0].startswith(f"{part}.")), key=len)


def listed(used: Used, among: Iterable[str]) -> str | None:
    return next((place for place in used.places if place in among), None)


@pytest.mark.parametrize(
    ("pattern", "method", "slow"),
    [
        (r"\s+\Z", "search", True),
        (r"(?<!\s)\s++\Z", "search", False),
        (r"Foto:\s*(?:oleh)?\s*\S", "match", True),
        (r"Foto:\s*+(?:oleh\s*+)?\S", "match", False),
        (r"(?:[a-z]+,?)+\.", "fullmatch", True),
        (r"<[^>]*>", "finditer", True),
        (r"<[^<>]*>", "finditer", False),
        (r"[A-Z][a-z]{0,50}\b", "finditer", False),
        (rb"\s+x", "search", True),
    ],
)
def test_a_slow_pattern_is_found(pattern: str | bytes, method: str, slow: bool) -> None:
    growth = worst(re.compile(pattern), {method})
    assert (growth is not None and growth.times > MOST) == slow, growth


def test_each_function_that_makes_patterns_of_what_it_is_given_is_listed() -> None:
    assert collected().missed == set(MADE_INSIDE)
    for name, patterns in some(MADE_INSIDE.items()):
        for pattern, method in patterns:
            growth = worst(pattern, {method})
            assert growth is None or growth.times <= MOST, (name, growth)


def test_a_long_pattern_is_compiled_at_its_first_use() -> None:
    """Use `lazy_regex`, not `re.compile`: a worker that reads one photo needs few of them."""
    long = [used for used in some(collected().used.values()) if len(used.pattern.pattern) > LONG]
    assert some(used for used in long if not used.importing)
    assert {module for used in long for module in used.importing} - USED_BY_ALL == set()


@pytest.mark.parametrize("part", PARTS)
def test_every_pattern_takes_time_in_proportion_to_its_text(part: str) -> None:
    table: dict[str, Slowness] = {}
    for used in some(used for used in collected().used.values() if part_of(used) == part):
        longest, _ = BOUNDED.get(listed(used, BOUNDED) or "", (None, None))
        if growth := worst(used.pattern, used.methods, longest):
            table[listed(used, KNOWN) or used.places[0]] = growth
    worst_first = sorted(table.items(), key=lambda line: -line[1].times)
    print("", *(f"{place:60} {growth}" for place, growth in worst_first[:SHOWN]), sep="\n")
    slow = {place: str(growth) for place, growth in worst_first if growth.times > MOST}
    assert {place: growth for place, growth in slow.items() if place not in KNOWN} == {}
    known = {place for place in KNOWN if max((one for one in PARTS if place.startswith(f"{one}.")), key=len) == part}
    assert known <= slow.keys(), "no longer needed in KNOWN"


def test_each_pattern_that_is_listed_is_there() -> None:
    places = {place for used in collected().used.values() for place in used.places}
    assert places >= {*BOUNDED, *KNOWN}


class Recorded:
    """A pattern that appends the length of each text it is run on to `lengths`."""

    def __init__(self, pattern: re.Pattern[str], lengths: list[int]) -> None:
        self._pattern, self._lengths = pattern, lengths

    def __getattr__(self, method: str) -> Callable[..., object]:
        def run(*args: Any, **named: Any) -> object:
            text = next(one for one in reversed(args) if isinstance(one, str))
            self._lengths.append(len(text[slice(*[one for one in args if isinstance(one, int)] or [None])]))
            return getattr(self._pattern, method)(*args, **named)

        return run


def recorded(value: Any, wanted: list[re.Pattern[str]], lengths: list[int]) -> Any:
    """Return a module value with each wanted pattern in it replaced by a recording one."""
    if isinstance(value, list | tuple):
        return type(value)([recorded(one, wanted, lengths) for one in value])
    value = value.compiled if isinstance(value, LazyPattern) else value
    return Recorded(value, lengths) if isinstance(value, re.Pattern) and value in wanted else value


@pytest.mark.parametrize("place", BOUNDED)
def test_a_pattern_that_is_bounded_sees_no_longer_text(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    longest, hand_on = BOUNDED[place]
    module = importlib.import_module(place.rpartition(".")[0])
    wanted, lengths = list(patterns_in(getattr(module, place.rpartition(".")[2]))), list[int]()
    for name, value in list(vars(module).items()):
        if type(value) in (list, tuple, re.Pattern, LazyPattern):
            monkeypatch.setattr(module, name, recorded(value, wanted, lengths))
    for length in (longest // 2, longest, longest + 1, 10 * longest):
        for begun in ("", "Jakarta, 14 Maret 2022 - ", "Hà Nội, 14/3/2022 ", "pidato ", "bai phat bieu cua "):
            hand_on((begun + "a " * length)[:length])
            hand_on((begun + " " * length)[: length - 1] + "-")
    assert lengths
    assert max(lengths) <= longest
