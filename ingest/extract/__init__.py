"""What the words of a text, or the name and folders of a file, say of it.

`ingest/description/extraction.py` calls all of it.
"""
