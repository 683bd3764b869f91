#include "search/query/facets.hpp"

#include <algorithm>
#include <map>

namespace pouch::search {
namespace {

using Counts = std::map<std::string, std::size_t>;

Facet facet_of(std::string_view field, const Counts& counts) {
  Facet facet;
  facet.field = field;
  for (const auto& [value, count] : counts) {
    facet.values.push_back({value, count});
  }
  return facet;
}

// The values of one message lie sealed in one.
void add_each(const std::string& joined, std::size_t count, Counts& counts) {
  for (std::size_t at = 0; at <= joined.size() && !joined.empty();) {
    const auto end = std::min(joined.find('\n', at), joined.size());
    counts[joined.substr(at, end - at)] += count;
    at = end + 1;
  }
}

// The most frequent first, equal ones by name.
void sort_by_count(Facet& facet) {
  std::stable_sort(facet.values.begin(), facet.values.end(),
                   [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
}

// Empty for what is no day: it may come from a server elsewhere.
std::string month_of(const std::string& stored) {
  constexpr double kMostDays = 1e6;
  const auto value = Xapian::sortable_unserialise(stored);
  if (!(value > -kMostDays && value < kMostDays)) {
    return {};
  }
  const auto days = static_cast<int>(value);
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  const auto month = static_cast<unsigned>(date.month());
  return std::to_string(static_cast<int>(date.year())) + (month < 10 ? "-0" : "-") +
         std::to_string(month);
}

}  // namespace

FacetCount::FacetCount(Xapian::Enquire& enquire) {
  for (const auto& row : fields()) {
    if (row.slot != 0) {
      fields_.push_back({row.name, std::make_unique<Xapian::ValueCountMatchSpy>(row.slot)});
      enquire.add_matchspy(fields_.back().spy.get());
    }
  }
  enquire.add_matchspy(&days_);
}

std::size_t FacetCount::counted() const { return days_.get_total(); }

std::vector<Facet> FacetCount::facets(const Blind& blind) const {
  std::vector<Facet> all;
  for (const auto& field : fields_) {
    Counts counts;
    for (auto value = field.spy->values_begin(); value != field.spy->values_end(); ++value) {
      add_each(blind.open(*value), value.get_termfreq(), counts);
    }
    all.push_back(facet_of(field.field, counts));
    sort_by_count(all.back());
  }
  Counts months;
  for (auto value = days_.values_begin(); value != days_.values_end(); ++value) {
    if (auto month = month_of(*value); !month.empty()) {
      months[std::move(month)] += value.get_termfreq();
    }
  }
  all.push_back(facet_of("month", months));
  return all;
}

}  // namespace pouch::search
