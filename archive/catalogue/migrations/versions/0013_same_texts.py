"""Which texts are one, worked out again: a disclaimer in common makes none of them one."""

from alembic import op

from archive.access import instant, utc_now
from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.editions import Shelf, renew_rows
from archive.catalogue.relating import find

revision = "0013"
down_revision = "0012"

TOGETHER = """
SELECT one FROM reprints UNION SELECT other FROM reprints UNION
SELECT record FROM editions WHERE digest IN (
  SELECT digest FROM editions WHERE digest != '' GROUP BY digest HAVING count(*) > 1)
"""


def upgrade() -> None:
    connection, shelf = op.get_bind(), Shelf()
    together = set(connection.exec_driver_sql(TOGETHER).scalars())
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records").scalars().all()):
        renew_rows(connection, ids, shelf)
    together.update(connection.exec_driver_sql(TOGETHER).scalars())
    batch = Batch(connection, "press-archive", instant(utc_now()))
    batch.worded |= together
    find(batch)
    batch.touch(*together)
    batch.finish()
