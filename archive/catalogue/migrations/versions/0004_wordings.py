"""Texts are compared by other sketches than before, which those of before are not like: all are worked out again."""

from alembic import op

from archive.catalogue.batch import in_chunks
from archive.catalogue.editions import Shelf, renew_rows

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table in ("reprints", "edition_numbers", "editions"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608
    connection, shelf = op.get_bind(), Shelf()
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records").scalars()):
        renew_rows(connection, ids, shelf)
