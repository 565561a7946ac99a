"""A Query to a Plan: each word becomes an OR over its forms in every language, words are ANDed, neighbours count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.analysis import CONTENTS, SCOPES, Role, Token, language, stem_term, tokenize, unspaced
from archive.analysis.terms import STEMMED, WHOLE, pair_term, whole_number
from archive.query.fields import EXACT_FIELDS
from archive.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Fuzzy,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Prefix,
    Term,
    Without,
)
from archive.query.tree import (
    Almost,
    Beginning,
    Between,
    Clause,
    Either,
    Every,
    Named,
    Not,
    Query,
    Quoted,
    Within,
    Word,
)

# Tried on Cranfield, 600 questions of FacQA (Indonesian) and XQuAD (Vietnamese), any word mattering: nDCG@10 .341, .841
# and .955 (.958 typed without accents). Titles at 1 do better on Cranfield (.365), but its texts repeat their titles.
WEIGHTS = {"title": 1.5, "caption": 1.5, "names": 1.5, "filename": 2.0, "text": 1.0, "other": 0.5}
"""How much a match in each content counts."""

FOLDED = 1.0
FOLDED_BESIDE_EXACT = 0.6  # the folded form of a word that was typed with its marks
EXACT = 1.2
STEM = 1.5
PAIR = 3.0  # two words side by side in the query and in the record: more than both words scattered in title and text
PAIR_OF_MANY = 1.5  # the same in a long question, of which any word may match
NEAR = 0.2  # a pair that is found as a phrase, against one that has a term of its own
EDITED = 32  # words that one word~ stands for, in each content
EXPANSIONS = 64  # words that one beginning* stands for, in each content


def compile_query(query: Query, languages: Collection[str], frame: Plan | None = None, any_word: bool = False) -> Plan:
    """The plan of a query in an archive that holds these languages (BCP 47). `frame` says all that is not in the query:
    filters, order, slice, facets. `any_word`: of the words that stand side by side, one is enough."""
    frame = frame or Plan(Everything())
    if query.clause is None:
        return replace(frame, node=Everything() if query.blank else Nothing())
    return replace(frame, node=_Compiler(languages, any_word).node(query.clause, CONTENTS))


@dataclass(frozen=True, slots=True)
class _Forms:
    """A word or phrase as tokens: its parts, and what it is written in one."""

    parts: tuple[Token, ...]
    joined: tuple[Token, ...]


class _Compiler:
    def __init__(self, languages: Collection[str], any_word: bool) -> None:
        entries = {language(tag).tag: language(tag) for tag in languages}
        self._stemmed = [entry for tag, entry in sorted(entries.items()) if entry.stemmer is not None]
        self._any_word = any_word

    def node(self, clause: Clause, contents: Sequence[str]) -> Node:
        """The node of a clause that asks of these fields: contents, or one scope."""
        match clause:
            case Word(text=text):
                return self._word(text, contents)
            case Quoted(text=text, slop=slop):
                return _any(_phrases(_forms(text), contents, slop))
            case Beginning(text=text):
                return _beginning(text, contents)
            case Almost(text=text):
                return _almost(text, contents)
            case Named(clause=typed, others=others):
                return AnyOf(tuple(self.node(c, contents) for c in (typed, *others)), "best")
            case Within(field=field, clause=inner):
                return self._within(field, inner)
            case Between(first=first, last=last):
                return Dates(first, last)
            case Either(clauses=clauses):
                return AnyOf(tuple(self.node(c, contents) for c in clauses))
            case Not(clause=inner):
                return Without(Everything(), self.node(inner, contents))
            case Every(clauses=clauses):
                return self._every(clauses, contents)

    def _every(self, clauses: Sequence[Clause], contents: Sequence[str]) -> Node:
        wanted = tuple(self.node(c, contents) for c in clauses if not isinstance(c, Not))
        unwanted = tuple(self.node(c.clause, contents) for c in clauses if isinstance(c, Not))
        worth = PAIR_OF_MANY if self._any_word else PAIR
        bonus = tuple(_near(pair, contents, worth) for pair in _neighbours(clauses))
        words = [c for c in clauses if isinstance(c, Word | Beginning | Quoted)]
        found: Node
        if not wanted:
            found = Everything()
        elif self._any_word and len(words) > 1:
            asked = AnyOf(tuple(self.node(c, contents) for c in words))
            others = tuple(self.node(c, contents) for c in clauses if c not in words and not isinstance(c, Not))
            found = All((asked, *others), bonus)
        else:
            found = All(wanted, bonus)
        return Without(found, AnyOf(unwanted)) if unwanted else found

    def _within(self, field: str, inner: Clause) -> Node:
        if field in EXACT_FIELDS:
            return _keyword(field, inner)
        if field == "number" and isinstance(inner, Word | Quoted):
            whole = Term(WHOLE, whole_number(inner.text), 4.0)
            return AnyOf((whole, self.node(inner, ("number",))))
        return self.node(inner, (field,))

    def _word(self, text: str, contents: Sequence[str]) -> Node:
        forms = _forms(text)
        if len(forms.parts) > 1:
            return _any(_phrases(forms, contents, 0))
        nodes = _words(forms.parts[0], contents)
        for token in forms.parts:
            stems = {stem_term(token.exact, entry) for entry in self._stemmed}
            for content in contents:
                if content in STEMMED:
                    weight = WEIGHTS[content] * STEM
                    nodes += [Term(f"{content}_stem", stem, weight) for stem in sorted(filter(None, stems))]
        return _any(nodes)


def _forms(text: str) -> _Forms:
    tokens = list(tokenize(text))
    return _Forms(
        tuple(t for t in tokens if t.role is Role.PART),
        tuple(t for t in tokens if t.role is Role.JOINED and t.end - t.start == len(text.strip())),
    )


def _words(token: Token, contents: Sequence[str]) -> list[Node]:
    """The exact and folded terms of one word in each field. A single sign of a script without spaces stands at the
    beginning of pairs."""
    nodes: list[Node] = []
    for content in contents:
        weight = WEIGHTS.get(content, 1.0)
        marked = token.exact != token.folded and content not in SCOPES
        folded = weight * (FOLDED_BESIDE_EXACT if marked else FOLDED)
        if len(token.folded) == 1 and unspaced(token.folded):
            nodes.append(Prefix(f"{content}_text", token.folded, EXPANSIONS, folded))
        else:
            nodes.append(Term(f"{content}_text", token.folded, folded))
        if marked:
            nodes.append(Term(f"{content}_exact", token.exact, weight * EXACT))
    return nodes


def _phrases(forms: _Forms, contents: Sequence[str], slop: int) -> list[Node]:
    """Parts side by side, in the folded form and, where marks were typed, in the exact one; or written in one."""
    if len(forms.parts) == 1:
        return _words(forms.parts[0], contents)
    folded = tuple(t.folded for t in forms.parts)
    exact = tuple(t.exact for t in forms.parts)
    nodes: list[Node] = []
    for content in contents:
        weight = WEIGHTS.get(content, 1.0)
        marked = exact != folded and content not in SCOPES
        nodes.append(Phrase(f"{content}_text", folded, slop, weight * (FOLDED_BESIDE_EXACT if marked else FOLDED)))
        if marked:
            nodes.append(Phrase(f"{content}_exact", exact, slop, weight * EXACT))
        nodes += [Term(f"{content}_text", t.folded, weight) for t in forms.joined]
    return nodes


def _beginning(text: str, contents: Sequence[str]) -> Node:
    """The last part is only begun; parts before it must be there too."""
    *before, last = _forms(text).parts
    begun = _any(
        [Prefix(f"{c}_text", last.folded, EXPANSIONS, WEIGHTS.get(c, 1.0)) for c in contents],
    )
    return All((*(_any(_words(token, contents)) for token in before), begun)) if before else begun


def _almost(text: str, contents: Sequence[str]) -> Node:
    """The last part may be off by one edit; parts before it must be there as they are."""
    *before, last = _forms(text).parts
    nodes = [Fuzzy(f"{c}_text", last.folded, EDITED, WEIGHTS.get(c, 1.0)) for c in contents]
    return All((*(_any(_words(token, contents)) for token in before), _any(nodes))) if before else _any(nodes)


def _neighbours(clauses: Sequence[Clause]) -> list[tuple[Token, Token]]:
    """Each two single words that were typed one after the other."""
    tokens = [_single(clause) for clause in clauses]
    return [(a, b) for a, b in pairwise(tokens) if a is not None and b is not None]


def _single(clause: Clause) -> Token | None:
    if not isinstance(clause, Word):
        return None
    parts = _forms(clause.text).parts
    return parts[0] if len(parts) == 1 else None


def _near(pair: tuple[Token, Token], contents: Sequence[str], worth: float) -> Node:
    """What two neighbours in the query are worth when they are neighbours in the record. Body text has pairs only where
    a language needs them, so there a phrase does as well."""
    first, second = pair
    nodes: list[Node] = []
    for content in contents:
        weight = WEIGHTS.get(content, 1.0) * worth
        term: Node = Term(f"{content}_pairs", pair_term(first.folded, second.folded), weight)
        phrase: Node = Phrase(f"{content}_text", (first.folded, second.folded), 0, weight * NEAR)
        if content in SCOPES:
            nodes.append(phrase)
        elif content == "text":
            nodes.append(AnyOf((term, phrase), "best"))
        else:
            nodes.append(term)
        if content not in SCOPES and (first.exact, second.exact) != (first.folded, second.folded):
            nodes.append(Phrase(f"{content}_exact", (first.exact, second.exact), 0, weight * NEAR))
    return _any(nodes)


def _keyword(field: str, inner: Clause) -> Node:
    match inner:
        case Word(text=text) | Quoted(text=text) | Beginning(text=text) | Almost(text=text):
            return Keyword(field, (text,))
        case Named(clause=typed):
            return _keyword(field, typed)
        case Either(clauses=clauses):
            return AnyOf(tuple(_keyword(field, c) for c in clauses))
        case Every(clauses=clauses):
            return All(tuple(_keyword(field, c) for c in clauses))
        case Not(clause=clause):
            return Without(Everything(), _keyword(field, clause))
        case Within(field=other, clause=clause):
            return _keyword(other, clause)
        case Between():
            return Nothing()


def _any(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))
