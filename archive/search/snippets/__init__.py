"""What a searcher sees of a text: its passages that show why a record answers a query, with what to mark in them."""

from archive.search.snippets.highlight_terms import Needle, Needles, select_field_needles
from archive.search.snippets.snippets import LENGTH, Passage, beginning, highlights
from archive.search.snippets.text_match import Span, hits, looked_through

__all__ = [
    "LENGTH",
    "Needle",
    "Needles",
    "Passage",
    "Span",
    "beginning",
    "highlights",
    "hits",
    "looked_through",
    "select_field_needles",
]
