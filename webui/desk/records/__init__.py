"""Find, edit and release records, and undo changes.

Used by webui/desk, webui/desk/ingest. Begin with record.py.
"""
