"""Scans and what was read of them, and texts that the archivist typed; PDFs without text wait to be read."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = """
CREATE TABLE scans (
  record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), sha256 TEXT NOT NULL, pages TEXT NOT NULL,
  pending BOOLEAN NOT NULL, otherwise TEXT NOT NULL);
CREATE INDEX ix_scans_pending ON scans (pending);

CREATE TABLE scan_pages (
  sha256 TEXT NOT NULL, page INTEGER NOT NULL, languages TEXT NOT NULL, text TEXT NOT NULL, confidence INTEGER,
  reason TEXT, read_at TEXT NOT NULL, PRIMARY KEY (sha256, page));

CREATE TABLE typed_texts (
  n INTEGER NOT NULL PRIMARY KEY, record TEXT NOT NULL REFERENCES records (id), sha256 TEXT NOT NULL,
  text TEXT NOT NULL, at TEXT NOT NULL, cleared BOOLEAN NOT NULL);
CREATE INDEX ix_typed_texts_record ON typed_texts (record);

CREATE TABLE file_texts (record TEXT NOT NULL PRIMARY KEY REFERENCES records (id), text TEXT NOT NULL);

INSERT INTO scans (record, sha256, pages, pending, otherwise)
  SELECT r.id, a.sha256, '[]', 1, 'null' FROM records r
  JOIN texts t ON t.record = r.id JOIN assets a ON a.record = r.id
  WHERE r.media_type = 'application/pdf' AND r.reader = 'pdf' AND a.role = 'original' AND a.version = r.version
    AND trim(t.text, char(32, 10, 12)) = '' GROUP BY r.id;
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
