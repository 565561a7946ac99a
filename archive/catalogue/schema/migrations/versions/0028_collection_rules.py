"""Rules of collections, legal holds, and disposals."""

import re

from alembic import op

revision = "0028"
down_revision = "0027"

STATEMENTS = """
CREATE TABLE collection_rules (
  n SERIAL NOT NULL, collection TEXT NOT NULL, kind TEXT NOT NULL, years INTEGER NOT NULL, counted_from TEXT NOT NULL,
  reason TEXT NOT NULL, set_at TEXT NOT NULL, set_by TEXT NOT NULL, lifted_at TEXT, lifted_by TEXT, lifted_reason TEXT,
  PRIMARY KEY (n));
CREATE TABLE closures (
  record TEXT NOT NULL, rule INTEGER NOT NULL, until TEXT, since INTEGER NOT NULL, event INTEGER NOT NULL,
  before TEXT NOT NULL, PRIMARY KEY (record, rule), FOREIGN KEY(rule) REFERENCES collection_rules (n));
CREATE INDEX ix_closures_rule ON closures (rule);
CREATE TABLE legal_holds (
  n SERIAL NOT NULL, case_name TEXT NOT NULL, scope TEXT NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL,
  set_at TEXT NOT NULL, set_by TEXT NOT NULL, lifted_at TEXT, lifted_by TEXT, lifted_reason TEXT, PRIMARY KEY (n));
CREATE TABLE held_for_law (
  hold INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (hold, record),
  FOREIGN KEY(hold) REFERENCES legal_holds (n));
CREATE INDEX ix_held_for_law_record ON held_for_law (record);
CREATE TABLE disposals (
  n SERIAL NOT NULL, collection TEXT NOT NULL, due_on TEXT NOT NULL, reason TEXT NOT NULL, requested_at TEXT NOT NULL,
  requested_by TEXT NOT NULL, PRIMARY KEY (n));
CREATE TABLE disposed_records (
  disposal INTEGER NOT NULL, record TEXT NOT NULL, erasure INTEGER NOT NULL, rule INTEGER NOT NULL, kind TEXT NOT NULL,
  counted_day TEXT NOT NULL, due_on TEXT NOT NULL, files TEXT NOT NULL, PRIMARY KEY (disposal, record),
  FOREIGN KEY(disposal) REFERENCES disposals (n), FOREIGN KEY(rule) REFERENCES collection_rules (n));
CREATE INDEX ix_disposed_records_erasure ON disposed_records (erasure);
"""


DIALECTS = {
    "postgresql": {"TEXT": 'TEXT COLLATE "C"', "SERIAL": "BIGSERIAL", "INTEGER": "BIGINT"},
    "sqlite": {"SERIAL": "INTEGER"},
}


def upgrade() -> None:
    names = DIALECTS[op.get_bind().dialect.name]
    for statement in filter(str.strip, STATEMENTS.split(";")):
        for name, theirs in names.items():
            statement = re.sub(rf"\b{name}\b", theirs, statement)
        op.execute(statement)
