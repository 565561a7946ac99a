"""The archive for programs that speak the Model Context Protocol: `press-archive mcp`.

It is an extra (`pip install "press-archive[mcp]"`). Its tools only read, and answer what the JSON API answers to the
public. Only server.py imports the package `mcp`. Start: tools.py.
"""
