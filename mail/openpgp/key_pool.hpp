// Public keys gathered from several files, copies of one key laid over each other as OpenPGP wants
// it: what is newer counts, and a revocation stays whatever comes after it. In a throw-away home:
// the gateway's ring is not touched. Refuses, with the reason, what the ring would refuse. Faults
// of the machine are thrown (transient); what a file is, is returned.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/engine.hpp"

namespace pouch::mail::openpgp {

class KeyPool {
 public:
  KeyPool();
  ~KeyPool();
  KeyPool(const KeyPool&) = delete;
  KeyPool& operator=(const KeyPool&) = delete;

  // What lies there already, taken as it is: fingerprints of the keys in it.
  std::vector<std::string> load(std::string_view bytes);
  // Armoured or binary: one key or several, or the bare revocation certificate (RFC 4880 section
  // 5.2.1, type 0x20) of a key that is in the pool. A refused key leaves the pool as it was.
  Brought add(std::string_view bytes);
  std::vector<KeyInfo> keys();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Of the keys that lie in a folder's *.asc files.
struct FiledKey {
  KeyInfo info;
  std::vector<std::string> files;  // names, in alphabetical order
};
// By fingerprint, all copies of a key laid over each other. Loads the pool with them.
std::map<std::string, FiledKey> read_key_folder(const std::filesystem::path& folder, KeyPool& pool);

// A private key, in either armour or binary: it belongs to its owner alone.
bool holds_secret_key(std::string_view bytes);

}  // namespace pouch::mail::openpgp
