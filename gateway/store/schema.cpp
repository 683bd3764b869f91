#include "gateway/store/schema.hpp"

#include <span>
#include <stdexcept>
#include <string>

#include "gateway/store/keys_schema.hpp"
#include "gateway/store/store_schema.hpp"
#include "gateway/store/web_schema.hpp"

namespace pouch::gateway {
namespace {

struct Plan {
  const char* name;
  std::int64_t application_id;  // "Pch1", "Pck1", "Pcw1" as file(1) and SQLite show them
  std::span<const char* const> steps;
};

Plan plan(Schema schema) {
  switch (schema) {
    case Schema::kStore:
      return {"pouch.db", 0x50636831, store_schema_steps()};
    case Schema::kKeys:
      return {"keys.db", 0x50636B31, keys_schema_steps()};
    case Schema::kWeb:
      return {"web.db", 0x50637731, web_schema_steps()};
  }
  throw std::logic_error("a schema that is none");
}

std::int64_t pragma(Database& database, std::string_view name) {
  auto statement = database.prepare("PRAGMA " + std::string(name));
  statement.step();
  return statement.integer(0);
}

// The version of one that is ours and not newer than we are.
std::int64_t known_version(Database& database, const Plan& wanted) {
  const auto version = pragma(database, "user_version");
  if (version > static_cast<std::int64_t>(wanted.steps.size()) ||
      (version > 0 && pragma(database, "application_id") != wanted.application_id)) {
    throw Fault(false, std::string("store: ") + wanted.name + " is not of a version known here",
                "it was made by a newer pouch, or is another program's file; nothing was "
                "changed");
  }
  return version;
}

}  // namespace

void require_made(Database& database, Schema schema) {
  const auto wanted = plan(schema);
  if (known_version(database, wanted) == 0) {
    throw Fault(false, std::string("store: ") + wanted.name + " is empty",
                std::string("bring ") + wanted.name + " back from the backup: pouch restore");
  }
}

void require_up_to_date(Database& database, Schema schema) {
  const auto wanted = plan(schema);
  require_made(database, schema);
  if (known_version(database, wanted) < static_cast<std::int64_t>(wanted.steps.size())) {
    throw Fault(false, std::string("store: ") + wanted.name + " was written by an older pouch",
                "restart the service: pouch serve raises it");
  }
}

void bring_up_to_date(Database& database, Schema schema) {
  const auto wanted = plan(schema);
  const auto& steps = wanted.steps;
  const auto newest = static_cast<std::int64_t>(steps.size());
  for (;;) {
    auto version = known_version(database, wanted);
    if (version == newest) {
      return;
    }
    Transaction transaction(database, "schema");
    version = pragma(database, "user_version");  // another process may have been faster
    if (version < newest) {
      database.execute(steps[static_cast<std::size_t>(version)]);
      database.execute(("PRAGMA user_version=" + std::to_string(version + 1)).c_str());
      database.execute(("PRAGMA application_id=" + std::to_string(wanted.application_id)).c_str());
    }
    transaction.commit();
  }
}

}  // namespace pouch::gateway
