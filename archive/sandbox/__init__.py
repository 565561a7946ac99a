"""Killable processes for all work on foreign bytes: a pool of them, what they may use, and what a job leaves behind.

Everything that reads a file handed in runs here, never in the process that asked. What comes back is plain JSON and
files in a folder; a job that loops, eats memory, floods or forks costs its worker and one error, never the batch.
"""
