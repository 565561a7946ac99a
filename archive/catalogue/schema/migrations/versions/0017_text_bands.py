"""The bands of each text, by which its near duplicates are found in an archive of any size. Each photo gets a number of
its own, which is its place in the file of hashes."""

from alembic import op

from archive.catalogue.relations.text_bands import put_bands_of_all
from archive.catalogue.schema.migrations.columns import create_text_bands

revision = "0017"
down_revision = "0016"

SHARED = "SELECT 1 FROM looks GROUP BY change HAVING count(*) > 1 LIMIT 1"
RENUMBER = """
UPDATE looks SET change = numbered.n
FROM (SELECT record, row_number() OVER (ORDER BY change, record) AS n FROM looks) AS numbered
WHERE numbered.record = looks.record
"""


def upgrade() -> None:
    connection = op.get_bind()
    if connection.exec_driver_sql(SHARED).first():
        connection.exec_driver_sql(RENUMBER)
    if create_text_bands(connection):
        put_bands_of_all(connection)
