"""Commands that bring files in.

Used by nothing else: the top.
Begin with ingest_command.py.
"""
