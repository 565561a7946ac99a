"""What a query wants marked in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.analysis import Language, Role, tokenize
from archive.query.file_names import other_type
from archive.query.tree import (
    Almost,
    Beginning,
    Clause,
    Dated,
    Either,
    Every,
    Light,
    Named,
    Not,
    Query,
    Quoted,
    Wish,
    Within,
    Word,
)
from archive.snippets.judging import Judge
from archive.snippets.needle import Needle


class Needles(tuple[Needle, ...]):
    """All that is to be marked, and by language the words of texts that may be it, as far as texts were looked at."""

    def __init__(self, _: Iterable[Needle] = ()) -> None:
        self._judges: dict[str, Judge] = {}

    def judge(self, entry: Language) -> Judge:
        """Who knows which words of texts in that language may be one of them."""
        if entry.tag not in self._judges:
            self._judges[entry.tag] = Judge(self, entry)
        return self._judges[entry.tag]


def needles(query: Query, field: str = "text") -> Needles:
    """What to mark in values of this field (a field of a TextValue): all that was asked of it, or of no field, and not
    what must be absent."""
    return Needles(dict.fromkeys(_needles(query.clause, field, True)) if query.clause is not None else ())


def _needles(clause: Clause, field: str, here: bool, form: bool = False) -> Iterator[Needle]:
    match clause:
        case Word(text=text) if here:
            yield from _of_words(text, inflected=not form, form=form)
        case Quoted(text=text, slop=slop) if here:
            yield from _of_words(text, slop=slop, form=form)
        case Beginning(text=text) if here:
            yield from _of_last(text, begins=True)
        case Almost(text=text) if here:
            yield from _of_last(text, begins=False)
        case Named(clause=typed, others=others):
            yield from _needles(typed, field, here)
            for inner in others:
                yield from _needles(inner, field, here, form=True)
        case Wish(clause=typed) | Dated(clause=typed):
            yield from _needles(typed, field, here)
        case Within(field=name, clause=inner):
            yield from _needles(inner, field, name == field, form)
        case Every(clauses=clauses) | Either(clauses=clauses):
            for inner in clauses:
                yield from _needles(inner, field, here, form)
        case Not() | Light():  # every text is full of these words
            return


def _of_words(text: str, slop: int = 0, inflected: bool = False, form: bool = False) -> Iterator[Needle]:
    tokens = list(tokenize(text))
    parts = [token for token in tokens if token.role is Role.PART]
    if parts:
        exact, folded = tuple(p.exact for p in parts), tuple(p.folded for p in parts)
        yield Needle(exact, folded, slop, inflected=inflected and len(parts) == 1, form=form)
        other = other_type(folded[-1]) if inflected and len(parts) > 1 else None
        if other is not None:
            yield Needle((*exact[:-1], other), (*folded[:-1], other), form=form)
    for token in tokens:
        if token.role is Role.JOINED:
            yield Needle((token.exact,), (token.folded,), form=form)


def _of_last(text: str, begins: bool) -> Iterator[Needle]:
    """Words of which the last is only begun, or may be off by one edit; those before it stand where they will."""
    parts = [token for token in tokenize(text) if token.role is Role.PART]
    for n, part in enumerate(parts, 1):
        last = n == len(parts)
        yield Needle((part.exact,), (part.folded,), begins=last and begins, almost=last and not begins)
