"""All tables of the catalogue, as SQLAlchemy Core sees them. The migrations make them."""

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

# The name cards of all machines, where the catalogue is on a server.
name_cards = Table(
    "name_cards", metadata, Column("digest", Text, primary_key=True), Column("text", Text, nullable=False)
)

# `hold_messages`: of the reason why it is held, where the archive itself gives it.
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

# ACCESS_COLUMNS: who may see a file that was replaced while the public did not see its record; null for all others,
# which are seen by whoever sees the record.
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

# `status` and `release_at`: who may see a name under which a copy of known bytes came held; null for all others.
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
# One name holds one content at a time; what it held before stays, not live.
Index("ix_names_live", names.c.root, names.c.path, names.c.member, unique=True, sqlite_where=text("live"))

# `messages`: of the reason.
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

# Files that describe a photo beside its original: sidecars, the camera's other file of the same frame. A row for each
# photo that a name's bytes belong to; one without a record while a sidecar waits for its photo. `used`: its values are
# among the record's; `held`: the accession it came with was held; `joined`: it was a separate record, or a part of
# one, until that was merged into this one.
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

# How each photo looks: its 64-bit difference hash as 16 hexadecimal digits, and 32 x 32 grey pixels. `change` is
# its place in the file of hashes: a look that changes gets the next one, and none is given twice. `meta` has the
# highest one given before looks were last deleted, as `last_look`.
looks = Table(
    "looks",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("whole", Text, nullable=False),
    Column("miniature", LargeBinary, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)

# Where each photo stands in a run of frames: the prefix of its file name, its day (its folder when it has none), its
# number; and what tells the frames of two cameras apart. `taken`: when it was made, where that is known exactly.
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

# Lines and events may name a record that is a part of another by now. `messages`: of the reason.
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

# `agent`: the program; `by`: the user, token or account that ran it, null where that was not noted yet.
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

# The chain of events. `digest` covers the event and the digest before it; `salt` stands before its detail there. Where
# the values of an event were erased, `erased` is what the chain covers of them, and there is no salt.
event_links = Table(
    "event_links",
    metadata,
    Column("n", ForeignKey("events.n"), primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("erased", LargeBinary),
)
# What somebody wants erased, and what was: a row stays as the tombstone of the record. `state` is requested, running
# (only within the transaction that erases, in which rows above may be blanked), cleaning (until files and indexes are
# without it) or done; `remains`: what is still to be removed; `revision`: the one in which it went, for the indexes.
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

# The files that were erased: SHA-256 of a number of this archive alone (`erasure_salt` in `meta`) and their digest, so
# that they are known when they come again, and tell nobody else anything.
erased_files = Table(
    "erased_files",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("erasure", ForeignKey("erasures.n"), nullable=False),
)

# The rules of collections, one row for each, which stays when the rule is lifted. `kind`: closed (for so many years) or
# retention (kept so many years); `counted_from`: the date of a record, or the day that it came in.
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
# event before it did; `before`: who could see the record then. Records may be a part of another by now.
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

# Legal holds, one row for each, which stays when the hold is lifted. `scope`: record, query or collection; `target`:
# the ids, the query, or the name of the collection.
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

# The records under each; they may be a part of another by now.
held_for_law = Table(
    "held_for_law",
    metadata,
    Column("hold", ForeignKey("legal_holds.n"), primary_key=True),
    Column("record", Text, primary_key=True, index=True),
)

# Requests to dispose of what fell due in a collection, and the records of each, with the erasure that disposes of it.
# `due_on`: the day on which the list was made, or the record fell due; `files`: digest, size and type of each file.
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

# What the accession register has of an accession: its number in the form of the house, who gave it, on what, under
# which agreement.
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

# One act of the archivist over one or many records. `action`: edit, import, undo, ...; `what`: it in words; `by`: the
# login of who did it; `records`: how many it changed; `undoes`: the set it took back; `undone_by`: the last that took
# this one back; `reason`: why, in the archivist's words.
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

# What the archivist said of a key of a record before a set and after it: their values, the one in use first, [] for
# nothing said. `used_before` and `used_after`: the value in use, whoever said it.
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


# Records that are part of another one now, whose ids still lead there. `kept`: the record that took it in, which may
# itself be part of another by now; `first`: by how much the numbers of its files were raised. `revision` is the one in
# which it went, for the indexes.
merged = Table(
    "merged",
    metadata,
    Column("old", Text, primary_key=True),
    Column("kept", Text, nullable=False, index=True),
    Column("first", Integer, nullable=False),
    Column("change_set", ForeignKey("change_sets.n"), nullable=False),
    Column("revision", Integer, nullable=False, index=True),
)

# What the records of such a change set were before, row by row, and a digest of what the set left.
join_snapshots = Table(
    "join_snapshots",
    metadata,
    Column("change_set", ForeignKey("change_sets.n"), primary_key=True),
    Column("record", Text, nullable=False),
    Column("before", Json, nullable=False),
    Column("left", Text, nullable=False),
)


# What the rules look at, of each text that is no photo.
profiles = Table(
    "profiles",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("profile", Json, nullable=False),
)

# By what each text is found: its number, name, folder, title, day; with `?` before it, what it looks for in others.
clues = Table(
    "clues",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("clue", Text, primary_key=True, index=True),
)

# What the archivist said does not hold; no rule brings it again, whichever of the two is the subject.
refused_relations = Table(
    "refused_relations",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("type", Text, primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True, index=True),
)


# Records some of whose pages are pictures of words: which pages of which bytes, and whether they are still to be read.
# No pages: they are not found yet. `otherwise` is who may see the record apart from that its words are not read
# (as `Access.columns` gives it), while it is held for that; else null.
scans = Table(
    "scans",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("pages", Json, nullable=False),
    Column("pending", Boolean, nullable=False, index=True),
    Column("otherwise", Json, nullable=False),
)

# What was read on each page of such bytes (pages count from 1), and by which languages. `confidence` is 0 to 100, null
# for a page with nothing on it; `reason` says why a page could not be read, `messages` the same.
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

# What the file says, of records whose text is a typed one now.
file_texts = Table(
    "file_texts",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("text", Words, nullable=False),
)


# How each text is worded: a digest of its words (empty for hardly any), and 128 bits of which few differ between nearly
# equal ones (empty for short ones). `change` is the number of the text.
editions = Table(
    "editions",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("digest", Text, nullable=False, index=True),
    Column("sketch", Text, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)

# The MinHash bands of each text, by which nearly equal ones are found; `edition` is its `change` in
# `editions`. Those of what it said before stay here.
text_bands = Table(
    "text_bands",
    metadata,
    Column("band", Large, primary_key=True),
    Column("edition", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# The same of the texts that came last, all bands of a text as one value, until they are sorted in. Those of a text
# that changes are replaced.
new_text_bands = Table(
    "new_text_bands",
    metadata,
    Column("edition", Integer, primary_key=True),
    Column("bands", LargeBinary, nullable=False),
)

# The numbers of texts, by which their versions in other languages are known.
edition_numbers = Table(
    "edition_numbers",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("number", Text, primary_key=True, index=True),
)

# Two records whose texts are nearly equal, once; those of equal ones have one digest.
reprints = Table(
    "reprints",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True, index=True),
)


# What a press office held, and its records tell of and show: not the events of the history above. `merged_into`: the
# key of the event that this one is a part of now.
press_events = Table(
    "press_events", metadata, Column("key", Text, primary_key=True), Column("merged_into", Text, index=True)
)

# Which event a record is in, and the day of the record, "" when unknown. These four tables name records that may be a
# part of another by now; all but the decisions are worked out again.
event_members = Table(
    "event_members",
    metadata,
    Column("record", Text, primary_key=True),
    Column("event", Text, nullable=False, index=True),
    Column("day", Text, nullable=False),
)

# Two records of one event, `one` before `other`, and a code of why; where not `sure`, they may be.
event_ties = Table(
    "event_ties",
    metadata,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True, index=True),
    Column("reason", Text, primary_key=True),
    Column("sure", Boolean, nullable=False),
)

# By what records of a day are found: words of names, persons, halls.
event_clues = Table(
    "event_clues",
    metadata,
    Column("record", Text, primary_key=True),
    Column("clue", Text, primary_key=True),
    Column("day", Text, primary_key=True),
)
Index("ix_event_clues_clue", event_clues.c.clue, event_clues.c.day)

# What the archivist said: the record is in the event (`holds`), or is not.
event_decisions = Table(
    "event_decisions",
    metadata,
    Column("event", Text, primary_key=True),
    Column("record", Text, primary_key=True, index=True),
    Column("holds", Boolean, nullable=False),
)


# Who may log in. `password`: its Argon2 hash, empty for none; `session`: what the cookies of the user carry. It is
# replaced to end all sessions.
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

# What scripts show instead of a password. `sha256`: of the secret, which is kept nowhere.
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

# The tree above the records: fonds, series, files. `parent`: the key of the unit above, "" for none.
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

# What is assigned to a unit: `way` is collection, accession, folder or record, and `value` which of these.
series_parts = Table(
    "series_parts",
    metadata,
    Column("way", Text, primary_key=True),
    Column("value", Words, primary_key=True),
    Column("unit", Text, nullable=False, index=True),
)
