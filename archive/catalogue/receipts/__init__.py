"""Accessions: file paths, labels, receipt lines, audit.

Used by archive/catalogue, archive/storage, ingest/, webui/.
Begin with receipts.py.
"""
