"""Worker processes for all work on foreign bytes: a pool, its limits, and the files that jobs leave.

Input files are read here, never in the calling process. Only JSON and files in a folder are returned. A job that loops,
exhausts memory, floods or forks costs its worker and one error, never the batch.
"""
