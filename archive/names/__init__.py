"""Name cards in queries: a form of a person, place, body, office or concept finds all its forms."""

from archive.names.cards import Cards, Entry, Role
from archive.names.faults import faults
from archive.names.reading import NameRead, read_names
from archive.names.shipped import shipped_cards

__all__ = ["Cards", "Entry", "NameRead", "Role", "faults", "read_names", "shipped_cards"]
