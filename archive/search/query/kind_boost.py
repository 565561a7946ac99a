"""Words for a kind of record (`foto Guterres`): that kind ranks higher, and the word itself need not match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.messages import Message
from archive.record import Kind
from archive.search.query.accents import list_accented_spellings
from archive.search.query.fields import EXACT_FIELDS, KIND_WORDS, named_value, plain
from archive.search.query.tree import (
    Between,
    Clause,
    DateClause,
    Either,
    Every,
    FieldClause,
    KindBoost,
    NameClause,
    Not,
    Query,
    Span,
    StopWord,
    Word,
)
from archive.text import fold
from archive.text.fold import exact_form

JOINING = frozenset({"of", "from", "by", "about", "dari", "oleh", "tentang", "cua", "ve"})
"""Words that join a wish to what is wished for: `photo of`, `foto dari`, `ảnh của`."""

_KINDS = {Kind.PHOTO: "boost-photo", Kind.SPEECH: "boost-speech", Kind.PRESS_RELEASE: "boost-press-release"}
"""The kinds that are wished for, and the messages that say so; the others are said by words that texts are full of."""

_LONGEST = 5  # words that request a kind
_OFTEN_ELSE = frozenset({"release", "rilis"})  # usually mean something other than that kind
_BEFORE_NAMES = frozenset({"hinh"})  # a syllable of many words, so it counts only before a name
_PARTS_OF_WORDS_TEXT = (
    "anh huong, dien anh, nhiep anh, phim anh, tranh anh, am anh, phan anh, vien anh, hate speech, free speech, "
    "speech recognition, speech therapy, big picture, motion picture, motion pictures, public image, brand image, "
    "self image, sambutan hangat, sambutan meriah, anh hung, anh em, anh chi, anh trai, anh quoc, anh ngu, anh sang, "
    "anh dung, anh linh, anh mat"
)
_PARTS_OF_WORDS = frozenset(_PARTS_OF_WORDS_TEXT.split(", "))
"""What a word for a kind makes with its neighbour, and what is no such kind."""

_JOINED = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class _KindClauses:
    """Clauses [start, end) that request a kind."""

    start: int
    end: int
    kind: Kind


def boost_kind(query: Query) -> Query:
    """Return the query with words that request a kind as a Wish, at most one, photos first. Words in quotes, brackets
    or a field, after NOT, or beside OR or AND are unchanged, and so are words that are the whole query."""
    if not isinstance(query.clause, Every) or _is_bracketed(query.text, query.clause.clauses[0]):
        return query
    clauses = query.clause.clauses
    for found in sorted(_found(query.text, clauses), key=lambda one: (one.kind is not Kind.PHOTO, one.start)):
        rest = (*clauses[: found.start], *clauses[found.end :])
        if any(map(_is_of_words, rest)):
            return _wished(query, clauses, found)
    return query


def _wished(query: Query, clauses: Sequence[Clause], found: _KindClauses) -> Query:
    wished = tuple(clauses[found.start : found.end])
    span = _span(wished[0])[0], _span(wished[-1])[1]
    words = query.text[slice(*span)]
    clause = wished[0] if len(wished) == 1 else Every(wished)
    told = Message(_KINDS[found.kind], words=words, again=words)
    wish = KindBoost(clause, found.kind.value, span)
    return replace(
        query,
        clause=Every((*clauses[: found.start], wish, *clauses[found.end :])),
        warnings=(*query.warnings, told),
    )


def _found(text: str, clauses: Sequence[Clause]) -> Iterator[_KindClauses]:
    """Yield every run of clauses that may request a kind, the longest from each start."""
    for start in range(len(clauses)):
        for end in range(min(start + _LONGEST, len(clauses)), start, -1):
            kind = _kind_of_clauses(text, clauses, start, end)
            if kind is not None:
                yield _KindClauses(start, end, kind)
                break


def _kind_of_clauses(text: str, clauses: Sequence[Clause], start: int, end: int) -> Kind | None:
    run, behind = clauses[start:end], clauses[end : end + 1]
    words = [fold(word) for clause in run for word in typed_words(clause).split()]
    if not all(map(typed_words, run)) or not _only_blanks_between(text, run) or _asked_for(text, run):
        return None
    joined = len(run) > 1 and words[-1] in JOINING
    kind = _called(" ".join(typed_words(clause) for clause in (run[:-1] if joined else run)))
    before = _last_word(clauses[start - 1]) if start else ""
    if kind is None and not start and _is_photo_without_marks(run, behind, clauses[1:]):
        kind = Kind.PHOTO
    if kind is None or before in JOINING or (joined and not behind):
        return None
    after = "" if joined or not behind else _first_word(behind[0])
    if not _PARTS_OF_WORDS.isdisjoint((f"{before} {words[0]}", f"{words[-1]} {after}")):
        return None
    if "".join(words) in _BEFORE_NAMES and not (behind and _is_name(behind[0])):
        return None
    return kind


def _first_word(clause: Clause) -> str:
    return next(iter(fold(typed_words(clause)).split()), "")


def _last_word(clause: Clause) -> str:
    return next(reversed(fold(typed_words(clause)).split()), "")


def _called(words: str) -> Kind | None:
    """Return the kind with this name. Typed accents must match, and without accents one syllable is not enough: `anh`
    may be England, a brother or a photo."""
    value, name = named_value("kind", words), KIND_WORDS.get(plain(words))
    if value is None or name is None or fold(words) in _OFTEN_ELSE or Kind(value) not in _KINDS:
        return None
    typed, right = _exact(words), _exact(name)
    if typed != right and (typed != [fold(part) for part in right] or len(right) == 1):
        return None
    return Kind(value)


def _is_photo_without_marks(run: Sequence[Clause], behind: Sequence[Clause], others: Sequence[Clause]) -> bool:
    """Return whether `anh` begins a query that is entirely Vietnamese without accents: a name follows, or two or more
    syllables."""
    if [typed_words(clause) for clause in run] not in (["anh"], ["Anh"], ["ANH"]) or not behind:
        return False
    words = [word for clause in others for word in typed_words(clause).split()]
    if any(exact_form(word) != fold(word) for word in words):
        return False
    named = isinstance(behind[0], NameClause) and behind[0].kind != "concept"
    return named or (len(words) > 1 and all(list_accented_spellings(fold(word)) for word in words[:2]))


def _exact(words: str) -> list[str]:
    return [exact_form(word) for word in re.split(r"[\s_-]+", words.strip())]


def typed_words(clause: Clause) -> str:
    """Return the words of a plain clause, without quotes or field; empty for any other."""
    match clause:
        case Word(text=text):
            return text
        case (
            NameClause(clause=Every(clauses=clauses))
            | KindBoost(clause=Every(clauses=clauses))
            | DateClause(clause=Every(clauses=clauses))
        ):
            return " ".join(typed_words(inner) for inner in clauses)
        case NameClause(clause=typed) | KindBoost(clause=typed) | StopWord(clause=typed) | DateClause(clause=typed):
            return typed_words(typed)
    return ""


def _only_blanks_between(text: str, run: Sequence[Clause]) -> bool:
    spans = [_span(clause) for clause in run]
    return all(_JOINED.fullmatch(text, one[1], other[0]) for one, other in pairwise(spans))


def _is_bracketed(text: str, first: Clause) -> bool:
    return isinstance(first, Word | NameClause | DateClause) and "(" in text[: first.span[0]]


def _asked_for(text: str, run: Sequence[Clause]) -> bool:
    """Return whether AND is beside these: explicitly joined words are intended."""
    start, end = _span(run[0])[0], _span(run[-1])[1]
    signs = ("AND", "&")
    return text[:start].rstrip().endswith(signs) or text[end:].lstrip().startswith(("AND ", "&"))


def _span(clause: Clause) -> Span:
    return clause.span if isinstance(clause, Word | NameClause | DateClause) else (0, 0)


def _is_name(clause: Clause) -> bool:
    """Return whether this is a name: of a card that is not a concept, or capitalised."""
    if isinstance(clause, NameClause) and clause.kind != "concept":
        return True
    words = typed_words(clause)
    return words[:1].isupper() and not words.isupper()


def _is_of_words(clause: Clause) -> bool:
    """Return whether a clause contains words, so that there is something left to find."""
    match clause:
        case Between() | Not():
            return False
        case Word(text=text):
            return fold(text) not in JOINING
        case FieldClause(field=field, clause=inner):
            return field not in EXACT_FIELDS and _is_of_words(inner)
        case Every(clauses=clauses) | Either(clauses=clauses):
            return any(map(_is_of_words, clauses))
    return True
