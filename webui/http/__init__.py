"""Requests, parameters, responses, the server.

Used by webui/.
Begin with requests.py.
"""
