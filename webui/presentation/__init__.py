"""What pages, desk and JSON show alike.

Used by webui/.
Begin with record_values.py.
"""
