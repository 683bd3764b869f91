// What is new for a search that somebody keeps: messages that the index got after the last look,
// with the rights of today.
#pragma once

#include "gateway/archive/archive.hpp"
#include "gateway/store/kept_searches.hpp"

namespace pouch::gateway {

struct KeptNews {
  KeptSearch search;
  ArchiveQuestion question;
  ArchiveAnswer found;  // the newest first
};

struct KeptLook {
  std::vector<std::string> readers;  // tags of the asker's rights
  std::string country;               // of the asker: a search may be limited to it
  std::string name;                  // of this look, the same when it is repeated
  HitDetail detail = HitDetail::kLines;
  std::size_t limit = 20;
  Time now{};
  std::optional<std::chrono::steady_clock::time_point> until{};  // who asks waits no longer
  std::vector<search::RemoteShard> elsewhere{};  // years that are not looked into: nothing is new
};

// nullopt: what is kept is no question that this version reads.
std::optional<KeptNews> news_of(Store& store, const std::filesystem::path& state,
                                const search::Key& key, const KeptSearch& search,
                                const KeptLook& look);

// What became of an order about kept searches.
struct KeptResult {
  bool done = true;  // false: there are too many, or there is none of that name
  std::string name;  // of the search that was kept or dropped
  std::vector<KeptNews> news;
};

// That search as it is kept: with its reason, and with all that is filed by now as seen.
KeptSearch kept_search(const std::string& name, const std::string& query, const std::string& reason,
                       const std::filesystem::path& state, Time now);

// Row of the newest message that the index has: a search that is kept now has seen all up to it.
std::int64_t indexed_now(const std::filesystem::path& state);

}  // namespace pouch::gateway
