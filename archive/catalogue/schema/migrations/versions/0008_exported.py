"""Records that came as exports of other archives, found by the id that they had there."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX IF NOT EXISTS ix_records_exported ON records (json_extract(facts, '$.exported_id'))"
        " WHERE reader = 'records'"
    )
