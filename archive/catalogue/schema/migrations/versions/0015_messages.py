"""Codes and parameters of the reasons of receipts and of notes on records, beside their words, which stay."""

import sqlite3

from alembic import op

from archive.catalogue.schema.migrations.earlier_reasons import messages_of_note, messages_of_reason

revision = "0015"
down_revision = "0014"

# A receipt is never rewritten: what is added to its lines says the same in another form.
STATEMENTS = (
    "DROP TRIGGER receipt_lines_no_update",
    "ALTER TABLE receipt_lines ADD COLUMN messages TEXT",
    "UPDATE receipt_lines SET messages = messages_of_reason(reason, path) WHERE reason IS NOT NULL",
    """CREATE TRIGGER receipt_lines_no_update BEFORE UPDATE ON receipt_lines
    BEGIN SELECT RAISE(ABORT, 'receipt_lines are only ever added to'); END""",
    """UPDATE records SET notes = (SELECT json_group_array(json(messages_of_note(value))) FROM json_each(notes))
    WHERE notes <> '[]'""",
)


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.create_function("messages_of_reason", 2, messages_of_reason, deterministic=True)
    driver.create_function("messages_of_note", 1, messages_of_note, deterministic=True)
    for statement in STATEMENTS:
        op.execute(statement)
