"""Codes and parameters of why photos are linked and records held, and pages not read, beside their words, which stay;
also in what histories keep of these."""

import sqlite3

from alembic import op

from archive.catalogue.schema.migrations import earlier_links
from archive.catalogue.schema.migrations.columns import add_columns_of_messages

revision = "0016"
down_revision = "0015"

# An event is never rewritten: what is added to its detail says the same in another form.
STATEMENTS = (
    "UPDATE mentions SET messages = messages_of_link(reason) WHERE reason IS NOT NULL",
    "UPDATE scan_pages SET messages = messages_of_page(reason) WHERE reason IS NOT NULL",
    "UPDATE records SET hold_messages = messages_of_hold(hold_reason) WHERE hold_reason IS NOT NULL",
    "UPDATE assets SET hold_messages = messages_of_hold(hold_reason) WHERE hold_reason IS NOT NULL",
    "UPDATE scans SET otherwise = recode_access(otherwise) WHERE otherwise <> 'null'",
    """UPDATE changed_values SET before = recode_access(before), after = recode_access(after) WHERE "key" = 'access'""",
    "UPDATE join_snapshots SET before = recode_snapshot(before)",
    "DROP TRIGGER events_no_update",
    """UPDATE events SET detail = recode_event(detail)
    WHERE json_type(detail, '$.reason') = 'text' OR json_type(detail, '$.before.reason') = 'text'""",
    """CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever added to'); END""",
)
FUNCTIONS = (
    earlier_links.messages_of_link,
    earlier_links.messages_of_page,
    earlier_links.messages_of_hold,
    earlier_links.recode_access,
    earlier_links.recode_snapshot,
    earlier_links.recode_event,
)


def upgrade() -> None:
    add_columns_of_messages(op.get_bind())
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    for function in FUNCTIONS:
        driver.create_function(function.__name__, 1, function, deterministic=True)
    for statement in STATEMENTS:
        op.execute(statement)
