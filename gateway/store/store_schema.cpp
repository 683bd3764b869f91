#include "gateway/store/store_schema.hpp"

#include <array>

namespace pouch::gateway {
namespace {

// Appended to, never edited: a site in the field has run the earlier ones.
constexpr std::array<const char*, 22> kStoreSteps = {R"sql(
CREATE TABLE spool (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  sender TEXT NOT NULL,
  received INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('waiting', 'claimed', 'accepted', 'refused', 'held', 'duplicate', 'dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  claimer TEXT,
  why TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',
  reserved_number TEXT,
  letter_seed TEXT,
  finished INTEGER,
  message INTEGER REFERENCES messages,
  summary BLOB
);
CREATE INDEX spool_unfinished ON spool (id) WHERE state IN ('waiting', 'claimed');
CREATE INDEX spool_held ON spool (received, id) WHERE state = 'held';
CREATE TABLE spool_recipients (
  spool INTEGER NOT NULL REFERENCES spool ON DELETE CASCADE,
  position INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (spool, position)
) WITHOUT ROWID;

CREATE TABLE serials (year INTEGER PRIMARY KEY, last INTEGER NOT NULL);

CREATE TABLE cases (
  number TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  community TEXT NOT NULL,
  requester TEXT NOT NULL,
  requester_address TEXT NOT NULL,
  requester_country TEXT NOT NULL,
  requester_desk TEXT NOT NULL,
  audience TEXT NOT NULL,
  opened INTEGER NOT NULL,
  version INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  facts BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX cases_opened ON cases (opened, number);
CREATE INDEX cases_country ON cases (requester_country, number);
CREATE TABLE legs (
  number TEXT NOT NULL REFERENCES cases,
  position INTEGER NOT NULL,
  country TEXT NOT NULL,
  desk TEXT NOT NULL,
  state TEXT NOT NULL,
  open INTEGER NOT NULL,
  since INTEGER NOT NULL,
  deadline INTEGER,
  last_message INTEGER NOT NULL,
  overdue_told INTEGER,
  PRIMARY KEY (number, position)
) WITHOUT ROWID;
CREATE INDEX legs_deadline ON legs (deadline) WHERE open = 1 AND deadline IS NOT NULL;
CREATE INDEX legs_open ON legs (number) WHERE open = 1;
CREATE INDEX legs_country ON legs (country, number);
CREATE INDEX legs_state ON legs (state, number, position);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL REFERENCES cases,
  message INTEGER NOT NULL CHECK (message > 0),
  sender TEXT NOT NULL,
  sender_country TEXT NOT NULL,
  acting_desk TEXT NOT NULL,
  signer TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  received INTEGER NOT NULL,
  signed_at INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  raw_sha256 TEXT NOT NULL,
  facts BLOB NOT NULL,
  UNIQUE (number, message)
);
CREATE TABLE message_readers (
  message INTEGER NOT NULL REFERENCES messages,
  position INTEGER NOT NULL,
  reader TEXT NOT NULL,
  PRIMARY KEY (message, position)
) WITHOUT ROWID;
CREATE TABLE message_bodies (
  message INTEGER PRIMARY KEY REFERENCES messages,
  contents BLOB NOT NULL,
  raw BLOB NOT NULL
);
CREATE TABLE thread_ids (
  message_id TEXT PRIMARY KEY,
  number TEXT NOT NULL REFERENCES cases,
  message INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE signatures (
  identity TEXT PRIMARY KEY,
  signer TEXT NOT NULL,
  mail_id TEXT NOT NULL,
  number TEXT NOT NULL,
  spool INTEGER,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX signatures_spool ON signatures (spool);

CREATE TABLE letters (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  message INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  created INTEGER NOT NULL,
  wire BLOB NOT NULL
);
CREATE INDEX letters_number ON letters (number) WHERE number <> '';
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  letter TEXT NOT NULL REFERENCES letters,
  recipient TEXT NOT NULL COLLATE NOCASE,
  state TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'failed', 'dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  at INTEGER,
  UNIQUE (letter, recipient)
);
CREATE INDEX deliveries_due ON deliveries (next_at, id) WHERE state = 'queued';
CREATE INDEX deliveries_open ON deliveries (id) WHERE state IN ('queued', 'failed');
CREATE INDEX deliveries_recipient ON deliveries (recipient, created);

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  number TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
);
CREATE INDEX audit_number ON audit (number, sequence) WHERE number <> '';
CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  tag BLOB NOT NULL
);
)sql",
                                                     R"sql(
ALTER TABLE spool ADD COLUMN origin TEXT;
CREATE UNIQUE INDEX spool_origin ON spool (origin) WHERE origin IS NOT NULL;
)sql",
                                                     R"sql(
CREATE TABLE kept (
  letter TEXT PRIMARY KEY,
  sender TEXT NOT NULL,
  until INTEGER NOT NULL,
  parts BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX kept_until ON kept (until);
)sql",
                                                     R"sql(
ALTER TABLE deliveries ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN confirmed INTEGER;
ALTER TABLE deliveries ADD COLUMN delayed INTEGER;
ALTER TABLE deliveries ADD COLUMN warned INTEGER;
CREATE INDEX deliveries_unwarned ON deliveries (created)
  WHERE state = 'queued' AND warned IS NULL;
CREATE TABLE reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery INTEGER NOT NULL REFERENCES deliveries,
  digest TEXT NOT NULL,
  at INTEGER NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  diagnostic TEXT NOT NULL,
  raw BLOB NOT NULL,
  UNIQUE (delivery, digest)
);
CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery INTEGER NOT NULL REFERENCES deliveries,
  kind TEXT NOT NULL CHECK (kind IN ('not-delivered', 'delayed')),
  audience TEXT NOT NULL CHECK (audience IN ('sender', 'operator')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  UNIQUE (delivery, kind, audience)
);
CREATE INDEX notices_waiting ON notices (not_before, id) WHERE state = 'waiting';
)sql",
                                                     R"sql(
ALTER TABLE spool ADD COLUMN setbacks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE spool ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
CREATE INDEX spool_orders ON spool (finished) WHERE state = 'accepted' AND message IS NULL
  AND reason <> 'delivery-report' AND forgotten = 0;
)sql",
                                                     R"sql(
CREATE TABLE tallies (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO tallies (name, count)
  SELECT 'mail-' || column1, (SELECT count(*) FROM spool WHERE state = column1)
  FROM (VALUES ('accepted'), ('refused'), ('held'), ('duplicate'));
INSERT INTO tallies (name, count)
  SELECT 'letter-' || column1, (SELECT count(*) FROM deliveries WHERE state = column1)
  FROM (VALUES ('delivered'), ('failed'), ('deferred'));
INSERT INTO tallies (name, count) SELECT 'report', count(*) FROM reports;
CREATE TRIGGER tally_mail AFTER UPDATE OF state ON spool
  WHEN NEW.state <> OLD.state AND NEW.state IN ('accepted', 'refused', 'held', 'duplicate')
  BEGIN UPDATE tallies SET count = count + 1 WHERE name = 'mail-' || NEW.state; END;
CREATE TRIGGER tally_letter AFTER UPDATE OF state ON deliveries
  WHEN NEW.state <> OLD.state AND NEW.state IN ('delivered', 'failed')
  BEGIN UPDATE tallies SET count = count + 1 WHERE name = 'letter-' || NEW.state; END;
CREATE TRIGGER tally_deferred AFTER UPDATE OF attempts ON deliveries
  WHEN NEW.attempts > OLD.attempts AND NEW.state = 'queued'
  BEGIN UPDATE tallies SET count = count + 1 WHERE name = 'letter-deferred'; END;
CREATE TRIGGER tally_report AFTER INSERT ON reports
  BEGIN UPDATE tallies SET count = count + 1 WHERE name = 'report'; END;
)sql",
                                                     R"sql(
CREATE TABLE letter_words (
  letter TEXT PRIMARY KEY REFERENCES letters,
  country TEXT NOT NULL,
  words BLOB
);
CREATE INDEX letters_message_id ON letters (message_id);
CREATE TABLE marks (
  id INTEGER PRIMARY KEY,
  mark BLOB NOT NULL,
  number TEXT NOT NULL REFERENCES cases,
  message INTEGER NOT NULL
);
CREATE INDEX marks_mark ON marks (mark, id);
ALTER TABLE messages ADD COLUMN has_audience INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_without_audience ON messages (id) WHERE has_audience = 0;
CREATE TABLE refiles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL REFERENCES messages,
  filed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX refiles_open ON refiles (id) WHERE filed = 0;
)sql",
                                                     R"sql(
CREATE TABLE site (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  identity TEXT NOT NULL,
  keys_made INTEGER NOT NULL,
  copied INTEGER
);
CREATE TABLE epochs (
  epoch INTEGER PRIMARY KEY CHECK (epoch > 0),
  opened INTEGER NOT NULL,
  deliveries INTEGER NOT NULL
);
CREATE TABLE erasures (
  number TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('erased', 'lost'))
) WITHOUT ROWID;
)sql",
                                                     R"sql(
ALTER TABLE letters ADD COLUMN file TEXT;
CREATE INDEX letters_file ON letters (file) WHERE file <> '';
)sql",
                                                     R"sql(
CREATE TABLE message_texts (
  message INTEGER PRIMARY KEY REFERENCES messages,
  contents BLOB NOT NULL,
  raw BLOB NOT NULL
);
CREATE TABLE message_parts (
  id INTEGER PRIMARY KEY,
  message INTEGER NOT NULL REFERENCES messages,
  position INTEGER NOT NULL,
  facts BLOB NOT NULL,
  words BLOB,
  bytes BLOB NOT NULL,
  UNIQUE (message, position)
);
CREATE TABLE unmoved (message INTEGER PRIMARY KEY REFERENCES messages);
INSERT INTO unmoved SELECT message FROM message_bodies;
)sql",
                                                     R"sql(
CREATE TABLE kept_searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  number TEXT NOT NULL,
  question TEXT NOT NULL,
  kept INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  before INTEGER NOT NULL,
  look TEXT NOT NULL
);
CREATE INDEX kept_searches_owner ON kept_searches (owner, id);
CREATE INDEX kept_searches_number ON kept_searches (number) WHERE number <> '';
)sql",
                                                     R"sql(
CREATE TABLE cross_check (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  position INTEGER NOT NULL
);
INSERT INTO cross_check (one, position) SELECT 1, ifnull(max(id), 0) FROM messages;
CREATE TABLE links (
  id INTEGER PRIMARY KEY,
  fresh INTEGER NOT NULL REFERENCES messages,
  held INTEGER NOT NULL REFERENCES messages,
  in_fresh BLOB NOT NULL,
  in_held BLOB NOT NULL,
  UNIQUE (fresh, held)
);
CREATE INDEX links_held ON links (held);
CREATE TABLE link_notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL REFERENCES messages,
  receiver TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  UNIQUE (message, receiver)
);
CREATE INDEX link_notices_waiting ON link_notices (not_before, id) WHERE state = 'waiting';
)sql",
                                                     R"sql(
ALTER TABLE legs ADD COLUMN delivered INTEGER;
ALTER TABLE legs ADD COLUMN term_from INTEGER;
ALTER TABLE legs ADD COLUMN first_deadline INTEGER;
ALTER TABLE legs ADD COLUMN acknowledge_by INTEGER;
ALTER TABLE legs ADD COLUMN paused INTEGER;
ALTER TABLE legs ADD COLUMN term INTEGER NOT NULL DEFAULT 1;
ALTER TABLE legs ADD COLUMN wakes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE legs ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE legs ADD COLUMN next_tick INTEGER;
UPDATE legs SET term_from = (SELECT opened FROM cases c WHERE c.number = legs.number)
  WHERE deadline IS NOT NULL;
UPDATE legs SET next_tick = (term_from + deadline) / 2 WHERE open = 1 AND deadline > term_from;
CREATE INDEX legs_tick ON legs (next_tick) WHERE next_tick IS NOT NULL;
CREATE TABLE reminders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL REFERENCES cases,
  country TEXT NOT NULL,
  term INTEGER NOT NULL,
  tick TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  UNIQUE (number, country, term, tick)
);
CREATE INDEX reminders_waiting ON reminders (not_before, id) WHERE state = 'waiting';
CREATE TABLE digest_hours (
  desk TEXT PRIMARY KEY,
  next INTEGER NOT NULL,
  last INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE digests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  desk TEXT NOT NULL,
  since INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  UNIQUE (desk, hour)
);
CREATE INDEX digests_waiting ON digests (not_before, id) WHERE state = 'waiting';
)sql",
                                                     R"sql(
CREATE TABLE codes (
  message INTEGER PRIMARY KEY REFERENCES messages,
  facts BLOB NOT NULL
);
CREATE TABLE uncounted (message INTEGER PRIMARY KEY REFERENCES messages);
INSERT INTO uncounted SELECT m.id FROM messages m JOIN cases c ON c.number = m.number
  WHERE c.kind = 'request';
)sql",
                                                     R"sql(
CREATE TABLE audit_heads (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL UNIQUE,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  text TEXT NOT NULL,
  signed TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT
);
CREATE TABLE receipts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  position INTEGER NOT NULL,
  once TEXT NOT NULL,
  text BLOB NOT NULL,
  signature BLOB,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'signed')),
  claimer TEXT,
  UNIQUE (number, position),
  UNIQUE (number, once)
);
CREATE INDEX receipts_waiting ON receipts (id) WHERE state = 'waiting';
CREATE TABLE public_keys (digest TEXT PRIMARY KEY, block TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE gateway_keys (
  fingerprint TEXT PRIMARY KEY,
  key TEXT NOT NULL REFERENCES public_keys
) WITHOUT ROWID;
CREATE TABLE message_keys (
  message INTEGER PRIMARY KEY REFERENCES messages,
  fingerprint TEXT NOT NULL,
  key TEXT REFERENCES public_keys
);
CREATE INDEX message_keys_unkept ON message_keys (message) WHERE key IS NULL;
)sql",
                                                     R"sql(
CREATE TABLE retention (
  number TEXT PRIMARY KEY REFERENCES cases,
  stale INTEGER NOT NULL DEFAULT 1,
  look INTEGER,
  due INTEGER,
  why TEXT NOT NULL DEFAULT '',
  supplier TEXT NOT NULL DEFAULT '',
  ends INTEGER,
  told_due INTEGER,
  told_why TEXT NOT NULL DEFAULT '',
  told_supplier TEXT NOT NULL DEFAULT '',
  noticed INTEGER,
  last TEXT NOT NULL DEFAULT '',
  held INTEGER,
  held_by TEXT NOT NULL DEFAULT '',
  held_why TEXT NOT NULL DEFAULT '',
  ordered_by TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX retention_look ON retention (look) WHERE look IS NOT NULL;
CREATE INDEX retention_stale ON retention (number) WHERE stale = 1;
CREATE TRIGGER retention_opened AFTER INSERT ON cases WHEN NEW.kind <> 'archive'
  BEGIN INSERT INTO retention (number) VALUES (NEW.number); END;
CREATE TRIGGER retention_changed AFTER UPDATE OF version ON cases
  BEGIN UPDATE retention SET stale = 1 WHERE number = NEW.number; END;
CREATE TRIGGER retention_leg AFTER UPDATE OF state ON legs WHEN NEW.state <> OLD.state
  BEGIN UPDATE retention SET stale = 1 WHERE number = NEW.number; END;
CREATE TABLE retention_kept (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL REFERENCES cases,
  who TEXT NOT NULL,
  said INTEGER NOT NULL,
  until INTEGER NOT NULL,
  said_by TEXT NOT NULL
);
CREATE INDEX retention_kept_number ON retention_kept (number);
CREATE TABLE retention_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL REFERENCES cases,
  kind TEXT NOT NULL CHECK (kind IN ('notice', 'month', 'week', 'erased')),
  receiver TEXT NOT NULL,
  ends INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  confirmed INTEGER,
  UNIQUE (number, kind, receiver, ends)
);
CREATE INDEX retention_letters_waiting ON retention_letters (not_before, id)
  WHERE state = 'waiting';
ALTER TABLE erasures ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE erasures ADD COLUMN key_gone INTEGER NOT NULL DEFAULT 0;
CREATE INDEX erasures_unfinished ON erasures (number) WHERE why = 'erased' AND key_gone = 0;
INSERT INTO retention (number) SELECT number FROM cases
  WHERE kind <> 'archive' AND number NOT IN (SELECT number FROM erasures);
)sql",
                                                     // Keys of people: what is to be said of them,
                                                     // and new ones on their way.
                                                     R"sql(
CREATE TABLE key_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  holder TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  expires INTEGER NOT NULL,
  about INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  UNIQUE (what, fingerprint, expires, about)
);
CREATE INDEX key_letters_waiting ON key_letters (not_before, id) WHERE state = 'waiting';
CREATE TABLE key_updates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  holder TEXT NOT NULL,
  old_key TEXT NOT NULL,
  new_key TEXT NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('asked', 'proved', 'confirmed', 'refused', 'withdrawn', 'replaced', 'lapsed')),
  asked INTEGER NOT NULL,
  until INTEGER NOT NULL,
  ended INTEGER,
  code TEXT NOT NULL UNIQUE,
  offered BLOB,
  proof BLOB
);
ALTER TABLE letters ADD COLUMN signed_with TEXT NOT NULL DEFAULT '';
CREATE TABLE letter_keys (
  letter TEXT NOT NULL REFERENCES letters,
  position INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (letter, position)
) WITHOUT ROWID;
CREATE INDEX key_updates_of ON key_updates (holder, id);
CREATE INDEX key_updates_open ON key_updates (until) WHERE state = 'asked';
)sql",
                                                     // Who is in which group, and who is greeted.
                                                     R"sql(
CREATE TABLE group_members (
  group_id TEXT NOT NULL,
  who TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (group_id, who)
) WITHOUT ROWID;
CREATE TABLE group_welcomes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id TEXT NOT NULL,
  who TEXT NOT NULL,
  since INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT,
  UNIQUE (group_id, who, since)
);
CREATE INDEX group_welcomes_waiting ON group_welcomes (not_before, id) WHERE state = 'waiting';
)sql",
                                                     R"sql(
CREATE TABLE absences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  who TEXT NOT NULL,
  starts INTEGER NOT NULL,
  until INTEGER NOT NULL,
  substitute TEXT NOT NULL,
  number TEXT NOT NULL,
  created INTEGER NOT NULL
);
CREATE INDEX absences_until ON absences (until);
CREATE TABLE overviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE REFERENCES cases,
  version INTEGER NOT NULL,
  said TEXT NOT NULL,
  written INTEGER,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT
);
CREATE INDEX overviews_waiting ON overviews (not_before, id) WHERE state = 'waiting';
)sql",
                                                     R"sql(
ALTER TABLE legs ADD COLUMN counts_until INTEGER;
ALTER TABLE cases ADD COLUMN closed INTEGER;
ALTER TABLE message_parts ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
CREATE TABLE case_days (
  number TEXT NOT NULL REFERENCES cases,
  code TEXT NOT NULL,
  day INTEGER NOT NULL,
  message INTEGER NOT NULL REFERENCES messages,
  PRIMARY KEY (number, code)
) WITHOUT ROWID;
CREATE INDEX case_days_day ON case_days (day);
)sql",
                                                     // Letters that the page asks for.
                                                     R"sql(
CREATE TABLE web_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('enter', 'alarm')),
  who TEXT NOT NULL,
  sealed BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'overtaken', 'untold')),
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  claimer TEXT
);
CREATE INDEX web_letters_waiting ON web_letters (not_before, id) WHERE state = 'waiting';
)sql",
                                                     // What a desk has answered of late.
                                                     R"sql(
CREATE INDEX legs_answered ON legs (desk, since) WHERE open = 0;
)sql"};

}  // namespace

std::span<const char* const> store_schema_steps() { return kStoreSteps; }

}  // namespace pouch::gateway
