"""Find every hit of a query in a stored text, in order.

Only stretches that can contain a hit are split into words. The text is folded character by character, so positions stay
the same, and searched for the folded terms. A stretch ends at blanks, which no word crosses. Stretches whose words may
differ from their letters are split too: joined words (`P.B.B.`, `10.000`) and scripts without blanks. If folding
changes lengths (`ß`, combining marks), or hits are everywhere, the text is split from its beginning up to
MOST_CHARACTERS and MOST_WORDS. More would keep a server busy for seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from archive.search.snippets.highlight_terms import HighlightMark, Judge, Needle, Needles, marks
from archive.text import Language, Token, language, tokenize
from archive.text.fold import exact_form, folded_form

Stretch = tuple[int, int]

_MARK, _SPREADS = "\0", "\1"  # replacements for a part of the previous letter, and for a letter that folds to several
_UNEVEN = re.compile(rf"{_SPREADS}|[^\W_]{_MARK}")
_JOINED = re.compile(r"[-\u2010-\u2013\u2212'\u2019\u02bc\uff07._/\\@&+,](?<=[^\W_].)(?=[^\W_])")
_UNSPACED = re.compile(r"[^\W_\x00-\u0dff]+")  # letters of the scripts that include those without blanks
_NO_LETTERS = re.compile(r"[\W_]+")
_NEXT_WORD = re.compile(r"[^\W_]\S*")
_BLANK = re.compile(r"\s")
_JAMO = range(0x1100, 0x1200)  # two or three form one character
_JOINERS = frozenset("\u00ad\u200c\u200d\u2060")
MOST_CHARACTERS, MOST_WORDS = 200_000, 20_000  # of a text that are split into words
_CROWDED = 8  # characters of the text per word to split, below which the whole text is split
_STEP = 1 << 30  # between the positions of separate stretches


class _Folding(dict[int, str]):
    """The folded character for each character, for `str.translate`."""

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


def words_around(text: str, wanted: Needles, entry: Language) -> tuple[list[Token], bool, int]:
    """Return words of the text, in order, with their places: complete, as far as needles are concerned, up to the
    returned position; and whether that is the whole text. Positions identify neighbours: separate words are also far
    apart in position."""
    folded = text.lower() if text.isascii() else text.translate(_FOLDING)
    if (_MARK in folded or _SPREADS in folded) and _UNEVEN.search(folded):
        return _first_words(text)
    stretches = _stretches(text, folded, wanted, entry)
    if stretches is None or sum(end - start for start, end in stretches) > MOST_CHARACTERS:
        return _first_words(text)
    tokens: list[Token] = []
    for n, (start, end) in enumerate(stretches):
        for exact, plain, position, first, last, role in tokenize(text[start:end]):
            tokens.append(Token(exact, plain, n * _STEP + position, start + first, start + last, role))
    return tokens, False, len(text)


def _first_words(text: str) -> tuple[list[Token], bool, int]:
    tokens = list(islice(tokenize(text[:MOST_CHARACTERS]), MOST_WORDS))
    if len(text) <= MOST_CHARACTERS and len(tokens) < MOST_WORDS:
        return tokens, True, len(text)
    last = tokens.pop().start if tokens else MOST_CHARACTERS  # it may be the beginning of a word
    return tokens, False, last


def stretch_at(text: str, at: int, floor: int = 0) -> Stretch:
    """Return the stretch without blanks that contains the character at `at`, going back to `floor` at most."""
    start = at
    while start > floor and not text[start - 1].isspace():
        start -= 1
    return start, _end(text, at)


def _end(text: str, at: int) -> int:
    blank = _BLANK.search(text, at)
    return blank.start() if blank else len(text)


def _stretches(text: str, folded: str, wanted: Needles, entry: Language) -> list[Stretch] | None:
    """Return stretches, disjoint and in order; None if it does not pay off."""
    judge = wanted.judge(entry)
    knots = [*_knots(folded, judge)]
    if not folded.isascii():
        knots += [match.span() for match in _UNSPACED.finditer(folded)]
    reach = max(len(needle.folded) - 1 + needle.slop for needle in wanted)
    most = min(len(text) // _CROWDED + 100 - len(knots) * (1 + 2 * reach), MOST_WORDS)
    if most < 0:
        return None
    found = (
        [(_skip_words_back(folded, start, reach), _skip_words(folded, end, reach)) for start, end in knots]
        if reach
        else knots
    )
    for start, end, needles in judge.found(text, folded):
        for needle in needles:
            last = _last(folded, end, needle)
            if last is not None:
                found.append((start, last))
                most -= len(needle.folded) + needle.slop
                if most < 0:
                    return None
    return _joined(text, sorted(found))


def _knots(folded: str, judge: Judge) -> Iterator[Stretch]:
    """Return where signs join parts to a possible word of a needle."""
    end, kept = 0, False  # of the stretch checked last
    for match in _JOINED.finditer(folded):
        if match.start() >= end:
            start, end = stretch_at(folded, match.start(), end)
            kept = judge.may_join(folded[start:end])
        if kept:
            yield match.span()


def _last(folded: str, end: int, needle: Needle) -> int | None:
    """Return where a needle whose first word ends at `end` may end; None if its other words do not follow."""
    if needle.slop:
        return _skip_words(folded, end, len(needle.folded) - 1 + needle.slop)
    for word in needle.folded[1:]:
        between = _NO_LETTERS.match(folded, end)
        if between is None or not folded.startswith(word, between.end()):
            return None
        end = between.end() + len(word)
    return end


def _joined(text: str, places: Sequence[Stretch]) -> list[Stretch]:
    """Extend each place to the blanks around it, joining adjacent ones."""
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


def _skip_words(folded: str, end: int, words: int) -> int:
    for _ in range(words):
        match = _NEXT_WORD.search(folded, _end(folded, end))
        if match is None:
            return len(folded)
        end = match.end()
    return end


def _skip_words_back(folded: str, start: int, words: int) -> int:
    for _ in range(words):
        start = stretch_at(folded, start)[0] - 1
        while start > 0 and not folded[start].isalnum():
            start -= 1
        if start <= 0:
            return 0
    return start


Span = tuple[int, int]
"""[start, end) code points of a text."""

_BETWEEN_WORDS = re.compile(r"[ \t\n\u00a0-]{0,3}")  # between words of one hit; not a page break


def hits(text: str, wanted: Needles, tag: str | None = None) -> list[Span]:
    """Return where the needles occur in a text in the language `tag`: ascending and disjoint, each on one page.
    Adjacent words of a match are one hit."""
    if not wanted or not text:
        return []
    entry = language(tag)
    tokens, _, _ = words_around(text, wanted, entry)
    return merge_marks(text, sorted(marks(tokens, wanted, entry)))


def all_hits(text: str, wanted: Needles, tag: str | None = None) -> list[Span]:
    """Return the same as `hits` for a text of any length with any number of hits, reading one part at a time."""
    if not wanted or not text:
        return []
    entry, found, start = language(tag), list[Span](), 0
    reach = max(len(needle.folded) - 1 + needle.slop for needle in wanted)
    while start < len(text):
        part = text[start:]
        tokens, _, until = words_around(part, wanted, entry)
        spans = merge_marks(part, sorted(marks(tokens, wanted, entry)))
        done = found[-1][1] if found else 0
        found += [(start + first, start + last) for first, last in spans if start + first >= done]
        if until >= len(part):
            break
        # A phrase may cross the end of the part, so the next one begins some words earlier.
        start += max(stretch_at(part, _skip_words_back(part, until, reach))[0], until // 2, 1)
    return found


def looked_through(text: str, wanted: Needles, tag: str | None = None) -> int:
    """Return the position up to which `hits` is complete: the end, except in a long text full of hits."""
    return words_around(text, wanted, language(tag))[2] if wanted and len(text) > MOST_WORDS else len(text)


def merge_marks(text: str, found: Iterable[HighlightMark]) -> list[Span]:
    """Return marks, sorted, joining overlapping and adjacent ones."""
    spans: list[Span] = []
    for mark in found:
        if spans and (mark.start <= spans[-1][1] or _BETWEEN_WORDS.fullmatch(text, spans[-1][1], mark.start)):
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    return spans
