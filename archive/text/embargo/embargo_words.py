"""Embargo vocabulary by its role in a sentence: one table of all `languages/*.toml`.

Each language is one file with lists of phrases by class: `[words]`; `[sentences]`, which count only in sentences at the
head or foot of a text; `[evidence]`, which indicate an embargo if no rule matches; `[clock]`, expressions of time; and
the parts of the day. `classify` splits a line into phrases of these classes. The matcher uses nothing else of a line.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from archive.text.dates.months import MONTHS, OTHER_MONTHS
from archive.text.embargo import unspaced
from archive.text.orthography import INVISIBLE, fold
from archive.text.patterns import lazy_regex

_FOLDER = Path(__file__).with_name("languages")
_CHOICE = lazy_regex(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# Signs that are written above, below or after the letter that they belong to, as in Hindi and Thai.
_MARKS = r"[\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
LETTERS = lazy_regex(rf"[^\W\d_]+(?:{_MARKS}+[^\W\d_]*)*(?:['’][^\W\d_]+)?")
WORD = lazy_regex(rf"{LETTERS.pattern}|\d+|[^\w\s]|_")

_HIDDEN = dict.fromkeys(
    map(
        ord,
        f"{INVISIBLE}\u200c\u200d\u200f\u202a\u202b\u202c\u202d\u202e\u2061\u2062\u2063\u180e\u034f\u0332\u0333\u0335\u0336\u035f",
    )
)
# Vowel signs of Arabic and Hebrew, which most texts leave out, and a stretched line.
_HIDDEN |= dict.fromkeys([*range(0x64B, 0x653), 0x670, 0x640, *range(0x591, 0x5BE), *range(0x5BF, 0x5C8)])
_DIGITS_OF = "٠۰०๐"  # the zeros of Arabic, Persian, Hindi and Thai
_READ_AS = _HIDDEN | {ord(zero) + n: str(n) for zero in _DIGITS_OF for n in range(10)} | {ord("ς"): "σ"}
# Cyrillic and Greek letters that look like Latin ones.
_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЅЈԌаеорсухіјѕԁһмтквнΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαερνικτυɡ",
    "ABEKMHOPCTYXISJGaeopcyxijsdhmtkbhABEZHIKMNOPTYXoaepviktug",
)
_FOREIGN = lazy_regex(r"[\u0370-\u03ff\u0400-\u052f\u0261]")
_LATIN = lazy_regex(r"[A-Za-zÀ-ɏḀ-ỹ]")
_LETTERS = lazy_regex(r"[^\W\d_]+")
_ZERO = lazy_regex(r"(?<=[^\W\d_]{3})0(?=[^\W\d_]|(?![\w]))")  # EMBARG0
_SPACED = lazy_regex(r"(?<![^\W_])[^\W\d_](?:[ .*_·\-]{1,6}[^\W\d_](?![^\W_])){3,}(?:(?<=\.[^\W\d_])\.(?!\w))?")
_MIXED = lazy_regex(r"(?<![^\W_])(?:[^\W\d_]{1,4}\d|\d[^\W\d_]{1,6})(?![^\W_])")  # b4
_GAP = lazy_regex(r"[ .*_·\-]+")
_GAPS = lazy_regex(r"[\s.*_·\-]")
_APART_STILL = lazy_regex(r"(?<![^\W_])(?:[^\W_][\s._\-]){5}")
_WHOLE = lazy_regex(r"(?i)(?<![^\W_])embargo(?:ed)?(?![^\W_])")
_FAR = lazy_regex(r"[\u0900-\u1dff\u3040-\uffff]")  # letters beyond those of Europe and the Near East, and some signs
_WORD, _SPELLED = "embargo", 2.0  # a piece has at most so many characters on average
_SHORTEST_SLIP = 5  # letters of a month's name
_LONG_MONTHS = [name for name in MONTHS if len(name) >= _SHORTEST_SLIP and name.isascii()]
_PLAIN = frozenset(map(chr, range(0xC0)))
_ACCENTED = 5  # letters of an accented sentence, in which `cho` is not `chờ`
_NULL = lazy_regex(  # "embargo_until": null
    r"(?<!\w)[\"']?\w{0,30}embargo\w{0,30}[\"']?\s{0,3}[:=]\s{0,3}(?:null|nil|undefined)(?!\w)", re.IGNORECASE
)
_NAMED = lazy_regex(r"(?<=\b[Ee]mbargo)(?=(?:ed)?[A-Z][a-z])|(?<=EMBARGO)(?=\d|[a-z]{3})")  # embargoUntil, EMBARGO10DEC
_MARKUP = lazy_regex(r"</?[a-z]{1,8}(?: [^<>]{0,60})?>")
_APART = lazy_regex(r"[^\s](?: {1,6}[^\s]){7,}")  # a line with all letters and digits spaced out
_MONTH = lazy_regex(
    r"(?:(?<=\d )|(?<=\d(?:st|nd|rd|th) ))[^\W\d_]{4,10}(?= \d{4}\b)|(?<![^\W_])[^\W\d_]{4,10}(?= \d{1,2}, \d{4}\b)"
)
_TIGHT = lazy_regex(r"[,:](?:(?<=[^\W\d_]{2}[,:])(?=\d)|(?<=[^\W\d_]{3}:)(?=[^\W\d_]{3}))")  # `Kamis,19 November`
_ENTITY = lazy_regex(r"&#?\w{1,31};")
_UNFILLED = lazy_regex(
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}]*\}|<%[^<>]*%>|%%\w+%%|__+"
    r"|\[\[(?P<named>[^\[\]]*)\]\](?P<label>(?=\s{0,3}:))?"
)
_ORDERS = "embargo sanction order stamp draft wait not soft"
_ANY_DASH = "‐‑‒–—"
_DIGIT = lazy_regex(r"\d")
_REMEMBERED = 600  # characters of a line that is cached
_DASHES = lazy_regex(r"[‐‑‒](?=\w)|(?<=\d)[–—](?=\d{1,2}[–—]\d{4})|(?<=[–—-]\d\d)[–—](?=\d{4}\b)")


@dataclass(frozen=True, slots=True)
class PhraseToken:
    """A phrase of a line at `start`:`end`, with its possible classes: none for an unknown word."""

    start: int
    end: int
    classes: frozenset[str]


class Scope(IntEnum):
    """Which tables of a language to use: those for lines, also those for whole sentences, or also those for
    evidence."""

    LINE = 1
    SENTENCE = 2
    EVIDENCE = 3


_SECTIONS = ("words", "sentences", "evidence")


@cache
def languages() -> list[dict[str, Any]]:
    """Return the files of all languages, by name."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]


def expanded(phrase: str) -> Iterator[str]:
    """Return the plain phrases for one with alternatives (a|b) and optional parts [a|b]."""
    parts: list[list[str]] = []
    at = 0
    for choice in _CHOICE.finditer(phrase):
        options = choice[1].split("|") if choice[1] is not None else ["", *choice[2].split("|")]
        parts += [[phrase[at : choice.start()]], options]
        at = choice.end()
    parts.append([phrase[at:]])
    return (" ".join("".join(chosen).split()) for chosen in product(*parts))


@cache
def table(scope: Scope = Scope.LINE) -> tuple[dict[str, frozenset[str]], dict[str, int]]:
    """Return the classes of each phrase, folded, or exact after a `=`; and the length in words of the longest one by
    first word. Beyond single lines, exact forms of all are included too."""
    known: dict[str, frozenset[str]] = {}
    longest: dict[str, int] = {}
    for language in languages():
        tables = (language.get(section, {}) for section in _SECTIONS[:scope])
        for name, phrase in ((name, phrase) for one in tables for name, said in one.items() for phrase in said):
            for plain in expanded(phrase.removeprefix("=")):
                plain = _as_clean(plain.replace("-", " "))  # split into words the same way
                folded = fold(plain)
                short = scope is Scope.EVIDENCE and " " not in plain and not plain.isascii()  # `DOI` is not `đợi`
                exact = short or phrase.startswith("=") or unspaced.EXACT.search(plain)
                key = f"={plain}" if exact else folded
                known[key] = _joined(known.get(key), name)
                if scope > Scope.LINE:
                    key = f"={plain.casefold()}"
                    known[key] = _joined(known.get(key), name)
                words = folded.split()
                longest[words[0]] = max(longest.get(words[0], 0), len(words))
    for month in filter(str.isalpha, OTHER_MONTHS):
        known.setdefault(fold(month), _joined(None, "month"))
        longest.setdefault(fold(month), 1)
    return known, longest


def _as_clean(words: str) -> str:
    """Return words with the signs that a clean line has."""
    return unicodedata.normalize("NFKC", words).translate(_READ_AS)


@cache
def _unspaced_phrases() -> frozenset[str]:
    """Return the phrases in scripts without blanks, and the names of their weekdays and parts of the day."""
    said = {phrase.lstrip("=") for phrase in table()[0]}
    said |= {name for language in languages() for name in ",".join(language["clock"]["weekdays"]).split(",")}
    said |= {name for language in languages() for name in language["parts_of_day"]}
    return frozenset(_as_clean(one) for one in said if unspaced.is_unspaced(one))


@cache
def _part_first() -> re.Pattern[str]:
    """Return the pattern of a part of the day that is said before its hour: `下午 2:00`, `शाम 5 बजे`."""
    named = {name for language in languages() for name in language["parts_of_day"]}
    parts = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True) if name[0] >= "\u0900")
    return re.compile(rf"(?P<part>{parts})\s{{0,2}}(?P<hour>\d{{1,2}}(?:[:.][0-5]\d)?)(?![\d/.:-]*\d)")


@cache
def _joined(classes: frozenset[str] | None, name: str) -> frozenset[str]:
    """Return the classes with one more. Thousands of phrases share one set."""
    return (classes or frozenset()) | {name}


@cache
def _phrases(classes: str, scope: Scope) -> dict[str, list[str]]:
    """Return the phrases of these classes, folded and between blanks, by their longest word."""
    known, _ = table(scope)
    wanted, phrases = frozenset(classes.split()), defaultdict(list)
    for phrase in dict.fromkeys(fold(phrase.lstrip("=")) for phrase, of_it in known.items() if of_it & wanted):
        phrases[max(phrase.split(), key=len)].append(f" {phrase} ")
    return dict(phrases)


def may_name(classes: str, line: str, scope: Scope = Scope.LINE) -> bool:
    """Return whether a clean line may contain a phrase of these classes: False if `classify` finds none. It costs a
    tenth of that."""
    phrases, (words, said) = _phrases(classes, scope), _words_in_row(line)
    return any(phrase in said for word in words & phrases.keys() for phrase in phrases[word])


def may_follow(first: str, second: str, line: str) -> bool:
    """Return whether a clean line may contain a phrase of some classes directly after one of others."""
    return (
        may_name(first, line)
        and may_name(second, line)
        and _pair_pattern(first, second).search(_words_in_row(line)[1]) is not None
    )


@cache
def _pair_pattern(first: str, second: str) -> re.Pattern[str]:
    either = (
        "|".join(re.escape(phrase.strip()) for one in _phrases(classes, Scope.LINE).values() for phrase in one)
        for classes in (first, second)
    )
    return re.compile(" (?:{}) (?:{}) ".format(*either))


def _words_in_row(line: str) -> tuple[frozenset[str], str]:
    return _short_row(line) if len(line) <= _REMEMBERED else _row_of(line)


@lru_cache(maxsize=512)  # many rules check the same line
def _short_row(line: str) -> tuple[frozenset[str], str]:
    return _row_of(line)


def _row_of(line: str) -> tuple[frozenset[str], str]:
    """Return the folded words of a line, as written and expanded; and both as one string."""
    words, short = LETTERS.findall(fold(line)), shortened()
    said = f" {' '.join(words)} "
    if not short.keys().isdisjoint(words):
        full = [short.get(word, word) for word in words]
        said = f"{said}\n {' '.join(full)} "
        words += full
    return frozenset(words), said


@cache
def shortened() -> dict[str, str]:
    """Return the abbreviations and misspellings used in messages, folded: `jgn` is `jangan`."""
    said = {fold(word): fold(full) for language in languages() for word, full in language.get("short", {}).items()}
    long = [fold(word) for language in languages() for word in language.get("slips", {}).get("words", [])]
    known = {word for phrase in table(Scope.SENTENCE)[0] for word in phrase.lstrip("=").split()}
    return {slip: word for word in long for slip in _slips(word) - known} | said


_NO_SLIPS = frozenset(("embarg", "pleas"))  # words in their own right


def _slips(word: str) -> set[str]:
    """Return the typos of a word: one letter missing, or two swapped."""
    parts = [(word[:n], word[n:]) for n in range(1, len(word) + 1)]
    swapped = {f"{before}{after[1]}{after[0]}{after[2:]}" for before, after in parts if len(after) > 1}
    doubled = {f"{before}{before[-1]}{after}" for before, after in parts}
    return ({f"{before}{after[1:]}" for before, after in parts if after} | swapped | doubled) - {word} - _NO_SLIPS


def clock_words(name: str) -> list[str]:
    """Return the words of all languages for one time expression (`noon`, `at`), folded, longest first."""
    said = {fold(word) for language in languages() for word in language["clock"].get(name, [])}
    return sorted(said, key=lambda word: (-len(word), word))


def parts_of_day() -> dict[str, dict[int, int]]:
    """Return the parts of a day, folded: the hours (of twelve) used with each, and the corresponding hours of 24."""
    return {
        fold(name): {hour: hour + more for first, last, more in spans for hour in range(first, last + 1)}
        for language in languages()
        for name, spans in language["parts_of_day"].items()
    }


def weekdays() -> dict[str, tuple[int, bool]]:
    """Return the names of weekdays, folded: 0 for Monday, and whether they are unaccented (`thu` is not `thư`)."""
    return {
        fold(_as_clean(name)): (number, name.isascii())
        for language in languages()
        for number, names in enumerate(language["clock"]["weekdays"])
        for name in filter(None, names.split(","))
    }


def clean_line(line: str) -> str:
    """Return the line as a reader sees it: full-width letters narrow, hidden characters removed, look-alikes from other
    alphabets as Latin letters, letter-spaced words joined, unresolved entities of markup as blanks, empty fields of a
    template as `tba`."""
    return _clean_short(line) if len(line) <= _REMEMBERED else _clean(line)


@lru_cache(maxsize=512)  # many rules check the same line
def _clean_short(line: str) -> str:
    return _clean(line)


def _clean(line: str) -> str:
    """Return the clean line. Most lines need no change, which a check for a few characters shows fast."""
    if "&" in line:
        line = _ENTITY.sub(" ", line)
    if "<" in line:
        line = _MARKUP.sub(" ", line)
    if "mbargo" in line or "EMBARGO" in line:
        line = _NULL.sub(" ", _NAMED.sub(" ", line))
    line = _UNFILLED.sub(_filled, _TIGHT.sub(r"\g<0> ", line))
    if not line.isascii():
        line = _as_clean(line)
        if any(dash in line for dash in _ANY_DASH):
            line = _DASHES.sub("-", line)
        if _FOREIGN.search(line):
            line = _LETTERS.sub(_latin, line)
    if "0" in line:
        line = _ZERO.sub(lambda zero: "O" if line[zero.start() - 1].isupper() else "o", line)
    if _APART.fullmatch(line.strip()) and "  " in line.strip():
        line = " ".join(word.replace(" ", "") for word in re.split(" {2,}", line.strip()))
    has_digits = _DIGIT.search(line) is not None
    spelled_out = has_digits and _is_spelled_out(line)
    if has_digits:
        line = _MIXED.sub(lambda word: shortened().get(fold(word[0]), word[0]), line)
    line = _SPACED.sub(_closed_up, line)
    if spelled_out and (_APART_STILL.search(line) or not _WHOLE.search(line)):
        return "EMBARGO"
    if has_digits:
        line = _MONTH.sub(_month, line)
    if line.isascii() or not _FAR.search(line):
        return line
    if unspaced.is_unspaced(line):
        line = unspaced.spaced(line, _unspaced_phrases())
    return _part_first().sub(r"\g<hour> \g<part> ", line) if has_digits else line


def _is_spelled_out(line: str) -> bool:
    """Return whether a line consists of spaced-out letters and digits, without wider gaps between words: `E M B A R G O
    U N T I L 5 M A Y`. Word boundaries are lost, so only the one word can be recognised."""
    pieces = [piece for piece in _GAPS.split(line) if piece]
    joined = "".join(pieces)
    if len(pieces) < len(_WORD) or len(joined) > _SPELLED * len(pieces):
        return False
    return _WORD in joined.casefold() and _WORD not in line.casefold()


def _filled(field: re.Match[str]) -> str:
    """Replace an empty field by `tba`; keep an embargo, or a word of one, in double brackets: `[[ EMBARGO ]]`,
    `[[Release date]]: 5 May`."""
    named = field["named"] or ""
    words, _ = _words_in_row(named)
    if "_" in named or words.isdisjoint(_phrases(_ORDERS, Scope.LINE)):
        return " tba "
    return " tba " if may_name("timelabel", named) and field["label"] is None else f" {named} "


def _month(word: re.Match[str]) -> str:
    """Return the month between a day and a year, allowing one wrong letter: `14 Desmber 2026`."""
    name = word[0].casefold()
    return word[0] if name in MONTHS else next(iter(get_close_matches(name, _LONG_MONTHS, 1, 0.8)), word[0])


def _latin(word: re.Match[str]) -> str:
    return word[0].translate(_ALIKE) if _LATIN.search(word[0]) else word[0]


def _closed_up(spaced: re.Match[str]) -> str:
    """Return the words of `E M B A R G O U N T I L`, whose letters are closer together than the words."""
    said = spaced[0].rstrip(".")
    gaps = [len(gap) for gap in _GAP.findall(said)]
    words = [_GAP.sub("", word) for word in re.split(rf"[ .*_·\\-]{{{min(gaps) + 1},}}", said)]
    return " ".join(words) if len(words) > 1 else _parted(words[0])


@cache
def _closed_phrases() -> dict[str, list[int]]:
    """Return the phrases without blanks, and the number of letters of each word: `công bố` is [4, 2]."""
    return {phrase.replace(" ", ""): list(map(len, phrase.split())) for phrase in table()[0] if phrase[0] != "="}


def _parted(letters: str) -> str:
    """Return the words in a row of letters, longest first; letters that begin no known word are kept."""
    known = _closed_phrases()
    words: list[str] = []
    at = 0
    while at < len(letters):
        length = next((n for n in range(min(20, len(letters) - at), 1, -1) if fold(letters[at : at + n]) in known), 0)
        if not length:
            break
        for size in known[fold(letters[at : at + length])]:
            words.append(letters[at : at + size])
            at += size
    return " ".join([*words, letters[at:]]).strip()


class _Kinds(dict[str, frozenset[str]]):
    """The set of each single class, created once."""

    def __missing__(self, kind: str) -> frozenset[str]:
        made = self[kind] = frozenset((kind,))
        return made


_OF_KIND = _Kinds()


def classify(
    line: str, taken: dict[int, tuple[int, str]] | None = None, scope: Scope = Scope.LINE
) -> list[PhraseToken]:
    """Return the phrases of a clean line, the longest known one at each position, and its punctuation.

    `taken`: spans that were read before (start: end and class). `scope`: as in `table`.
    """
    words = _words(line, taken or {})
    phrases = _Phrases(line, words, scope)
    found: list[PhraseToken] = []
    n = 0
    while n < len(words):
        start, _, kind = words[n]
        count, classes = (1, _OF_KIND[kind]) if kind and kind != "weekday" else phrases.at(n)
        if kind == "weekday" and count == 1:
            classes = _OF_KIND[kind]
        found.append(PhraseToken(start, words[n + count - 1][1], classes))
        n += count
    return found


def _words(line: str, taken: dict[int, tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Yield (start, end, class) of the words and punctuation of a line, ignoring hyphens within words."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for word in WORD.finditer(line):
        if word.start() < at:
            continue
        if word.start() in taken:
            at, kind = taken[word.start()]
            found.append((word.start(), at, kind))
        elif word[0].isdigit():
            found.append((*word.span(), "number"))
        elif word[0].isalpha() or word[0][0].isalpha():
            found.append((*word.span(), ""))
        elif _is_silent(line, word[0], word.start()):
            continue
        else:
            found.append((*word.span(), _SIGNS.get(word[0], "sign")))
    return found


_NONE: frozenset[str] = frozenset()
_SIGNS = {".": "stop", "!": "stop", "?": "asks", ":": "colon", "：": "colon"}


_ENDS = lazy_regex(r"\s{0,4}\Z|\s{1,4}[^\d\W]|[\"”»)\]]")


def _is_silent(line: str, sign: str, at: int) -> bool:
    """Return whether punctuation is within a word, or after an abbreviated one: `do-not-use`, `s/d`, `pkl. 10`."""
    if sign in "-_’'.(/" and _within(line, at, letters=sign == "/"):
        return True
    return sign == "." and not (_ENDS.match(line, at + 1) and line[max(0, at - 2) : at].isalnum())


def _within(line: str, at: int, letters: bool) -> bool:
    """Return whether punctuation is within a word; a slash only between letters."""
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    return before.isalpha() and after.isalpha() if letters else before.isalnum() and after.isalnum()


class _Phrases:
    """The words of a line for the table of a scope: folded and expanded in `said`; unchanged in lower case in
    `typed`."""

    def __init__(self, line: str, words: list[tuple[int, int, str]], scope: Scope) -> None:
        self._known, self._longest = table(scope)
        folded, lowered, short = fold(line), line.casefold(), shortened()
        bare = [folded[start:end] for start, end, _ in words]
        self._said = [short.get(word, word) for word in bare]
        self._typed = [lowered[start:end] for start, end, _ in words]
        self._mended = [word in short for word in bare]
        self._apart = [bool(kind) for _, _, kind in words]
        # In a sentence with accents, only phrases with the correct accents count.
        self._accented = scope > Scope.LINE and sum(map(line.count, set(line) - _PLAIN)) >= _ACCENTED

    def at(self, n: int) -> tuple[int, frozenset[str]]:
        """Return the length in words of the longest known phrase from the n-th word, and its classes, or (1, none)."""
        end, last = n + 1, n + self._longest.get(self._said[n], 0)
        while end < last and end < len(self._said) and not self._apart[end]:
            end += 1
        for stop in range(end if last > n else n, n, -1):
            mended = any(self._mended[n:stop])  # `til` is `until`, and no word of its own
            classes = _NONE if mended else self._known.get("=" + " ".join(self._typed[n:stop]), _NONE)
            if mended or not self._accented:
                classes |= self._known.get(" ".join(self._said[n:stop]), _NONE)
            if classes:
                return stop - n, classes
        return 1, _NONE
