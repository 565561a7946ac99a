"""Who sends a request: a user, a script with a token, or the archivist without users; and their rate limits.

Used by all of webui above webui/http. Begin with identity.py.
"""
