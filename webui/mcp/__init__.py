"""The archive for programs that use the Model Context Protocol: `press-archive mcp`.

It is an extra (`pip install "press-archive[mcp]"`). Its tools only read, and give the answers of the public JSON API.
Only server.py imports the package `mcp`. Begin with tools.py.
"""
