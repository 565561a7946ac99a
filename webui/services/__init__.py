"""Services of an open archive, and all internal addresses.

Used by webui/. Begin with services.py.
"""
