"""Compile a query tree to a plan.

Words are ANDed, and neighbours score higher. Each word is an OR over its forms in every language. Other forms of a name
rank below the words that were typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.authority.persons.name_words import SURNAMES
from archive.media_types import of_suffix, usual_filename
from archive.record import Status
from archive.search.query import ranking_weights, term_forms
from archive.search.query.fields import ADDED, EXACT_FIELDS
from archive.search.query.kind_boost import typed_words
from archive.search.query.periods import covering_periods
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Keyword,
    Node,
    Nothing,
    Plan,
    TermNode,
    Without,
    raised,
)
from archive.search.query.stop_words import joins_others
from archive.search.query.term_forms import SearchScope
from archive.search.query.tree import (
    Between,
    Clause,
    DateClause,
    Either,
    Every,
    FieldClause,
    FuzzyWord,
    KindBoost,
    NameClause,
    Not,
    PrefixWord,
    Query,
    Quoted,
    StopWord,
    Word,
)
from archive.text import CONTENTS, Language, Token, language
from archive.text.terms import STEMMED, WHOLE, file_terms, whole_number

_AFTER_SURNAME = 3  # words of a name


def pairs_of_names(clauses: Sequence[Clause], named: bool) -> Iterator[tuple[Token, Token]]:
    """Yield neighbouring words that seem to belong to one name: both capitalised, or after a surname; for words of a
    name card (`named`), all."""
    left = 0  # remaining words of a name that has begun
    for one, other in pairwise(clauses):
        first, second = _word(one), _word(other)
        if first is None or second is None:
            left = 0
            continue
        left = _AFTER_SURNAME if first.exact in SURNAMES else left - 1
        if named or left > 0 or (_capital(one) and _capital(other)):
            yield first, second


def _word(clause: Clause) -> Token | None:
    return term_forms.single(clause.text) if isinstance(clause, Word) else None


def _capital(clause: Clause) -> bool:
    """Return whether a word is capitalised like a name; with everything in capitals, this means nothing."""
    text = clause.text if isinstance(clause, Word) else ""
    return text[:1].isupper() and (len(text) == 1 or not text.isupper())


def form(clause: Clause, where: SearchScope, worth: float) -> Node:
    """Return the node of another form of a name with this weight. Several forms in a record count like one: the best
    counts."""
    match clause:
        case Word(text=text) | Quoted(text=text) | PrefixWord(text=text) | FuzzyWord(text=text):
            slop = clause.slop if isinstance(clause, Quoted) else 0
            each = worth / max(term_forms.count(text), 1)  # in a phrase all words count
            return term_forms.phrase(text, slop, replace(where, bare=True, worth=where.worth * each))
        case Either(clauses=clauses):
            return AnyOf(tuple(form(inner, where, worth) for inner in clauses), "best")
        case Every(clauses=clauses):
            told = replace(where, worth=where.worth / sum(not isinstance(inner, Between) for inner in clauses))
            return All(tuple(form(inner, told, worth) for inner in clauses))
        case Between():
            return _days(clause)
        case (
            NameClause(clause=inner)
            | KindBoost(clause=inner)
            | StopWord(clause=inner)
            | DateClause(clause=inner)
            | FieldClause(clause=inner)
        ):
            return form(inner, where, worth)
        case Not(clause=inner):
            return Without(Everything(), form(inner, where, worth))
    return Nothing()


def count(clause: Clause) -> int:
    """Return how many words a clause requires; for a name, the typed ones."""
    match clause:
        case Word(text=text) | Quoted(text=text) | PrefixWord(text=text) | FuzzyWord(text=text):
            return term_forms.count(text)
        case NameClause(clause=inner) | KindBoost(clause=inner) | StopWord(clause=inner) | DateClause(clause=inner):
            return count(inner)
        case FieldClause(clause=inner) | Not(clause=inner):
            return count(inner)
        case Every(clauses=clauses) | Either(clauses=clauses):
            return sum(map(count, clauses))
        case Between():
            return 0


_FEWEST_PARTS = 3  # of an identifier that is recognised by its form
_FEWEST_PARTS_OF_A_NAME = 2  # of a file name typed without its suffix


def compile_query(query: Query, languages: Collection[str], frame: Plan | None = None, any_word: bool = False) -> Plan:
    """Return the plan of a query in an archive with these languages (BCP 47, most frequent first). `frame` has
    everything that is not in the query: filters, order, slice, facets. `any_word`: one of adjacent words is enough. For
    any query and archive, a plan has at most a few thousand nodes."""
    frame = frame or Plan(Everything())
    if query.clause is None:
        return replace(frame, node=Everything() if query.blank else Nothing())
    words = count(query.clause)
    where = SearchScope(
        CONTENTS,
        _stem_languages(languages, words),
        narrow=any_word and words > ranking_weights.MANY,
        alone=words == 1,
    )
    return replace(frame, node=_Compiler(any_word).node(query.clause, where))


def _stem_languages(languages: Iterable[str], words: int) -> tuple[Language, ...]:
    entries = dict.fromkeys(language(tag) for tag in languages)
    most = max(2, ranking_weights.STEM_TERMS // (len(STEMMED) * max(words, 1)))
    return tuple(entry for entry in entries if entry.stemmer is not None)[:most]


class _Compiler:
    def __init__(self, any_word: bool) -> None:
        self._any_word = any_word

    def node(self, clause: Clause, where: SearchScope) -> Node:
        """Return the node of a clause in these fields."""
        match clause:
            case Word(text=text):
                return _identified(text, term_forms.word(text, where), where)
            case Quoted(text=text, slop=slop):
                return _identified(text, term_forms.phrase(text, slop, where), where, quoted=True)
            case PrefixWord(text=text):
                return term_forms.beginning(text, where)
            case FuzzyWord(text=text):
                return term_forms.compile_fuzzy_word(text, where)
            case NameClause(clause=typed, others=others):
                worth = count(typed) * (ranking_weights.FORM_OF_MANY if self._any_word else ranking_weights.FORM)
                alike = tuple(dict.fromkeys(form(other, where, worth) for other in others))
                return AnyOf((self.node(typed, replace(where, name=True)), *alike), "best")
            case KindBoost(clause=typed) | StopWord(clause=typed):
                return self.node(typed, where)
            case DateClause(clause=typed, first=first, last=last):
                words = self.node(typed, where)
                return words if self._any_word else AnyOf((words, Dates(first, last)))
            case FieldClause(field=field, clause=inner):
                return self._within(field, inner, where)
            case Between():
                return _days(clause)
            case Either(clauses=clauses):
                return AnyOf(tuple(self.node(inner, where) for inner in clauses))
            case Not(clause=inner):
                return Without(Everything(), self.node(inner, where))
            case Every(clauses=clauses):
                return self._every(clauses, where)

    def _every(self, clauses: Sequence[Clause], where: SearchScope) -> Node:
        unwanted = tuple(self.node(c.clause, where) for c in clauses if isinstance(c, Not))
        asked: list[Clause] = [c for c in clauses if not isinstance(c, Not)]
        wanted = [c for c in asked if not self._is_bonus(c)] or asked  # alone they are ordinary words
        bonus = (*self._neighbours(clauses, where), *_identifier(clauses, where))
        bonus += tuple(node for c in asked if c not in wanted for node in self._gained(c, wanted, where))
        bonus += tuple(self._of_these_days(c, wanted, where) for c in asked if isinstance(c, DateClause))[:1]
        found = self._wanted(wanted, where, bonus) if wanted else Everything()
        return Without(found, AnyOf(unwanted)) if unwanted else found

    def _is_bonus(self, clause: Clause) -> bool:
        return isinstance(clause, KindBoost) or (isinstance(clause, StopWord) and not self._any_word)

    def _gained(self, clause: Clause, wanted: Sequence[Clause], where: SearchScope) -> tuple[Node, ...]:
        """Return the bonus of optional words, and of records of a requested kind over others with the remaining
        words."""
        if not isinstance(clause, KindBoost):
            return (self.node(clause, replace(where, worth=where.worth * ranking_weights.LIGHT)),)
        said = self.node(clause.clause, replace(where, worth=where.worth * ranking_weights.WISH_WORDS))
        return said, All((Keyword("kind", (clause.kind,)), self._again(wanted, where, ranking_weights.WISH)))

    def _of_these_days(self, dated: DateClause, wanted: Sequence[Clause], where: SearchScope) -> Node:
        """Return the bonus of records of the days named by words over others that only contain the words."""
        beside = [clause for clause in wanted if clause is not dated] or [dated.clause]
        return All((Dates(dated.first, dated.last), self._again(beside, where, ranking_weights.DATED)))

    def _again(self, clauses: Sequence[Clause], where: SearchScope, worth: float) -> Node:
        """Return the score of these clauses, repeated so many times."""
        more = replace(where, worth=where.worth * worth)
        return self._wanted(clauses, more, self._neighbours(clauses, more))

    def _wanted(self, clauses: Sequence[Clause], where: SearchScope, bonus: tuple[Node, ...]) -> Node:
        words = [
            c
            for c in clauses
            if isinstance(c, Word | PrefixWord | FuzzyWord | Quoted | NameClause | KindBoost | StopWord | DateClause)
        ]
        if not self._any_word or len(words) < 2:
            return All(self._each(clauses, where), bonus)
        others = [c for c in clauses if c not in words]
        return All((AnyOf(self._each(words, where)), *self._each(others, where)), bonus)

    def _each(self, clauses: Sequence[Clause], where: SearchScope) -> tuple[Node, ...]:
        """Return their nodes. A repeated requirement is one node; repetition in a long question counts again."""
        nodes = [self.node(clause, where) for clause in clauses]
        if not where.narrow:
            return tuple(dict.fromkeys(nodes))
        said = Counter(
            node
            for before, node, clause in zip([None, *nodes], nodes, clauses, strict=False)
            if node != before and _counts_again(clause)  # `rata rata` is one word
        )
        return tuple(raised(node, max(said[node], 1)) for node in dict.fromkeys(nodes))

    def _neighbours(self, clauses: Sequence[Clause], where: SearchScope) -> tuple[Node, ...]:
        """Return the bonus of words that were typed next to each other."""
        ends = [_ends(clause) for clause in clauses]
        pairs = [(one[1], other[0]) for one, other in pairwise(ends) if one is not None and other is not None]
        worth = ranking_weights.PAIR_OF_MANY if self._any_word else ranking_weights.PAIR
        nodes = [term_forms.neighbours(pair, worth, where, not self._any_word) for pair in pairs]
        return tuple(dict.fromkeys([*nodes, *self._unmarked(clauses, where)]))

    def _unmarked(self, clauses: Sequence[Clause], where: SearchScope) -> list[Node]:
        """Return the bonus of neighbours that are a name written without its accents."""
        names = list(pairs_of_names(clauses, where.name))
        if self._any_word or len(names) > ranking_weights.MOST_UNMARKED:
            return []
        nodes = [term_forms.unmarked(pair, ranking_weights.PAIR_UNMARKED, where) for pair in names]
        return [node for node in nodes if node is not None]

    def _within(self, field: str, inner: Clause, where: SearchScope) -> Node:
        if field in EXACT_FIELDS:
            return _keyword(field, inner)
        if field == "number" and isinstance(inner, Word | Quoted):
            whole = TermNode(WHOLE, whole_number(inner.text), ranking_weights.WHOLE_NUMBER)
            return AnyOf((whole, self.node(inner, where.within("number"))))
        return self.node(inner, where.within(field))


def _counts_again(clause: Clause) -> bool:
    """Return whether repetition of this in a question adds meaning: not for function words, nor for an accented
    syllable, which many words share."""
    text = clause.text if isinstance(clause, Word) else ""
    return not isinstance(clause, StopWord) and not joins_others(text) and not term_forms.marked(text)


def _identified(text: str, node: Node, where: SearchScope, quoted: bool = False) -> Node:
    """Return the node of a word; for a possible identifier or, unless quoted, file name, with a bonus for the record
    that has it over those that mention it."""
    whole = _whole(text, quoted) if where.contents == CONTENTS else ()
    return AnyOf((*whole, node)) if whole else node


def _identifier(clauses: Sequence[Clause], where: SearchScope) -> tuple[Node, ...]:
    """Return the same for an identifier typed with blanks between its parts."""
    words = [typed_words(clause) for clause in clauses if isinstance(clause, Word | StopWord | DateClause)]
    return _whole(" ".join(words)) if len(words) == len(clauses) and where.contents == CONTENTS else ()


def _whole(text: str, quoted: bool = False) -> tuple[TermNode, ...]:
    """Return the terms of a possible identifier: of three or more parts, some with a digit; and those of a possible
    file name: with a suffix, or of two or more parts, some with a digit."""
    number = whole_number(text)
    parts = number.count("/") + 1 if any(sign.isdigit() for sign in number) else 0
    terms = [number] if parts >= _FEWEST_PARTS else []
    if quoted:
        pass  # exact, unlike file names
    elif _has_suffix(text):
        terms.append(file_terms(usual_filename(text))[0])
    elif parts >= _FEWEST_PARTS_OF_A_NAME:
        terms.append(file_terms(f"{text}.")[1])
    return tuple(TermNode(WHOLE, term, ranking_weights.WHOLE_ALONE) for term in terms)


def _has_suffix(text: str) -> bool:
    """Return whether the last part of a word is a suffix, a known one if blanks separate the words."""
    stem, _, suffix = text.rpartition(".")
    return of_suffix(text) is not None or (bool(stem) and suffix[:1].isalpha() and not any(map(str.isspace, text)))


def _ends(clause: Clause) -> tuple[Token, Token] | None:
    """Return the first and last word of a clause for scoring neighbours; for a name, as typed."""
    match clause:
        case Word(text=text):
            token = term_forms.single(text)
            return (token, token) if token is not None else None
        case NameClause(clause=Every(clauses=(first, *_, last))) | DateClause(clause=Every(clauses=(first, *_, last))):
            ends = _ends(first), _ends(last)
            return (ends[0][0], ends[1][1]) if ends[0] is not None and ends[1] is not None else None
        case NameClause(clause=inner) | StopWord(clause=inner) | DateClause(clause=inner):
            return _ends(inner)
    return None


def _keyword(field: str, inner: Clause) -> Node:
    match inner:
        case Word(text=text) | Quoted(text=text) | PrefixWord(text=text) | FuzzyWord(text=text):
            return _of_status(text) if field == "status" else Keyword(field, (text,))
        case NameClause(clause=typed) | KindBoost(clause=typed) | StopWord(clause=typed) | DateClause(clause=typed):
            return _keyword(field, typed)
        case Either(clauses=clauses):
            return AnyOf(tuple(_keyword(field, c) for c in clauses))
        case Every(clauses=clauses):
            return All(tuple(_keyword(field, c) for c in clauses))
        case Not(clause=clause):
            return Without(Everything(), _keyword(field, clause))
        case FieldClause(field=other, clause=clause):
            return _keyword(other, clause)
        case Between():
            return Nothing()


def _of_status(status: str) -> Node:
    """Return the records with a status. An index has status values only for those that are not public."""
    if status == Status.RELEASED:
        return Without(Everything(), Keyword("status", (Status.HELD, Status.WITHDRAWN)))
    return Keyword("status", (status,))


def _days(clause: Between) -> Node:
    """Return the records dated on these days, or that arrived on them."""
    if clause.field == ADDED:
        return Keyword(ADDED, covering_periods(clause.first, clause.last))
    return Dates(clause.first, clause.last)
