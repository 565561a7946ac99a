"""Turn text into terms, the same for every engine: one entry per language, one form per engine field.

`terms` is loaded on first use: it imports numpy, which costs a process a tenth of a second, and workers that read files
do not need it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archive.text.fold import fold
from archive.text.languages import LANGUAGES, Language, language, stem_term
from archive.text.tokens import Token, TokenRole, is_unspaced_script, tokenize

if TYPE_CHECKING:
    from archive.text.terms import CONTENTS, ENGINE_FIELDS, SCOPES, VERSION, DocumentTerms, TextValue, document_terms

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


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("archive.text.terms"), name)
