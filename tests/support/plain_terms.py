"""Compute the terms of a document token by token, to compare with those computed by arrays."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from archive.text import Token, TokenRole, language, stem_term, tokenize
from archive.text.terms import (
    CONTENT_OF,
    FOREIGN,
    GAP,
    MARKED,
    SCOPE_OF,
    SCOPES,
    STEMMED,
    WHOLE,
    TextValue,
    pair_term,
    whole_number,
)

Terms = dict[str, list[tuple[str, int]]]


def plain_terms(values: Iterable[TextValue]) -> Terms:
    """Return for each engine field its (term, position) pairs."""
    terms: Terms = {}
    bases: dict[str, int] = {}
    for value in values:
        tokens = list(tokenize(value.text))
        scope = SCOPE_OF.get(value.field) or (value.field if value.field in SCOPES else None)
        if not tokens:
            continue
        if value.field not in SCOPE_OF:
            content = CONTENT_OF[value.field]
            _add(terms, content, tokens, value.language, bases.get(content, 0))
            bases[content] = bases.get(content, 0) + tokens[-1].position + GAP
        if scope:
            base = bases.get(f"{scope}_text", 0)
            terms.setdefault(f"{scope}_text", []).extend((t.folded, base + t.position) for t in tokens)
            bases[f"{scope}_text"] = base + tokens[-1].position + GAP
        if value.field == "number":
            whole = terms.setdefault(WHOLE, [])
            whole.append((whole_number(value.text), GAP * len(whole)))
    return terms


def _add(terms: Terms, content: str, tokens: list[Token], tag: str | None, base: int) -> None:
    entry = language(tag)
    parts = [token for token in tokens if token.role is TokenRole.PART]
    marked = sum(token.exact != token.folded for token in tokens)
    exact = [(token.exact, base + token.position) for token in tokens] if marked else []
    if marked and (entry.pairs or marked * FOREIGN >= len(tokens)):
        exact.insert(0, (MARKED, base))
    pairs = [(pair_term(one.folded, other.folded), base + one.position) for one, other in pairwise(parts)]
    stems = [(stem_term(token.exact, entry) or "", base + token.position) for token in parts]
    for form, made in (
        ("text", [(token.folded, base + token.position) for token in tokens]),
        ("exact", exact),
        ("pairs", pairs if entry.pairs or content != "text" else []),
        ("stem", stems if entry.stemmer and content in STEMMED else []),
    ):
        if made:
            terms.setdefault(f"{content}_{form}", []).extend(made)
