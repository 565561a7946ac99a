"""The revision that the public is shown, apart from the catalogue's own."""

from alembic import op

revision = "0011"
down_revision = "0010"

# So far the public was shown the catalogue's own revision: what comes next is above all of it.
STATEMENTS = """
CREATE TABLE public_forms (
  record TEXT NOT NULL PRIMARY KEY,
  form TEXT NOT NULL,
  revision INTEGER NOT NULL
) WITHOUT ROWID;

INSERT OR IGNORE INTO meta (key, value)
  SELECT 'public_revision', CASE WHEN value > 0 THEN value + 1 ELSE 0 END FROM meta WHERE key = 'revision';
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
