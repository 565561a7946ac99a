"""Tables, connection, stored file names, the write batch.

Used by archive/catalogue, ingest/.
Begin with tables.py.
"""
