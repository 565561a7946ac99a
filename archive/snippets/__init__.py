"""What a searcher sees of a text: its passages that show why a record answers a query, with what to mark in them."""

from archive.snippets.choosing import LENGTH, Passage, beginning, highlights
from archive.snippets.hits import Span, hits, looked_through
from archive.snippets.needle import Needle
from archive.snippets.needles import Needles, needles

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
    "needles",
]
