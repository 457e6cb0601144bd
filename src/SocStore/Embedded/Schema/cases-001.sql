-- Cases and small state: what is updated, and what commits together. Times are UTC ticks; documents are JSON in snake_case.
CREATE TABLE cursors (spool INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
CREATE TABLE scan_state (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE matches (
  rule TEXT NOT NULL, logic TEXT NOT NULL, event BLOB NOT NULL,
  ts INTEGER NOT NULL, spool INTEGER NOT NULL, seq INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (rule, logic, event)) STRICT, WITHOUT ROWID;
CREATE INDEX matches_in_order ON matches (rule, logic, ts, spool, seq);
CREATE INDEX matches_by_age ON matches (ts);
CREATE TABLE detections (
  uid TEXT PRIMARY KEY, incident TEXT,
  first_event INTEGER NOT NULL, last_event INTEGER NOT NULL,
  doc TEXT NOT NULL) STRICT;
CREATE INDEX detections_by_incident ON detections (incident);
CREATE INDEX detections_by_last_event ON detections (last_event);
CREATE TABLE ledger (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
CREATE INDEX ledger_by_time ON ledger (at, id);
CREATE TABLE incidents (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
  status INTEGER NOT NULL, severity INTEGER NOT NULL, rule TEXT, assignee TEXT NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL, dedup_key TEXT NOT NULL,
  doc TEXT NOT NULL) STRICT;
CREATE INDEX incidents_by_key ON incidents (dedup_key, created);
CREATE INDEX incidents_by_created ON incidents (created);
-- Who sees an incident: its owner and the agencies involved.
CREATE TABLE incident_agencies (uid TEXT NOT NULL, agency TEXT NOT NULL, PRIMARY KEY (uid, agency)) STRICT, WITHOUT ROWID;
CREATE TABLE incident_systems (uid TEXT NOT NULL, system TEXT NOT NULL, PRIMARY KEY (uid, system)) STRICT, WITHOUT ROWID;
-- What may be searched in: by everybody who sees it (''), by the city ('*'), by one agency (its own entities).
CREATE TABLE incident_text (uid TEXT NOT NULL, reader TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (uid, reader)) STRICT, WITHOUT ROWID;
CREATE TABLE incident_numbers (year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
CREATE INDEX changes_by_incident ON changes (uid, seq);
CREATE TABLE documents (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE dead_letters (
  id BLOB PRIMARY KEY, received INTEGER NOT NULL, listener TEXT NOT NULL, peer TEXT NOT NULL, name BLOB NOT NULL,
  source TEXT, agency TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, bytes BLOB NOT NULL,
  tries INTEGER NOT NULL, replayed INTEGER) STRICT;
CREATE INDEX dead_letters_by_time ON dead_letters (received, id);
