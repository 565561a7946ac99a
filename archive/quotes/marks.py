"""Words between quotation marks of all kinds, also over several paragraphs. Unpaired marks do not make a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Span = tuple[int, int]
"""[start, end) code points of a text."""

LONGEST = 6_000  # code points of the words of a quote
_MOST_PARAGRAPHS = 30  # in a quote
_MOST_UNMARKED = 6  # without an opening mark
_AHEAD = 2_000  # code points that are searched for the closing mark
_INDENT = 24  # code points before a quote that begins its paragraph

_TOKEN = re.compile(
    r"(?P<gap>\n\s*\n\s*|\f\s*)|(?P<mark>[\"＂“”„‟«»「」『』]|(?<!`)``(?!`)|'')|(?P<single>(?<!\w)['‘](?=\w)|(?<=\S)['’](?!\w))"
)
_FAMILIES = {"“": "“", "”": "“", "„": "“", "‟": "“", "«": "«", "»": "«", "「": "「", "」": "「", "『": "『", "』": "『"}
_OPENING, _CLOSING = frozenset("“„‟«「『"), frozenset("”»」』")
_BEFORE = frozenset("([{—–-/:*_>\u200b“‘«")
_AFTER = frozenset(",.;:!?)]}—–-…*_<[”’»'\u200b")
_ENDS = (".", ",", "!", "?", "…", ":", ";", "-", "—", "–")
_STOPS = frozenset(",.;")  # behind a mark that closes
_STRAY = re.compile(r"[.,;:!?)](?!\.)")  # ahead of words whose mark closes or is none: `AFFAIRS" .`
_DASHED = re.compile(r"\s[–—-]\s")  # `“We sail" - Lee said`
_BLANKS = " \t\r\u00a0\u3000"
_DASHES = "—–-"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between two marks. `parts` are their paragraphs, more than one for a longer quote; `outer` includes the
    marks; `paragraphs` are the numbers of the first and the last."""

    parts: tuple[Span, ...]
    outer: Span
    paragraphs: tuple[int, int]


@dataclass(slots=True)
class _Open:
    family: str
    at: int
    start: int
    paragraph: int
    doubtful: bool = False
    parts: list[Span] = field(default_factory=list)
    mixed: Span | None = None  # a mark of another family that may close it
    has_foreign: bool = False  # a mark of another family opens within it
    inside: int = 0  # curly marks opened within it and not closed yet


class MarkedText:
    """The paragraphs of a text ([start, end), without the blank lines between) and the text between marks in it, in
    order. Linear in the length of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs: list[Span] = []
        self._found: list[Quoted | None] = []
        self._open: _Open | None = None
        self._single: int | None = None
        self._begins = 0  # in the paragraph
        for token in _TOKEN.finditer(text):
            if token["gap"]:
                self._end_paragraph(token.start(), token.end())
            elif token["mark"]:
                self._take(token.start(), token.group())
            elif self._open is None:
                self._take_single(token.start())
        self._end_paragraph(len(text), len(text))
        self.quoted = [quoted for quoted in self._found if quoted is not None]

    def _end_paragraph(self, end: int, following: int) -> None:
        opened = self._open
        if opened is not None:
            mixed = opened.mixed
            if mixed is not None and (
                not self.text[mixed[1] : end].strip(" .,\n\r\t")
                or (not opened.has_foreign and self.text[mixed[0] - 1] in ",.!?")
                or (not opened.has_foreign and self.text[mixed[1]] == "," and not self.text[mixed[0] - 1].isdigit())
                or (not opened.has_foreign and _DASHED.match(self.text, mixed[1]))
            ):
                self._close(*mixed)
            elif self._goes_on(opened, following):
                opened.parts.append((opened.start, end))
                opened.mixed = None
            elif self._closes_later(opened, following):
                opened.parts.append((opened.start, end))
                opened.start = following
                opened.mixed = None
            else:
                self._open = None
        self._single = None
        self.paragraphs.append((self._begins, end))
        self._begins = following

    def _closes_later(self, opened: _Open, following: int) -> bool:
        """Return whether a quote that begins a paragraph, or follows a colon or another quote of it, continues without
        marks: the next mark of its kind can only close it."""
        if opened.doubtful or opened.inside or len(opened.parts) >= _MOST_UNMARKED:
            return False
        ahead = self.text[max(self._begins, opened.at - _INDENT) : opened.at].rstrip(_BLANKS)
        last = self._found[-1] if self._found else None
        follows = last is not None and last.paragraphs[1] == opened.paragraph and ahead.endswith(".")
        if not opened.parts and ahead and not ahead.endswith(":") and not follows:
            return False
        for token in _TOKEN.finditer(self.text, following, following + _AHEAD):
            if token["mark"] and _family(token["mark"]) == opened.family:
                at, end = token.span("mark")
                is_closing = token["mark"] not in _OPENING or (self.text[opened.at] == "„" and token["mark"] == "“")
                closes = is_closing and self._closes(end, at) and not self._opens(at)
                return closes and not self.text[at - 1].isdigit()
        return False

    def _goes_on(self, opened: _Open, following: int) -> bool:
        """Return whether a paragraph begins with a mark that may continue the quote."""
        token = _TOKEN.match(self.text, following)
        if token is None or not token["mark"] or not self._opens(following):
            return False
        mark = token["mark"]
        return _family(mark) == opened.family and mark not in _CLOSING and len(opened.parts) < _MOST_PARAGRAPHS

    def _take(self, at: int, mark: str) -> None:
        opened, family = self._open, _family(mark)
        if opened is not None and opened.parts and at == self._begins and family == opened.family:
            opened.start = at + len(mark)  # the next paragraph of the quote
            return
        if opened is not None and opened.family != family:
            after = self.text[at + len(mark) : at + len(mark) + 1]
            ends = self.text[at - 1] in ".!?…," or after in _STOPS or _DASHED.match(self.text, at + len(mark))
            if ends and self._closes(at + len(mark)):
                opened.mixed = (at, at + len(mark))
                return
            opened.has_foreign |= self._opens(at)
            opens = self._opens(at) and (mark in _OPENING or not self._closes(at + len(mark), at))
            if opened.mixed is None or not opens:
                return
            self._close(*opened.mixed)  # `"We sail,” said Lee. “At dawn.”`
            opened = None
        if opened is not None and opened.mixed is not None and mark in _OPENING and self._opens(at):
            self._close(*opened.mixed)  # `“We sail," said Lee. “At dawn.”`
            opened = None
        if opened is not None and mark == "“" and self.text[at - 2 : at - 1].isalnum() and self.text[at - 1] == " ":
            opened.inside += 1  # `the “long way” home`, inside a quote
            return
        if opened is not None and mark == "”" and opened.inside:
            opened.inside -= 1
            return
        if self._is_opening(at, mark):
            self._begin(at, mark, family)
        elif opened is not None:
            self._close(at, at + len(mark))
        elif not self.text[at - 1 : at].isdigit():
            self._doubt_last()

    def _begin(self, at: int, mark: str, family: str) -> None:
        opened = self._open
        doubtful = opened is not None
        if opened is not None and self._begins_line(at) and len(opened.parts) < _MOST_PARAGRAPHS:
            before = self.text[max(opened.start, at - 8) : at].rstrip()
            if before.endswith((".", "!", "?", "…", ":", ";")):
                opened.parts.append((opened.start, at))
                opened.start = at + len(mark)
                return
            doubtful = False
        self._single = None
        self._open = _Open(family, at, at + len(mark), len(self.paragraphs), doubtful)

    def _close(self, start: int, end: int) -> None:
        opened = self._open
        self._open = None
        if opened is None or opened.doubtful or start - opened.at > LONGEST:
            return
        parts = tuple(filter(None, (_trimmed(self.text, part) for part in (*opened.parts, (opened.start, start)))))
        if parts and not _STRAY.match(self.text, parts[0][0]):
            self._found.append(Quoted(parts, (opened.at, end), (opened.paragraph, len(self.paragraphs))))

    def _doubt_last(self) -> None:
        """Discard the last quotes: a mark closes what was not opened, so the earlier marks in the paragraph do not pair
        as assumed."""
        if self._found and (last := self._found[-1]) is not None and last.paragraphs[1] == len(self.paragraphs):
            self._found[-1] = None

    def _take_single(self, at: int) -> None:
        mark, before, after = self.text[at], self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if mark != "’" and (not before or not before.isalnum()) and after.isalpha():
            self._single = at
        elif self._single is not None and (before in _ENDS or after in _ENDS):
            part = _trimmed(self.text, (self._single + 1, at))
            if part and at - self._single < LONGEST:
                number = len(self.paragraphs)
                self._found.append(Quoted((part,), (self._single, at + 1), (number, number)))
            self._single = None

    def _is_opening(self, at: int, mark: str) -> bool:
        opens, closes = self._opens(at), self._closes(at + len(mark), at)
        if mark in _OPENING:
            return not (closes and not opens and self._open is not None)
        if mark in _CLOSING:
            return opens and not closes and self._open is None
        if mark == "``":
            return True
        if mark == "''":
            return False
        if self._open is None and self.text[at - 1 : at].isdigit():
            return False  # inches
        return opens if opens != closes else self._open is None

    def _opens(self, at: int) -> bool:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        return (not before or before.isspace() or before in _BEFORE) and bool(after) and not after.isspace()

    def _closes(self, end: int, at: int | None = None) -> bool:
        after = self.text[end : end + 1]
        before = self.text[at - 1 : at] if at is not None else "."
        return bool(before) and not before.isspace() and (not after or after.isspace() or after in _AFTER)

    def _begins_line(self, at: int) -> bool:
        before = self.text[max(0, at - 6) : at]
        bare = before.rstrip(_BLANKS)
        return bare.endswith("\n") or len(before) - len(bare) > 1


def _family(mark: str) -> str:
    return _FAMILIES.get(mark, '"')


def _trimmed(text: str, span: Span) -> Span | None:
    words = text[span[0] : span[1]]
    start = span[0] + len(words) - len(words.lstrip())
    end = span[0] + len(words.rstrip())
    return (start, end) if start < end else None


def begins_paragraph(marked: MarkedText, quoted: Quoted) -> bool:
    """Return whether nothing precedes a quote in its paragraph."""
    start, _ = marked.paragraphs[quoted.paragraphs[0]]
    ahead = marked.text[max(start, quoted.outer[0] - _INDENT) : quoted.outer[0]]
    return quoted.outer[0] - start < _INDENT and not ahead.strip(_BLANKS + "*_>" + _DASHES)
