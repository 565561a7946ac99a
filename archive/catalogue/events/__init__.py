"""Events: records of one occasion, joined by links, day, place, names. Start: event_finder.py.

Not the events of the history, which are in PREMIS terms: these are what a press office held, and wrote and photographed
about.
"""
