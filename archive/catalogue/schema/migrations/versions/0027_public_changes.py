"""Since when the public sees each record, and when its form last changed, for those who follow the changes."""

from alembic import op

revision = "0027"
down_revision = "0026"

# Of what was shown before, neither is known: 0 and empty.
STATEMENTS = """
ALTER TABLE public_forms ADD COLUMN shown_since INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE public_forms ADD COLUMN changed_at TEXT DEFAULT '' NOT NULL;
CREATE INDEX ix_public_forms_revision ON public_forms (revision);
"""


def upgrade() -> None:
    text = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    for statement in filter(str.strip, STATEMENTS.split(";")):
        op.execute(statement.replace("TEXT", text))
