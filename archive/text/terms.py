"""Turn values of a record into terms of engine fields.

A content (title, caption, text, names, other, filename) is analysed in several forms, and each form has an engine field
of its own, `title_exact`, `title_text`, `title_pairs`, `title_stem`. So lengths, frequencies and prefixes are those of
one form. Positions are the same in all forms of a content. Values that a query can name on their own (`creator:`,
`number:`) are also in a field `creator_text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.text.languages import Language, language, stem_term
from archive.text.tokens import Token, TokenRole, tokenize

VERSION = 2
"""Raised when the same values give other terms; an index of another version is rebuilt."""

GAP = 100
"""How many positions lie between two values of one content, so that no phrase crosses from one to the next."""

CONTENT_OF = {
    "title": "title",
    "caption": "caption",
    "text": "text",
    "creator": "names",
    "credit": "names",
    "person": "names",
    "place": "names",
    "speaker": "names",
    "source": "names",
    "keyword": "other",
    "furniture": "other",
    "number": "other",
    "filename": "filename",
}
"""The fields of a TextValue and the content each belongs to."""

SCOPES = ("creator", "credit", "person", "shown", "place", "speaker", "source", "number")
"""Fields of a TextValue that have an engine field of their own besides their content's."""

SCOPE_OF = {"agency": "credit", "shown": "shown"}
"""Fields of a TextValue that stand in the field of a scope and in no content, which has these words already, or should
not have them: an agency under a name that is not printed is found when a credit is asked for, and not by any word."""

CONTENTS = ("title", "caption", "text", "names", "other", "filename")
STEMMED = frozenset({"title", "caption", "text", "other"})
FORMS = ("exact", "text", "pairs", "stem")
MARKED = "_"
"""A term of the `exact` fields: a value there is written with marks. No word holds an underscore, so none is taken for
it."""
FOREIGN = 4
"""Of so many words one has marks in a value of another language that is written with them; fewer are names."""
WHOLE = "number_exact"
"""The engine field in which an identifier stands as one term, see `whole_number`."""

ENGINE_FIELDS = (
    *(f"{content}_{form}" for content in CONTENTS for form in FORMS if form != "stem" or content in STEMMED),
    *(f"{scope}_text" for scope in SCOPES),
    WHOLE,
)
"""Every field an engine needs, for the terms of documents and of plans."""


@dataclass(frozen=True, slots=True)
class TextValue:
    """One value of a record: `field` is a key of CONTENT_OF or SCOPE_OF, `language` a BCP 47 tag, or None."""

    field: str
    text: str
    language: str | None = None


Terms = dict[str, list[tuple[str, int]]]


def document_terms(values: Iterable[TextValue]) -> Terms:
    """Return the (term, position) pairs of each engine field. Fields without terms are absent. Raise KeyError for an
    unknown field."""
    terms: Terms = {}
    bases: dict[str, int] = {}
    for value in values:
        narrow = SCOPE_OF.get(value.field)
        content = None if narrow else CONTENT_OF[value.field]
        tokens = list(tokenize(value.text))
        if not tokens:
            continue
        if content is not None:
            bases[content] = _add(terms, content, tokens, language(value.language), bases.get(content, 0))
        if narrow or value.field in SCOPES:
            scope = f"{narrow or value.field}_text"
            base = bases.get(scope, 0)
            terms.setdefault(scope, []).extend((t.folded, base + t.position) for t in tokens)
            bases[scope] = base + tokens[-1].position + GAP
        if value.field == "number":
            whole = terms.setdefault(WHOLE, [])
            whole.append((whole_number(value.text), GAP * len(whole)))
    return terms


def _add(terms: Terms, content: str, tokens: list[Token], entry: Language, base: int) -> int:
    """Add one value in all its forms from position `base` on; where the next value begins."""
    terms.setdefault(f"{content}_text", []).extend([(t[1], base + t[2]) for t in tokens])
    marked = sum(t[0] != t[1] for t in tokens)
    if marked:
        # All words of a value that has marks, so that phrases of exact forms find. One without marks has nothing that
        # its folded form does not have.
        exact = terms.setdefault(f"{content}_exact", [])
        if entry.pairs or marked * FOREIGN >= len(tokens):
            exact.append((MARKED, base))
        exact.extend([(t[0], base + t[2]) for t in tokens])
    if entry.pairs or content != "text":
        pairs = neighbours(tokens)
        if pairs:
            terms.setdefault(f"{content}_pairs", []).extend([(pair, base + at) for pair, at in pairs])
    if entry.stemmer is not None and content in STEMMED:
        stems = terms.setdefault(f"{content}_stem", [])
        for token in tokens:
            if token.role is TokenRole.PART:
                stems.append((stem_term(token.exact, entry) or token.folded, base + token.position))
    return base + tokens[-1].position + GAP


def neighbours(tokens: Iterable[Token]) -> list[tuple[str, int]]:
    """Return each two parts that follow one another as one term, `ha_noi`, with the position of the first."""
    pairs = []
    before: str | None = None
    for token in tokens:
        if token.role is TokenRole.PART:
            if before is not None:
                pairs.append((pair_term(before, token.folded), token.position - 1))
            before = token.folded
    return pairs


def pair_term(first: str, second: str) -> str:
    """Return the term of two folded neighbours in the `pairs` fields. No word holds an underscore, so none is taken for
    it."""
    return f"{first}_{second}"


def whole_number(text: str) -> str:
    """Return an identifier as one term, whatever stands between its parts: `123/SP/HM/X/2025`, `123-sp-hm-x-2025` are
    one."""
    return "/".join(token.folded for token in tokenize(text) if token.role is TokenRole.PART)[:200]
