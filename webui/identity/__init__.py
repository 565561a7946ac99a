"""Who sends a request: a user, a script with a token, or the archivist without users.

Used by all of webui above webui/http. Start: identity.py.
"""
