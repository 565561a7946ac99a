"""The words of a text among which all that is to be marked is found, without cutting all of it into words.

A text is folded character by character, so that places stay, and looked through for the folded needles. Only the
stretches between blanks that hold one are cut into words, for no word crosses a blank; and those whose words may be
found in other ways than as they stand: what is joined (`P.B.B.`, `10.000`), and scripts without blanks. Where letters
do not fold one by one (`ß`, marks that stand alone), and where needles are met all over, the whole text is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.analysis import Language, Token, stem_term, tokenize
from archive.analysis.words import MAX_WORD, exact_form, folded_form
from archive.snippets.needles import Needle

Stretch = tuple[int, int]

_MARK, _SPREADS = "\0", "\1"  # for what is part of the letter before it, and for a letter that folds to several
_UNEVEN = re.compile(rf"{_SPREADS}|[^\W_]{_MARK}")
_JOINED = re.compile(r"[-\u2010-\u2013\u2212'\u2019\u02bc\uff07._/\\@&+,](?<=[^\W_].)(?=[^\W_])")
_UNSPACED = re.compile(r"[^\W_\x00-\u0dff]+")  # a letter of those scripts among which are the ones without blanks
_BETWEEN = re.compile(r"[\W_]+")
_REST = re.compile(r"[^\W_]*")
_NEXT_WORD = re.compile(r"[^\W_]\S*")
_BLANK = re.compile(r"\s")
_JAMO = range(0x1100, 0x1200)  # two or three make one character
_JOINERS = frozenset("\u00ad\u200c\u200d\u2060")
_CROWDED = 8  # characters of the text for each word to be cut, below which all of it is
_STEP = 1 << 30  # between the positions of stretches that are apart


class _Folding(dict[int, str]):
    """The character that each character folds to, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(letter: str) -> str:
    if letter in _JOINERS or unicodedata.category(letter)[0] == "M":
        return _MARK
    if letter in (_MARK, _SPREADS):
        return " "
    if not letter.isalnum():
        return letter
    folded = folded_form(exact_form(letter))
    return folded if len(folded) == 1 and ord(letter) not in _JAMO else _SPREADS


_FOLDING = _Folding()


def words_around(text: str, wanted: Sequence[Needle], entry: Language) -> tuple[list[Token], bool]:
    """Words of the text, in order, with their places in it: of those that a needle is about none is missing; and
    whether they are all there are. Positions tell neighbours: words that are apart are far from each other in position,
    too."""
    folded = text.lower() if text.isascii() else text.translate(_FOLDING)
    if (_MARK in folded or _SPREADS in folded) and _UNEVEN.search(folded):
        return list(tokenize(text)), True
    stretches = _stretches(text, folded, wanted, entry)
    if stretches is None:
        return list(tokenize(text)), True
    tokens: list[Token] = []
    for n, (start, end) in enumerate(stretches):
        for exact, plain, position, first, last, role in tokenize(text[start:end]):
            tokens.append(Token(exact, plain, n * _STEP + position, start + first, start + last, role))
    return tokens, False


def stretch_at(text: str, at: int, floor: int = 0) -> Stretch:
    """The stretch without blanks that holds the character at `at`, as far back as `floor`."""
    start = at
    while start > floor and not text[start - 1].isspace():
        start -= 1
    return start, _end(text, at)


def _end(text: str, at: int) -> int:
    blank = _BLANK.search(text, at)
    return blank.start() if blank else len(text)


def _stretches(text: str, folded: str, wanted: Sequence[Needle], entry: Language) -> list[Stretch] | None:
    """Apart and in order; None where it is not worth while."""
    knots = [match.span() for match in _JOINED.finditer(folded)]
    if not folded.isascii():
        knots += [match.span() for match in _UNSPACED.finditer(folded)]
    reach = max(len(needle.folded) - 1 + needle.slop for needle in wanted)
    most = len(text) // _CROWDED + 100 - len(knots) * (1 + 2 * reach)
    if most < 0:
        return None
    found = [(_back(folded, start, reach), _further(folded, end, reach)) for start, end in knots] if reach else knots
    for needle in wanted:
        if needle.almost and len(needle.folded[0]) < 2:
            return None
        more = len(needle.folded) - 1 + needle.slop
        for start, end in _places(text, folded, needle, entry):
            found.append((start, _further(folded, end, more) if needle.slop else end))
            most -= 1 + more
            if most < 0:
                return None
    return _joined(text, sorted(found))


def _places(text: str, folded: str, needle: Needle, entry: Language) -> Iterator[Stretch]:
    """Where a needle may stand, or if others may stand between its words, the first of them."""
    first = needle.folded[0]
    if needle.almost:
        yield from _one_edit_off(folded, first)
    elif needle.slop or len(needle.folded) == 1:
        yield from _spelt(folded, first, end=not needle.begins)
    else:
        yield from _chains(folded, needle.folded)
    if needle.inflected and entry.stemmer is not None:
        yield from _same_stem(text, folded, needle, entry)


def _spelt(folded: str, word: str, start: bool = True, end: bool = True) -> Iterator[Stretch]:
    """Where a word stands. Digits may follow letters (IMG1275), and a word that was cut goes on."""
    start = start and not word[0].isdigit()
    end = end and len(word) < MAX_WORD
    at = folded.find(word)
    while at >= 0:
        after = at + len(word)
        if not (start and at and folded[at - 1].isalnum()) and not (end and folded[after : after + 1].isalnum()):
            yield at, after
        at = folded.find(word, at + 1)


def _chains(folded: str, words: Sequence[str]) -> Iterator[Stretch]:
    """Where words follow one another."""
    for start, end in _spelt(folded, words[0]):
        for word in words[1:]:
            between = _BETWEEN.match(folded, end)
            if between is None or not folded.startswith(word, between.end()):
                break
            end = between.end() + len(word)
        else:
            yield start, end


def _one_edit_off(folded: str, word: str) -> Iterator[Stretch]:
    """One edit leaves one half of a word as it is, or swaps the letters where they meet."""
    half = len(word) // 2
    yield from _spelt(folded, word[:half], end=False)
    yield from _spelt(folded, word[half:], start=False, end=len(word) < MAX_WORD)
    yield from _spelt(folded, word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :])


def _joined(text: str, places: Sequence[Stretch]) -> list[Stretch]:
    """Each place out to the blanks around it, those that touch as one."""
    stretches: list[Stretch] = []
    done = 0
    for start, end in places:
        if end <= done:
            continue
        if start >= done:
            start = stretch_at(text, start, done)[0]
        end = _end(text, end)
        if stretches and start <= done:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
        done = end
    return stretches


def _further(folded: str, end: int, words: int) -> int:
    """The end of so many more words."""
    for _ in range(words):
        match = _NEXT_WORD.search(folded, _end(folded, end))
        if match is None:
            return len(folded)
        end = match.end()
    return end


def _back(folded: str, start: int, words: int) -> int:
    """The start of so many words before."""
    for _ in range(words):
        start = stretch_at(folded, start)[0] - 1
        while start > 0 and not folded[start].isalnum():
            start -= 1
        if start <= 0:
            return 0
    return start


def _same_stem(text: str, folded: str, needle: Needle, entry: Language) -> Iterator[Stretch]:
    """Words with the first letter and the stem of a needle."""
    stem = stem_term(needle.exact[0], entry) or ""
    root = folded_form(stem.partition(":")[2])
    beginning, inner = needle.folded[0][0], ""
    if entry.stemmer == "english":  # takes off endings; the last two letters of what is left may be others
        beginning = root[: max(1, len(root) - 2)]
    elif entry.stemmer == "indonesian":  # takes off both ends; the first letter of what is left may be another
        inner = root[1:]
    known: dict[str, bool] = {}
    for start, end in _words_from(folded, beginning):
        word = text[start:end]
        same = known.get(word)
        if same is None:
            same = known[word] = inner in folded[start:end] and stem_term(exact_form(word), entry) == stem
        if same:
            yield start, end


def _words_from(folded: str, beginning: str) -> Iterator[Stretch]:
    if len(beginning) == 1:
        yield from (match.span() for match in _words_of(beginning).finditer(folded))
        return
    for start, end in _spelt(folded, beginning, end=False):
        rest = _REST.match(folded, end)
        yield start, rest.end() if rest else end


@lru_cache(maxsize=512)
def _words_of(letter: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(letter)}(?<![^\W_].)[^\W_]*")
