"""Mentions, relations and events to confirm or reject; records to merge and split.

Used by webui/desk.
Begin with mentions.py.
"""
