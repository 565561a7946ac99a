"""Find the record of a file; sidecars; camera pairs; bags and their records.

Used by ingest/pipeline.
Begin with identity.py.
"""
