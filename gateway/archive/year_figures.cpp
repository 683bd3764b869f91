#include "gateway/archive/year_figures.hpp"

#include <set>

#include "gateway/cases/local_day.hpp"
#include "gateway/store/counted_cases.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kAtATime = 100;  // messages of an older version

int this_year(const Runtime& runtime) {
  const std::chrono::year_month_day today(local_moment(runtime.now(), runtime.site.time_zone).day);
  return static_cast<int>(today.year());
}

// Those that expect an answer: what goes to countries as an alert or as information is no request.
std::set<std::string> request_forms(const templates::TemplateSet& templates) {
  std::set<std::string> names;
  for (const auto* which : templates.all()) {
    if (which->goes_to == "countries" && which->expects == "answer") {
      names.insert(which->name);
    }
  }
  return names;
}

}  // namespace

figures::Report report_of_year(const Runtime& runtime, Store& store, const AskedYear& asked) {
  const auto& zone = runtime.site.time_zone;
  auto& cases = store.counted_cases();
  while (cases.note_some(kAtATime) > 0) {
  }
  const auto year = figures::year_of(asked.year == 0 ? this_year(runtime) : asked.year, zone);
  const auto forms = request_forms(runtime.templates);
  figures::Counter counter(year, zone, asked.country, runtime.now());
  cases.each(year.end, [&](const CountedCase& one) {
    for (const auto& request : figures::asked_in(one, forms)) {
      counter.add(request);
    }
  });
  return figures::report_of(counter.figures(), year, zone, asked.country, runtime.now());
}

AuditEntry row_of_counting(const figures::Report& report) {
  AuditEntry row;
  row.act = "counted";
  row.detail =
      std::to_string(report.year.year) + (report.country.empty() ? "" : ", " + report.country);
  return row;
}

std::map<std::string, std::string> country_names(const config::Directory& directory) {
  std::map<std::string, std::string> names;
  for (const auto& country : directory.countries) {
    names.emplace(country.code, country.name);
  }
  return names;
}

}  // namespace pouch::gateway
