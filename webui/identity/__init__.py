"""Who sends a request: a user, a script with a token, or the archivist without users; and how much they may ask.

Used by all of webui above webui/http. Start: identity.py.
"""
