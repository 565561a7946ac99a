"""Search, completion, similar records.

Used by archive/commands, ingest/commands, webui, webui/services.
Begin with searcher.py.
"""
