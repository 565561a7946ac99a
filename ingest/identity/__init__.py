"""Which record a file is; sidecars; camera pairs.

Used by ingest/pipeline.
Begin with identity.py.
"""
