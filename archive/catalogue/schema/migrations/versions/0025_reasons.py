"""Why the archivist changed records, in words."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    text = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    op.execute(f"ALTER TABLE change_sets ADD COLUMN reason {text}")
