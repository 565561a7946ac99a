"""Who may see a name under which known bytes came: a copy that came held."""

from alembic import op

from archive.catalogue.schema.migrations.columns import HELD_NAMES, add_missing

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    add_missing(op.get_bind(), "names", HELD_NAMES)
    op.execute("CREATE INDEX IF NOT EXISTS ix_names_release_at ON names (release_at) WHERE release_at IS NOT NULL")
