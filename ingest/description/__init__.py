"""One file sniffed, read and extracted, in a worker.

Used by nothing else: the top.
Begin with file_description.py.
"""
