"""Files in, batches out, receipts.

Used by ingest/commands, ingest/watch.
Begin with pipeline.py.
"""
