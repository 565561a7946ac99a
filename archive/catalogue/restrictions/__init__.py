"""Embargo and access of records and their versions.

Used by archive/catalogue, archive/catalogue/history, archive/catalogue/photos, archive/catalogue/records.
Begin with record_access.py.
"""
