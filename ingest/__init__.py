"""Files become records: readers, photo metadata, enrichment and the pipeline, whose `ingest` is the front door.

Nothing is imported here: a worker that loads a reader must not load the catalogue with it.
"""
