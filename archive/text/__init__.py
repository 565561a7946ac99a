"""Turn text into terms, the same for every engine: one entry per language, one form per engine field."""

from archive.text.fold import fold
from archive.text.languages import LANGUAGES, Language, language, stem_term
from archive.text.terms import CONTENTS, ENGINE_FIELDS, SCOPES, VERSION, DocumentTerms, TextValue, document_terms
from archive.text.tokens import Token, TokenRole, is_unspaced_script, tokenize

__all__ = [
    "CONTENTS",
    "ENGINE_FIELDS",
    "LANGUAGES",
    "SCOPES",
    "VERSION",
    "DocumentTerms",
    "Language",
    "TextValue",
    "Token",
    "TokenRole",
    "document_terms",
    "fold",
    "is_unspaced_script",
    "language",
    "stem_term",
    "tokenize",
]
