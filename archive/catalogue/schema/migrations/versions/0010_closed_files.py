"""Who may see files that were replaced while the public did not see their record."""

from alembic import op

revision = "0010"
down_revision = "0009"

# Nobody wrote down who saw what was replaced so far: where the public does not see the record now, it stays closed.
STATEMENTS = """
ALTER TABLE assets ADD COLUMN status TEXT;
ALTER TABLE assets ADD COLUMN release_at TEXT;
ALTER TABLE assets ADD COLUMN hold_reason TEXT;
CREATE INDEX ix_assets_release_at ON assets (release_at) WHERE release_at IS NOT NULL;

UPDATE assets SET (status, release_at, hold_reason) =
  (SELECT status, release_at, hold_reason FROM records WHERE records.id = assets.record)
WHERE role = 'original' AND version < (SELECT version FROM records WHERE records.id = assets.record)
  AND (SELECT status FROM records WHERE records.id = assets.record) <> 'released';
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
