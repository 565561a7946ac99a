"""Change sets, undo, merge, split, decisions.

Used by archive/catalogue.
Begin with change_sets.py.
"""
