"""Names of people in words: what is office or honorific before them, and what is the name."""

from archive.authority.persons.name_parser import FoundName, NameReading, bare_name, named_in

__all__ = ["FoundName", "NameReading", "bare_name", "named_in"]
