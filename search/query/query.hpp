// Asking the archive (SPEC section 8). The reader's rights are part of the query, never a filter
// after it: counts, order and snippets know nothing of what he may not read. A query that cannot
// be read is a result with a hint, not an exception.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/index.hpp"

namespace pouch::search {

// What only the store can say today: the state of a case changes after its messages were filed.
struct CaseCondition {
  std::string_view state;                 // a value of the field "is"; empty: a deadline
  std::chrono::sys_days first{}, last{};  // of a deadline, both included
};
struct CaseSet {
  std::vector<std::string> cases;  // numbers
  bool all_but = false;            // of the cases that are requests
};
using AskCases = std::function<CaseSet(const CaseCondition&)>;

struct Request {
  std::string query;  // words, "phrases", AND OR NOT ( ) -word word* name~ field:value
  std::vector<std::string> readers;  // any of these reader tags of Document::readers must match
  std::size_t offset = 0, limit = 20;
  bool by_date = false;  // else by relevance
  bool facets = false;
  bool tiers = false;  // a facet "how" beside them: by which tier the hits met
  std::string tier;    // only hits of it, as Hit::tier names it; empty: all
  AskCases cases{};    // none: such conditions hold for no case
  // Whatever the rights: for the gateway's own comparing, whose letters obey them. `readers` is
  // empty then.
  bool every = false;
  // Who waits no longer is told so; what lies elsewhere has its own patience.
  std::optional<std::chrono::steady_clock::time_point> until{};
};

struct Hit {
  std::uint64_t id = 0;
  int percent = 0;
  std::string tier;  // why a name met: "as written", "other spelling", "similar sound"
  // Of a year that is served elsewhere: it has no tier, for that takes the lists of all terms over
  // the wire; the contents say why it met.
  bool elsewhere = false;
};

// A year that was not asked, and why: "does not answer within 2 seconds".
struct MissingYear {
  int year = 0;
  std::string why;
};

struct FacetValue {
  std::string value;  // "RO", "2026-11", "pdf"
  std::size_t count = 0;
};
struct Facet {
  std::string field;  // of fields() that have a slot, "month" for the months of `date`, "how"
  std::vector<FacetValue> values;  // the most frequent first, months by time, tiers best first
};

struct Answer {
  std::vector<Hit> hits;
  std::vector<MissingYear> missing;      // whatever else stands here is without these
  std::map<int, std::uint64_t> changes;  // of years elsewhere that were asked: ShardLook::changes
  std::size_t total = 0;                 // of all hits: exact up to 10,000, at least so many beyond
  std::vector<Facet> facets;             // of all hits up to 10,000, and then of `counted` of them
  std::size_t counted = 0;
  std::string problem, hint;  // when the query could not be read
  std::size_t column = 0;     // ParsedQuery::column
  bool too_late = false;      // Request::until has passed: nothing else stands here
};

struct Elsewhere {
  std::vector<RemoteShard> shards;
  bool asked = true;  // else what lies here is asked alone, and nothing is said to be missing
};

// All years as one. Those that are served elsewhere are connected to when the first question comes,
// all at once; each has kShardPatience for connecting and for each answer. One that fails is among
// Answer::missing, and is tried again after kShardPause at the earliest.
class Reader {
 public:
  Reader(const std::filesystem::path& folder, const Key& key, Elsewhere elsewhere = {});
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Answer find(const Request& request);
  // Of the commit log: up to there messages were in the index when it was asked last.
  std::uint64_t position() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pouch::search
