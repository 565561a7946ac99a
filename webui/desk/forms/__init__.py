"""Tokens, stale forms, background jobs, notices, the page to return to.

Used by webui/desk, webui/desk/links, webui/desk/records. Begin with form_tokens.py.
"""
