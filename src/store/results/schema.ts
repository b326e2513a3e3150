/** Rises when a reader of the old shape would misread the new one. */
export const VERSION = 9

/**
 * Events in one block: an event's block and slot follow from its number, and the events of a group from each other
 * (event-columns.ts). So events need no rows and no index of their own.
 */
export const BLOCK = 128

/** What stays: the result file proper. Indexes are made when all rows are there. */
export const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, protocol TEXT, message_type TEXT, also TEXT);
CREATE TABLE endpoints (id INTEGER PRIMARY KEY, number INTEGER, address TEXT, port INTEGER, text TEXT);
CREATE TABLE blocks (
  id INTEGER PRIMARY KEY, file INTEGER, low_frame INTEGER, high_frame INTEGER, columns BLOB, body BLOB
);
CREATE TABLE streams (
  grp INTEGER, seconds INTEGER, nanoseconds INTEGER, first_frame INTEGER, source INTEGER, destination INTEGER,
  source_address TEXT, source_port INTEGER, destination_address TEXT, destination_port INTEGER, body TEXT
);
CREATE TABLE rtcps (
  grp INTEGER, seconds INTEGER, nanoseconds INTEGER, first_frame INTEGER, source INTEGER, destination INTEGER,
  source_address TEXT, source_port INTEGER, destination_address TEXT, destination_port INTEGER, body TEXT
);
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY, session_id TEXT, type TEXT COLLATE NOCASE, subtype TEXT, session_key TEXT, start_time TEXT,
  end_time TEXT, duration_ms INTEGER, packet_count INTEGER, byte_count INTEGER, outcome TEXT, events_count INTEGER,
  participants TEXT, metrics TEXT, body TEXT, status INTEGER, mos REAL, setup_time_ms REAL, rtp_loss REAL,
  rtp_jitter_ms REAL
);
CREATE TABLE identifiers (session INTEGER, kind TEXT, value TEXT);
CREATE TABLE session_groups (
  session INTEGER, grp INTEGER, events INTEGER, last INTEGER, PRIMARY KEY (session, grp)
) WITHOUT ROWID;
CREATE TABLE shared_events (grp INTEGER, event INTEGER, PRIMARY KEY (grp, event)) WITHOUT ROWID;
CREATE TABLE subscribers (
  id INTEGER PRIMARY KEY, subscriber_id TEXT, kind TEXT, value TEXT, first_time TEXT, last_time TEXT, sessions INTEGER
);
CREATE TABLE subscriber_identities (
  subscriber INTEGER, kind TEXT, value TEXT, first_time TEXT, last_time TEXT, evidence TEXT, frame INTEGER,
  shared INTEGER
);
CREATE TABLE subscriber_sessions (
  subscriber INTEGER, session INTEGER, role TEXT, evidence TEXT, value TEXT, confidence REAL, frame INTEGER
);
CREATE TABLE procedures (
  id INTEGER PRIMARY KEY, kind INTEGER, subscriber INTEGER, start_time TEXT, end_time TEXT, duration_ms REAL,
  outcome TEXT, apn TEXT, source INTEGER, destination INTEGER, steps TEXT, missing INTEGER, timings TEXT,
  verdict INTEGER
);
CREATE TABLE procedure_sessions (session INTEGER, procedure INTEGER, PRIMARY KEY (session, procedure)) WITHOUT ROWID;
CREATE TABLE procedure_texts (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE members (
  session INTEGER, member INTEGER, relation TEXT, spans TEXT, evidence TEXT, value TEXT, confidence REAL, frame INTEGER,
  ambiguous INTEGER
);
CREATE TABLE links (grp INTEGER, evidence TEXT, value TEXT, confidence REAL, frame INTEGER);
CREATE TABLE nodes (address TEXT, port INTEGER, role TEXT, name TEXT, node TEXT, body TEXT);
CREATE TABLE relations (
  session INTEGER, related INTEGER, relation TEXT, evidence TEXT, value TEXT, confidence REAL, frame INTEGER
);
`

/** What only relating reads: a second file, gone when the first is done. */
export const WORK_TABLES = `
CREATE TABLE work.groups (
  grp INTEGER, family TEXT, key TEXT, seconds INTEGER, nanoseconds INTEGER, last_seconds INTEGER,
  last_nanoseconds INTEGER, first_file INTEGER, first_frame INTEGER, packets INTEGER, bytes INTEGER, events INTEGER,
  participants TEXT, draft TEXT, asked REAL, answered REAL, ended REAL, leg_from TEXT, leg_to TEXT, numbers TEXT,
  closed INTEGER, part TEXT
);
CREATE TABLE work.united (grp INTEGER, other INTEGER);
CREATE TABLE work.clues (
  grp INTEGER, seconds INTEGER, nanoseconds INTEGER, frame INTEGER, kind TEXT, value TEXT
);
CREATE TABLE work.parties (
  grp INTEGER, seconds INTEGER, nanoseconds INTEGER, frame INTEGER, role TEXT,
  imsi TEXT, msisdn TEXT, impi TEXT, impu TEXT, supi TEXT, imei TEXT, ue_ip TEXT
);
CREATE TABLE work.announcements (
  grp INTEGER, seconds INTEGER, nanoseconds INTEGER, frame INTEGER, address TEXT, port INTEGER, media INTEGER,
  side TEXT, terms INTEGER
);
CREATE TABLE work.terms (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE work.tunnels (
  id INTEGER PRIMARY KEY, key TEXT, seconds INTEGER, nanoseconds INTEGER, body TEXT
);
CREATE TABLE work.hosts (body TEXT);
CREATE TABLE work.carried (session INTEGER, tunnel INTEGER);
CREATE TABLE work.flows (
  protocol TEXT, low_address TEXT, high_address TEXT, low_port INTEGER, high_port INTEGER,
  seconds INTEGER, nanoseconds INTEGER, body TEXT
);
`

export const INDEXES = `
CREATE INDEX streams_by_group ON streams (grp);
CREATE INDEX rtcps_by_group ON rtcps (grp);
CREATE INDEX sessions_by_time ON sessions (start_time, session_id);
CREATE INDEX sessions_by_type ON sessions (type, start_time, session_id);
CREATE INDEX sessions_by_session_id ON sessions (session_id);
CREATE INDEX sessions_by_status ON sessions (status) WHERE status IS NOT NULL;
CREATE INDEX sessions_by_mos ON sessions (mos) WHERE mos IS NOT NULL;
CREATE INDEX identifiers_by_value ON identifiers (value, kind, session);
CREATE INDEX groups_by_group ON session_groups (grp);
CREATE INDEX subscribers_by_time ON subscribers (first_time, subscriber_id);
CREATE INDEX subscribers_by_subscriber_id ON subscribers (subscriber_id);
CREATE INDEX subscriber_identities_by_value ON subscriber_identities (value, kind, subscriber);
CREATE INDEX subscriber_identities_by_subscriber ON subscriber_identities (subscriber);
CREATE INDEX subscriber_sessions_by_subscriber ON subscriber_sessions (subscriber, session);
CREATE INDEX subscriber_sessions_by_session ON subscriber_sessions (session);
CREATE INDEX procedures_by_subscriber ON procedures (subscriber, start_time);
CREATE INDEX members_by_session ON members (session);
CREATE INDEX links_by_group ON links (grp);
CREATE INDEX relations_by_session ON relations (session);
CREATE INDEX relations_by_related ON relations (related);
CREATE INDEX nodes_by_address ON nodes (address, port);
CREATE INDEX nodes_by_node ON nodes (node) WHERE node IS NOT NULL;
PRAGMA analysis_limit = 400;
ANALYZE;
`

/** The file is worthless until it is done: no journal, no waiting for the disk, and caches with a bound. */
export const UNFINISHED = `
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -2000;
`

export const UNFINISHED_WORK = `
PRAGMA work.page_size = 8192;
PRAGMA work.journal_mode = OFF;
PRAGMA work.synchronous = OFF;
PRAGMA work.cache_size = -2000;
`
