// pouch stats: the figures of a year (verb.hpp). Counts only, for who runs the site; each asking is
// in the audit log.
#include <set>

#include "gateway/cases/local_day.hpp"
#include "gateway/figures/csv.hpp"
#include "gateway/figures/page.hpp"
#include "gateway/figures/text_tables.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/counted_cases.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"

namespace pouch::gateway {
namespace {

constexpr int kFirstYear = 2000, kLastYear = 2999;
constexpr std::size_t kAtATime = 100;  // messages of an older version

struct StatsOptions {
  int year = 0;  // 0: this one
  std::string country;
  bool csv = false, html = false;
};

Json cell_json(const figures::Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return *text;
  }
  if (const auto* number = std::get_if<std::uint64_t>(&cell)) {
    return *number;
  }
  if (const auto* duration = std::get_if<figures::Duration>(&cell)) {
    return duration->count();
  }
  if (const auto* share = std::get_if<figures::Share>(&cell);
      share != nullptr && share->part.of > 0) {
    return static_cast<double>(share->part.part) / static_cast<double>(share->part.of);
  }
  return nullptr;
}

Json table_json(const figures::Table& table) {
  auto rows = Json::array();
  for (const auto& row : table.rows) {
    auto members = Json::object();
    for (std::size_t at = 0; at < row.size(); ++at) {
      members[table.columns[at].id] = cell_json(row[at]);
    }
    rows.push_back(members);
  }
  return rows;
}

Json report_json(const figures::Report& report) {
  auto json = versioned();
  json["at"] = utc_time(report.made);
  json["year"] = report.year.year;
  json["zone"] = report.zone;
  json["begin"] = utc_time(report.year.begin);
  json["end"] = utc_time(report.year.end);
  json["country"] = or_null(report.country);
  json["unknown"] = report.unknown;
  for (const auto& table : report.tables) {
    json[table.id] = table_json(table);
  }
  return json;
}

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

std::map<std::string, std::string> country_names(const config::Directory& directory) {
  std::map<std::string, std::string> names;
  for (const auto& country : directory.countries) {
    names.emplace(country.code, country.name);
  }
  return names;
}

figures::Report counted(OperatorSession& session, const StatsOptions& options) {
  const auto& runtime = session.runtime();
  const auto& zone = runtime.site.time_zone;
  auto& cases = session.store().counted_cases();
  while (cases.note_some(kAtATime) > 0) {
  }
  const auto year = figures::year_of(options.year == 0 ? this_year(runtime) : options.year, zone);
  const auto forms = request_forms(runtime.templates);
  figures::Counter counter(year, zone, options.country, runtime.now());
  cases.each(year.end, [&](const CountedCase& one) {
    for (const auto& asked : figures::asked_in(one, forms)) {
      counter.add(asked);
    }
  });
  return figures::report_of(counter.figures(), year, zone, options.country, runtime.now());
}

int show_figures(const Call& call, const StatsOptions& options) {
  OperatorSession session(call.config, Forms::kRead);
  const auto names = country_names(session.runtime().directory);
  if (!options.country.empty() && names.count(options.country) == 0) {
    throw Refusal(kBadData, "no country " + options.country + " is in the directory");
  }
  const auto report = counted(session, options);
  session.store().audit().note({.actor = session.actor(),
                                .act = "counted",
                                .detail = std::to_string(report.year.year) +
                                          (options.country.empty() ? "" : ", " + options.country)},
                               session.runtime().now());
  if (call.json) {
    print(report_json(report));
  } else if (options.csv) {
    write_bytes(figures::csv_of(report));
  } else if (options.html) {
    write_bytes(figures::page_of(report, names));
  } else {
    print(figures::text_of(report));
  }
  return kDone;
}

}  // namespace

void add_stats(Verb& pouch) {
  auto& verb = pouch.add("stats", "The figures of a year: Directive (EU) 2023/977 Article 18");
  auto& options = verb.keep<StatsOptions>();
  verb.option("--year", options.year, "a calendar year in the site's zone; without it: this one")
      .between(kFirstYear, kLastYear);
  verb.option("--country", options.country, "what this country reports; without it: all of them");
  verb.json("stats.json");
  const auto csv = verb.flag("--csv", options.csv, "print CSV, one table after the other");
  csv.excludes("--json");
  verb.flag("--html", options.html, "print one page with plots and tables, for screen and paper")
      .excludes("--json")
      .excludes("--csv");
  verb.footer(
      "Example: pouch stats --year 2026 --country BG\n         pouch stats --year 2026 --html > "
      "2026.html");
  verb.action([&options](const Call& call) { return show_figures(call, options); });
}

}  // namespace pouch::gateway
