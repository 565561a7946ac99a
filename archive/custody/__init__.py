"""Backups, archives restored from them, and the catalogue as tables beside the originals.

Used by archive/commands, ingest/commands.
Begin with backup.py.
"""
