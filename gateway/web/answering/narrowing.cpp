#include "gateway/web/answering/narrowing.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway {
namespace {

// Facets, and the fields of the query that they are (pouch-query(7)).
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kFields{
    {{"country", "country"},
     {"form", "form"},
     {"area", "area"},
     {"handling", "handling"},
     {"has", "has"},
     {"is", "is"},
     {"month", "date"}}};

std::string_view query_field(std::string_view facet) {
  const auto* const found = std::find_if(kFields.begin(), kFields.end(),
                                         [&](const auto& one) { return one.first == facet; });
  return found == kFields.end() ? std::string_view() : found->second;
}

}  // namespace

std::optional<std::vector<FacetChoice>> narrowings_in(std::string_view text) {
  std::vector<FacetChoice> all;
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const auto colon = one.find(':');
    if (colon == one.npos) {
      return std::nullopt;
    }
    FacetChoice by{std::string(one.substr(0, colon)), std::string(one.substr(colon + 1))};
    const bool twice = std::any_of(
        all.begin(), all.end(), [&](const FacetChoice& other) { return other.field == by.field; });
    if (query_field(by.field).empty() || !is_facet_code(by.value) || twice) {
      return std::nullopt;
    }
    all.push_back(std::move(by));
  }
  return all;
}

std::string narrowed_query(const std::string& query, const std::vector<FacetChoice>& by) {
  if (by.empty()) {
    return query;
  }
  auto narrowed = "(" + query + ")";
  for (const auto& one : by) {
    narrowed += " " + std::string(query_field(one.field)) + ":" + one.value;
  }
  return narrowed;
}

}  // namespace pouch::gateway
