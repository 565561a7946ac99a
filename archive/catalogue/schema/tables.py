"""All tables of the catalogue, for SQLAlchemy Core. The migrations create them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from archive.catalogue.schema import functions as functions
from archive.catalogue.schema.column_types import Certainty, Json, Large, Messages, Notes, PathText, Whole, Words

metadata = MetaData()

ACCESS_COLUMNS = ("status", "release_at", "hold_reason", "hold_messages")  # of `records` and `assets`

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Integer, nullable=False))

# The name cards of all machines, if the catalogue is on a server.
name_cards = Table(
    "name_cards", metadata, Column("digest", Text, primary_key=True), Column("text", Text, nullable=False)
)

# `hold_messages`: the messages of the hold reason, if the archive itself holds it.
records = Table(
    "records",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("genre", Words),
    Column("status", Text, nullable=False),
    Column("release_at", Text, index=True),
    Column("hold_reason", Words),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False, index=True),
    Column("added_at", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("reader_version", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("origins", Json, nullable=False),
    Column("notes", Notes, nullable=False),
    Column("furniture", Json, nullable=False),
    Column("hold_messages", Messages),
)

IS_NOT_RELEASED = text("status <> 'released'")
Index("ix_records_not_released", records.c.status, sqlite_where=IS_NOT_RELEASED)

texts = Table(
    "texts",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("text", Words, nullable=False),
)

# ACCESS_COLUMNS: the access of a file that was replaced while its record was hidden from the public; null for all
# others, which follow their record.
assets = Table(
    "assets",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Large, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("status", Text),
    Column("release_at", Text),
    Column("hold_reason", Words),
    Column("hold_messages", Messages),
)
Index("ix_assets_release_at", assets.c.release_at, sqlite_where=assets.c.release_at.is_not(None))

roots = Table("roots", metadata, Column("label", Text, primary_key=True), Column("path", PathText, nullable=False))

# `status` and `release_at`: the access of a name under which a copy of known bytes arrived held; null for all others.
names = Table(
    "names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root", ForeignKey("roots.label"), nullable=False),
    Column("path", PathText, nullable=False),
    Column("member", PathText, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("record", ForeignKey("records.id"), index=True),
    Column("key", Text, nullable=False, index=True),
    Column("stem", Text, nullable=False, index=True),
    Column("base", Text, nullable=False, index=True),
    Column("digits", Text, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("size", Whole, nullable=False),
    Column("mtime_ns", Whole, nullable=False),
    Column("inode", Whole, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("first_seen", ForeignKey("accessions.n"), nullable=False),
    Column("last_seen", ForeignKey("accessions.n"), nullable=False),
    Column("status", Text),
    Column("release_at", Text),
    UniqueConstraint("root", "path", "member", "sha256"),
)
Index("ix_names_release_at", names.c.release_at, sqlite_where=names.c.release_at.is_not(None))
# A name has one content at a time; its former contents are kept, not live.
Index("ix_names_live", names.c.root, names.c.path, names.c.member, unique=True, sqlite_where=text("live"))

# `messages`: those of the reason.
mentions = Table(
    "mentions",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("filename", Words, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("stem", Text, nullable=False, index=True),
    Column("base", Text, nullable=False, index=True),
    Column("digits", Text, nullable=False, index=True),
    Column("caption", Words),
    Column("credit", Words),
    Column("caption_raw", Words),
    Column("text_offset", Integer, nullable=False),
    Column("date", Words),
    Column("language", Words),
    Column("embargo", Json),
    Column("photo", ForeignKey("records.id"), index=True),
    Column("doubtful", Boolean, nullable=False),
    Column("reason", Text),
    Column("refused", Json, nullable=False),
    Column("origin", Text, nullable=False),
    Column("messages", Messages),
)

# Files that describe a photo beside its original: sidecars, the camera's other file of the same frame. One row for each
# photo that a name's bytes belong to; one without a record while a sidecar waits for its photo. `used`: its values are
# among the record's; `held`: its accession was held; `joined`: it was a separate record, or part of one, until that was
# merged into this one.
companions = Table(
    "companions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root", ForeignKey("roots.label"), nullable=False),
    Column("path", PathText, nullable=False),
    Column("member", PathText, nullable=False),
    Column("folder", PathText, nullable=False),
    Column("stem", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Whole, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("record", ForeignKey("records.id"), index=True),
    Column("used", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("joined", Boolean, nullable=False, server_default=false()),
    Column("accession", ForeignKey("accessions.n"), nullable=False),
    Column("description", Json, nullable=False),
    UniqueConstraint("root", "path", "member", "sha256", "record"),
)
Index("ix_companions_place", companions.c.root, companions.c.folder, companions.c.stem)

# The look of each photo: its 64-bit difference hash as 16 hexadecimal digits, and 32 x 32 grey pixels. `change` is its
# place in the file of hashes: a changed look gets the next number, and none is reused. `meta` has the highest number
# assigned before looks were last deleted, as `last_look`.
looks = Table(
    "looks",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("whole", Text, nullable=False),
    Column("miniature", LargeBinary, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)

# The place of each photo in a run of frames: the prefix of its file name, its day (or else its folder), its number; and
# what distinguishes the frames of two cameras. `taken`: the time it was taken, if known exactly.
frames = Table(
    "frames",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("prefix", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("folder", Text, nullable=False),
    Column("creator", Text, nullable=False),
    Column("camera", Text, nullable=False),
    Column("taken", Text, nullable=False),
)
Index("ix_frames_run", frames.c.prefix, frames.c.day, frames.c.number)
Index("ix_frames_maker", frames.c.prefix, frames.c.day, frames.c.creator, frames.c.camera, frames.c.folder)

relations = Table(
    "relations",
    metadata,
    Column("subject", ForeignKey("records.id"), primary_key=True),
    Column("type", Text, primary_key=True),
    Column("object", ForeignKey("records.id"), primary_key=True, index=True),
    Column("origin", Text, nullable=False),
    Column("certainty", Certainty, nullable=False),
)

accessions = Table(
    "accessions",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("started", Text, nullable=False),
    Column("ended", Text),
    Column("arguments", Json, nullable=False),
    Column("access", Text, nullable=False),
    Column("totals", Json, nullable=False),
    Column("state", Text, nullable=False),
)

IS_RUNNING = text("state = 'running'")
Index("ix_accessions_running", accessions.c.n, sqlite_where=IS_RUNNING)

# Lines and events may name a record that has been merged into another since. `messages`: those of the reason.
receipt_lines = Table(
    "receipt_lines",
    metadata,
    Column("accession", ForeignKey("accessions.n"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("path", PathText, nullable=False),
    Column("root", Text),
    Column("relpath", PathText, nullable=False),
    Column("member", PathText, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Words),
    Column("status", Text),
    Column("record", Text, index=True),
    Column("sha256", Text),
    Column("size", Whole),
    Column("messages", Messages),
    UniqueConstraint("accession", "path", "member"),
)

IS_REFUSED = text("outcome IN ('rejected', 'encrypted')")
Index("ix_receipt_lines_refused", receipt_lines.c.accession, receipt_lines.c.n, sqlite_where=IS_REFUSED)

# `agent`: the program; `by`: the user, token or account that ran it, null if it was not recorded yet.
events = Table(
    "events",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("agent", Words, nullable=False),
    Column("type", Text, nullable=False),
    Column("record", Text, index=True),
    Column("outcome", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Column("by", Words),
)
IS_OF_FIXITY = text("type IN ('fixity check', 'recovery')")
Index("ix_events_fixity", events.c.n, sqlite_where=IS_OF_FIXITY)

# The chain of events. `digest` covers the event and the previous digest; `salt` precedes its detail there. If the
# values of an event were erased, `erased` is what the chain covers of them, and there is no salt.
event_links = Table(
    "event_links",
    metadata,
    Column("n", ForeignKey("events.n"), primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("erased", LargeBinary),
)
# Requested and completed erasures: a row stays as the tombstone of the record. `state` is requested, running (only
# within the transaction that erases, in which rows above may be blanked), cleaning (until files and indexes are done)
# or done; `remains`: what is still to be removed; `revision`: that of the erasure, for the indexes.
erasures = Table(
    "erasures",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("record", Text, nullable=False, index=True),
    Column("reason", Words, nullable=False),
    Column("requested_at", Text, nullable=False),
    Column("requested_by", Words, nullable=False),
    Column("approved_at", Text),
    Column("approved_by", Words),
    Column("state", Text, nullable=False),
    Column("remains", Json, nullable=False),
    Column("revision", Integer, index=True),
)

# The erased files: SHA-256 of a secret number of this archive (`erasure_salt` in `meta`) and their digest, so that only
# this archive recognises them if they come again.
erased_files = Table(
    "erased_files",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("erasure", ForeignKey("erasures.n"), nullable=False),
)

# The rules of collections, one row each, kept when the rule is lifted. `kind`: closed (for some years) or retention
# (kept for some years); `counted_from`: the date of a record, or its day of ingest.
collection_rules = Table(
    "collection_rules",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("collection", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("years", Integer, nullable=False),
    Column("counted_from", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("set_at", Text, nullable=False),
    Column("set_by", Words, nullable=False),
    Column("lifted_at", Text),
    Column("lifted_by", Words),
    Column("lifted_reason", Words),
)

# Which rule closes which record until when (null: until someone decides). `since` and `event`: the last change set and
# event before that; `before`: the access at that time. Records may have been merged into another since.
closures = Table(
    "closures",
    metadata,
    Column("record", Text, primary_key=True),
    Column("rule", ForeignKey("collection_rules.n"), primary_key=True, index=True),
    Column("until", Text),
    Column("since", Integer, nullable=False),
    Column("event", Integer, nullable=False),
    Column("before", Json, nullable=False),
)

# Legal holds, one row each, kept when the hold is lifted. `scope`: record, query or collection; `target`: the ids, the
# query, or the name of the collection.
legal_holds = Table(
    "legal_holds",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("case_name", Words, nullable=False),
    Column("scope", Text, nullable=False),
    Column("target", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("set_at", Text, nullable=False),
    Column("set_by", Words, nullable=False),
    Column("lifted_at", Text),
    Column("lifted_by", Words),
    Column("lifted_reason", Words),
)

# The records under each; they may have been merged into another since.
held_for_law = Table(
    "held_for_law",
    metadata,
    Column("hold", ForeignKey("legal_holds.n"), primary_key=True),
    Column("record", Text, primary_key=True, index=True),
)

# Requests to dispose of due records of a collection, and the records of each, with the erasure that disposes of it.
# `due_on`: the day of the list, or the day the record became due; `files`: digest, size and type of each file.
disposals = Table(
    "disposals",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("collection", Words, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("requested_at", Text, nullable=False),
    Column("requested_by", Words, nullable=False),
)
disposed_records = Table(
    "disposed_records",
    metadata,
    Column("disposal", ForeignKey("disposals.n"), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("erasure", Integer, nullable=False, index=True),
    Column("rule", ForeignKey("collection_rules.n"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("counted_day", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("files", Json, nullable=False),
)

# The entry of an accession in the register: the archive's own number, donor, carrier, agreement.
accession_sheets = Table(
    "accession_sheets",
    metadata,
    Column("accession", ForeignKey("accessions.n"), primary_key=True),
    Column("number", Words, nullable=False),
    Column("donor", Words, nullable=False),
    Column("carrier", Words, nullable=False),
    Column("agreement", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Text, nullable=False),
)

# One act of the archivist on one or many records. `action`: edit, import, undo, ...; `what`: a description; `by`: the
# login; `records`: how many it changed; `undoes`: the set it undid; `undone_by`: the latest set that undid it;
# `reason`: the one given by the archivist.
change_sets = Table(
    "change_sets",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Words, nullable=False),
    Column("action", Text, nullable=False),
    Column("what", Words, nullable=False),
    Column("records", Integer, nullable=False),
    Column("undoes", ForeignKey("change_sets.n")),
    Column("undone_by", ForeignKey("change_sets.n")),
    Column("reason", Words),
)

# The archivist's values of a key of a record before and after a set, the one in use first, [] for none. `used_before`
# and `used_after`: the value in use, of any origin.
changed_values = Table(
    "changed_values",
    metadata,
    Column("change_set", ForeignKey("change_sets.n"), primary_key=True),
    Column("record", ForeignKey("records.id"), primary_key=True, index=True),
    Column("key", Text, primary_key=True),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("used_before", Json, nullable=False),
    Column("used_after", Json, nullable=False),
)


# Records merged into another one, whose ids still lead there. `kept`: the record that absorbed it, which may itself be
# merged by now; `first`: the offset of its file numbers. `revision` is that of the merge, for the indexes.
merged = Table(
    "merged",
    metadata,
    Column("old", Text, primary_key=True),
    Column("kept", Text, nullable=False, index=True),
    Column("first", Integer, nullable=False),
    Column("change_set", ForeignKey("change_sets.n"), nullable=False),
    Column("revision", Integer, nullable=False, index=True),
)

# The former state of the records of such a change set, row by row, and a digest of the state after the set.
join_snapshots = Table(
    "join_snapshots",
    metadata,
    Column("change_set", ForeignKey("change_sets.n"), primary_key=True),
    Column("record", Text, nullable=False),
    Column("before", Json, nullable=False),
    Column("left", Text, nullable=False),
)


# What the rules compare, for each text.
profiles = Table(
    "profiles",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("profile", Json, nullable=False),
)

# Clues by which each text is found: number, name, folder, title, day; prefixed with `?`, those that it looks for in
# others.
clues = Table(
    "clues",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("clue", Text, primary_key=True, index=True),
)

# Relations refused by the archivist; no rule adds them again, whichever of the two is the subject.
refused_relations = Table(
    "refused_relations",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("type", Text, primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True, index=True),
)


# Records with scanned pages: which pages of which bytes, and whether they are still to be read. No pages: they are not
# found yet. `otherwise` is the access apart from the wait for OCR (as `Access.columns` returns it), while it is held
# for that; else null.
scans = Table(
    "scans",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("pages", Json, nullable=False),
    Column("pending", Boolean, nullable=False, index=True),
    Column("otherwise", Json, nullable=False),
)

# The recognized text of each page of such bytes (pages count from 1), and its languages. `confidence` is 0 to 100, null
# for an empty page; `reason` says why a page could not be read, `messages` the same.
scan_pages = Table(
    "scan_pages",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("languages", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("confidence", Integer),
    Column("reason", Words),
    Column("read_at", Text, nullable=False),
    Column("messages", Messages),
)

# Every text that the archivist typed, of a record with these bytes. The last one that was not cleared is in force.
typed_texts = Table(
    "typed_texts",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("record", ForeignKey("records.id"), nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", Text, nullable=False),
    Column("cleared", Boolean, nullable=False),
)

# The file's text, for records whose text is a typed one now.
file_texts = Table(
    "file_texts",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("text", Words, nullable=False),
)


# The wording of each text: a digest of its words (empty for hardly any), and a 128-bit sketch, similar for nearly equal
# texts (empty for short ones). `change` is the number of the text.
editions = Table(
    "editions",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("digest", Text, nullable=False, index=True),
    Column("sketch", Text, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)

# The MinHash bands of each text, by which near duplicates are found; `edition` is its `change` in `editions`. Bands of
# its former wording stay here.
text_bands = Table(
    "text_bands",
    metadata,
    Column("band", Large, primary_key=True),
    Column("edition", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# The same for the newest texts, all bands of a text as one value, until they are sorted in. Those of a changed text are
# replaced.
new_text_bands = Table(
    "new_text_bands",
    metadata,
    Column("edition", Integer, primary_key=True),
    Column("bands", LargeBinary, nullable=False),
)

# The numbers of texts, by which their versions in other languages are found.
edition_numbers = Table(
    "edition_numbers",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("number", Text, primary_key=True, index=True),
)

# Pairs of records whose texts are nearly equal, once; equal ones share a digest.
reprints = Table(
    "reprints",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True, index=True),
)


# Occasions that records report and show: not the events of the history above. `merged_into`: the key of the event that
# this one was merged into.
press_events = Table(
    "press_events", metadata, Column("key", Text, primary_key=True), Column("merged_into", Text, index=True)
)

# The event of a record, and the day of the record, or "". These four tables may name records that have been merged into
# another since; all but the decisions are derived.
event_members = Table(
    "event_members",
    metadata,
    Column("record", Text, primary_key=True),
    Column("event", Text, nullable=False, index=True),
    Column("day", Text, nullable=False),
)

# Two records of one event, `one` before `other`, and the code of the reason; if not `sure`, they may be.
event_ties = Table(
    "event_ties",
    metadata,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True, index=True),
    Column("reason", Text, primary_key=True),
    Column("sure", Boolean, nullable=False),
)

# Clues for records of a day: words of names, persons, halls.
event_clues = Table(
    "event_clues",
    metadata,
    Column("record", Text, primary_key=True),
    Column("clue", Text, primary_key=True),
    Column("day", Text, primary_key=True),
)
Index("ix_event_clues_clue", event_clues.c.clue, event_clues.c.day)

# The archivist's decisions: the record is in the event (`holds`), or is not.
event_decisions = Table(
    "event_decisions",
    metadata,
    Column("event", Text, primary_key=True),
    Column("record", Text, primary_key=True, index=True),
    Column("holds", Boolean, nullable=False),
)


# Who may log in. `password`: its Argon2 hash, empty for none; `session`: the value in the user's cookies, replaced to
# end all sessions.
users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("full_name", Words, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
)

# What scripts use instead of a password. `sha256`: of the secret, which is not stored.
tokens = Table(
    "tokens",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("created", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("revoked", Text),
)

# The tree above the records: fonds, series, files. `parent`: the key of the parent unit, or "".
series = Table(
    "series",
    metadata,
    Column("key", Text, primary_key=True),
    Column("parent", Text, nullable=False, index=True),
    Column("level", Text, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("dates", Words, nullable=False),
    Column("extent", Words, nullable=False),
    Column("scope", Words, nullable=False),
)

# The assignments of a unit: `way` is collection, accession, folder or record, and `value` which one.
series_parts = Table(
    "series_parts",
    metadata,
    Column("way", Text, primary_key=True),
    Column("value", Words, primary_key=True),
    Column("unit", Text, nullable=False, index=True),
)
