"""Which form a catalogue's file has, and bringing an older one up to date."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine

from archive.catalogue.connect import copy_to, is_writable, reading
from archive.catalogue.migrate import upgrade
from archive.errors import CatalogueNewer, StoreError

HEAD = "0014"  # the newest file in migrations/versions


def ensure(engine: Engine) -> None:
    """Make the tables of a new file; bring those of an older one up to date, with a copy of it kept beside it.
    Raises CatalogueNewer, and StoreError where it cannot be written or copied."""
    version = version_of(engine)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise CatalogueNewer(
            f"{engine.url.database} was written by a later press-archive (schema {version}, this one knows {HEAD}): "
            "install that version or a later one."
        )
    path = Path(str(engine.url.database))
    if not is_writable(path):
        raise StoreError(
            f"{path} was written by an earlier press-archive, and cannot be brought up to date where it may only be"
            " read: use a copy that may be written."
        )
    if version is not None:
        _keep_copy(engine, path.with_name(f"{path.stem}-{version}{path.suffix}"))
    upgrade(engine)


def _keep_copy(engine: Engine, target: Path) -> None:
    """Put the catalogue as it is beside it, for whoever must go back to the version that wrote it."""
    if target.exists():
        return
    part = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        copy_to(engine, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def version_of(engine: Engine) -> str | None:
    """The schema version of the file, None when it is new. Raises StoreError when it is something else's file."""
    with reading(engine) as connection:
        names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        if not names:
            return None
        if "alembic_version" not in names:
            raise StoreError(f"{engine.url.database} is not a catalogue: move it away and run `press-archive init`.")
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
