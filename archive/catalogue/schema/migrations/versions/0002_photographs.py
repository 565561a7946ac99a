"""What ties photographs to each other and to what names them: forms of names, companions, looks, runs of frames."""

from alembic import op
from sqlalchemy import Connection, insert, text

from archive.catalogue.photos.image_sequences import rows_for
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.filenames import forms_of
from archive.catalogue.schema.migrations.columns import HELD_NAMES, add_missing
from archive.catalogue.schema.tables import frames

revision = "0002"
down_revision = "0001"

STATEMENTS = """
ALTER TABLE names ADD COLUMN stem TEXT NOT NULL DEFAULT '';
ALTER TABLE names ADD COLUMN base TEXT NOT NULL DEFAULT '';
ALTER TABLE names ADD COLUMN digits TEXT NOT NULL DEFAULT '';
CREATE INDEX ix_names_stem ON names (stem);
CREATE INDEX ix_names_base ON names (base);
CREATE INDEX ix_names_digits ON names (digits);

ALTER TABLE mentions ADD COLUMN stem TEXT NOT NULL DEFAULT '';
ALTER TABLE mentions ADD COLUMN base TEXT NOT NULL DEFAULT '';
ALTER TABLE mentions ADD COLUMN digits TEXT NOT NULL DEFAULT '';
ALTER TABLE mentions ADD COLUMN date TEXT;
ALTER TABLE mentions ADD COLUMN language TEXT;
ALTER TABLE mentions ADD COLUMN refused TEXT NOT NULL DEFAULT '[]';
CREATE INDEX ix_mentions_stem ON mentions (stem);
CREATE INDEX ix_mentions_base ON mentions (base);
CREATE INDEX ix_mentions_digits ON mentions (digits);

CREATE TABLE companions (
  id INTEGER NOT NULL PRIMARY KEY,
  root TEXT NOT NULL REFERENCES roots (label), path TEXT NOT NULL, member TEXT NOT NULL, folder TEXT NOT NULL,
  stem TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64), size TEXT NOT NULL, media_type TEXT NOT NULL,
  role TEXT NOT NULL, record TEXT REFERENCES records (id), used BOOLEAN NOT NULL, held BOOLEAN NOT NULL,
  accession INTEGER NOT NULL REFERENCES accessions (n), description TEXT NOT NULL,
  UNIQUE (root, path, member, sha256, record));
CREATE INDEX ix_companions_sha256 ON companions (sha256);
CREATE INDEX ix_companions_record ON companions (record);
CREATE INDEX ix_companions_place ON companions (root, folder, stem);

CREATE TABLE looks (
  record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), whole TEXT NOT NULL,
  miniature BLOB NOT NULL, change INTEGER NOT NULL);
CREATE INDEX ix_looks_change ON looks (change);

CREATE TABLE frames (
  record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), prefix TEXT NOT NULL, day TEXT NOT NULL,
  number INTEGER NOT NULL, folder TEXT NOT NULL, creator TEXT NOT NULL, camera TEXT NOT NULL, taken TEXT NOT NULL);
CREATE INDEX ix_frames_run ON frames (prefix, day, number);
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
    add_missing(op.get_bind(), "names", HELD_NAMES)
    connection = op.get_bind()
    _fill(connection, "names", "id", "SELECT id, CASE member WHEN '' THEN path ELSE member END FROM names")
    _fill(connection, "mentions", "rowid", "SELECT rowid, filename FROM mentions")
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records WHERE kind = 'photo'").scalars()):
        for row in rows_for(connection, ids):
            connection.execute(insert(frames).values(**row))


def _fill(connection: Connection, table: str, key: str, rows: str) -> None:
    for at, name in connection.exec_driver_sql(rows).all():
        found = forms_of(name)
        said = {"at": at, "stem": found.stem, "base": found.base, "digits": found.digits}
        update = f"UPDATE {table} SET stem = :stem, base = :base, digits = :digits WHERE {key} = :at"  # noqa: S608
        connection.execute(text(update), said)
