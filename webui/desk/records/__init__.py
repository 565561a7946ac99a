"""Records found, edited, released, undone.

Used by webui/desk, webui/desk/ingest.
Begin with record.py.
"""
