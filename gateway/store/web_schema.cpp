#include "gateway/store/web_schema.hpp"

#include <array>

namespace pouch::gateway {
namespace {

// Nothing in it can be read, or used, without the data key: hashes under it, and sealed texts.
// Times alone are plain.
constexpr std::array<const char*, 3> kWebSteps = {R"sql(
CREATE TABLE challenges (
  letter INTEGER PRIMARY KEY,
  who BLOB NOT NULL,
  link BLOB NOT NULL UNIQUE,
  code BLOB NOT NULL,
  browser BLOB NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  until INTEGER NOT NULL,
  sealed BLOB NOT NULL
);
CREATE INDEX challenges_browser ON challenges (browser);
CREATE TABLE sessions (
  token BLOB PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  who BLOB NOT NULL,
  began INTEGER NOT NULL,
  last INTEGER NOT NULL,
  browser BLOB NOT NULL,
  sealed BLOB NOT NULL,
  reason BLOB
) WITHOUT ROWID;
CREATE INDEX sessions_who ON sessions (who, began);
CREATE TABLE searches (
  id BLOB PRIMARY KEY,
  who BLOB NOT NULL,
  made INTEGER NOT NULL,
  sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE spent (
  what BLOB NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX spent_what ON spent (what, at);
CREATE TABLE looks (
  who BLOB PRIMARY KEY,
  session TEXT NOT NULL,
  seen INTEGER NOT NULL,
  before INTEGER
) WITHOUT ROWID;
)sql",
                                                  R"sql(
CREATE TABLE wanted (
  browser BLOB PRIMARY KEY,
  until INTEGER NOT NULL,
  sealed BLOB NOT NULL
) WITHOUT ROWID;
)sql",
                                                  R"sql(
CREATE TABLE archives (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  which BLOB NOT NULL UNIQUE,
  state TEXT NOT NULL,
  asked INTEGER NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  task BLOB NOT NULL,
  facts BLOB,
  octets BLOB
);
)sql"};

}  // namespace

std::span<const char* const> web_schema_steps() { return kWebSteps; }

}  // namespace pouch::gateway
