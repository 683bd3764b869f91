// Keys as `pouch key` prints them (docs/schemas/key-list.json).
#pragma once

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

std::string holder_of(const Runtime& runtime, const std::string& fingerprint);

// With the reason when a key cannot be used, and what to do when it cannot or will soon not be.
void print_keys(const Call& call, const Runtime& runtime, const std::vector<KeyEntry>& entries);

}  // namespace pouch::gateway
