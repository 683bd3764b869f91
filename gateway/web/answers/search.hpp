// What a search is answered: its hits, why each is one, and the facets that narrow it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct SnippetPiece {
  std::string text{};
  bool hit = false;
};

struct WordMet {
  std::string found{}, asked{}, how{};  // "other script": search::name of it
};

// A file in whose text something met.
struct FileMet {
  std::string name{};
  std::uint64_t part = 0;  // what kFile asks for
  std::uint64_t page = 0;  // from 1; 0: of none
};

struct FoundHit {
  std::string number{};  // of the message
  std::string form{};    // as it is called
  std::string sender{}, country{};
  std::vector<std::string> to{}, handling{};
  Time received{};
  std::string subject{};
  std::vector<SnippetPiece> snippet{};
  std::string why{};  // "as written", "other spelling", "similar sound"
  std::vector<WordMet> met{};
  std::vector<FileMet> met_files{};
  std::uint64_t percent = 0, files = 0;
  // How its request stands: whose answer is due first, or that nothing is owed any more.
  std::string due_country{};
  std::optional<Time> due{};
  bool overdue = false, answered = false;
};

struct FacetCount {
  std::string value{};
  std::uint64_t count = 0;
  std::string name{};  // as the value is called in the reader's language; empty: as it stands
};

struct FoundFacet {
  std::string field{};
  std::vector<FacetCount> values{};
};

// A value of a facet that hits must have.
struct FacetChoice {
  std::string field{}, value{};
  std::string name{};  // as in FacetCount
};

// "RS", "2026-11", "partly-answered": what may stand in an address.
inline bool is_facet_code(std::string_view value) {
  constexpr std::string_view kMore = "_.-";
  const auto is_alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !value.empty() && value.size() <= 40 && is_alnum(value[0]) &&
         std::all_of(value.begin(), value.end(),
                     [&](char c) { return is_alnum(c) || kMore.find(c) != kMore.npos; });
}

struct FoundPage {
  std::string search{};  // id, his alone; empty: the query could not be read
  std::string query{}, reason{}, understood{};
  std::uint64_t total = 0;
  bool at_least = false;                         // so many, or more
  std::uint64_t cases = 0;                       // to which the hits belong; 0: not counted
  std::uint64_t page = 1, pages = 1, first = 0;  // number of the first hit
  bool by_date = false;
  std::vector<FoundHit> hits{};
  std::vector<FacetChoice> narrowed{};
  std::vector<FoundFacet> facets{};           // "month": as if no month were chosen
  std::uint64_t counted = 0;                  // hits that the facets are of
  std::string suggestion{};                   // a query that would find something
  std::string contact{};                      // whom to ask about what he may not read: a sentence
  std::uint64_t unreadable = 0, unfiled = 0;  // messages that were not looked at
  std::vector<std::string> missing{};         // years that were not asked
};

}  // namespace pouch::gateway
