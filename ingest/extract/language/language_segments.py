"""Language segments of a text: bilingual releases, in columns or one after the other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from ingest.extract.language.language_detection import PLAIN, SHORT_EXPECTED, SMALL_WORDS, VIETNAMESE, detect

LEAST = 60  # characters of a part whose language counts
SURE = 0.9
LOOKED_AT = 600  # characters of a part that are read
MOST = 200  # paragraphs
EQUAL = 0.7  # share of the longest language's letters from which the first of two languages is the main one

_PARAGRAPH = re.compile(r"[^\n\f]+(?:\n(?!\n)[^\n\f]+)*")
_PIECE = re.compile(r"(?:(?!\n|\t| \| | / | \|\Z)[\s\S])+")  # cells of a row, lines, and halves separated by a slash
_WORD = re.compile(r"[^\W\d_]+")
_QUOTATION = re.compile(r"[\"“«][^\"“”«»]{20,}[\"”»]")
_QUOTED = re.compile(r"\s*[\"“«][\s\S]*[\"”»][.,]?\s*\Z")
_PLAIN_WORDS, _PLAIN_SHARE = 3, 0.1  # different function words, and their share of all words, that identify a language
_HITS = 2  # function words of a language in a paragraph that may be bilingual


@dataclass(frozen=True, slots=True)
class LanguageSegment:
    """Code points of a text from `start` to `end`, their language, and its confidence."""

    start: int
    end: int
    language: str
    confidence: float
    quoted: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it in the stored form."""
        return {"start": self.start, "end": self.end, "language": self.language, "confidence": self.confidence}


def language_segments(text: str, main: str | None = None) -> list[LanguageSegment]:
    """Return the paragraphs of `text` with a clear language, in order; a bilingual one as its pieces, and adjacent ones
    in one language joined. `main`: that of the whole text, for what may be Indonesian or Malay."""
    found: list[LanguageSegment] = []
    for n, paragraph in enumerate(_PARAGRAPH.finditer(text)):
        if n >= MOST:
            break
        for part in _of(paragraph[0], paragraph.start(), main):
            last = found[-1] if found else None
            if last is not None and (last.language, last.quoted) == (part.language, part.quoted):
                sure = min(last.confidence, part.confidence)
                found[-1] = LanguageSegment(last.start, part.end, part.language, sure, part.quoted)
            else:
                found.append(part)
    return found


def shares(found: list[LanguageSegment]) -> dict[str, int]:
    """Return how many characters are in each language, in order of appearance; quotations do not count beside other
    text."""
    said = [part for part in found if not part.quoted] or found
    lengths: Counter[str] = Counter()
    for part in said:
        lengths[part.language] += part.end - part.start
    return dict(lengths)


def main_of(lengths: dict[str, int]) -> str | None:
    """Return the language of most of a text, or the first of those with about as much."""
    most = max(lengths.values(), default=0)
    return next((code for code, length in lengths.items() if length >= EQUAL * most), None)


def _of(paragraph: str, start: int, main: str | None) -> list[LanguageSegment]:
    if len(paragraph) < LEAST:
        return []
    if _mixed(paragraph):
        pieces = [_read(match[0], start + match.start(), main) for match in _PIECE.finditer(paragraph)]
        plain = [piece for piece in pieces if piece is not None and piece.language in SHORT_EXPECTED]
        if len({piece.language for piece in plain}) > 1:
            return plain
    part = _read(paragraph, start, main)
    return [part] if part is not None else []


def _read(words: str, start: int, main: str | None) -> LanguageSegment | None:
    """Return the segment of a part, if it is long enough and its language is clear."""
    if len(words.strip()) < LEAST:
        return None
    quoted = _QUOTED.match(words) is not None and len(_QUOTATION.findall(words)) == 1
    own = _QUOTATION.sub(" ", words) if not quoted else words
    said = (own if len(own.strip()) >= LEAST else words)[:LOOKED_AT]
    if main is not None and _is_plainly(main, said):
        return LanguageSegment(start, start + len(words), main, PLAIN, quoted)
    code, confidence = detect(said)
    code = "id" if code == "ms" and main == "id" else code
    if confidence < (SURE / 2 if code == "id" else SURE):  # possibly Malay, but none of the others
        return None
    return LanguageSegment(start, start + len(words), code, confidence, quoted)


def _is_plainly(main: str, words: str) -> bool:
    """Return whether letters or function words show that this is in the language of the whole text, as for most
    paragraphs: py3langid takes ten times as long."""
    lowered = words.casefold()
    if main == "vi":
        return len(VIETNAMESE.findall(lowered)) >= 0.1 * len(lowered)
    small = SMALL_WORDS.get(main)
    if small is None or (not lowered.isascii() and VIETNAMESE.search(lowered)):
        return False
    said = _WORD.findall(lowered)
    hits = [word for word in said if word in small]
    others = sum(word in other for code, other in SMALL_WORDS.items() if code != main for word in said)
    return len(set(hits)) >= _PLAIN_WORDS and len(hits) >= _PLAIN_SHARE * len(said) and not others


def _mixed(paragraph: str) -> bool:
    """Return whether a paragraph with separators has function words of two languages."""
    if "\n" not in paragraph and "\t" not in paragraph and " | " not in paragraph and " / " not in paragraph:
        return False
    sample = paragraph[:4000].casefold()
    words = _WORD.findall(sample)
    hits = [sum(word in small for word in words) for small in SMALL_WORDS.values()]
    return sum(count >= _HITS for count in (*hits, len(VIETNAMESE.findall(sample)) // 3)) > 1
