// The archive's index (Xapian, ENGINES sections 2 and 3): a cache that can be rebuilt from the
// store. Every term is a keyed hash of a folded word: no readable word is in its files. Written in
// groups, with the position in the commit log kept beside, so that it catches up after a crash.
// One database a year (shards.hpp). One writer; readers beside it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "search/fault.hpp"
#include "search/index/shards.hpp"

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
  // Makes the folder when missing. Years that are `elsewhere` are not written, a copy of them that
  // lies here stays as it is. Fault: transient while another writes; broken when a year is missing
  // that was there before, or is neither here nor elsewhere any more.
  Writer(const std::filesystem::path& folder, const Key& key, std::set<int> elsewhere = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  void put(const Document& document);  // into its year, and out of all others
  // The same with messages that differ, year by year whatever their order: each year of a group is
  // opened and made durable once.
  void put(std::vector<Document> documents);
  void remove(std::uint64_t id);
  // Makes all since the last commit durable, year by year, and then the position in the commit log:
  // after a crash before that all of it is put once more. Only few years are held in memory: one
  // that comes when there are more makes another durable before.
  void commit(std::uint64_t position);
  std::uint64_t position() const;  // of the last commit; 0 for a new index

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Writes one year of `index` into the folder `to` with its blocks filled up: smaller, as fast.
// Nothing of the index changes, searches go on; no writer may have it open. `to` is durable when
// this returns; what stood there is removed before, what a crash leaves there is no database.
// Several times as fast as filing all messages again.
void compact_shard(const std::filesystem::path& index, int year, const std::filesystem::path& to);

}  // namespace pouch::search
