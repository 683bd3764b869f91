// What is known of the keys of the directory and the gateway, written when the ring is rebuilt:
// state/keys.json. So `pouch status` and the metrics need no GnuPG to say which keys expire.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/key_clock.hpp"
#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

struct KeyNote {
  std::string holder;  // "gateway", or the id of a desk or member
  std::string fingerprint;
  std::string state;  // "usable", "revoked", "unusable", "missing"; expired is said by the time
  std::optional<Time> expires{};
  std::optional<config::Day> until{};  // the holder's last day; nullopt: none is set
};

// Asks the ring (one GnuPG call). Throws mail::Fault.
std::vector<KeyNote> keys_of_ring(const Runtime& runtime);
void write_key_notes(const std::filesystem::path& state, const std::vector<KeyNote>& keys);
// False also for notes of a version that did not know of `until`: they are to be written anew.
bool has_key_notes(const std::filesystem::path& state);
std::vector<KeyNote> read_key_notes(const std::filesystem::path& state);  // empty: none written

// "ended" when the holder's registration is over, "expired" when the key's time is, else its own.
std::string state_at(const KeyNote& key, Time now);

// Those that have an end and are needed until it: not of a holder whose registration is over before
// it, nor of a member who has another key that lives much longer.
std::vector<EndingKey> ending_keys(const Runtime& runtime);

}  // namespace pouch::gateway
