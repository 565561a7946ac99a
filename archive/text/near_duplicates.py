"""Decide whether one text is a near duplicate of another: a reprint with small edits is, a form letter with different
facts is not.

Words are hashed from all their letters at once, which is most of the work on a text at ingest.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from archive.text import fold
from archive.text.minhash import Numbers, bands_of, mixed
from archive.text.patterns import lazy_regex

_TABLE = 0x10000  # characters whose folded form is in the table; others are letters, and unchanged
_BLOCK = 0x100  # folded together on first use: folding everything would take as long as a hundred texts
_SEPARATOR, _NOTHING, _UNKNOWN = 0, 0xFFFFFFFF, 0xFFFFFFFE
_FOLDED = np.array([*[_UNKNOWN] * _TABLE, _SEPARATOR], np.uint32)
_BEGINS = 1 << 31

_LEGIBLE_CODES = np.arange(0x80, dtype=np.uint32)
_LEGIBLE_CODES[[ord("l"), ord("i")]] = ord("1")
_LEGIBLE_CODES[ord("o")] = ord("0")


@dataclass(frozen=True, slots=True)
class Shingles:
    """The folded letters and digits of a text's words, which of them begin a word, and their positions in the text."""

    codes: NDArray[np.uint32]
    begins: NDArray[np.int64]
    places: NDArray[np.int64]

    @property
    def words(self) -> int:
        """Return the number of words."""
        return len(self.begins)

    def written(self) -> bytes:
        """Return bytes that are equal for equal words only."""
        codes = self.codes.copy()
        codes[self.begins] |= np.uint32(_BEGINS)
        return codes.tobytes()

    def legible(self) -> Shingles:
        """Return the same letters with those merged that OCR confuses: l, i and 1, o and 0, m and rn."""
        codes = _LEGIBLE_CODES.take(self.codes, mode="clip")
        codes = np.where(self.codes < len(_LEGIBLE_CODES), codes, self.codes)
        first = np.zeros(len(codes), bool)
        first[self.begins] = True
        ends = np.flatnonzero((codes[:-1] == ord("r")) & (codes[1:] == ord("n")) & ~first[1:])
        codes[ends] = ord("m")
        return Shingles(np.delete(codes, ends + 1), self.begins - np.searchsorted(ends, self.begins), self.places)

    def numbers(self) -> Numbers:
        """Return 64 bits for each word, independent of its position."""
        if not self.words:
            return np.empty(0, np.uint64)
        begun = np.repeat(self.begins, np.diff(self.begins, append=len(self.codes)))
        within = (np.arange(len(self.codes)) - begun).astype(np.uint64)
        return np.add.reduceat(mixed(self.codes + (within << np.uint64(32))), self.begins)


def letters_of(text: str, most: int) -> Shingles:
    """Return the letters of the first `most` words."""
    read = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _FOLDED.take(read, mode="clip")
    if (unknown := codes == _UNKNOWN).any():
        _fold(np.flatnonzero(np.bincount(read[unknown] // _BLOCK)))
        codes = _FOLDED.take(read, mode="clip")
    if (beyond := read >= _TABLE).any():
        codes[beyond] = read[beyond]
    kept = None
    if (nothing := codes == _NOTHING).any():
        kept = np.flatnonzero(~nothing)
        codes = codes[kept]
    within = codes != _SEPARATOR
    begins = within.copy()
    begins[1:] &= ~within[:-1]
    places = np.flatnonzero(begins)
    if most < len(places):
        end = places[most]
        codes, within, begins, places = codes[:end], within[:end], begins[:end], places[:most]
    return Shingles(codes[within], np.flatnonzero(begins[within]), places if kept is None else kept[places])


def _fold(blocks: NDArray[np.int64]) -> None:
    """Compute, for all characters in these blocks, their folded form: a letter or digit, a separator, or nothing, as
    for marks."""
    for block in blocks.tolist():
        first = block * _BLOCK
        signs = [chr(code) for code in range(first, first + _BLOCK)]
        if not first:
            signs[ord("\n")] = " "
        forms = fold("\n".join(signs)).split("\n")
        _FOLDED[first : first + _BLOCK] = [*map(_code, signs, forms)]


def _code(sign: str, form: str) -> int:
    if not form:
        return _NOTHING
    if len(form) > 1:
        return ord(sign) if form.isalnum() else _SEPARATOR
    return ord(form) if form.isalnum() else _SEPARATOR


SHORT = 40  # texts with fewer words are duplicates only if words and title are equal
SHORTEST = 5  # texts with fewer words are not compared at all
MOST_EQUAL = 6  # texts with equal words; if there are more, it is a form and ignored
ALIKE = 0.5  # share of all three-word runs that two texts must have in common
SOME_ALIKE = 0.25  # the same; below it, spelling variants cannot make them duplicates
SOME_OF_LEAD = 0.5  # the same for the lead
LEAD_ALIKE = 0.75  # share of one lead's runs that must be in the other text
NEAR = 40  # of the 128 bits of two sketches that may differ: duplicates differ by up to 35, others by about 64
_READ = 5_000  # words of a text that are read
_WORD_LENGTH = 10  # characters per word, to limit what is read of a long text
_WORD = lazy_regex(r"[^\W_]+")
_EDGE = 15  # words at the end, for bylines and initials
_WITH_EDGES = 80  # words of a text that may have such an end
_HEAD = 25  # maximum words before the lead, with sender and date
_OF_A_HEAD = 2  # lines of it that differ
_LEAD = 60  # words in which news states its subject
_FOR_EACH_NAME = 200  # words of a text per name that may be spelled differently
_MOST_NAMES = 3
NAME_ALIKE = 0.7  # of the letters of a name: scans confuse Merrow and Menow, clerks Sudarsono and Soedarsono
_REWORDED = 5  # replaced words in the lead that make it different news
_PROSE = 8  # words of a line of prose; menus, heads and tables have shorter lines
_SENTENCE = 4  # the same for a line that ends like a sentence
_MOST_LINES = 200  # paragraphs of a text that are compared in another order
_BROKEN = lazy_regex(r"(?<=[^\W\d_])-\s+(?=[a-zà-ỹ])")  # a word broken at the end of a line
_LINE = lazy_regex(r"[^\n]+")
_DIGITS = lazy_regex(r"\d+")  # in 11h20, also written as 11 giờ 20
_DATELINE = lazy_regex(r"(?:\S+\s+){0,16}?\S*(?:--|[-–—])\s+(?!.{0,60}?(?:--|[-–—])\s)")
_LABEL = lazy_regex(r"[^\n:]{2,40}:(?=\s)")
_LEGIBLE_LETTERS = str.maketrans("lio", "110")
_END = lazy_regex(r"[.!?…]\W*\Z")
_SPELLINGS = tuple(
    (lazy_regex(spelling, re.IGNORECASE), letters)
    for spelling, letters in (
        (r"\[[^\[\]\d\n]{1,200}\](?!\()", " "),  # [hapus saja?], without a digit
        (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ite|ites|ful|er|ers|able|al)?(?!\w))", "or"),
        (r"(?<=[a-z][tb])re(?=s?(?!\w))", "er"),
        (r"(?<=[a-z]{2}[iy])s(?=(?:e[ds]?|ing|ations?)(?!\w))", "z"),
        (r"(?<=[a-z]{2}en)c(?=e[ds]?(?!\w))", "s"),
        (r"(?<=gram)me(?=s?(?!\w))", ""),
        (r"(?<=[a-z]l)l(?=(?:ed|ing|ers?)(?!\w))", ""),
        (r"(?<!\w)grey(?!\w)", "gray"),
        (r"(?<!\w)per cent(?!\w)", "percent"),
        (r"(?<=(?<!\w)[hklmst])[yýỳỷỹỵ](?!\w)", "i"),  # lý do and lí do
        (r"oe", "u"),
        (r"dj|y", "j"),  # djalan and jalan, jang and yang
        (r"tj", "c"),
        (r"ch", "kh"),
    )
)


@dataclass(frozen=True, slots=True)
class ComparedWord:
    """A word for comparison, its start in the text, and whether it is a number."""

    word: str
    begins: int
    number: bool


@dataclass(frozen=True)
class WordedText:
    """The words of a text, and its title. Everything is computed once, on first use."""

    text: str
    title: str = ""

    @cached_property
    def _read(self) -> str:
        return _BROKEN.sub("", self.text[: _READ * _WORD_LENGTH])

    @cached_property
    def letters(self) -> Shingles:
        """Return the letters of its words without case and accents."""
        return letters_of(self._read, _READ)

    @cached_property
    def _prose(self) -> list[tuple[int, int]]:
        """Return the lines of prose, without menus, heads and tables; all lines of a text with hardly any."""
        found: list[tuple[int, int]] = []
        words = 0
        for line in _LINE.finditer(self._read):
            many = len(_WORD.findall(line.group()))
            if many >= _PROSE or (many >= _SENTENCE and _END.search(line.group())):
                found.append(line.span())
                words += many
        return found if words >= SHORT else [(0, len(self._read))]

    @cached_property
    def places(self) -> list[ComparedWord]:
        """Return its words without case and accents, merged by `legible`."""
        words = islice(_WORD.finditer(self._read), _READ)
        return [_place(fold(found.group()), found.start()) for found in words]

    @cached_property
    def lead(self) -> tuple[int, int]:
        """Return the words that state the news: the first of the first long enough line of prose, after its
        dateline."""
        start, end = next((span for span in self._prose if self._is_paragraph(*span)), self._prose[0])
        dateline = _DATELINE.match(self._read, start, end)
        begins = dateline.end() if dateline else start
        first = bisect_left(self.places, begins, key=lambda place: place.begins)
        return first, min(first + _LEAD, len(self.places))

    def _is_paragraph(self, start: int, end: int) -> bool:
        line = self._read[start:end]
        return _END.search(line) is not None or len(_WORD.findall(line)) >= 2 * _PROSE

    @cached_property
    def lead_runs(self) -> Numbers:
        """Return the three-word runs in its lead."""
        first, end = self.lead
        if first == len(self.places):
            return np.empty(0, np.uint64)
        behind = self.places[end].begins if end < len(self.places) else len(self._read)
        return _runs(letters_of(self._read[self.places[first].begins : behind], _LEAD).legible().numbers())

    @cached_property
    def digest(self) -> str:
        """Return a digest that is equal for texts with equal words, short ones also with equal titles; empty for those
        with hardly any words."""
        if self.letters.words < SHORTEST:
            return ""
        title = letters_of(self.title, _READ).written() if self.letters.words < SHORT else b""
        return hashlib.blake2b(self.letters.written() + title, digest_size=16).hexdigest()

    @cached_property
    def sketch(self) -> str:
        """Return 128 bits in hexadecimal, similar for texts that share most word runs; empty for a short text.
        Charikar's simhash (2002)."""
        if self.letters.words < SHORT or not len(self.runs):
            return ""
        bits = np.unpackbits(np.stack([self.runs, mixed(self.runs)], axis=1).view(np.uint8), axis=1).view(np.uint64)
        # Eight counters are added as one number; they cannot overflow within 255 additions.
        sums = [np.add.reduce(bits[at : at + 255]).view(np.uint8) for at in range(0, len(bits), 255)]
        return np.packbits(np.sum(sums, axis=0, dtype=np.int64) * 2 > len(bits)).tobytes().hex()

    @cached_property
    def bands(self) -> NDArray[np.int64]:
        """Return the MinHash bands of its runs; none for a short text."""
        return bands_of(self.runs[: len(self.runs) if self.sketch else 0])

    @cached_property
    def runs(self) -> Numbers:
        """Return a number for each three-word run of its prose, each once, ascending."""
        if self.letters.words == _READ:
            prose = "\n".join(self._read[start:end] for start, end in self._prose)
            return _runs(letters_of(prose, _READ).legible().numbers())
        starts, ends = np.array(self._prose).T
        line = np.searchsorted(starts, self.letters.places, "right") - 1
        is_prose = (line >= 0) & (self.letters.places < ends[line])
        return _runs(self.letters.legible().numbers()[is_prose])

    @cached_property
    def in_one_spelling(self) -> WordedText:
        """Return the same text in a normalised spelling."""
        return WordedText(in_one_spelling(self.text), self.title)

    def facts(self, start: int, end: int) -> tuple[Counter[str], set[str]]:
        """Return the numbers among its words, and the words capitalised within a sentence."""
        numbers: Counter[str] = Counter()
        names: set[str] = set()
        for place in self.places[start:end]:
            if place.number:
                numbers.update(_DIGITS.findall(place.word))
            elif self._read[place.begins].isupper() and not self._begins_sentence(place.begins):
                names.add(place.word)
        return numbers, names

    def label(self, place: int) -> str:
        """Return the text before the colon in a word's line, or an empty string."""
        at = self.places[place].begins
        label = _LABEL.match(self._read, self._read.rfind("\n", 0, at) + 1, at)
        return fold(label[0]) if label else ""

    def _begins_sentence(self, at: int) -> bool:
        before = self._read[max(0, at - 4) : at]
        return "\n" in before or before.rstrip(" \"'“”‘’(")[-1:] in ("", ".", "!", "?", ":", "…")


def _place(folded: str, begins: int) -> ComparedWord:
    digits = sum(map(str.isdigit, folded))
    return ComparedWord(folded.replace("rn", "m").translate(_LEGIBLE_LETTERS), begins, digits * 2 >= len(folded))


def _runs(words: Numbers) -> Numbers:
    runs = np.sort(mixed(mixed(words[:-2]) + words[1:-1]) + words[2:])
    return runs[np.concatenate([[True], runs[1:] != runs[:-1]])] if len(runs) else runs


def bits_apart(one: str, other: str) -> int:
    """Return how many of the 128 bits of two sketches differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def same_text(one: WordedText, other: WordedText) -> bool:
    """Return whether two texts are duplicates: equal, or long enough and similar, with one lead, and without different
    facts or news in the same places. Text in many records is in no lead, so a shared disclaimer alone does not make
    duplicates."""
    if one.digest == other.digest:
        return bool(one.digest)
    if min(one.letters.words, other.letters.words) < SHORT:
        return False
    if _shared(one, other) < SOME_ALIKE or _lead_shared(one, other) < SOME_OF_LEAD:
        return False
    return _is_one(one, other) or _is_one(one.in_one_spelling, other.in_one_spelling)


def _is_one(one: WordedText, other: WordedText) -> bool:
    if _shared(one, other) < ALIKE or not _one_lead(one, other):
        return False
    return not _other_news(one, other) or not _other_news(one, _in_order_of(one, other))


def _shared(one: WordedText, other: WordedText) -> float:
    """Return the share (0 to 1) of all word runs that are in both."""
    shared = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    return shared / max(1, len(one.runs) + len(other.runs) - shared)


def in_one_spelling(text: str) -> str:
    """Return a text without an editor's notes in brackets, with British and American, old and new Indonesian, and both
    Vietnamese spellings of y unified, only for comparison: `yang` and `jang` both become `jang`."""
    text = text[: _READ * _WORD_LENGTH]
    for spelling, letters in _SPELLINGS:
        text = spelling.sub(lambda found, letters=letters: _in_case_of(found[0], letters), text)  # type: ignore[misc]
    return text


def _in_case_of(printed: str, letters: str) -> str:
    return letters.capitalize() if printed[0].isupper() else letters


def _in_order_of(one: WordedText, other: WordedText) -> WordedText:
    """Return the other text with its lines in the order in which the first has most of their words; a line missing in
    the first stays after its predecessor."""
    theirs = [frozenset(_WORD.findall(fold(line))) for line in _LINE.findall(one.text[: _READ * _WORD_LENGTH])]
    lines, places = _LINE.findall(other.text[: _READ * _WORD_LENGTH]), [-1]
    if max(len(lines), len(theirs)) > _MOST_LINES:
        return other
    for line in lines:
        words = frozenset(_WORD.findall(fold(line)))
        alike, n = max(((len(words & mine), -n) for n, mine in enumerate(theirs)), default=(0, 0))
        places.append(-n if alike > ALIKE * len(words) else places[-1])
    order = sorted(range(len(lines)), key=lambda n: places[n + 1])
    return WordedText("\n\n".join(lines[n] for n in order), other.title)


def _lead_shared(one: WordedText, other: WordedText) -> float:
    """Return the larger share (0 to 1) of one lead's runs in the other text."""
    leads = ((one.lead_runs, other.runs), (other.lead_runs, one.runs))
    return max(float(np.isin(lead, runs).mean()) if len(lead) else 0.0 for lead, runs in leads)


def _one_lead(one: WordedText, other: WordedText) -> bool:
    """Return whether the lead of one is in the other, which may begin with its own words (a mail, a menu, a newspaper's
    own lines), and not both have different names or numbers there."""
    if _lead_shared(one, other) < LEAD_ALIKE:
        return False
    mine, theirs = _only_in_lead(one, other), _only_in_lead(other, one)
    return all(_known(fact, theirs) for fact in mine) or all(_known(fact, mine) for fact in theirs)


def _only_in_lead(one: WordedText, other: WordedText) -> set[str]:
    """Return the numbers and names in the lead of one that are not in the other text."""
    numbers, names = one.facts(*one.lead)
    return names - {place.word for place in other.places} | numbers.keys() - other.facts(0, len(other.places))[0].keys()


def _known(fact: str, facts: set[str]) -> bool:
    """Return whether a number is among others, or a similarly spelled name is."""
    return fact in facts or any(SequenceMatcher(None, fact, other).ratio() >= NAME_ALIKE for other in facts)


def _other_news(one: WordedText, other: WordedText) -> bool:
    """Return whether a number was replaced by another, the lead has different news, or names differ more often than an
    editor's corrections would. A head may have a different number and day; more is a filled-in form."""
    renamed, filled = 0, set()
    matcher = SequenceMatcher(None, [place.word for place in one.places], [place.word for place in other.places])
    for tag, *at in matcher.get_opcodes():
        if tag != "replace" or _at_the_end(one, at[0]) or _at_the_end(other, at[2]):
            continue
        if _in_the_head(one, at[1]) or _in_the_head(other, at[3]):
            filled.add(one.label(at[0]) if one.label(at[0]) == other.label(at[2]) else "")
            continue
        if _in_the_lead(one, other, at) and min(at[1] - at[0], at[3] - at[2]) >= _REWORDED:
            return True
        numbers, names = one.facts(at[0], at[1])
        other_numbers, other_names = other.facts(at[2], at[3])
        if numbers - other_numbers and other_numbers - numbers:
            return True
        renamed += bool(names and other_names) and not any(_known(name, other_names) for name in names)
    most = min(_MOST_NAMES, min(one.letters.words, other.letters.words) / _FOR_EACH_NAME)
    return renamed > most or len(filled - {""}) > _OF_A_HEAD


def _in_the_head(text: WordedText, end: int) -> bool:
    return end <= min(text.lead[0], _HEAD)


def _in_the_lead(one: WordedText, other: WordedText, at: list[int]) -> bool:
    return one.lead[0] <= at[0] < one.lead[1] or other.lead[0] <= at[2] < other.lead[1]


def _at_the_end(text: WordedText, start: int) -> bool:
    return len(text.places) >= _WITH_EDGES and start >= len(text.places) - _EDGE
