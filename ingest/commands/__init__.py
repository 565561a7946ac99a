"""Commands that ingest files.

Used by nothing else: the top. Begin with ingest_command.py.
"""
