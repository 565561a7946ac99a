"""The forms of words and phrases as nodes of a plan: exact, folded and stemmed, in each searched field.

A file name is recognised after the folders of a path or an address, with its suffix in any spelling.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.media_types import BY_NAME, BY_SUFFIX, HTML, suffix_pattern
from archive.search.query import ranking_weights
from archive.search.query.accents import list_accented_spellings
from archive.search.query.plan import All, AnyOf, Fuzzy, Node, Phrase, Prefix, TermNode, Without
from archive.search.query.stop_words import joins_others
from archive.text import CONTENTS, SCOPES, Language, Token, TokenRole, is_unspaced_script, stem_term, tokenize
from archive.text.patterns import lazy_regex
from archive.text.terms import MARKED, STEMMED, pair_term

_FILES = suffix_pattern(BY_SUFFIX.keys() - BY_NAME[HTML].suffixes)  # an address that ends in .html is that of a page
_IN_FOLDERS = lazy_regex(rf".*[/\\]([^/\\]+\.(?:{_FILES}))", re.IGNORECASE | re.DOTALL)


def name_in_path(text: str) -> str | None:
    """Return the file name at the end of a path or an address, or None."""
    found = _IN_FOLDERS.fullmatch(text)
    return found[1] if found else None


def other_type(folded: str) -> str | None:
    """Return the other spelling of a picture's suffix: JPG for JPEG, TIF for TIFF."""
    row = BY_SUFFIX.get(folded)
    return next((way for way in row.suffixes if way != folded), None) if row and row.shown else None


PRINTED = ("title", "caption", "text", "names")
"""The contents that people read, in which marks and neighbours tell something."""

_PAIRED = ("title", "caption", "names")
"""The contents whose neighbours have a term of their own in all languages: it is sooner found than a phrase."""


@dataclass(frozen=True, slots=True)
class SearchScope:
    """What to search: contents, or one scope, and the languages whose stems are searched. `narrow`: any of many words
    may match, so each is searched only where it is most significant. `bare`: as written and not inflected, with any
    accents; `worth` is its factor. `name`: the words are a name. `alone`: a single word."""

    contents: tuple[str, ...] = CONTENTS
    languages: tuple[Language, ...] = ()
    narrow: bool = False
    bare: bool = False
    worth: float = 1.0
    name: bool = False
    alone: bool = False

    def within(self, scope: str) -> SearchScope:
        """Return the same in one field."""
        return replace(self, contents=(scope,), narrow=False)

    def of(self, *tokens: Token) -> tuple[str, ...]:
        """Return the contents in which to search these words."""
        if self.contents == CONTENTS and (self.bare or (self.narrow and not any(map(_numbered, tokens)))):
            return PRINTED
        return self.contents

    def weight(self, content: str) -> float:
        """Return the weight of a match in this content."""
        return ranking_weights.CONTENT.get(content, 1.0) * self.worth


def word(text: str, where: SearchScope) -> Node:
    """Return the node of a word in all its forms; one with several parts is searched as adjacent parts."""
    where = _in_capitals(text, where)
    parts, joined = _parts(text)
    if len(parts) > 1:
        return any_of([*_phrases(parts, joined, 0, where), *_of_other_type(parts, where)])
    return any_of([*_single(parts[0], where), *_stems(parts[0], where)])


def phrase(text: str, slop: int, where: SearchScope) -> Node:
    """Return the node of these words in this order, with up to `slop` others between, not inflected."""
    where = _in_capitals(text, where)
    parts, joined = _parts(text)
    return any_of(_single(parts[0], where) if len(parts) == 1 else _phrases(parts, joined, slop, where))


def beginning(text: str, where: SearchScope) -> Node:
    """Return nodes for words whose last part is a prefix. The parts before it must match too."""
    where = _in_capitals(text, where)
    *before, last = _parts(text)[0]
    nodes: list[Node] = []
    for content in where.of(last):
        weight = where.weight(content)
        worth = weight * _folded_worth(last, content)
        begun = Prefix(f"{content}_text", last.folded, ranking_weights.EXPANSIONS, worth)
        nodes += _narrowed(begun, [last], content, where)
        if _marked(last, content):
            nodes.append(
                Prefix(f"{content}_exact", last.exact, ranking_weights.EXPANSIONS, weight * ranking_weights.EXACT)
            )
    return _after(before, any_of(nodes), where)


def compile_fuzzy_word(text: str, where: SearchScope) -> Node:
    """Return the node of a word whose last part may be off by one edit; an exact one counts most. Parts before it
    must match."""
    *before, last = _parts(text)[0]
    nodes: list[Node] = [
        Fuzzy(f"{content}_text", last.folded, ranking_weights.EDITED, where.weight(content) * ranking_weights.CLOSE)
        for content in where.of(last)
    ]
    return _after(before, any_of([*nodes, *_single(last, where)]), where)


def single(text: str) -> Token | None:
    """Return the word of a text with one part."""
    parts, _ = _parts(text)
    return parts[0] if len(parts) == 1 else None


def count(text: str) -> int:
    """Return the number of parts of a text."""
    return len(_parts(text)[0])


def marked(text: str) -> bool:
    """Return whether it has accents."""
    return any(token.exact != token.folded for token in tokenize(text))


def neighbours(pair: tuple[Token, Token], worth: float, where: SearchScope, exact: bool) -> Node:
    """Return the bonus for two neighbours in the query that are neighbours in the record. Body text has pairs only if a
    language needs them, so elsewhere a phrase is used. `exact`: those with the typed accents count most, and those
    without them less."""
    first, second = pair[0].folded, pair[1].folded
    nodes: list[Node] = []
    with_marks = any(token.exact != token.folded for token in pair)
    full = worth  # for neighbours with the typed accents
    if with_marks:
        worth *= ranking_weights.PAIR_BESIDE_EXACT if exact else ranking_weights.FOLDED_BESIDE_EXACT
    for content in where.of(*pair):
        weight = where.weight(content) * worth
        loose = Phrase(f"{content}_text", (first, second), 0, weight * ranking_weights.NEAR)
        if content in SCOPES:
            nodes.append(loose)
        elif content != "filename" or any(map(_numbered, pair)):
            nodes.append(TermNode(f"{content}_pairs", pair_term(first, second), weight))
            if content == "text" and not where.narrow:
                nodes.append(loose)
        if exact and with_marks and content in PRINTED:
            typed = (pair[0].exact, pair[1].exact)
            nodes.append(
                Phrase(f"{content}_exact", typed, 0, where.weight(content) * full * ranking_weights.NEAR_AS_TYPED)
            )
    return AnyOf(tuple(nodes))


def unmarked(pair: tuple[Token, Token], worth: float, where: SearchScope) -> Node | None:
    """Return the bonus for two neighbours typed with accents that the record has next to each other without any; None
    if they cannot be spelled differently."""
    nodes: list[Node] = []
    for content in where.of(*pair):
        if content in PRINTED:
            nodes += _unmarked(pair, content, 0, where.weight(content) * worth)
    return AnyOf(tuple(nodes)) if nodes else None


def any_of(nodes: Sequence[Node]) -> Node:
    """Return any of the forms of one thing: the best counts, plus a fraction of the rest."""
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes), "best", ranking_weights.REST)


def _parts(text: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Return the parts of a word or phrase, and its spelling as one word."""
    tokens = list(tokenize(text))
    return (
        tuple(t for t in tokens if t.role is TokenRole.PART),
        tuple(t for t in tokens if t.role is TokenRole.JOINED and t.end - t.start == len(text.strip())),
    )


def _after(before: Sequence[Token], last: Node, where: SearchScope) -> Node:
    return All((*(any_of(_single(token, where)) for token in before), last)) if before else last


def _single(token: Token, where: SearchScope) -> list[Node]:
    """Return the exact and folded terms of one word in each field. A single character of a script without spaces is a
    prefix of pairs."""
    nodes: list[Node] = []
    for content in where.of(token):
        weight = where.weight(content)
        marked = _marked(token, content)
        if marked and where.bare:
            nodes.append(TermNode(f"{content}_exact", token.exact, weight * ranking_weights.FOLDED))
            continue
        folded = weight * _folded_worth(token, content)
        if len(token.folded) == 1 and is_unspaced_script(token.folded):
            nodes.append(Prefix(f"{content}_text", token.folded, ranking_weights.EXPANSIONS, folded))
        elif where.alone and not marked and content in PRINTED and list_accented_spellings(token.folded):
            nodes += _bare_first(token, content, folded)
        else:
            nodes += _narrowed(TermNode(f"{content}_text", token.folded, folded), [token], content, where)
        if marked:
            nodes.append(TermNode(f"{content}_exact", token.exact, weight * ranking_weights.EXACT))
    return nodes


def _stems(token: Token, where: SearchScope) -> list[Node]:
    """Return the stems of a word in the languages of its script; none for a number or a single letter."""
    if where.bare or len(token.folded) == 1 or _numbered(token):
        return []
    entries = [entry for entry in where.languages if entry.writes(token.exact)]
    return [
        TermNode(f"{content}_stem", stem, where.weight(content) * ranking_weights.STEM)
        for content in where.of(token)
        if content in STEMMED
        for stem in (stem_term(token.exact, entry) for entry in entries)
        if stem
    ]


def _phrases(parts: Sequence[Token], joined: Sequence[Token], slop: int, where: SearchScope) -> list[Node]:
    """Return adjacent parts, in the folded form and, if typed with accents, in the exact one; or as one word."""
    folded, exact = tuple(t.folded for t in parts), tuple(t.exact for t in parts)
    nodes: list[Node] = []
    for content in where.of(*parts):
        weight = where.weight(content)
        marked = any(_marked(token, content) for token in parts)
        if marked and where.bare:
            nodes.append(Phrase(f"{content}_exact", exact, slop, weight * ranking_weights.FOLDED))
            nodes += _unmarked(parts, content, slop, weight * ranking_weights.FOLDED_BESIDE_EXACT)
            continue
        weight_folded = weight * (ranking_weights.FOLDED_BESIDE_EXACT if marked else ranking_weights.FOLDED)
        if slop == 0 and len(parts) == 2 and content in _PAIRED and not any(map(_numbered, parts)):
            found: Node = TermNode(
                f"{content}_pairs", pair_term(*folded), weight_folded * ranking_weights.PAIR_AS_PHRASE
            )
        else:
            found = Phrase(f"{content}_text", folded, slop, weight_folded)
        nodes += _narrowed(found, parts, content, where)
        if marked:
            nodes.append(Phrase(f"{content}_exact", exact, slop, weight * ranking_weights.EXACT))
        nodes += [TermNode(f"{content}_text", t.folded, weight) for t in joined]
    return nodes


def _of_other_type(parts: Sequence[Token], where: SearchScope) -> list[Node]:
    """Return a file name with the other spelling of its type: `x.JPEG` is `x.jpg`."""
    *before, last = parts
    other = other_type(last.folded)
    return _phrases((*before, last._replace(exact=other, folded=other)), (), 0, where) if other else []


def _unmarked(parts: Sequence[Token], content: str, slop: int, weight: float) -> list[Node]:
    """Return adjacent words typed with accents, where nothing has any: `Ha Noi` for Hà Nội, but not `hạ nội`. A record
    with different accents on one of them matches only where it also has them without accents in an accented text."""
    other = dict.fromkeys(form for part in parts for form in list_accented_spellings(part.folded))
    if not other or all(part.exact == part.folded for part in parts):
        return []
    folded = tuple(part.folded for part in parts)
    written = AnyOf(tuple(TermNode(f"{content}_exact", form) for form in other))
    beside = Phrase(f"{content}_exact", folded, slop)
    return [Without(Phrase(f"{content}_text", folded, slop, weight), Without(written, beside))]


def _folded_worth(token: Token, content: str) -> float:
    if token.exact == token.folded:
        return ranking_weights.FOLDED
    return ranking_weights.FOLDED_BESIDE_EXACT if content in PRINTED else ranking_weights.FOLDED_UNPRINTED


def _narrowed(node: Node, tokens: Sequence[Token], content: str, where: SearchScope) -> list[Node]:
    """Return what finds these words without accents. Syllables typed with accents are found so in unaccented text and
    in names; a single one in names only, since without accents it may be any word, and never as a function word (`thệ`
    and the)."""
    if content not in PRINTED or not any(_is_marked_syllable(token) for token in tokens):
        return [node]
    if len(tokens) == 1 and (joins_others(tokens[0].folded) or (where.alone and not where.name)):
        return []
    found: list[Node] = [Without(node, TermNode(f"{content}_exact", MARKED))]
    if where.name and isinstance(node, TermNode | Phrase):
        bare = tuple(token.folded for token in tokens)
        field = f"{content}_exact"
        found.append(TermNode(field, bare[0], node.boost) if len(bare) == 1 else Phrase(field, bare, 0, node.boost))
    return found


def _bare_first(token: Token, content: str, weight: float) -> list[Node]:
    """Return what finds a word typed without accents in any spelling, first where it has none among accented words."""
    return [
        TermNode(f"{content}_text", token.folded, weight),
        TermNode(f"{content}_exact", token.folded, weight * ranking_weights.BARE),
    ]


def _is_marked_syllable(token: Token) -> bool:
    return token.exact != token.folded and token.exact in list_accented_spellings(token.folded)


def _in_capitals(text: str, where: SearchScope) -> SearchScope:
    """Return the same for a word or phrase with a capital, like a name."""
    return replace(where, name=True) if text[:1].isupper() and not text.isupper() else where


def _marked(token: Token, content: str) -> bool:
    """Return whether the typed accents can be searched there."""
    return token.exact != token.folded and content in PRINTED


def _numbered(token: Token) -> bool:
    return any(sign.isdigit() for sign in token.folded)
