"""Documents for the index, and keeping it in step with the catalogue.

Used by archive/commands, archive/search, ingest/, webui/.
Begin with index_sync.py.
"""
