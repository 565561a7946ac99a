"""PDF.

Used by ingest/description, ingest/ocr, ingest/pipeline.
Begin with pdf.py.
"""
