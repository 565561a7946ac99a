"""ZIP and TAR.

Used by ingest/readers/mail.
Begin with zip_archive.py.
"""
