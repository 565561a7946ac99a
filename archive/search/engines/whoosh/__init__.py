"""The default engine: Whoosh keeps terms, postings and columns on disk; matching and ranking are done on arrays.

Whoosh (2.7.4 or whoosh3, which share a format) writes, merges and commits segments. Its own query classes walk postings
one document at a time in Python, which is too slow for a word that half of the archive has; here whole postings are
decoded into numpy arrays, remembered, and matched at once.
"""

from archive.search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
