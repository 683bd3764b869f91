// The tables of state/pouch.db, state/keys.db and state/web.db, in versions (PRAGMA user_version).
// An older file is brought up to date step by step, each step in one transaction; a newer one, or a
// file that is not ours (application_id), is refused with a permanent Fault.
//
// Readable columns hold numbers, states, times, identifiers, addresses and digests of ciphertext.
// Whatever an officer wrote, and what his form says about the case (crime area, handling,
// classification, priority, the form's name), is in sealed BLOB columns; so are the texts of
// letters. A mark is a keyed hash: it tells nothing without the key.
#pragma once

#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

enum class Schema { kStore, kKeys, kWeb };
void bring_up_to_date(Database& database, Schema schema);
// Fault (permanent) when it has no tables: an empty file is never taken for a new one.
void require_made(Database& database, Schema schema);
// Changes nothing: Fault (permanent) when it is older, newer, or not ours.
void require_up_to_date(Database& database, Schema schema);

}  // namespace pouch::gateway
