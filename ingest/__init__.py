"""Files become records: readers, photo metadata, enrichment and the pipeline. `ingest` is its front door."""

from ingest.pipeline import Options, ingest
from ingest.receipt import Line, Receipt

__all__ = ["Line", "Options", "Receipt", "ingest"]
