"""Dates, clock times and zones in text.

Used by archive/captions, archive/catalogue, archive/search, ingest/.
Begin with date_finder.py.
"""
