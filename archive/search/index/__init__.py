"""Documents for the index, and its synchronisation with the catalogue.

Used by archive/commands, archive/search, ingest/, webui/.
Begin with index_sync.py.
"""
