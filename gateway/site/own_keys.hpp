// Which keys are the gateway's own, once its key has been replaced: gnupg/own-keys.json, written by
// `pouch key replace` alone. It stands above `key` in pouch.toml as long as that names one of them.
// A site whose key was never replaced has no such file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct ReplacedKey {
  std::string fingerprint;
  Time until{};  // it opens mail until then
};

struct OwnKeys {
  std::string current;
  std::vector<ReplacedKey> replaced;  // oldest first, also those whose time is over
  // While a replacement is under way: what takes the place of `current` (empty once it has), since
  // when (the epoch: none is under way), and until when `current` opens mail then.
  std::string next{};
  Time begun{}, next_until{};
};

// nullopt: there is none. Fault (permanent) when it is damaged.
std::optional<OwnKeys> read_own_keys(const std::filesystem::path& gnupg);
// Durable; `step` is told around it (store/steps.hpp).
void write_own_keys(const std::filesystem::path& gnupg, const OwnKeys& keys, std::string_view step);

// What a runtime makes of it.
struct KeysInUse {
  std::string current;
  std::vector<std::string> further;     // that open mail too, or soon will be current
  std::optional<Time> next_retirement;  // the first that leaves `further` by its date
};
// `configured`: key of pouch.toml, may be empty. nullopt: the record says nothing of it.
std::optional<KeysInUse> keys_in_use(const std::optional<OwnKeys>& keys,
                                     const std::string& configured, Time now);

}  // namespace pouch::gateway
