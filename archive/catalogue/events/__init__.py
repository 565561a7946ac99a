"""Events: records of one occasion, joined by links, day, place, names. Start: event_finder.py.

Not to be confused with events of the history (PREMIS): these are occasions that a press office wrote about and
photographed.
"""
