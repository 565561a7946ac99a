"""Which texts are one, and which call themselves corrections, worked out again: a page or a mail around a text makes
it no other, a form of other news does, and a label in brackets is a label too."""

from alembic import op

from archive.access import instant, utc_now
from archive.catalogue.relations.relation_finder import update_relations
from archive.catalogue.relations.relation_words import is_correction
from archive.catalogue.relations.text_bands import put_bands_of_all
from archive.catalogue.relations.text_versions import renew_rows
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.migrations.columns import (
    WHO_ACTED,
    add_columns_of_messages,
    add_missing,
    create_text_bands,
)

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
    connection = op.get_bind()
    add_columns_of_messages(connection)
    add_missing(connection, "events", WHO_ACTED)
    if create_text_bands(connection):
        put_bands_of_all(connection)
    together = set(connection.exec_driver_sql(TOGETHER).scalars())
    for ids in in_chunks(connection.exec_driver_sql("SELECT id FROM records").scalars().all()):
        renew_rows(connection, ids)
    together.update(connection.exec_driver_sql(TOGETHER).scalars())
    openings = connection.exec_driver_sql(OPENINGS)
    together.update(record for record, opening in openings if is_correction(opening))
    batch = Batch(connection, "press-archive", instant(utc_now()))
    batch.worded |= together
    update_relations(batch)
    batch.touch(*together)
    batch.finish()
