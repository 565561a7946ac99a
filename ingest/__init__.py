"""Files become records: readers, photo metadata, extraction and the pipeline.

Nothing is imported here: a worker that loads a reader must not load the catalogue.
"""
