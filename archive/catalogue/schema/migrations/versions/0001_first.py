"""The first schema: records, originals and their names, mentions, relations, receipts, events."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = """
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL);
INSERT INTO meta VALUES ('revision', 0);

CREATE TABLE records (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, genre TEXT,
  status TEXT NOT NULL CHECK (status IN ('released', 'held', 'withdrawn')), release_at TEXT, hold_reason TEXT,
  version INTEGER NOT NULL, revision INTEGER NOT NULL, added_at TEXT NOT NULL,
  reader TEXT NOT NULL, reader_version INTEGER NOT NULL, media_type TEXT NOT NULL,
  facts TEXT NOT NULL, origins TEXT NOT NULL, notes TEXT NOT NULL, furniture TEXT NOT NULL);
CREATE INDEX ix_records_release_at ON records (release_at);
CREATE INDEX ix_records_revision ON records (revision);

CREATE TABLE texts (record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), text TEXT NOT NULL);

CREATE TABLE assets (
  record TEXT NOT NULL REFERENCES records (id), n INTEGER NOT NULL, role TEXT NOT NULL, version INTEGER NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64), size INTEGER NOT NULL, media_type TEXT NOT NULL,
  PRIMARY KEY (record, n));
CREATE INDEX ix_assets_sha256 ON assets (sha256);

CREATE TABLE roots (label TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL);

CREATE TABLE accessions (
  n INTEGER NOT NULL PRIMARY KEY, started TEXT NOT NULL, ended TEXT, arguments TEXT NOT NULL, access TEXT NOT NULL,
  totals TEXT NOT NULL, state TEXT NOT NULL);

CREATE TABLE names (
  id INTEGER NOT NULL PRIMARY KEY, root TEXT NOT NULL REFERENCES roots (label), path TEXT NOT NULL,
  member TEXT NOT NULL, sha256 TEXT NOT NULL, record TEXT REFERENCES records (id), key TEXT NOT NULL,
  outcome TEXT NOT NULL, size TEXT NOT NULL, mtime_ns TEXT NOT NULL, inode TEXT NOT NULL, live INTEGER NOT NULL,
  first_seen INTEGER NOT NULL REFERENCES accessions (n), last_seen INTEGER NOT NULL REFERENCES accessions (n),
  UNIQUE (root, path, member, sha256));
CREATE INDEX ix_names_sha256 ON names (sha256);
CREATE INDEX ix_names_record ON names (record);
CREATE INDEX ix_names_key ON names (key);
CREATE UNIQUE INDEX ix_names_live ON names (root, path, member) WHERE live;

CREATE TABLE mentions (
  record TEXT NOT NULL REFERENCES records (id), n INTEGER NOT NULL, filename TEXT NOT NULL, key TEXT NOT NULL,
  caption TEXT, credit TEXT, caption_raw TEXT, text_offset INTEGER NOT NULL, photo TEXT REFERENCES records (id),
  doubtful INTEGER NOT NULL, reason TEXT, origin TEXT NOT NULL, PRIMARY KEY (record, n));
CREATE INDEX ix_mentions_key ON mentions (key);
CREATE INDEX ix_mentions_photo ON mentions (photo);

CREATE TABLE relations (
  subject TEXT NOT NULL REFERENCES records (id), type TEXT NOT NULL, object TEXT NOT NULL REFERENCES records (id),
  origin TEXT NOT NULL, certainty REAL NOT NULL, PRIMARY KEY (subject, type, object));
CREATE INDEX ix_relations_object ON relations (object);

CREATE TABLE receipt_lines (
  accession INTEGER NOT NULL REFERENCES accessions (n), n INTEGER NOT NULL, path TEXT NOT NULL, root TEXT,
  relpath TEXT NOT NULL, member TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, status TEXT,
  record TEXT REFERENCES records (id), sha256 TEXT, size TEXT, PRIMARY KEY (accession, n),
  UNIQUE (accession, path, member));
CREATE INDEX ix_receipt_lines_record ON receipt_lines (record);

CREATE TABLE events (
  n INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, agent TEXT NOT NULL, type TEXT NOT NULL,
  record TEXT REFERENCES records (id), outcome TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX ix_events_record ON events (record)
"""

APPEND_ONLY = ("events", "receipt_lines")  # what was done, and what a person was told, is never rewritten


def upgrade() -> None:
    """Create all tables."""
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
            )
