"""The chain of events, begun over those that there are; room for erasures and the sheets of accessions."""

from alembic import op

from archive.catalogue.schema.event_chain import link_all

revision = "0026"
down_revision = "0025"

STATEMENTS = """
CREATE TABLE event_links (
  n BIGINT NOT NULL, digest BLOB NOT NULL, salt BLOB, erased BLOB,
  PRIMARY KEY (n), FOREIGN KEY(n) REFERENCES events (n) DEFERRABLE);
CREATE TABLE erasures (
  n SERIAL NOT NULL, record TEXT NOT NULL, reason TEXT NOT NULL, requested_at TEXT NOT NULL, requested_by TEXT NOT NULL,
  approved_at TEXT, approved_by TEXT, state TEXT NOT NULL, remains TEXT NOT NULL, revision BIGINT, PRIMARY KEY (n));
CREATE INDEX ix_erasures_record ON erasures (record);
CREATE INDEX ix_erasures_revision ON erasures (revision);
CREATE TABLE erased_files (
  digest TEXT NOT NULL, erasure BIGINT NOT NULL,
  PRIMARY KEY (digest), FOREIGN KEY(erasure) REFERENCES erasures (n) DEFERRABLE);
CREATE TABLE accession_sheets (
  accession BIGINT NOT NULL, number TEXT NOT NULL, donor TEXT NOT NULL, carrier TEXT NOT NULL, agreement TEXT NOT NULL,
  note TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (accession), FOREIGN KEY(accession) REFERENCES accessions (n) DEFERRABLE);
"""
TYPES = {
    "postgresql": {"TEXT": 'TEXT COLLATE "C"', "BLOB": "BYTEA", "SERIAL": "BIGSERIAL"},
    "sqlite": {"BIGINT": "INTEGER", "SERIAL": "INTEGER", " DEFERRABLE": ""},
}
# What was done, and what a person was told, is never rewritten, but where a record is erased.
APPEND_ONLY = ("events", "event_links", "receipt_lines")
ERASING = "EXISTS (SELECT 1 FROM erasures WHERE state = 'running')"
REFUSE = f"""
CREATE FUNCTION refuse_change_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND {ERASING} THEN RETURN NEW; END IF;
  RAISE EXCEPTION USING
    MESSAGE = TG_TABLE_NAME || ' are only ever added to', ERRCODE = 'integrity_constraint_violation';
END $$
"""


def upgrade() -> None:
    connection = op.get_bind()
    for statement in filter(str.strip, STATEMENTS.split(";\n")):
        for name, here in TYPES[connection.dialect.name].items():
            statement = statement.replace(name, here)
        op.execute(statement)
    link_all(connection)
    if connection.dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard()


def _guard() -> None:
    for table in APPEND_ONLY:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
        for verb, unless in (("UPDATE", f"WHEN NOT {ERASING} "), ("DELETE", "")):
            name = f"{table}_no_{verb.lower()}"
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
            op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {unless}{refuse}")


def _guard_on_postgresql() -> None:
    op.execute(REFUSE)
    for table in APPEND_ONLY:
        name = f"{table}_only_added"
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erased()"
        )
