"""Rules of collections (closed for years, kept for years) and legal holds.

Used by archive/catalogue, archive/catalogue/history.
Begin with collection_rules.py.
"""
