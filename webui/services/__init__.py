"""Services of an opened archive, and all addresses.

Used by webui/.
Begin with services.py.
"""
