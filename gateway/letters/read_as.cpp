#include "gateway/letters/read_as.hpp"

#include "search/query/query_parser.hpp"
#include "search/query/read_back.hpp"

namespace pouch::gateway {
namespace {

// States of a request are said with the words that letters have for them anyway.
std::string said_in(const Words& words, std::string_view key,
                    const std::vector<search::SaidPlace>& filled) {
  constexpr std::string_view kIs = "is_";
  const auto own = "read_as_" + std::string(key);
  if (words.texts().count(own) > 0) {
    Places places;
    for (const auto& place : filled) {
      places.emplace_back(place.name, place.text);
    }
    return words.by_key(own, places);
  }
  const auto state = "state_" + std::string(key.starts_with(kIs) ? key.substr(kIs.size()) : "");
  return words.texts().count(state) > 0
             ? words("read_as_in_state", {{"state", words.by_key(state, {})}})
             : std::string();
}

}  // namespace

std::string read_as(const std::string& query, const Words& words) {
  const auto parsed = search::parse_query(query);
  if (!parsed.root || &words == &Words::english()) {
    return parsed.root ? search::read_back(*parsed.root) : std::string();
  }
  return search::read_back(*parsed.root, [&](std::string_view key, const auto& places) {
    return said_in(words, key, places);
  });
}

}  // namespace pouch::gateway
