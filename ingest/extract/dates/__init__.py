"""Issue date, file date, release number, address slug.

Used by ingest/description, ingest/extract/kind, ingest/extract/title, ingest/readers/office, ingest/readers/web.
Begin with issue_date.py.
"""
