"""Data from the words of a text, or from the name and folders of a file.

`ingest/description/extraction.py` calls all of it.
"""
