// The store and keys.db know each other: both bear the identity of the site, and the store keeps
// how many keys keys.db had made at least when it took a case. They are two files, and no
// transaction spans them, so the order of writes says what a difference means: a key is durable in
// keys.db before the store takes anything sealed under it. keys.db ahead of the store is a crash
// between the two, or a promised number that was not used: harmless. keys.db behind the store is a
// loss: an older file was put in its place, or rows were taken out of it.
//
// A site of version 0.1.0 gets its identity when it is opened first: keys.db makes it with its
// tables, the store takes it over; a crash in between is followed by the same again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

// The store's first meeting with keys.db; nothing when they have met. Fault (permanent) when a case
// is there whose key is not, unless keys may be lost.
void introduce(Database& store, Database& keys, bool may_be_lost = false);
// Fault (permanent) when keys.db is of another site.
void need_own_keys(Database& store, Database& keys);
// The same, and when it is older than the store. Two short queries.
void need_fitting_keys(Database& store, Database& keys);
std::int64_t keys_made(Database& keys);  // ever, erased ones too

// What keys.db lacks, by numbers of cases without a key whose erasure is not recorded. `every`:
// each case is looked at, else only when the count of keys says that some are missing.
std::vector<std::string> cases_without_key(Database& store, Database& keys, bool every);
// Fault (permanent) that names some of them, when there are any.
void name_missing(const std::vector<std::string>& numbers);
void need_every_key(Database& store, Database& keys);

// What is authenticated with a case's key.
std::string key_purpose(const std::string& number);
// Numbers whose key does not open.
std::vector<std::string> damaged_keys(Database& keys, const Secret& data_key);

}  // namespace pouch::gateway
