"""Users and tokens, and who acted in each event."""

from alembic import op

from archive.catalogue.schema.migrations.columns import WHO_ACTED, add_missing

revision = "0024"
down_revision = "0023"

STATEMENTS = """
CREATE TABLE users (
  name TEXT NOT NULL, full_name TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL, session TEXT NOT NULL,
  created TEXT NOT NULL, disabled BOOLEAN NOT NULL, PRIMARY KEY (name));
CREATE TABLE tokens (
  n INTEGER NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL, sha256 TEXT NOT NULL, created TEXT NOT NULL,
  expires TEXT NOT NULL, revoked TEXT, PRIMARY KEY (n), UNIQUE (sha256));
"""


def upgrade() -> None:
    connection = op.get_bind()
    text = "TEXT"
    if connection.dialect.name == "postgresql":
        text = 'TEXT COLLATE "C"'
        op.execute(f'ALTER TABLE events ADD COLUMN IF NOT EXISTS "by" {text}')
    else:
        add_missing(connection, "events", WHO_ACTED)
    for statement in filter(str.strip, STATEMENTS.split(";")):
        op.execute(statement.replace("TEXT", text))
