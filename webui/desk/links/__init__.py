"""Mentions, relations and events to confirm or reject.

Used by webui/desk.
Begin with mentions.py.
"""
