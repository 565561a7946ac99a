"""Text to terms, the same for every engine: one entry per language, one form per engine field."""

from archive.analysis.languages import LANGUAGES, Language, language, stem_term
from archive.analysis.terms import CONTENTS, ENGINE_FIELDS, SCOPES, VERSION, TextValue, document_terms
from archive.analysis.tokens import Role, Token, tokenize, unspaced
from archive.analysis.words import fold

__all__ = [
    "CONTENTS",
    "ENGINE_FIELDS",
    "LANGUAGES",
    "SCOPES",
    "VERSION",
    "Language",
    "Role",
    "TextValue",
    "Token",
    "document_terms",
    "fold",
    "language",
    "stem_term",
    "tokenize",
    "unspaced",
]
