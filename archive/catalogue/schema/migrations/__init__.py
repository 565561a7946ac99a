"""Steps from each schema of the catalogue to the next. A released step never changes."""
