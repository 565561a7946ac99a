"""Uploads, receipts, rejected files.

Used by webui, webui/desk.
Begin with uploads.py.
"""
