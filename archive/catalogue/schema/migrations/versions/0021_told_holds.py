"""Note the last event of older versions. They wrote none for a text that names a photo which something else held
already."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("INSERT OR IGNORE INTO meta SELECT 'last_untold_event', coalesce(max(n), 0) FROM events")
