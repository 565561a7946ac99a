"""Records written, read, merged from sources, listed.

Used by archive/catalogue, archive/catalogue/history, archive/catalogue/photos, webui/desk/records,
webui/presentation.
Begin with record_writes.py.
"""
