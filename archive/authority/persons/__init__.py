"""Personal names in text: office, honorific and name."""

from archive.authority.persons.name_parser import FoundName, NameReading, bare_name
from archive.authority.persons.named_people import named_in

__all__ = ["FoundName", "NameReading", "bare_name", "named_in"]
