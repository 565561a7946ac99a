CREATE TABLE accessions (
  n BIGSERIAL NOT NULL,
  started TEXT COLLATE "C" NOT NULL,
  ended TEXT COLLATE "C",
  arguments TEXT COLLATE "C" NOT NULL,
  access TEXT COLLATE "C" NOT NULL,
  totals TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (n)
);

CREATE INDEX ix_accessions_running ON accessions (n) WHERE state = 'running';

CREATE TABLE change_sets (
  n BIGSERIAL NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  by TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  what TEXT COLLATE "C" NOT NULL,
  records BIGINT NOT NULL,
  undoes BIGINT,
  undone_by BIGINT,
  PRIMARY KEY (n),
  FOREIGN KEY(undoes) REFERENCES change_sets (n) DEFERRABLE,
  FOREIGN KEY(undone_by) REFERENCES change_sets (n) DEFERRABLE
);

CREATE TABLE events (
  n BIGSERIAL NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  record TEXT COLLATE "C",
  outcome TEXT COLLATE "C" NOT NULL,
  detail TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (n)
);

CREATE INDEX ix_events_fixity ON events (n) WHERE type IN ('fixity check', 'recovery');

CREATE INDEX ix_events_record ON events (record);

CREATE TABLE meta (
  key TEXT COLLATE "C" NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (key)
);

CREATE TABLE new_text_bands (
  edition BIGSERIAL NOT NULL,
  bands BYTEA NOT NULL,
  PRIMARY KEY (edition)
);

CREATE TABLE public_forms (
  record TEXT COLLATE "C" NOT NULL,
  form TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (record)
);

CREATE TABLE records (
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  genre TEXT COLLATE "C",
  status TEXT COLLATE "C" NOT NULL,
  release_at TEXT COLLATE "C",
  hold_reason TEXT COLLATE "C",
  version BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  added_at TEXT COLLATE "C" NOT NULL,
  reader TEXT COLLATE "C" NOT NULL,
  reader_version BIGINT NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  facts TEXT COLLATE "C" NOT NULL,
  origins TEXT COLLATE "C" NOT NULL,
  notes TEXT COLLATE "C" NOT NULL,
  furniture TEXT COLLATE "C" NOT NULL,
  hold_messages TEXT COLLATE "C",
  PRIMARY KEY (id),
  arrival BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);

CREATE INDEX ix_records_not_released ON records (status) WHERE status <> 'released';

CREATE INDEX ix_records_release_at ON records (release_at);

CREATE INDEX ix_records_revision ON records (revision);

CREATE TABLE roots (
  label TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (label)
);

CREATE TABLE scan_pages (
  sha256 TEXT COLLATE "C" NOT NULL,
  page BIGINT NOT NULL,
  languages TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  confidence BIGINT,
  reason TEXT COLLATE "C",
  read_at TEXT COLLATE "C" NOT NULL,
  messages TEXT COLLATE "C",
  PRIMARY KEY (sha256, page)
);

CREATE TABLE text_bands (
  band BIGINT NOT NULL,
  edition BIGINT NOT NULL,
  PRIMARY KEY (band, edition)
);

CREATE TABLE assets (
  record TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C",
  release_at TEXT COLLATE "C",
  hold_reason TEXT COLLATE "C",
  hold_messages TEXT COLLATE "C",
  PRIMARY KEY (record, n),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_assets_release_at ON assets (release_at) WHERE release_at IS NOT NULL;

CREATE INDEX ix_assets_sha256 ON assets (sha256);

CREATE TABLE changed_values (
  change_set BIGINT NOT NULL,
  record TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  before TEXT COLLATE "C" NOT NULL,
  after TEXT COLLATE "C" NOT NULL,
  used_before TEXT COLLATE "C" NOT NULL,
  used_after TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (change_set, record, key),
  FOREIGN KEY(change_set) REFERENCES change_sets (n) DEFERRABLE,
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_changed_values_record ON changed_values (record);

CREATE TABLE clues (
  record TEXT COLLATE "C" NOT NULL,
  clue TEXT COLLATE "C" NOT NULL,
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE UNIQUE INDEX ix_clues_unique ON clues (record, md5(clue));

CREATE INDEX ix_clues_clue ON clues USING hash (clue);

CREATE TABLE companions (
  id BIGSERIAL NOT NULL,
  root TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  member TEXT COLLATE "C" NOT NULL,
  folder TEXT COLLATE "C" NOT NULL,
  stem TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  size TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  record TEXT COLLATE "C",
  used BOOLEAN NOT NULL,
  held BOOLEAN NOT NULL,
  joined BOOLEAN DEFAULT false NOT NULL,
  accession BIGINT NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(root) REFERENCES roots (label) DEFERRABLE,
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE,
  FOREIGN KEY(accession) REFERENCES accessions (n) DEFERRABLE
);

CREATE UNIQUE INDEX ix_companions_unique ON companions (root, md5(path), md5(member), sha256, record);

CREATE INDEX ix_companions_place ON companions USING hash (folder);

CREATE INDEX ix_companions_record ON companions (record);

CREATE INDEX ix_companions_sha256 ON companions (sha256);

CREATE TABLE edition_numbers (
  record TEXT COLLATE "C" NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (record, number),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_edition_numbers_number ON edition_numbers (number);

CREATE TABLE editions (
  record TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  sketch TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_editions_change ON editions (change);

CREATE INDEX ix_editions_digest ON editions (digest);

CREATE TABLE file_texts (
  record TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE TABLE frames (
  record TEXT COLLATE "C" NOT NULL,
  prefix TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  folder TEXT COLLATE "C" NOT NULL,
  creator TEXT COLLATE "C" NOT NULL,
  camera TEXT COLLATE "C" NOT NULL,
  taken TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_frames_run ON frames USING hash (prefix);

CREATE TABLE join_snapshots (
  change_set BIGINT NOT NULL,
  record TEXT COLLATE "C" NOT NULL,
  before TEXT COLLATE "C" NOT NULL,
  "left" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (change_set),
  FOREIGN KEY(change_set) REFERENCES change_sets (n) DEFERRABLE
);

CREATE TABLE looks (
  record TEXT COLLATE "C" NOT NULL,
  whole TEXT COLLATE "C" NOT NULL,
  miniature BYTEA NOT NULL,
  change BIGINT NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_looks_change ON looks (change);

CREATE TABLE mentions (
  record TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL,
  filename TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  stem TEXT COLLATE "C" NOT NULL,
  base TEXT COLLATE "C" NOT NULL,
  digits TEXT COLLATE "C" NOT NULL,
  caption TEXT COLLATE "C",
  credit TEXT COLLATE "C",
  caption_raw TEXT COLLATE "C",
  text_offset BIGINT NOT NULL,
  date TEXT COLLATE "C",
  language TEXT COLLATE "C",
  embargo TEXT COLLATE "C",
  photo TEXT COLLATE "C",
  doubtful BOOLEAN NOT NULL,
  reason TEXT COLLATE "C",
  refused TEXT COLLATE "C" NOT NULL,
  origin TEXT COLLATE "C" NOT NULL,
  messages TEXT COLLATE "C",
  PRIMARY KEY (record, n),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE,
  FOREIGN KEY(photo) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_mentions_base ON mentions USING hash (base);

CREATE INDEX ix_mentions_digits ON mentions USING hash (digits);

CREATE INDEX ix_mentions_key ON mentions USING hash (key);

CREATE INDEX ix_mentions_photo ON mentions (photo);

CREATE INDEX ix_mentions_stem ON mentions USING hash (stem);

CREATE TABLE merged (
  "old" TEXT COLLATE "C" NOT NULL,
  kept TEXT COLLATE "C" NOT NULL,
  first BIGINT NOT NULL,
  change_set BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY ("old"),
  FOREIGN KEY(change_set) REFERENCES change_sets (n) DEFERRABLE
);

CREATE INDEX ix_merged_kept ON merged (kept);

CREATE INDEX ix_merged_revision ON merged (revision);

CREATE TABLE names (
  id BIGSERIAL NOT NULL,
  root TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  member TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  record TEXT COLLATE "C",
  key TEXT COLLATE "C" NOT NULL,
  stem TEXT COLLATE "C" NOT NULL,
  base TEXT COLLATE "C" NOT NULL,
  digits TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  size TEXT COLLATE "C" NOT NULL,
  mtime_ns TEXT COLLATE "C" NOT NULL,
  inode TEXT COLLATE "C" NOT NULL,
  live BOOLEAN NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  status TEXT COLLATE "C",
  release_at TEXT COLLATE "C",
  PRIMARY KEY (id),
  FOREIGN KEY(root) REFERENCES roots (label) DEFERRABLE,
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE,
  FOREIGN KEY(first_seen) REFERENCES accessions (n) DEFERRABLE,
  FOREIGN KEY(last_seen) REFERENCES accessions (n) DEFERRABLE
);

CREATE INDEX ix_names_base ON names USING hash (base);

CREATE INDEX ix_names_digits ON names USING hash (digits);

CREATE INDEX ix_names_key ON names USING hash (key);

CREATE UNIQUE INDEX ix_names_unique ON names (root, md5(path), md5(member), sha256);

CREATE UNIQUE INDEX ix_names_live ON names (root, md5(path), md5(member)) WHERE live;

CREATE INDEX ix_names_path ON names USING hash (path);

CREATE INDEX ix_names_record ON names (record);

CREATE INDEX ix_names_release_at ON names (release_at) WHERE release_at IS NOT NULL;

CREATE INDEX ix_names_sha256 ON names (sha256);

CREATE INDEX ix_names_stem ON names USING hash (stem);

CREATE TABLE profiles (
  record TEXT COLLATE "C" NOT NULL,
  profile TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE TABLE receipt_lines (
  accession BIGINT NOT NULL,
  n BIGINT NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  root TEXT COLLATE "C",
  relpath TEXT COLLATE "C" NOT NULL,
  member TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  status TEXT COLLATE "C",
  record TEXT COLLATE "C",
  sha256 TEXT COLLATE "C",
  size TEXT COLLATE "C",
  messages TEXT COLLATE "C",
  PRIMARY KEY (accession, n),
  FOREIGN KEY(accession) REFERENCES accessions (n) DEFERRABLE
);

CREATE UNIQUE INDEX ix_receipt_lines_unique ON receipt_lines (accession, md5(path), md5(member));

CREATE INDEX ix_receipt_lines_record ON receipt_lines (record);

CREATE INDEX ix_receipt_lines_refused ON receipt_lines (accession, n) WHERE outcome IN ('rejected', 'encrypted');

CREATE TABLE refused_relations (
  one TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  other TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (one, type, other),
  FOREIGN KEY(one) REFERENCES records (id) DEFERRABLE,
  FOREIGN KEY(other) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_refused_relations_other ON refused_relations (other);

CREATE TABLE relations (
  subject TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  object TEXT COLLATE "C" NOT NULL,
  origin TEXT COLLATE "C" NOT NULL,
  certainty DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (subject, type, object),
  FOREIGN KEY(subject) REFERENCES records (id) DEFERRABLE,
  FOREIGN KEY(object) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_relations_object ON relations (object);

CREATE TABLE reprints (
  one TEXT COLLATE "C" NOT NULL,
  other TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (one, other),
  FOREIGN KEY(one) REFERENCES records (id) DEFERRABLE,
  FOREIGN KEY(other) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_reprints_other ON reprints (other);

CREATE TABLE scans (
  record TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  pages TEXT COLLATE "C" NOT NULL,
  pending BOOLEAN NOT NULL,
  otherwise TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_scans_pending ON scans (pending);

CREATE TABLE texts (
  record TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (record),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE TABLE typed_texts (
  n BIGSERIAL NOT NULL,
  record TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  cleared BOOLEAN NOT NULL,
  PRIMARY KEY (n),
  FOREIGN KEY(record) REFERENCES records (id) DEFERRABLE
);

CREATE INDEX ix_typed_texts_record ON typed_texts (record);

CREATE INDEX ix_records_exported ON records (id) WHERE reader = 'records';

INSERT INTO meta (key, value) VALUES ('last_untold_event', 0);

INSERT INTO meta (key, value) VALUES ('public_revision', 0);

INSERT INTO meta (key, value) VALUES ('revision', 0);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' are only ever added to', ERRCODE = 'integrity_constraint_violation'; END
$$;

CREATE TRIGGER events_only_added BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER receipt_lines_only_added BEFORE UPDATE OR DELETE ON receipt_lines FOR EACH ROW EXECUTE FUNCTION refuse_change()
