"""Log in and out, change the own password, manage users and tokens.

Used by webui/desk. Begin with login.py.
"""
