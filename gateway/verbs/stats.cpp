// pouch stats: the figures of a year (verb.hpp). Counts only, for who runs the site; each asking is
// in the audit log.
#include "gateway/archive/year_figures.hpp"
#include "gateway/figures/csv.hpp"
#include "gateway/figures/page.hpp"
#include "gateway/figures/text_tables.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"

namespace pouch::gateway {
namespace {

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

int show_figures(const Call& call, const StatsOptions& options) {
  OperatorSession session(call.config, Forms::kEnglish);
  const auto names = country_names(session.runtime().directory);
  if (!options.country.empty() && names.count(options.country) == 0) {
    throw Refusal(kBadData, "no country " + options.country + " is in the directory");
  }
  const auto report =
      report_of_year(session.runtime(), session.store(), {options.year, options.country});
  auto row = row_of_counting(report);
  row.actor = session.actor();
  session.store().audit().note(row, session.runtime().now());
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
