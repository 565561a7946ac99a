"""Rules of collections, what is due for disposal, and legal holds, at the desk.

Used by webui/desk.
Begin with collections.py.
"""
