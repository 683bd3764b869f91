#include "gateway/web/answering/narrowing.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway {
namespace {

// Facets, and the fields of the query that they are (pouch-query(7)).
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kFields{
    {{kHow, kHow},  // no field: the tier of the hit
     {"country", "country"},
     {"form", "form"},
     {"area", "area"},
     {"handling", "handling"},
     {"has", "has"},
     {"is", "is"},
     {"month", "date"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTiers{
    {{"written", "as written"},
     {"spelling", "other spelling"},
     {"sound", "similar sound"},
     {"part", "part of the date"},
     {"swapped", "day and month swapped"}}};

std::string_view tier_of_code(std::string_view code) {
  const auto* const found = std::find_if(kTiers.begin(), kTiers.end(),
                                         [&](const auto& one) { return one.first == code; });
  return found == kTiers.end() ? std::string_view() : found->second;
}

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
    const bool no_tier = by.field == kHow && tier_of_code(by.value).empty();
    if (query_field(by.field).empty() || !is_facet_code(by.value) || twice || no_tier) {
      return std::nullopt;
    }
    all.push_back(std::move(by));
  }
  return all;
}

std::string narrowed_query(const std::string& query, const std::vector<FacetChoice>& by) {
  std::string conditions;
  for (const auto& one : by) {
    if (one.field != kHow) {
      conditions += " " + std::string(query_field(one.field)) + ":" + one.value;
    }
  }
  return conditions.empty() ? query : "(" + query + ")" + conditions;
}

std::string_view code_of_tier(std::string_view tier) {
  const auto* const found = std::find_if(kTiers.begin(), kTiers.end(),
                                         [&](const auto& one) { return one.second == tier; });
  return found == kTiers.end() ? std::string_view() : found->first;
}

std::string tier_chosen(const std::vector<FacetChoice>& by) {
  const auto found =
      std::find_if(by.begin(), by.end(), [](const FacetChoice& one) { return one.field == kHow; });
  return std::string(found == by.end() ? std::string_view() : tier_of_code(found->value));
}

}  // namespace pouch::gateway
