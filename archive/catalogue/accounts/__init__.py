"""Users, roles and tokens: who may do what in the pages and the API.

Used by archive/catalogue, archive/commands, webui/. Start: roles.py.
"""
