"""An index of the lines of refused files, for the list of those that are still outside."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_receipt_lines_refused ON receipt_lines (accession, n)"
        " WHERE outcome IN ('rejected', 'encrypted')"
    )
