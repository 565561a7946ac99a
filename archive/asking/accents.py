"""A folded word as the texts of an index write it: `hanoi` stays, `nguyen` is Nguyễn nearly everywhere."""

from __future__ import annotations

from archive.asking.indexes import Opened
from archive.query.marks import spellings
from archive.query.plan import Plan, Term

_FIELDS = ("text_exact", "title_exact", "names_exact")
_MAIN = 0.75  # of the records with marks, for a spelling to be the main one


def accented(folded: str, opened: Opened) -> str:
    """The spelling that most texts with marks have of a folded word, where one stands out; else the word as it is. Only
    what a record in this index says now."""
    return opened.remember(("accents", folded), lambda: _main(folded, opened))


def _main(folded: str, opened: Opened) -> str:
    forms = [folded, *spellings(folded)]
    if len(forms) < 2:
        return folded
    counts = [sum(several) for several in zip(*(opened.engine.frequencies(f, forms) for f in _FIELDS), strict=True)]
    most, form = max(zip(counts, forms, strict=True))
    if form == folded or most < _MAIN * sum(counts):
        return folded
    live = any(opened.engine.search(Plan(Term(field, form), limit=0)).total for field in _FIELDS)
    return form if live else folded
