"""Language of a text and of its parts.

Used by ingest/description, ingest/extract/kind, ingest/files, ingest/pipeline, ingest/readers/tables.
Begin with language_detection.py.
"""
