"""A request planned, run and relaxed.

Used by archive/search, webui/.
Begin with execution.py.
"""
