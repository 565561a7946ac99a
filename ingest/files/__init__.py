"""Files found, copied, hashed and sent to a worker.

Used by ingest/commands, ingest/identity, ingest/ocr, ingest/pipeline, ingest/watch.
Begin with file_reading.py.
"""
