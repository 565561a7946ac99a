"""An index of the records that are held or withdrawn, for their lists."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_records_not_released ON records (status) WHERE status <> 'released'")
