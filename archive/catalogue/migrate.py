"""Runs the migrations, all in one transaction, so that a stop anywhere leaves the file as it was."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from archive.catalogue.connect import writing


def upgrade(engine: Engine) -> None:
    """Brings the file to the newest schema. Two processes may call it at once: the second finds nothing to do."""
    # Here and not above: Alembic takes long to import, and nearly every start does without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
