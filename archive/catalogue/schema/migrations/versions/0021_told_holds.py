"""The last event of before the time when each text that holds a photo says so, however else the photo is held."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("INSERT OR IGNORE INTO meta SELECT 'last_untold_event', coalesce(max(n), 0) FROM events")
