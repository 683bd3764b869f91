#include "gateway/store/keys_schema.hpp"

#include <array>

namespace pouch::gateway {
namespace {

constexpr std::array<const char*, 2> kKeysSteps = {R"sql(
CREATE TABLE case_keys (
  number TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE witness (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sealed BLOB NOT NULL
);
)sql",
                                                   R"sql(
CREATE TABLE site (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  identity TEXT NOT NULL,
  made INTEGER NOT NULL
);
INSERT INTO site (one, identity, made)
  SELECT 1, lower(hex(randomblob(16))), count(*) FROM case_keys;
CREATE TRIGGER key_made AFTER INSERT ON case_keys
  BEGIN UPDATE site SET made = made + 1; END;
)sql"};

}  // namespace

std::span<const char* const> keys_schema_steps() { return kKeysSteps; }

}  // namespace pouch::gateway
