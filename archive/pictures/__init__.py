"""Pixels out of foreign picture files: opened within limits, decoded once and no larger than needed, brought to sRGB.

All of it runs inside workers. What files say in words is read in ingest/photo; this package finds only pictures.
"""
