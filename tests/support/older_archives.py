"""Catalogues set back to an earlier schema, as made by earlier versions."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

# Statements that undo each migration, newest first. A migration that only changes values needs nothing here.
_TAKEN_OUT = {
    "0031": """
DROP INDEX ix_frames_maker;
""",
    "0030": """
DROP TABLE series;
DROP TABLE series_parts;
""",
    "0029": """
DROP TABLE alert_deliveries;
DROP TABLE alert_progress;
""",
    "0028": """
DROP TABLE disposed_records;
DROP TABLE disposals;
DROP TABLE held_for_law;
DROP TABLE legal_holds;
DROP TABLE closures;
DROP TABLE collection_rules;
""",
    "0027": """
DROP INDEX ix_public_forms_revision;
ALTER TABLE public_forms DROP COLUMN shown_since;
ALTER TABLE public_forms DROP COLUMN changed_at;
""",
    "0026": """
DROP TRIGGER IF EXISTS events_no_update;
DROP TRIGGER IF EXISTS receipt_lines_no_update;
DROP TABLE event_links;
DROP TABLE erased_files;
DROP TABLE erasures;
DROP TABLE accession_sheets;
DELETE FROM meta WHERE key = 'last_event';
""",
    "0025": """
ALTER TABLE change_sets DROP COLUMN reason;
""",
    "0024": """
DROP TABLE users;
DROP TABLE tokens;
ALTER TABLE events DROP COLUMN "by";
""",
    "0023": """
DROP TABLE press_events;
DROP TABLE event_members;
DROP TABLE event_ties;
DROP TABLE event_clues;
DROP TABLE event_decisions;
""",
    "0022": """
DROP TABLE name_cards;
""",
    "0021": """
DELETE FROM meta WHERE key = 'last_untold_event';
""",
    "0020": """
DROP INDEX ix_records_not_released;
""",
    "0019": """
DROP INDEX ix_receipt_lines_refused;
""",
    "0018": """
DROP INDEX ix_events_fixity;
DROP INDEX ix_accessions_running;
""",
    "0017": """
DROP TABLE text_bands;
DROP TABLE new_text_bands;
""",
    "0016": """
ALTER TABLE mentions DROP COLUMN messages;
ALTER TABLE scan_pages DROP COLUMN messages;
ALTER TABLE records DROP COLUMN hold_messages;
ALTER TABLE assets DROP COLUMN hold_messages;
""",
    "0015": """
ALTER TABLE receipt_lines DROP COLUMN messages;
UPDATE records SET notes = (SELECT json_group_array(CASE type WHEN 'object' THEN json_extract(value, '$.text')
  ELSE value END) FROM json_each(notes)) WHERE notes <> '[]';
""",
    "0012": """
DROP INDEX ix_names_release_at;
ALTER TABLE names DROP COLUMN status;
ALTER TABLE names DROP COLUMN release_at;
""",
    "0011": """
DROP TABLE public_forms;
DELETE FROM meta WHERE key = 'public_revision';
""",
    "0010": """
DROP INDEX ix_assets_release_at;
ALTER TABLE assets DROP COLUMN status;
ALTER TABLE assets DROP COLUMN release_at;
ALTER TABLE assets DROP COLUMN hold_reason;
""",
    "0009": """
ALTER TABLE mentions DROP COLUMN embargo;
""",
    "0008": """
DROP INDEX ix_records_exported;
""",
    "0007": """
DROP TABLE merged;
DROP TABLE join_snapshots;
ALTER TABLE companions DROP COLUMN joined;
""",
    "0006": """
DROP TABLE profiles;
DROP TABLE clues;
DROP TABLE refused_relations;
""",
    "0005": """
DROP TABLE changed_values;
DROP TABLE change_sets;
""",
    "0004": """
DROP TABLE scans;
DROP TABLE scan_pages;
DROP TABLE typed_texts;
DROP TABLE file_texts;
""",
    "0003": """
DROP TABLE editions;
DROP TABLE edition_numbers;
DROP TABLE reprints;
""",
    "0002": """
DROP INDEX ix_names_stem;
DROP INDEX ix_names_base;
DROP INDEX ix_names_digits;
ALTER TABLE names DROP COLUMN stem;
ALTER TABLE names DROP COLUMN base;
ALTER TABLE names DROP COLUMN digits;
DROP INDEX ix_mentions_stem;
DROP INDEX ix_mentions_base;
DROP INDEX ix_mentions_digits;
ALTER TABLE mentions DROP COLUMN stem;
ALTER TABLE mentions DROP COLUMN base;
ALTER TABLE mentions DROP COLUMN digits;
ALTER TABLE mentions DROP COLUMN date;
ALTER TABLE mentions DROP COLUMN language;
ALTER TABLE mentions DROP COLUMN refused;
DROP TABLE companions;
DROP TABLE looks;
DROP TABLE frames;
""",
}
_GUARDS = tuple(  # as before 0026
    f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
    for table in ("events", "receipt_lines")
)
_CODES = {"messages", "hold_messages"}  # keys of histories that 0016 added
_HISTORIES = (
    ("events", "detail"),
    ("changed_values", "before"),
    ("changed_values", "after"),
    ("scans", "otherwise"),
    ("join_snapshots", "before"),
)
VERSIONS = tuple(f"{number:04}" for number in range(1, 21))  # every schema version that an archive may have had


def set_back(archive: Path, version: str, *further: str) -> None:
    """Undo the migrations of the catalogue after the schema `version`, then run `further` statements."""
    undone = "".join(statements for number, statements in _TAKEN_OUT.items() if number > version)
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as connection, connection:
        statements = [*filter(str.strip, undone.split(";"))]
        guarded = [one for one in statements if one.strip().startswith("DROP TRIGGER")]
        for statement in guarded:
            connection.execute(statement)
        for statement in _GUARDS if guarded else ():
            connection.execute(statement)
        if version < "0016":
            _take_codes_out(connection)
        for statement in (*(one for one in statements if one not in guarded), *further):
            connection.execute(statement)
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def _take_codes_out(connection: sqlite3.Connection) -> None:
    """Rewrite histories as they were before their texts had codes."""
    (trigger,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'events_no_update'").fetchone()
    connection.execute("DROP TRIGGER events_no_update")
    connection.create_function("without_codes", 1, lambda text: _json(_without_codes(json.loads(text))))
    for table, column in _HISTORIES:
        connection.execute(f"UPDATE {table} SET {column} = without_codes({column})")
    connection.execute(trigger)


def _without_codes(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_codes(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _without_codes(one) for name, one in value.items() if name not in _CODES}
    if isinstance(found.get("notes"), str):  # for a record in a snapshot
        found["notes"] = _json([_words(one) for one in json.loads(found["notes"])])
    return found


def _words(note: Any) -> str:
    return str(note["text"] if isinstance(note, dict) else note)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
