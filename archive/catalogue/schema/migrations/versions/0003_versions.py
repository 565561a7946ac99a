"""How texts are worded and numbered, so that reprints and other languages of one text are known."""

from alembic import op

from archive.catalogue.relations.text_versions import renew_rows
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.migrations.columns import create_text_bands

revision = "0003"
down_revision = "0002"

STATEMENTS = """
CREATE TABLE editions (
  record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), digest TEXT NOT NULL, sketch TEXT NOT NULL,
  change INTEGER NOT NULL);
CREATE INDEX ix_editions_digest ON editions (digest);
CREATE INDEX ix_editions_change ON editions (change);

CREATE TABLE edition_numbers (
  record TEXT NOT NULL REFERENCES records (id), number TEXT NOT NULL, PRIMARY KEY (record, number));
CREATE INDEX ix_edition_numbers_number ON edition_numbers (number);

CREATE TABLE reprints (
  one TEXT NOT NULL REFERENCES records (id), other TEXT NOT NULL REFERENCES records (id), PRIMARY KEY (one, other));
CREATE INDEX ix_reprints_other ON reprints (other);
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
    connection = op.get_bind()
    create_text_bands(connection)
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records").scalars()):
        renew_rows(connection, ids)
