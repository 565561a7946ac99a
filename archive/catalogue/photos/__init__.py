"""Image sequences, sidecars, groups that collapse in lists.

Used by archive/catalogue, archive/catalogue/history, archive/catalogue/schema/migrations/versions, ingest/files.
Begin with image_sequences.py, then frame_runs.py.
"""
