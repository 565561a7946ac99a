"""Align the paragraphs of two texts: translations by length, figures and names; texts in the same language by words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from archive.text import fold

Row = tuple[Sequence[str], Sequence[str]]
"""Paragraphs of the first text and their counterparts in the second; either may be empty."""

Cost = Callable[[slice, slice], float]
"""Returns the cost of pairing these paragraphs of the first text with those of the second: 0 to 2."""

_MOVES = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
_SKIPPED = 0.9  # cost of a paragraph without counterpart; a matching pair costs nearly nothing
_JOINED = 0.5  # additional cost of pairing two paragraphs with one
_WIDTH = 20  # paragraphs that one text may be ahead of the other
_FIRM = 30  # characters; shorter lengths are not reliable
_NAMED = 1.2  # cost of a pair whose figures and names have nothing in common
_ALIKE = 0.25  # share of common words below which two paragraphs do not match
_FACT = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]{3,}")


def by_length(left: Sequence[str], right: Sequence[str]) -> Cost:
    """Return the cost of pairing paragraphs of a text and its translation, by relative length, figures and names."""
    ours, theirs = [len(one) + _FIRM for one in left], [len(one) + _FIRM for one in right]
    ratio = (sum(theirs) or _FIRM) / (sum(ours) or _FIRM)
    mine, others = [_facts(one) for one in left], [_facts(one) for one in right]
    shared = frozenset().union(*mine) & frozenset().union(*others)

    def cost(here: slice, there: slice) -> float:
        length = abs(math.log(sum(theirs[there]) / (ratio * sum(ours[here]))))
        one, other = shared & frozenset().union(*mine[here]), shared & frozenset().union(*others[there])
        apart = 1 - 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
        return min(2.0, length + _NAMED * apart)

    return cost


def _facts(paragraph: str) -> frozenset[str]:
    """Return the figures, without digit separators, and the capitalised words, folded."""
    found = _FACT.findall(paragraph)
    return frozenset(
        re.sub(r"\D", "", word) if word[0].isdigit() else fold(word)
        for word in found
        if word[0].isdigit() or word[0].isupper()
    )


def by_words(left: Sequence[str], right: Sequence[str]) -> Cost:
    """Return the cost of pairing paragraphs in the same language: twice the share of words in only one of them, or the
    maximum if they share only a few, as any two paragraphs do."""
    ours, theirs = ([frozenset(one.casefold().split()) for one in text] for text in (left, right))

    def cost(here: slice, there: slice) -> float:
        mine, others = frozenset().union(*ours[here]), frozenset().union(*theirs[there])
        shared = 2 * len(mine & others) / max(1, len(mine) + len(others))
        return 2 - 2 * shared if shared > _ALIKE else 2.0

    return cost


def align_paragraphs(left: Sequence[str], right: Sequence[str], cost: Cost) -> list[Row]:
    """Return the rows, in order, with the lowest total cost."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    slope = len(right) / max(1, len(left))
    reach = _WIDTH + round(slope)
    for i in range(len(left) + 1):
        near = round(i * slope)
        for j in range(max(0, near - reach), min(len(right), near + reach) + 1):
            here = best.get((i, j))
            if here is None:
                continue
            for across, down in _MOVES:
                to = (i + across, j + down)
                if to[0] > len(left) or to[1] > len(right):
                    continue
                alone = not (across and down)
                total = here[0] + (_SKIPPED if alone else cost(slice(i, to[0]), slice(j, to[1])))
                total += _JOINED if across + down > 2 else 0
                if to not in best or total < best[to][0]:
                    best[to] = (total, (across, down))
    return _back(left, right, best)


def _back(
    left: Sequence[str], right: Sequence[str], best: dict[tuple[int, int], tuple[float, tuple[int, int]]]
) -> list[Row]:
    rows: list[Row] = []
    i, j = len(left), len(right)
    if (i, j) not in best:  # one text is so much longer that nothing is paired
        return [*(((one,), ()) for one in left), *(((), (one,)) for one in right)]
    while i or j:
        across, down = best[i, j][1]
        rows.append((left[i - across : i], right[j - down : j]))
        i, j = i - across, j - down
    return rows[::-1]
