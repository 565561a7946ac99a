"""CSV, XLSX, XLS, ODS; caption tables.

Used by nothing else: the top.
Begin with caption_table.py.
"""
