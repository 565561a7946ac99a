"""The default engine: Whoosh stores terms, postings and columns; matching and ranking use numpy arrays.

Whoosh (2.7.4 or whoosh3, which share a format) writes, merges and commits segments. Its own query classes walk postings
one document at a time in Python, too slow for a word in half of the archive. Here whole postings are decoded into
arrays, cached, and matched together.
"""

from archive.search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
