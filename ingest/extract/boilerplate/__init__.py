"""Lines that are neither title nor body.

Used by ingest/description, ingest/extract, ingest/photo.
Begin with boilerplate.py.
"""
