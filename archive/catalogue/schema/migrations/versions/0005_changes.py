"""What the archivist changed, act by act, so that each can be taken back."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = """
CREATE TABLE change_sets (
  n INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, what TEXT NOT NULL,
  records INTEGER NOT NULL, undoes INTEGER REFERENCES change_sets (n), undone_by INTEGER REFERENCES change_sets (n));

CREATE TABLE changed_values (
  change_set INTEGER NOT NULL REFERENCES change_sets (n), record TEXT NOT NULL REFERENCES records (id),
  key TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, used_before TEXT NOT NULL, used_after TEXT NOT NULL,
  PRIMARY KEY (change_set, record, key));
CREATE INDEX ix_changed_values_record ON changed_values (record);
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
