"""Events: what releases, speeches and photographs of one occasion are joined by. Those of all records are found."""

from alembic import op

from archive.authority.authorities import Authorities
from archive.authority.card_index import Cards
from archive.catalogue.events.event_finder import rebuild_events

revision = "0023"
down_revision = "0022"

STATEMENTS = """
CREATE TABLE press_events (key TEXT NOT NULL, merged_into TEXT, PRIMARY KEY (key));
CREATE INDEX ix_press_events_merged_into ON press_events (merged_into);
CREATE TABLE event_members (record TEXT NOT NULL, event TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (record));
CREATE INDEX ix_event_members_event ON event_members (event);
CREATE TABLE event_ties (
  one TEXT NOT NULL, other TEXT NOT NULL, reason TEXT NOT NULL, sure BOOLEAN NOT NULL,
  PRIMARY KEY (one, other, reason));
CREATE INDEX ix_event_ties_other ON event_ties (other);
CREATE TABLE event_clues (
  record TEXT NOT NULL, clue TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (record, clue, day));
CREATE INDEX ix_event_clues_clue ON event_clues (clue, day);
CREATE TABLE event_decisions (
  event TEXT NOT NULL, record TEXT NOT NULL, holds BOOLEAN NOT NULL, PRIMARY KEY (event, record));
CREATE INDEX ix_event_decisions_record ON event_decisions (record);
"""


def upgrade() -> None:
    connection = op.get_bind()
    text = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    for statement in filter(str.strip, STATEMENTS.split(";")):
        op.execute(statement.replace("TEXT", text))
    rebuild_events(connection, Cards.of(Authorities()))
