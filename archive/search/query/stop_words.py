"""Function words (`di`, `of`, `của`) and labels of numbers (`nomor`). They add to the score, but need not match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.search.query.accents import list_accented_spellings
from archive.search.query.kind_boost import typed_words
from archive.search.query.tree import (
    Clause,
    DateClause,
    Either,
    Every,
    FuzzyWord,
    NameClause,
    Not,
    PrefixWord,
    Query,
    Quoted,
    StopWord,
    Word,
)
from archive.text import fold
from archive.text.fold import exact_form
from archive.text.terms import whole_number

_JOINING_TEXT = """
di ke dari dan yang untuk pada dengan oleh dalam bersama tentang kepada terhadap
a the of in on at and for to by with from about into"""
_JOINING = frozenset(_JOINING_TEXT.split())
_MARKED = frozenset(map(exact_form, ("và", "ở", "tại", "của", "với", "về", "các", "những", "bởi")))
_AMONG_MARKED = frozenset({"trong", "cho"})  # these have no accents; they are meant if other words have some
_BETWEEN = frozenset({"and", "dan", exact_form("và")})  # only between two words
_VIETNAMESE = frozenset({"hanoi", "saigon", "vietnam", "danang", "haiphong", "dalat", "cantho"})  # in any language

_COURTESY = frozenset({"pak", "bu", "bpk", "tbt", "mr", "mrs", "ms"})
_COURTESY_BEFORE_NAMES = frozenset(map(exact_form, ("bapak", "ibu", "ông", "bà")))  # else a father, a mother, ibu kota
_LABELS = frozenset({"nomor", "no", "number", "nr", "so"})
_BLANK = re.compile(r"[\s.:]*")
_FEWEST_PARTS = 2  # of the number after a label: `112/SP`


def joins_others(word: str) -> bool:
    """Return whether a word, as typed, is a function word in one of the languages (`di`, `of`, `của`)."""
    return exact_form(word) in _JOINING | _MARKED


def mark_stop_words(query: Query) -> Query:
    """Return the query with optional words as Light, if there are others. Words in quotes or a field, after NOT or +,
    or beside AND are unchanged, and so are possible syllables of a Vietnamese word typed without accents."""
    if query.clause is None:
        return query
    return replace(query, clause=_read(query.text, query.clause))


def _read(text: str, clause: Clause) -> Clause:
    match clause:
        case Every(clauses=clauses):
            light = {at for at in range(len(clauses)) if _is_light(text, clauses, at)}
            others = [c for at, c in enumerate(clauses) if at not in light and _is_word(c)]
            kept = [
                StopWord(c, c.span) if at in light and others and isinstance(c, Word) else _read(text, c)
                for at, c in enumerate(clauses)
            ]
            return Every(tuple(kept))
        case Either(clauses=clauses):
            return Either(tuple(_read(text, inner) for inner in clauses))
    return clause


def _is_word(clause: Clause) -> bool:
    return isinstance(clause, Word | NameClause | DateClause | Quoted | PrefixWord | FuzzyWord)


def _is_light(text: str, clauses: Sequence[Clause], at: int) -> bool:
    """Return whether this word of the query is optional."""
    word, behind = clauses[at], clauses[at + 1 :]
    if not isinstance(word, Word) or _is_asked_for(text, word):
        return False
    if _is_label(text, word, behind):
        return True
    if behind and _is_courtesy(word, behind[0], text.isupper()):
        return exact_form(word.text) != fold(word.text) or _joins(word.text, _other_words(clauses, at), False, False)
    before = [c for c in clauses[:at] if not isinstance(c, Not)]
    if all(isinstance(c, Not) for c in behind) or (exact_form(word.text) in _BETWEEN and not before):
        return False
    others = _other_words(clauses, at)
    if exact_form(word.text) in _MARKED:
        return True
    if exact_form(word.text) in _AMONG_MARKED:
        return any(exact_form(other) != fold(other) for other in others)
    return exact_form(word.text) in _JOINING and _joins(word.text, others, bool(before), text.isupper())


def _other_words(clauses: Sequence[Clause], at: int) -> list[str]:
    return [typed for n, c in enumerate(clauses) if n != at for typed in typed_words(c).split()]


def _is_courtesy(word: Word, behind: Clause, shouted: bool) -> bool:
    """Return whether this is a title before a name that says nothing about its bearer: `Pak Ganjar`."""
    name, title = typed_words(behind), exact_form(word.text)
    if not name or name.isdecimal():
        return False
    return title in _COURTESY or (title in _COURTESY_BEFORE_NAMES and name[0].isupper() and not shouted)


def _joins(word: str, others: Sequence[str], within: bool, shouted: bool) -> bool:
    """Return whether a function word of one language is not a syllable in another: `the thao` is thể thao. `within`:
    other words precede it."""
    if not list_accented_spellings(fold(word)):
        return True
    if within and word[0].isupper() and not shouted:
        return False
    telling = [fold(other) for other in others if exact_form(other) == fold(other) and fold(other) not in _VIETNAMESE]
    telling = [
        other for other in telling if other.isalpha() and not (other in _JOINING and list_accented_spellings(other))
    ]
    syllables = sum(bool(list_accented_spellings(other)) for other in telling)
    return 0 < len(telling) - syllables >= syllables


def _is_label(text: str, word: Word, behind: Sequence[Clause]) -> bool:
    """Return whether this announces a number, and one follows: `nomor 112/SP/IX/2021`."""
    if fold(word.text) not in _LABELS or not behind or not isinstance(behind[0], Word):
        return False
    number = whole_number(behind[0].text)
    printed = number.count("/") >= _FEWEST_PARTS - 1 and any(sign.isdigit() for sign in number)
    return printed and _BLANK.fullmatch(text, word.span[1], behind[0].span[0]) is not None


def _is_asked_for(text: str, word: Word) -> bool:
    """Return whether + or AND precedes it, or AND follows: explicitly joined words are intended."""
    start, end = word.span
    signs = ("AND", "&", "+")
    return text[start] == "+" or text[:start].rstrip().endswith(signs) or text[end:].lstrip().startswith(("AND ", "&"))
