// What keys.db must have, told by counts and by numbers.
#include "gateway/store/site_keys.hpp"

#include <algorithm>

namespace pouch::gateway {
namespace {

constexpr std::size_t kNamed = 5;
constexpr const char* kBringBack =
    "stop the service and bring the newest keys.db back from the backup: pouch restore; where "
    "there is none, pouch restore --accept-lost-keys gives up what can never be opened again";

std::int64_t number_of(Database& database, const char* sql) {
  auto statement = database.prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::string identity_of(Database& database) {
  auto statement = database.prepare("SELECT identity FROM site");
  return statement.step() ? statement.text(0) : std::string();
}

// Keys that must be there: those made, but for those whose end is written down.
bool some_are_missing(Database& store, Database& keys) {
  return number_of(keys, "SELECT count(*) FROM case_keys") <
         keys_made(keys) - number_of(store, "SELECT count(*) FROM erasures WHERE why = 'erased'");
}

}  // namespace

std::int64_t keys_made(Database& keys) { return number_of(keys, "SELECT made FROM site"); }

void name_missing(const std::vector<std::string>& numbers) {
  if (numbers.empty()) {
    return;
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(numbers.size(), kNamed); ++i) {
    list += (i == 0 ? "" : ", ") + numbers[i];
  }
  throw Fault(false,
              "store: keys.db has no key for " + std::to_string(numbers.size()) +
                  (numbers.size() == 1 ? " case, and no" : " cases, and no") +
                  " erasure is recorded: " + list + (numbers.size() > kNamed ? " …" : ""),
              kBringBack);
}

void introduce(Database& store, Database& keys, bool may_be_lost) {
  if (!identity_of(store).empty()) {
    return;
  }
  if (!may_be_lost) {
    name_missing(cases_without_key(store, keys, true));
  }
  Transaction transaction(store, "introduce");
  store
      .prepare(
          "INSERT OR IGNORE INTO site (one, identity, keys_made, copied) VALUES (1, ?, ?, NULL)")
      .bind(1, identity_of(keys))
      .bind(2, keys_made(keys))
      .run();
  transaction.commit();
}

void need_own_keys(Database& store, Database& keys) {
  const auto met = identity_of(store);
  if (!met.empty() && met != identity_of(keys)) {
    throw Fault(false, "store: keys.db belongs to another site than pouch.db",
                "bring back this site's own keys.db from the backup: pouch restore");
  }
}

void need_fitting_keys(Database& store, Database& keys) {
  need_own_keys(store, keys);
  const auto made = keys_made(keys);
  const auto known = number_of(store, "SELECT keys_made FROM site");
  if (made < known) {
    throw Fault(false,
                "store: keys.db is older than pouch.db: it has made " + std::to_string(made) +
                    " keys, the store knows of " + std::to_string(known),
                kBringBack);
  }
}

std::vector<std::string> cases_without_key(Database& store, Database& keys, bool every) {
  std::vector<std::string> missing;
  if (!every && !some_are_missing(store, keys)) {
    return missing;
  }
  auto cases = store.prepare(
      "SELECT number FROM cases WHERE number NOT IN (SELECT number FROM erasures) ORDER BY number");
  auto kept = keys.prepare("SELECT number FROM case_keys ORDER BY number");
  bool more = kept.step();
  while (cases.step()) {
    const auto number = cases.text(0);
    while (more && kept.text(0) < number) {
      more = kept.step();
    }
    if (!more || kept.text(0) != number) {
      missing.push_back(number);
    }
  }
  return missing;
}

void need_every_key(Database& store, Database& keys) {
  name_missing(cases_without_key(store, keys, false));
}

std::string key_purpose(const std::string& number) { return "case-key:" + number; }

std::vector<std::string> damaged_keys(Database& keys, const Secret& data_key) {
  const auto wrapping = data_key.derive("case-keys");
  std::vector<std::string> damaged;
  auto statement = keys.prepare("SELECT number, wrapped FROM case_keys ORDER BY number");
  while (statement.step()) {
    try {
      unwrap(wrapping, key_purpose(statement.text(0)), statement.text(1));
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }
      damaged.push_back(statement.text(0));
    }
  }
  return damaged;
}

}  // namespace pouch::gateway
