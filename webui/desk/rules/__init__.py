"""Rules of collections, disposals that are due, and legal holds, at the desk.

Used by webui/desk. Begin with collections.py.
"""
