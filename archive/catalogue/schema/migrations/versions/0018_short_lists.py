"""Indexes of the few events and accessions that every ingest asks for, so that it reads no other."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_events_fixity ON events (n) WHERE type IN ('fixity check', 'recovery')")
    op.execute("CREATE INDEX ix_accessions_running ON accessions (n) WHERE state = 'running'")
