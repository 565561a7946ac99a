"""The words of embargoes, clocks and weekdays, one file per language (`languages/*.toml`), and the instant that words
name.

Ingest reads texts with it, commands and the desk what an archivist types. Begin with instants.py.
"""
