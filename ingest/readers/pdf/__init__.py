"""PDF and DjVu.

Used by ingest/description, ingest/ocr, ingest/pipeline.
Begin with pdf.py.
"""
