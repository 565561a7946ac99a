"""What several readers need: source, sniffing, charsets, values, ZIP checks.

Used by ingest/.
Begin with source.py.
"""
