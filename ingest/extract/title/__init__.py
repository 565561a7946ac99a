"""The structure of a page: header, title, body, footer.

Used by ingest/description, ingest/ocr, ingest/readers/office.
Begin with page_anatomy.py.
"""
