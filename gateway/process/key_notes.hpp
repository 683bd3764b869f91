// What is known of the keys of the directory and the gateway, written when the ring is rebuilt:
// state/keys.json. So `pouch status` and the metrics need no GnuPG to say which keys expire.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/process/runtime.hpp"

namespace pouch::gateway {

struct KeyNote {
  std::string holder;  // "gateway", or the id of a desk or member
  std::string fingerprint;
  std::string state;  // "usable", "revoked", "unusable", "missing"; expired is said by the time
  std::optional<Time> expires{};
};

// Asks the ring (one GnuPG call). Throws mail::Fault.
std::vector<KeyNote> keys_of_ring(const Runtime& runtime);
void write_key_notes(const std::filesystem::path& state, const std::vector<KeyNote>& keys);
bool has_key_notes(const std::filesystem::path& state);
std::vector<KeyNote> read_key_notes(const std::filesystem::path& state);  // empty: none written

// "expired" when its time is over, else its own.
std::string state_at(const KeyNote& key, Time now);

}  // namespace pouch::gateway
