"""What alerts have looked at, and their reports, so that a restart loses none."""

from alembic import op

revision = "0029"
down_revision = "0028"

STATEMENTS = """
CREATE TABLE alert_progress (
  alert TEXT NOT NULL, revision INTEGER NOT NULL, looked_at TEXT NOT NULL, error TEXT, PRIMARY KEY (alert)
);
CREATE TABLE alert_deliveries (
  id TEXT NOT NULL, alert TEXT NOT NULL, records TEXT NOT NULL, made_at TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL, next_at TEXT NOT NULL, done_at TEXT, error TEXT, PRIMARY KEY (id)
);
CREATE INDEX ix_alert_deliveries_next_at ON alert_deliveries (next_at);
"""


def upgrade() -> None:
    text = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    for statement in filter(str.strip, STATEMENTS.split(";")):
        op.execute(statement.replace("TEXT", text))
