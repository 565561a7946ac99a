"""Which record a file is; sidecars; camera pairs; bags and their records.

Used by ingest/pipeline.
Begin with identity.py.
"""
