"""Bring a catalogue's tables to the newest schema.

All migrations run in one transaction, so a stop leaves the catalogue as it was.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sqlalchemy import inspect, text

from archive.catalogue.schema.database import Database
from archive.errors import ArchiveBusy, CatalogueNewer, StoreError
from archive.messages import Message

_TRIES = 60  # attempts to migrate while another process writes, each with the normal wait
HEAD = "0031"  # the newest file in migrations/versions


class Older(StrEnum):
    """What to do with a catalogue of an earlier schema: upgrade it, refuse it, or leave it unchanged."""

    UPGRADE = "upgrade"
    REFUSE = "refuse"
    LEAVE = "leave"


def upgrade(database: Database, version: str = "head") -> None:
    """Migrate the catalogue to a schema version, by default the newest. If two processes call it at once, the second
    has nothing to do."""
    # Imported here because Alembic is slow to import, and nearly every start does without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        if not inspect(connection).get_table_names() and (made := database.create_tables(connection)) is not None:
            command.stamp(config, made)
        command.upgrade(config, version)


def ensure(database: Database, older: Older = Older.UPGRADE) -> None:
    """Create the tables of a new catalogue; upgrade those of an older one, keeping a copy. While another process does
    so, which takes minutes for many texts, wait. Raise CatalogueNewer, StoreError if it is older and refused, or cannot
    be written or copied, and ArchiveBusy if another process writes it all the time."""
    version = version_of(database)
    if version == HEAD or (version is not None and version < HEAD and older is Older.LEAVE):
        return
    if version is not None and version > HEAD:
        raise CatalogueNewer(Message("catalogue-newer", path=database.address, version=version, known=HEAD))
    if version is not None:
        if older is Older.REFUSE or not database.is_writable():
            raise StoreError(Message("catalogue-older", path=database.address))
        database.keep_copy(version)
    for tries_left in reversed(range(_TRIES)):
        try:
            upgrade(database)
            return
        except ArchiveBusy:
            if version_of(database) == HEAD:
                return
            if not tries_left:
                raise


def version_of(database: Database) -> str | None:
    """Return the schema version of a catalogue, None for a new one. Raise StoreError if another program wrote it."""
    with database.reading() as connection:
        names = inspect(connection).get_table_names()
        if not names:
            return None
        if "alembic_version" not in names:
            code = "catalogue-foreign" if connection.dialect.name == "sqlite" else "catalogue-other-tables"
            raise StoreError(Message(code, path=database.address))
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
