"""Tokens, stale forms, background jobs, notices, the page to go back to.

Used by webui/desk, webui/desk/links, webui/desk/records.
Begin with form_tokens.py.
"""
