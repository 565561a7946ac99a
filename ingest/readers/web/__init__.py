"""HTML.

Used by ingest/readers/mail, ingest/readers/news.
Begin with html.py.
"""
