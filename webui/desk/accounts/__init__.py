"""Log in and out, the own password, users and tokens.

Used by webui/desk. Start: login.py.
"""
