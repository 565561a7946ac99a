"""Relations between records, and the rules that find them.

Used by archive/catalogue.
Begin with relations.py.
"""
