"""Hold everything in a catalogue that is not in use yet, because it may lack later decisions to hold or withdraw."""

from __future__ import annotations

from contextlib import closing

from archive.authority.authorities import Authorities
from archive.authority.card_index import Cards
from archive.catalogue.catalogue import Catalogue
from archive.catalogue.schema.migration import upgrade
from archive.catalogue.schema.sqlite import SqliteDatabase


def hold_catalogue(database: SqliteDatabase, cards: Authorities, agent: str, by: str) -> int:
    """Hold what is public or would become public automatically, as one change set of the archivist with that login.
    Return how many records changed. An older catalogue is upgraded. Raise StoreError."""
    upgrade(database)
    with closing(Catalogue(database.path, database=database)) as catalogue:
        index = Cards.of(cards)
        catalogue.name_cards = lambda: index
        with catalogue.write(agent) as writer:
            return writer.hold_all(by)
