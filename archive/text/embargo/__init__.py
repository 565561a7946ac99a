"""The words of embargoes, clocks and weekdays, one file per language (`languages/*.toml`), and the instant that words
name.

Ingest uses it for texts, commands and the desk for what an archivist types. Begin with instants.py.
"""
