// Keys as `pouch key` prints them (docs/schemas/key-list.json).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/site/runtime.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

struct KeyEntry {
  mail::openpgp::KeyInfo key;
  std::string holder, file;  // holder empty: named by nobody in the directory; file: in keys/
  std::string change{};      // what an import did: "new", "changed", "same"; empty: it was listed
};

// Beside the directory, as FINGERPRINT.asc. Whole, or not at all: a power cut leaves the key that
// lay there before.
void write_key_file(const std::filesystem::path& folder, const std::string& fingerprint,
                    const std::string& armoured);

std::string holder_of(const Runtime& runtime, const std::string& fingerprint);

// With the reason when a key cannot be used, and what to do when it cannot or will soon not be.
void print_keys(const Call& call, const Runtime& runtime, const std::vector<KeyEntry>& entries);

}  // namespace pouch::gateway
