"""Photos named in a text, their captions and credits.

Used by ingest/description, ingest/extract, ingest/files, ingest/photo, ingest/readers.
Begin with photo_mentions.py.
"""
