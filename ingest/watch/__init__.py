"""Watched folders.

Used by ingest/commands.
Begin with watcher.py.
"""
