"""Which texts are one, and which call themselves corrections, worked out again: a page or a mail around a text makes
it no other, a form of other news does, and a label in brackets is a label too."""

from alembic import op

from archive.access import instant, utc_now
from archive.catalogue.relations.relation_finder import update_relations
from archive.catalogue.relations.relation_words import is_correction
from archive.catalogue.relations.text_versions import SketchCache, renew_rows
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.migrations.columns import add_columns_of_messages

revision = "0014"
down_revision = "0013"

TOGETHER = """
SELECT one FROM reprints UNION SELECT other FROM reprints UNION
SELECT record FROM editions WHERE digest IN (
  SELECT digest FROM editions WHERE digest != '' GROUP BY digest HAVING count(*) > 1)
"""
# The lines of a head as they stand in JSON, one below the other.
OPENINGS = """
SELECT id, coalesce(json_extract(facts, '$.title'), '') || char(10) || replace(coalesce(furniture, ''), '"', char(10))
  || char(10) || substr(text, 1, 1200) FROM records JOIN texts ON record = id
"""


def upgrade() -> None:
    connection, shelf = op.get_bind(), SketchCache()
    add_columns_of_messages(connection)
    together = set(connection.exec_driver_sql(TOGETHER).scalars())
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records").scalars().all()):
        renew_rows(connection, ids, shelf)
    together.update(connection.exec_driver_sql(TOGETHER).scalars())
    openings = connection.exec_driver_sql(OPENINGS)
    together.update(record for record, opening in openings if is_correction(opening))
    batch = Batch(connection, "press-archive", instant(utc_now()))
    batch.worded |= together
    update_relations(batch)
    batch.touch(*together)
    batch.finish()
