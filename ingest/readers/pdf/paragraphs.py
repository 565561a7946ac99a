"""Join the wrapped lines of a page to paragraphs. Separate lines stay separate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

HYPHEN = "\ue010"  # marks a line end with a hyphen that the typesetter may have added
WIDE = 0.85  # a line that fills this much of its column continues on the next
GAP = 1.35  # multiple of the usual line distance: a new paragraph
SIZE = 1.15  # ratio of letter heights: another kind of line
INDENT = 0.8  # heights
SINGLE = 1.0  # minimum line distance in heights
FEW = 4  # lines; fewer are not enough to determine width or line distance
LONGEST = 100  # letters of a word
NARROW = 25  # heights, some fifty letters: minimum column width on a page with so few lines

_BULLET = re.compile(r"(?:[•·▪●○◦‣–—*-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]{0,3}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST = re.compile(r"[^\W\d_]+")
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. If its position is known: left, right and bottom in points, and the height of its letters."""

    text: str
    left: float | None = None
    right: float = 0.0
    bottom: float = 0.0
    height: float = 0.0


def lines_of(text: str) -> list[PageLine]:
    """Return lines without positions from a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return [PageLine(re.sub(r"(?<=[^\W\d_])[-\u2010\xad]$", HYPHEN, line.strip())) for line in lines]


def paragraphs(lines: list[PageLine]) -> str:
    """Return the lines as text. The rule, line by line: a blank line goes between two lines that are further apart than
    usual, of another size, or where the second is indented, a bullet, or in another column after a finished sentence.
    Otherwise the second is joined to the first if that fills its column, or ends in a hyphen. Otherwise it stays a
    separate line: headings, addresses, tables and verse keep their lines. A short line that ends both a sentence and a
    run of full lines ends the paragraph."""
    pitch, edges = _pitch(lines), _edges(lines)
    between: list[str] = []
    for number, (before, line) in enumerate(pairwise(lines)):
        sign = _between(before, line, pitch, edges[number])
        if between[-1:] == [" "] and sign == "\n" and ends_paragraph(before.text, line.text):
            sign = "\n\n"
        between.append(sign)
    return joined([line.text for line in lines], between)


def ends_paragraph(line: str, below: str) -> bool:
    """Return whether a line that does not fill its column, after one that does, ends more than a line."""
    return _SENTENCE_END.search(line) is not None and not is_item(below)


def is_item(line: str) -> bool:
    """Return whether a line begins like a list item."""
    return _BULLET.match(line) is not None


def joined(lines: Sequence[str], between: Sequence[str]) -> str:
    """Return the lines with their separators: a blank line, a line end or a space. HYPHEN at the end of a line marks a
    hyphenated word, which is joined."""
    known = Counter(word.casefold() for line in lines for word in _WORD.findall(line))
    parts = list(lines[:1])
    for (before, line), sign in zip(pairwise(lines), between, strict=True):
        if before.endswith(HYPHEN) and line:
            parts.append(_hyphen(before, line, known) if sign != "\n\n" else f"-{sign}")
        else:
            parts.append(sign)
        parts.append(line)
    return re.sub(r"\n{3,}", "\n\n", "".join(parts).replace(HYPHEN, "")).strip()


def _between(before: PageLine, line: PageLine, pitch: float, edge: tuple[float, float]) -> str:
    """Return the separator of two lines: a blank line, a line end, or a space."""
    if not before.text or not line.text:
        return "\n"
    hyphen = before.text.endswith(HYPHEN)
    if before.left is None or line.left is None:
        if _BULLET.match(line.text):
            return "\n"
        return " " if hyphen or len(before.text) >= WIDE * edge[1] else "\n"
    down = before.bottom - line.bottom
    shared = min(before.bottom + before.height, line.bottom + line.height) - max(before.bottom, line.bottom)
    if shared > 0.4 * min(before.height, line.height):
        return " "  # pieces of one line: raised letters, the cells of a row
    larger = max(before.height, line.height) > SIZE * min(before.height, line.height)
    if down < 0:
        finished = bool(_SENTENCE_END.search(before.text)) or not line.text[:1].islower()
        return "\n\n" if larger or (finished and not hyphen) else " "
    if larger or down > GAP * max(pitch, SINGLE * before.height):
        return "\n\n"
    if _BULLET.match(line.text) or (before.text[-1:].isdigit() and line.text[:1].isdigit()):
        return "\n"  # lists and tables of contents
    left, right = edge
    full = hyphen or before.right >= left + WIDE * (right - left)
    indented = line.left - before.left > INDENT * line.height and abs(before.left - left) < INDENT * line.height
    if indented and (not full or _SENTENCE_END.search(before.text)):
        return "\n\n"
    return " " if full else "\n"


def _pitch(lines: list[PageLine]) -> float:
    """Return the usual line distance in points; 0 for too few lines."""
    steps = [
        a.bottom - b.bottom
        for a, b in pairwise(lines)
        if a.left is not None and b.left is not None and 0.3 * a.height < a.bottom - b.bottom < 3 * a.height
    ]
    return median(steps) if len(steps) >= FEW else 0.0


def _edges(lines: list[PageLine]) -> list[tuple[float, float]]:
    """Return, for each line, the left and right edge of its column: from the consecutive lines around it, or of the
    page if these are too few."""
    if not lines or all(line.left is None for line in lines):
        lengths = sorted(len(line.text) for line in lines if line.text)
        usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
        return [(0.0, float(max(usual, 40)))] * len(lines)
    page = _edge([line for line in lines if line.left is not None])
    edges: list[tuple[float, float]] = []
    column: list[PageLine] = []
    for line in lines:
        if line.left is None:
            column.append(line)
            continue
        last = next((other for other in reversed(column) if other.left is not None), None)
        if last is not None and (line.bottom > last.bottom + line.height or line.left >= last.right):
            edges += [_column_edge(column, page)] * len(column)
            column = []
        column.append(line)
    return edges + [_column_edge(column, page)] * len(column)


def _column_edge(column: list[PageLine], page: tuple[float, float]) -> tuple[float, float]:
    placed = [line for line in column if line.left is not None]
    return _edge(placed) if len(placed) >= FEW else page


def _edge(lines: list[PageLine]) -> tuple[float, float]:
    """Return the left edge, and the right edge reached by the widest tenth of the lines."""
    rights = sorted(line.right for line in lines)
    left, right = min(line.left or 0.0 for line in lines), rights[min(len(rights) - 1, int(len(rights) * 0.9))]
    return left, max(right, left + NARROW * lines[0].height) if len(lines) < FEW else right


def _hyphen(before: str, after: str, known: Counter[str]) -> str:
    """Return the replacement of a hyphen at a line end: nothing if the typesetter split a word, a hyphen if it belongs
    to the word (Indonesian reduplication, names, numbers, Vietnamese, words hyphenated elsewhere in the text)."""
    left, right = _LAST.search(before.removesuffix(HYPHEN)[-LONGEST:]), _FIRST.match(after[:LONGEST])
    if left is None or right is None:
        return "-"
    first, second = left.group().casefold(), right.group().casefold()
    if known[first + second]:
        return ""
    if known[f"{first}-{second}"] or _VIETNAMESE.search(first + second) or not right.group()[0].islower():
        return "-"
    if "-" in first or _doubling(first, second):
        return "-"
    return ""


def _doubling(first: str, second: str) -> bool:
    """Return whether it is a reduplicated word, with or without affixes: negara-negara, sebaik-baiknya,
    tulis-menulis."""
    stem = min(len(first), len(second), 4)
    return stem >= 3 and (second[:stem] in first or first[:stem] in second or first[-stem:] == second[-stem:])
