"""Files become records: readers, photo metadata, enrichment and the pipeline."""
