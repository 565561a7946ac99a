"""Passages of a text that match a query, with the words to mark."""

from archive.search.snippets.highlight_terms import Needle, Needles, select_field_needles
from archive.search.snippets.snippets import LENGTH, Passage, beginning, highlights, page_breaks
from archive.search.snippets.text_match import Span, all_hits, hits, looked_through

__all__ = [
    "LENGTH",
    "Needle",
    "Needles",
    "Passage",
    "Span",
    "all_hits",
    "beginning",
    "highlights",
    "hits",
    "looked_through",
    "page_breaks",
    "select_field_needles",
]
