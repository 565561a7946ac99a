"""The archive's folder: originals, locks, fixity, derived pictures.

Used by archive/commands, archive/edits, archive/search, ingest/, webui/.
Begin with archive.py.
"""
