"""Plan, run and relax a request.

Used by archive/search, webui/.
Begin with execution.py.
"""
