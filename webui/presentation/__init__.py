"""Code shared by pages, desk and JSON for presenting records.

Used by webui/. Begin with record_values.py.
"""
