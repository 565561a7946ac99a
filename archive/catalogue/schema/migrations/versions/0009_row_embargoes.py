"""Embargoes that a row of a caption table names for its photo."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("ALTER TABLE mentions ADD COLUMN embargo JSON")
