"""Plain text, subtitles, Markdown.

Used by ingest/readers.
Begin with plain_text.py.
"""
