"""Room for the name cards that all machines of an archive on a database server use."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.execute("CREATE TABLE name_cards (digest TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (digest))")
