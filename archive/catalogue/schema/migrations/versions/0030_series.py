"""The tree of series above the records, and what is assigned to its units."""

from alembic import op

revision = "0030"
down_revision = "0029"

STATEMENTS = """
CREATE TABLE series (
  key TEXT NOT NULL, parent TEXT NOT NULL, level TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
  dates TEXT NOT NULL, extent TEXT NOT NULL, scope TEXT NOT NULL, PRIMARY KEY (key), UNIQUE (code));
CREATE INDEX ix_series_parent ON series (parent);
CREATE TABLE series_parts (
  way TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (way, value));
CREATE INDEX ix_series_parts_unit ON series_parts (unit);
"""


def upgrade() -> None:
    text = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    for statement in filter(str.strip, STATEMENTS.split(";")):
        op.execute(statement.replace("TEXT", text))
