"""What people mean by words side by side: a date, a wish for a kind of record, words that only join the others."""

from __future__ import annotations

from archive.query.light_words import with_light_words
from archive.query.said_dates import with_dates
from archive.query.tree import Query
from archive.query.wishes import with_wish


def as_meant(query: Query) -> Query:
    """The query, its names read already, with all this read in it. What was asked for in quotes, fields, or with a sign
    before it stays as it is."""
    return with_light_words(with_wish(with_dates(query)))
