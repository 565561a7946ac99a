"""Worker processes for all work on foreign bytes: a pool, its limits, and the files that jobs leave.

Files handed in are read here, never in the process that asked. Only JSON and files in a folder come back. A job that
loops, eats memory, floods or forks costs its worker and one error, never the batch.
"""
