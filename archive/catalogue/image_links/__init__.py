"""Resolve which photo a text means by a file name.

Used by archive/catalogue, archive/catalogue/history, archive/catalogue/records, archive/catalogue/restrictions.
Begin with match_rules.py.
"""
