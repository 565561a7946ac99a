"""Names of people in words: what is office or honorific before them, and what is the name."""

from archive.persons.named import named_in
from archive.persons.names import Found, Reading, bare_name

__all__ = ["Found", "Reading", "bare_name", "named_in"]
