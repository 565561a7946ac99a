"""Pixels from foreign picture files: opened within limits, decoded once no larger than needed, converted to sRGB.

Runs in workers only. Metadata of pictures is read in ingest/photo.
"""
