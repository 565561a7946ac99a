"""DOC, DOCX, ODT, RTF, PPT, PPTX.

Used by ingest/readers/mail, ingest/readers/pdf, ingest/readers/tables.
Begin with docx.py.
"""
