"""Press release, speech or article; genre; speaker.

Used by ingest/description, ingest/extract/title.
Begin with kind.py.
"""
