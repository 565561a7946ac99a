"""By what texts that belong together are found, and which relations the archivist refused."""

from alembic import op

from archive.catalogue.relations.profile_store import store_profiles
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.migrations.columns import HELD_NAMES, add_missing

revision = "0006"
down_revision = "0005"

STATEMENTS = """
CREATE TABLE profiles (record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), profile TEXT NOT NULL);

CREATE TABLE clues (
  record TEXT NOT NULL REFERENCES records (id), clue TEXT NOT NULL, PRIMARY KEY (record, clue)) WITHOUT ROWID;
CREATE INDEX ix_clues_clue ON clues (clue);

CREATE TABLE refused_relations (
  one TEXT NOT NULL REFERENCES records (id), type TEXT NOT NULL, other TEXT NOT NULL REFERENCES records (id),
  PRIMARY KEY (one, type, other));
CREATE INDEX ix_refused_relations_other ON refused_relations (other);
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
    add_missing(op.get_bind(), "names", HELD_NAMES)
    connection = op.get_bind()
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records").scalars().all()):
        store_profiles(connection, ids)
