// The archive's index (Xapian, ENGINES sections 2 and 3): a cache that can be rebuilt from the
// store. Every term is a keyed hash of a folded word: no readable word is in its files. Written in
// groups, with the position in the commit log kept beside, so that it catches up after a crash.
// One writer; readers beside it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "search/fault.hpp"

namespace pouch::search {

using Key = std::array<unsigned char, 32>;

struct Feed {
  std::string field;  // of fields(); "text" for the body
  std::string text;   // as written
};

struct Document {
  std::uint64_t id = 0;         // the store's message id; adding it again replaces it
  std::chrono::sys_days day{};  // when it was accepted
  std::vector<Feed> feeds;
  std::vector<std::string> readers;  // who may find it: "member:ana.ionescu", "desk:nfp-bg",
                                     // "case:…", "community:…": opaque to this room
  std::vector<std::string> flags;    // "has:attachment", "is:request"
};

class Writer {
 public:
  Writer(const std::filesystem::path& folder, const Key& key);  // makes the folder when missing
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  void put(const Document& document);
  void remove(std::uint64_t id);
  // Makes all since the last commit durable together with the position in the commit log.
  void commit(std::uint64_t position);
  std::uint64_t position() const;  // of the last commit; 0 for a new index

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Writes the index `from` into the folder `to` with its blocks filled up: smaller, as fast. Nothing
// of `from` changes, searches go on; no writer may have it open. `to` is durable when this returns;
// what stood there is removed before, what a crash leaves there is no index. Several times as fast
// as filing all messages again.
void compact_index(const std::filesystem::path& from, const std::filesystem::path& to);

// Position of the index in that folder, read without its key; 0: there is none yet.
std::uint64_t position_of(const std::filesystem::path& folder);

}  // namespace pouch::search
