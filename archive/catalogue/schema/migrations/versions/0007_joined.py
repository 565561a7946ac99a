"""Records that became part of another, and what they were before, so that it can be taken back."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = """
CREATE TABLE merged (
  old TEXT NOT NULL PRIMARY KEY, kept TEXT NOT NULL, first INTEGER NOT NULL,
  change_set INTEGER NOT NULL REFERENCES change_sets (n), revision INTEGER NOT NULL);
CREATE INDEX ix_merged_kept ON merged (kept);
CREATE INDEX ix_merged_revision ON merged (revision);

CREATE TABLE join_snapshots (
  change_set INTEGER NOT NULL PRIMARY KEY REFERENCES change_sets (n), record TEXT NOT NULL, before TEXT NOT NULL,
  "left" TEXT NOT NULL);

ALTER TABLE companions ADD COLUMN joined BOOLEAN NOT NULL DEFAULT 0;

CREATE TABLE told_events (
  n INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, agent TEXT NOT NULL, type TEXT NOT NULL,
  record TEXT, outcome TEXT NOT NULL, detail TEXT NOT NULL);
INSERT INTO told_events SELECT n, at, agent, type, record, outcome, detail FROM events;
DROP TABLE events;
ALTER TABLE told_events RENAME TO events;
CREATE INDEX ix_events_record ON events (record);

CREATE TABLE told_lines (
  accession INTEGER NOT NULL REFERENCES accessions (n), n INTEGER NOT NULL, path TEXT NOT NULL, root TEXT,
  relpath TEXT NOT NULL, member TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, status TEXT,
  record TEXT, sha256 TEXT, size TEXT, PRIMARY KEY (accession, n), UNIQUE (accession, path, member));
INSERT INTO told_lines
  SELECT accession, n, path, root, relpath, member, outcome, reason, status, record, sha256, size FROM receipt_lines;
DROP TABLE receipt_lines;
ALTER TABLE told_lines RENAME TO receipt_lines;
CREATE INDEX ix_receipt_lines_record ON receipt_lines (record);
"""

# What was done, and what a person was told, is never rewritten: it may name a record that is a part of another now.
APPEND_ONLY = ("events", "receipt_lines")


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
            )
