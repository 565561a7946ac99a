"""NewsML-G2, NITF, ninjs, own exports.

Used by ingest/description, ingest/identity.
Begin with newsml.py.
"""
