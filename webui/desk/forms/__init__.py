"""Tokens, stale forms, background jobs, notices.

Used by webui/desk, webui/desk/links, webui/desk/records.
Begin with form_tokens.py.
"""
